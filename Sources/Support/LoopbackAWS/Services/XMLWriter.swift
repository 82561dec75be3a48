import Domain

/// Writes XML the way AWS's query services do: no indentation, lists as `member` elements, an empty structure or list
/// as one tag.
struct XMLWriter {
    private(set) var bytes: [UInt8] = []

    mutating func element(_ name: String, _ text: String) {
        open(name)
        escaped(text)
        close(name)
    }

    /// Writes nothing for nil: AWS leaves such elements out.
    mutating func element(_ name: String, _ text: String?) {
        if let text { element(name, text) }
    }

    mutating func element(_ name: String, _ number: Int) {
        element(name, String(number))
    }

    mutating func element(_ name: String, _ flag: Bool) {
        element(name, flag ? "true" : "false")
    }

    mutating func element(_ name: String, _ instant: Instant?) {
        if let instant { element(name, instant.iso8601) }
    }

    mutating func element(
        _ name: String,
        attributes: String = "",
        _ content: (inout XMLWriter) throws(ServiceError) -> Void
    ) throws(ServiceError) {
        open(name, attributes)
        try content(&self)
        close(name)
    }

    mutating func element(_ name: String, _ content: (inout XMLWriter) -> Void) {
        open(name)
        let start = bytes.count
        content(&self)
        if bytes.count == start { closeEmpty() } else { close(name) }
    }

    mutating func list<Element>(
        _ name: String,
        _ elements: some Sequence<Element>,
        _ content: (inout XMLWriter, Element) -> Void
    ) {
        open(name)
        let start = bytes.count
        for element in elements {
            open("member")
            content(&self, element)
            close("member")
        }
        if bytes.count == start { closeEmpty() } else { close(name) }
    }

    mutating func list(_ name: String, _ texts: some Sequence<String>) {
        list(name, texts) { xml, text in xml.escaped(text) }
    }

    /// A policy document as IAM sends it: percent-encoded UTF-8, only RFC 3986's unreserved characters are plain.
    mutating func document(_ name: String, _ document: String) {
        open(name)
        for byte in document.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(Self.hexadecimal[Int(byte >> 4)])
                bytes.append(Self.hexadecimal[Int(byte & 0x0F)])
            }
        }
        close(name)
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)

    private mutating func open(_ name: String, _ attributes: String = "") {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: name.utf8)
        if !attributes.isEmpty {
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: attributes.utf8)
        }
        bytes.append(UInt8(ascii: ">"))
    }

    /// Ends the tag that was opened last, as in `<RoleLastUsed/>`.
    private mutating func closeEmpty() {
        bytes[bytes.count - 1] = UInt8(ascii: "/")
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func close(_ name: String) {
        bytes.append(contentsOf: "</".utf8)
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func escaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
