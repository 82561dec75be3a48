/// An element of an answer, read strictly: anything but well-formed elements and text is a failure.
struct TestXML {
    enum Failure: Error {
        case malformed(String)
    }

    var name: String
    var text = ""
    var children: [TestXML] = []

    /// The first child of that name.
    subscript(name: String) -> TestXML? { children.first { $0.name == name } }

    /// The `member` elements of a list; nil if there is no such list.
    func members(_ name: String) -> [TestXML]? { self[name]?.children }

    /// The text of a child.
    func text(_ name: String) -> String? { self[name]?.text }

    init(_ document: String) throws {
        var open: [TestXML] = []
        var rest = document[...]
        while !rest.isEmpty {
            guard rest.first == "<", let end = rest.firstIndex(of: ">") else {
                throw Failure.malformed("\(rest.prefix(40))")
            }
            let tag = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.last == "/", open.last != nil {
                open[open.count - 1].children.append(TestXML(name: String(tag.dropLast())))
            } else if tag.first == "/" {
                guard let done = open.popLast(), done.name == tag.dropFirst() else { throw Failure.malformed("\(tag)") }
                guard var parent = open.popLast() else {
                    guard rest.isEmpty else { throw Failure.malformed("after the root") }
                    self = done
                    return
                }
                parent.children.append(done)
                open.append(parent)
            } else {
                open.append(TestXML(name: String(tag.prefix { $0 != " " })))
                let text = rest.prefix { $0 != "<" }
                rest = rest[text.endIndex...]
                open[open.count - 1].text = try Self.unescaped(text)
            }
        }
        throw Failure.malformed("ended inside \(open.map(\.name))")
    }

    private init(name: String) {
        self.name = name
    }

    private static func unescaped(_ text: Substring) throws -> String {
        var plain = ""
        for (position, part) in text.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
            if position == 0 {
                plain += part
                continue
            }
            let entities = [("lt;", "<"), ("gt;", ">"), ("amp;", "&")]
            guard let entity = entities.first(where: { part.hasPrefix($0.0) }) else {
                throw Failure.malformed("&\(part)")
            }
            plain += entity.1 + part.dropFirst(entity.0.count)
        }
        return plain
    }
}
