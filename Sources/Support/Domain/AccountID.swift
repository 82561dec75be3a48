/// The twelve digits that name an AWS account, leading zeros kept.
package struct AccountID: Hashable, Sendable {
    private let number: UInt64

    /// Takes exactly twelve ASCII digits and returns nil for anything else.
    package init?(_ text: String) {
        self.init(bytes: text.utf8)
    }

    package init?(_ text: Substring) {
        self.init(bytes: text.utf8)
    }

    private init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 12 else { return nil }
        var number: UInt64 = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + UInt64(byte - 0x30)
        }
        self.number = number
    }
}

extension AccountID: CustomStringConvertible {
    package var description: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits
    }
}

extension AccountID: Comparable {
    package static func < (left: AccountID, right: AccountID) -> Bool {
        left.number < right.number
    }
}

extension AccountID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = AccountID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an account id: \(text)")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
