package import Domain

/// The character data of one element, in the parser's own buffer; valid only during the call that it is passed to.
package struct XMLText {
    package let bytes: UnsafeRawBufferPointer

    package init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    package var isEmpty: Bool { bytes.isEmpty }

    package var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The text as a decimal number, nil for anything else.
    package var int: Int? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = bytes.dropFirst(isNegative ? 1 : 0)
        guard !digits.isEmpty else { return nil }
        var number = 0
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (product, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.addingReportingOverflow(Int(byte - 0x30))
            guard !overflows, !carries else { return nil }
            number = sum
        }
        return isNegative ? -number : number
    }

    /// The text as `true` or `false`, nil for anything else.
    package var bool: Bool? {
        if bytes.elementsEqual("true".utf8) { return true }
        return bytes.elementsEqual("false".utf8) ? false : nil
    }

    package var instant: Instant? { Instant(iso8601: bytes) }
}

// MARK: - Required values

extension XMLText {
    package func requireInt(_ element: String) throws(XMLFailure) -> Int {
        guard let int else { throw .invalid(element: element, detail: "not a whole number") }
        return int
    }

    package func requireBool(_ element: String) throws(XMLFailure) -> Bool {
        guard let bool else { throw .invalid(element: element, detail: "neither true nor false") }
        return bool
    }

    package func requireInstant(_ element: String) throws(XMLFailure) -> Instant {
        guard let instant else { throw .invalid(element: element, detail: "not an ISO 8601 instant") }
        return instant
    }

    package func requireString(_ element: String) throws(XMLFailure) -> String {
        guard !isEmpty else { throw .invalid(element: element, detail: "empty") }
        return string
    }

    package func requireBase64(_ element: String) throws(XMLFailure) -> [UInt8] {
        guard let decoded = base64Decoded() else { throw .invalid(element: element, detail: "not base64") }
        return decoded
    }
}

// MARK: - Encodings

extension XMLText {
    /// The text with its `%XX` sequences decoded, as policy documents are sent (RFC 3986).
    ///
    /// This is not form decoding: a `+` stays a `+`. A percent sign that no two hexadecimal digits follow stays as it
    /// is. A text whose first character is `{` is a document that was sent raw (AWS encodes always, moto not for trust
    /// policies) and is taken as it stands, since a `%` in it is then the policy's own.
    package func percentDecoded() -> [UInt8] {
        guard !isRawDocument else { return Array(bytes) }
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { decoded, count in
            var index = 0
            while index < bytes.count {
                var byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "%"), index + 1 < bytes.count, let high = Self.hexValue(bytes[index]),
                    let low = Self.hexValue(bytes[index + 1])
                {
                    byte = high << 4 | low
                    index += 2
                }
                decoded[count] = byte
                count += 1
            }
        }
    }

    /// The bytes that the text encodes in base64, line breaks and blanks ignored; nil if it is not base64.
    package func base64Decoded() -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count / 4 * 3)
        var accumulator: UInt32 = 0
        var sextets = 0
        var padding = 0
        for byte in bytes where !Self.isSpace(byte) {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = Self.base64Value(byte) else { return nil }
            accumulator = accumulator << 6 | UInt32(value)
            sextets += 1
            guard sextets == 4 else { continue }
            decoded.append(UInt8(truncatingIfNeeded: accumulator >> 16))
            decoded.append(UInt8(truncatingIfNeeded: accumulator >> 8))
            decoded.append(UInt8(truncatingIfNeeded: accumulator))
            (accumulator, sextets) = (0, 0)
        }
        switch (sextets, padding) {
        case (0, 0): break
        case (2, 2): decoded.append(UInt8(truncatingIfNeeded: accumulator >> 4))
        case (3, 1):
            decoded.append(UInt8(truncatingIfNeeded: accumulator >> 10))
            decoded.append(UInt8(truncatingIfNeeded: accumulator >> 2))
        default: return nil
        }
        return decoded
    }

    private var isRawDocument: Bool {
        bytes.first { !Self.isSpace($0) } == UInt8(ascii: "{")
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func base64Value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
