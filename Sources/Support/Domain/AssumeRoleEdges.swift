/// Who may assume which role across all swept accounts: both halves of each edge, kept small enough for a million roles.
///
/// Every text stands once and is named by its number.
package struct AssumeRoleEdges: Sendable {
    /// One half: a role trusts an account, a user or a role; those of a role stand together.
    package struct Trust: Sendable {
        package var role: TextPool.Number
        package var party: TextPool.Number
        /// The conditions as JSON, `{}` for none.
        package var conditions: TextPool.Number
        package var isWholeAccount: Bool
        package var isAdmin: Bool

        package init(
            role: TextPool.Number,
            party: TextPool.Number,
            conditions: TextPool.Number,
            isWholeAccount: Bool,
            isAdmin: Bool
        ) {
            self.role = role
            self.party = party
            self.conditions = conditions
            self.isWholeAccount = isWholeAccount
            self.isAdmin = isAdmin
        }
    }

    /// The other half: a statement of a principal that is no administrator; those of a principal stand together.
    package struct Permission: Sendable {
        package var principal: TextPool.Number
        /// The patterns, each on a line.
        package var resources: TextPool.Number
        package var statement: TextPool.Number
        package var effect: AccountInventory.Assumption.Effect
        package var isNegated: Bool
        package var isConditional: Bool

        package init(
            principal: TextPool.Number,
            resources: TextPool.Number,
            statement: TextPool.Number,
            effect: AccountInventory.Assumption.Effect,
            isNegated: Bool,
            isConditional: Bool
        ) {
            self.principal = principal
            self.resources = resources
            self.statement = statement
            self.effect = effect
            self.isNegated = isNegated
            self.isConditional = isConditional
        }
    }

    package var texts = TextPool()
    package var trusts: [Trust] = []
    package var permissions: [Permission] = []

    package init() {}
}

/// Texts by number, each kept once and all in one buffer: a Swift string of an ARN alone takes more than the ARN.
package struct TextPool: Sendable {
    package typealias Number = Int32

    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    /// Open addressing: the number of the text plus one, 0 where nothing stands.
    private var slots = [Int32](repeating: 0, count: 64)

    package init() {}

    package var count: Int { ends.count }

    package subscript(number: Number) -> String {
        String(decoding: bytes[range(of: Int(number))], as: UTF8.self)
    }

    /// The number of a text, which is taken in if it is new.
    package mutating func number(of text: String) -> Number {
        if ends.count * 2 >= slots.count { grow() }
        let slot = slot(holding: text.utf8)
        if slots[slot] != 0 { return slots[slot] - 1 }
        bytes += text.utf8
        ends.append(UInt32(bytes.count))
        slots[slot] = Int32(ends.count)
        return Int32(ends.count - 1)
    }

    /// The number of a text, or nil for one that was never taken in.
    package func knownNumber(of text: some StringProtocol) -> Number? {
        let slot = slot(holding: text.utf8)
        return slots[slot] == 0 ? nil : slots[slot] - 1
    }

    /// The slot of a text, or the empty one where it belongs.
    private func slot(holding text: some Collection<UInt8>) -> Int {
        var slot = slot(of: text)
        while slots[slot] != 0, !bytes[range(of: Int(slots[slot] - 1))].elementsEqual(text) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func range(of number: Int) -> Range<Int> {
        (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])
    }

    private func slot(of text: some Sequence<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        for number in ends.indices {
            var slot = slot(of: bytes[range(of: number)])
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number + 1)
        }
    }
}
