/// Writes compact JSON as bytes, with keys in the order in which they are written, so that equal values are equal bytes.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false
    private let escapesForHTML: Bool

    /// With `escapesForHTML`, `<`, `>` and `&` become `\u00XX`, which lets the text stand inside a script element.
    package init(escapesForHTML: Bool = false) {
        self.escapesForHTML = escapesForHTML
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        try nested(open: "{", close: "}", members)
    }

    package mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
        try nested(open: "[", close: "]", elements)
    }

    // Inlinable, since an unspecialized loop asks the runtime what an element is for each of them.
    @inlinable
    package mutating func array<Element>(
        _ elements: some Sequence<Element>,
        _ write: (inout JSONWriter, Element) throws -> Void
    ) rethrows {
        try array { writer in
            for element in elements { try write(&writer, element) }
        }
    }

    /// Starts a member of the open object; exactly one value must follow.
    package mutating func key(_ name: String) {
        separate()
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func value(_ text: String) {
        separate()
        quoted(text)
        needsComma = true
    }

    package mutating func value(_ number: some BinaryInteger) {
        literal(String(Int64(number)))
    }

    package mutating func value(_ flag: Bool) {
        literal(flag ? "true" : "false")
    }

    package mutating func value(_ instant: Instant) {
        value(instant.iso8601)
    }

    package mutating func null() {
        literal("null")
    }

    /// Puts in JSON that is already written, unchecked: only for text that another `JSONWriter` made.
    package mutating func literal(_ json: some StringProtocol) {
        separate()
        bytes.append(contentsOf: json.utf8)
        needsComma = true
    }

    private mutating func nested(
        open: Unicode.Scalar,
        close: Unicode.Scalar,
        _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        try body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func quoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly every text is written as it is.
        if text.containsByte(where: mustEscape) {
            for byte in text.utf8 {
                if mustEscape(byte) { escape(byte) } else { bytes.append(byte) }
            }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func mustEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x00..<0x20, 0x7F: true
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): escapesForHTML
        default: false
        }
    }

    private mutating func escape(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            bytes.append(UInt8(ascii: "\\"))
            return bytes.append(byte)
        }
        bytes.append(contentsOf: "\\u00".utf8)
        for digit in [byte >> 4, byte & 0x0F] {
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}

extension JSONWriter {
    package mutating func member(_ name: String, _ text: String) {
        key(name)
        value(text)
    }

    package mutating func member(_ name: String, _ text: String?) {
        key(name)
        if let text { value(text) } else { null() }
    }

    package mutating func member(_ name: String, _ number: some BinaryInteger) {
        key(name)
        value(number)
    }

    package mutating func member(_ name: String, _ flag: Bool) {
        key(name)
        value(flag)
    }

    package mutating func member(_ name: String, _ instant: Instant?) {
        key(name)
        if let instant { value(instant) } else { null() }
    }
}
