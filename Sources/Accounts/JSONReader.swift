import Domain

/// A value of a JSON file that knows its file and line, so that every refusal can name them.
struct JSONReader {
    let value: JSONValue
    /// The keys on the way here, for messages: `Accounts[3].Id`.
    let path: String
    private let document: Document

    private struct Document {
        let file: String
        /// The offset at which each line begins.
        let lineStarts: [Int]
    }

    static func parse(_ text: FileText, remedy: String) throws(ConfigurationFailure) -> JSONReader {
        let bytes = Array(text.text.utf8)
        let lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        let document = Document(file: text.file, lineStarts: lineStarts)
        do throws(JSONError) {
            return JSONReader(value: try JSONParser.parse(bytes), path: "", document: document)
        } catch {
            throw ConfigurationFailure(
                file: text.file,
                line: line(at: error.offset, in: lineStarts),
                problem: "not valid JSON: \(ConfigurationFailure.printable(error.fault.description))",
                remedy: remedy
            )
        }
    }

    var file: String { document.file }

    var line: Int { Self.line(at: value.offset, in: document.lineStarts) }

    private static func line(at offset: Int, in starts: [Int]) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    func failure(_ problem: String, _ remedy: String) -> ConfigurationFailure {
        let subject = path.isEmpty ? problem : "\(path): \(problem)"
        return ConfigurationFailure(file: file, line: line, problem: subject, remedy: remedy)
    }

    // MARK: Shapes

    var isNull: Bool {
        guard case .null = value.kind else { return false }
        return true
    }

    var isObject: Bool {
        guard case .object = value.kind else { return false }
        return true
    }

    func members() throws(ConfigurationFailure) -> [String: JSONReader] {
        guard case .object(let members) = value.kind else { throw failure("must be an object", "Write { }") }
        var readers: [String: JSONReader] = [:]
        for member in members {
            let key = ConfigurationFailure.printable(member.key)
            let place = path.isEmpty ? key : "\(path).\(key)"
            readers[member.key] = JSONReader(value: member.value, path: place, document: document)
        }
        return readers
    }

    func elements() throws(ConfigurationFailure) -> [JSONReader] {
        guard case .array(let elements) = value.kind else { throw failure("must be a list", "Write [ ]") }
        return elements.enumerated().map { JSONReader(value: $1, path: "\(path)[\($0)]", document: document) }
    }

    func text() throws(ConfigurationFailure) -> String {
        guard case .string(let text) = value.kind else { throw failure("must be text", "Put it in quotes") }
        return text
    }

    /// Nil for null.
    func optionalText() throws(ConfigurationFailure) -> String? { isNull ? nil : try text() }
}
