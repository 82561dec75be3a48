import CXML2

/// Maps the parser's interned element names to small numbers by comparing pointers.
///
/// libxml2 hands out each name as a pointer into the dictionary of its context, equal names as equal pointers, so an
/// element costs one multiplication and, as a rule, one load instead of a string comparison.
struct NameTable {
    private struct Slot {
        var name: UnsafePointer<xmlChar>?
        var number = 0
    }

    private let dictionary: xmlDictPtr
    private var slots: [Slot]
    private var count = 0

    /// Makes room for `capacity` names; the table is never more than half full, so probing ends.
    init(dictionary: xmlDictPtr, capacity: Int) {
        self.dictionary = dictionary
        var size = 16
        while size < capacity * 2 { size *= 2 }
        self.slots = Array(repeating: Slot(), count: size)
    }

    /// The number of a name, a new one (0, 1, 2 ...) if it was not known; nil if there is no memory for it.
    mutating func intern(_ text: String) -> Int? {
        var text = text
        let name = text.withUTF8 { xmlDictLookup(dictionary, $0.baseAddress, Int32($0.count)) }
        guard let name else { return nil }
        let index = index(of: name)
        if slots[index].name == nil {
            slots[index] = Slot(name: name, number: count)
            count += 1
        }
        return slots[index].number
    }

    /// The number of an interned name, nil if nobody asked for it.
    func number(of name: UnsafePointer<xmlChar>) -> Int? {
        let slot = slots[index(of: name)]
        return slot.name == nil ? nil : slot.number
    }

    /// The slot that holds the name, or the free one in which it belongs.
    private func index(of name: UnsafePointer<xmlChar>) -> Int {
        let mask = slots.count - 1
        // Fibonacci hashing: the low bits of pointers are alike, the high bits of the product are not.
        var index = Int(truncatingIfNeeded: (UInt64(UInt(bitPattern: name)) &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
        while let taken = slots[index].name, taken != name { index = (index + 1) & mask }
        return index
    }
}
