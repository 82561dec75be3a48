import AWS

/// Decodes the shape of nearly every list in IAM: `<List><member>fields</member>...</List>`.
struct MemberList<Fields: MemberFields>: XMLRecordDecoder {
    private var fields = Fields()
    private var records: [Fields.Record] = []
    private var hasList = false

    mutating func start(_ element: Fields.Element, in path: XMLPath<Fields.Element>) throws(XMLFailure) {
        if isMember(element, in: path) { fields = Fields() }
    }

    mutating func end(
        _ element: Fields.Element,
        in path: XMLPath<Fields.Element>,
        text: XMLText
    ) throws(XMLFailure) {
        if isMember(element, in: path) {
            records.append(try fields.record())
        } else if path.depth >= 2 {
            try fields.set(element, in: path, to: text)
        } else if path.depth == 0, element == Fields.list {
            hasList = true
        }
    }

    mutating func finish() throws(XMLFailure) -> [Fields.Record] {
        // AWS sends the empty list of an account that has none; an answer without it is no such account.
        guard hasList || Fields.listMayBeMissing else { throw .missing(element: Fields.list.rawValue) }
        return records
    }

    private func isMember(_ element: Fields.Element, in path: XMLPath<Fields.Element>) -> Bool {
        path.depth == 1 && element == Fields.member && path.parent == Fields.list
    }
}

/// The fields of one member of a list, as far as they have arrived.
protocol MemberFields: Sendable {
    associatedtype Element: RawRepresentable<String>, CaseIterable, Hashable, Sendable
    associatedtype Record: Sendable

    static var list: Element { get }
    static var member: Element { get }
    /// Whether an answer without the list means an empty one; only where nobody has seen what AWS sends then.
    static var listMayBeMissing: Bool { get }

    init()

    mutating func set(_ element: Element, in path: XMLPath<Element>, to text: XMLText) throws(XMLFailure)

    /// The finished record; throws if AWS left out what no record is without.
    func record() throws(XMLFailure) -> Record
}

extension MemberFields {
    static var listMayBeMissing: Bool { false }
}

extension XMLRecordDecoder {
    mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure) {}
}

extension Optional {
    /// The value, or the failure that names the element that should have brought it.
    func required(_ element: String) throws(XMLFailure) -> Wrapped {
        guard let self else { throw .missing(element: element) }
        return self
    }
}

extension XMLText {
    /// The text, nil if the element is there but empty, as some lists leave what they do not know.
    var nonEmpty: String? { isEmpty ? nil : string }
}
