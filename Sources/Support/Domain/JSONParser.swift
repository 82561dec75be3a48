/// A JSON value with the place where it begins.
package struct JSONValue: Sendable {
    package var kind: Kind
    package var offset: Int

    package indirect enum Kind: Sendable {
        case null
        case bool(Bool)
        /// As written, because policy conditions compare text.
        case number(String)
        case string(String)
        case array([JSONValue])
        case object([Member])
    }

    package struct Member: Sendable {
        package var key: String
        package var offset: Int
        package var value: JSONValue
    }
}

/// A strict RFC 8259 parser over bytes with a limit on depth; a key that stands twice in an object is an error.
package struct JSONParser {
    package static let depthLimit = 32

    private let bytes: [UInt8]
    private var position = 0

    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        // RFC 8259, section 8.1 lets a parser skip a byte order mark, which changes no meaning.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
        let value = try parser.value(depth: 0)
        parser.skipWhitespace()
        guard parser.position == bytes.count else { throw JSONError(.trailingBytes, at: parser.position) }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipWhitespace()
        let offset = position
        guard depth <= Self.depthLimit else { throw JSONError(.tooDeep(limit: Self.depthLimit), at: offset) }
        let kind: JSONValue.Kind
        switch try peek() {
        case UInt8(ascii: "{"): kind = .object(try members(depth: depth))
        case UInt8(ascii: "["): kind = .array(try elements(depth: depth))
        case UInt8(ascii: "\""): kind = .string(try string())
        case UInt8(ascii: "t"): kind = try keyword("true", .bool(true))
        case UInt8(ascii: "f"): kind = try keyword("false", .bool(false))
        case UInt8(ascii: "n"): kind = try keyword("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: kind = .number(try number())
        default: throw JSONError(.unexpectedByte, at: offset)
        }
        return JSONValue(kind: kind, offset: offset)
    }

    private mutating func members(depth: Int) throws(JSONError) -> [JSONValue.Member] {
        position += 1
        var members: [JSONValue.Member] = []
        var keys: Set<String> = []
        if try closes(with: "}") { return members }
        while true {
            skipWhitespace()
            let offset = position
            guard try peek() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: offset) }
            let key = try string()
            guard keys.insert(key).inserted else { throw JSONError(.duplicateKey(key), at: offset) }
            skipWhitespace()
            try expect(":")
            members.append(JSONValue.Member(key: key, offset: offset, value: try value(depth: depth + 1)))
            if try closes(with: "}") { return members }
            try expect(",")
        }
    }

    private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        if try closes(with: "]") { return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            if try closes(with: "]") { return elements }
            try expect(",")
        }
    }

    private mutating func keyword(_ word: StaticString, _ kind: JSONValue.Kind) throws(JSONError) -> JSONValue.Kind {
        for offset in 0..<word.utf8CodeUnitCount {
            guard try peek() == word.utf8Start[offset] else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
        }
        return kind
    }

    private mutating func number() throws(JSONError) -> String {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let whole = skipDigits()
        let hasLeadingZero = whole > 1 && bytes[position - whole] == UInt8(ascii: "0")
        guard whole > 0, !hasLeadingZero else { throw JSONError(.invalidNumber, at: start) }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard skipDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position - start
    }

    // MARK: - Bytes

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        return bytes[position]
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
        guard try peek() == UInt8(ascii: character) else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
    }

    private mutating func closes(with character: Unicode.Scalar) throws(JSONError) -> Bool {
        skipWhitespace()
        guard try peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string() throws(JSONError) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw JSONError(.invalidUTF8, at: start)
                }
                return string
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0..<0x20:
                throw JSONError(.controlCharacter, at: position)
            default:
                text.append(byte)
                position += 1
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let start = position
        position += 1
        let letter = try peek()
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexDigits()
            if (0xD800...0xDBFF).contains(code) {
                // A character beyond the basic plane is written as two escapes, a high and a low surrogate.
                guard try peek() == UInt8(ascii: "\\") else { throw JSONError(.invalidEscape, at: start) }
                position += 1
                guard try peek() == UInt8(ascii: "u") else { throw JSONError(.invalidEscape, at: start) }
                position += 1
                let low = try hexDigits()
                guard (0xDC00...0xDFFF).contains(low) else { throw JSONError(.invalidEscape, at: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw JSONError(.invalidEscape, at: start) }
            text.append(contentsOf: String(scalar).utf8)
        default:
            throw JSONError(.invalidEscape, at: start)
        }
    }

    private mutating func hexDigits() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek()
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: throw JSONError(.invalidEscape, at: position)
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }
}
