/// The form of a request in AWS's query protocol.
struct Parameters: Sendable {
    private var values: [String: String] = [:]

    init(form: some Sequence<UInt8>) {
        for field in Array(form).split(separator: UInt8(ascii: "&")) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            values[Self.decode(parts[0])] = parts.count > 1 ? Self.decode(parts[1]) : ""
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// A list as the protocol spells it: `Filter.member.1`, `Filter.member.2` and so on.
    func list(_ name: String) -> [String] {
        var elements: [String] = []
        while let element = values["\(name).member.\(elements.count + 1)"] { elements.append(element) }
        return elements
    }

    func contains(prefix: String) -> Bool {
        values.keys.contains { $0.hasPrefix(prefix) }
    }

    func required(_ name: String) throws(ServiceError) -> String {
        guard let value = values[name], !value.isEmpty else {
            let member = name.prefix(1).lowercased() + name.dropFirst()
            throw .validation(
                "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: "
                    + "Member must not be null"
            )
        }
        return value
    }

    /// A number within a range; the message names the member as AWS does, with a small first letter.
    func number(_ name: String, in range: ClosedRange<Int>, default standard: Int) throws(ServiceError) -> Int {
        guard let text = values[name] else { return standard }
        guard let number = Int(text) else {
            throw ServiceError(400, "MalformedInput", "\(text) is not a valid integer for \(name)")
        }
        let member = name.prefix(1).lowercased() + name.dropFirst()
        if number < range.lowerBound {
            throw .constraint(text, member, "Member must have value greater than or equal to \(range.lowerBound)")
        }
        if number > range.upperBound {
            throw .constraint(text, member, "Member must have value less than or equal to \(range.upperBound)")
        }
        return number
    }

    /// A boolean; AWS takes `true`, `false`, `1` and `0`, and refuses `True`.
    func flag(_ name: String) throws(ServiceError) -> Bool {
        switch values[name] {
        case nil, "false", "0": return false
        case "true", "1": return true
        case let text?: throw ServiceError(400, "MalformedInput", "\(text) is not a valid boolean for \(name)")
        }
    }

    private static func decode(_ bytes: some Collection<UInt8>) -> String {
        var decoded: [UInt8] = []
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue) else {
                    return String(decoding: bytes, as: UTF8.self)
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init)
    }
}
