import Domain
import Yams

/// A node of organization.yaml that knows its file and line, so that every refusal can name them.
struct YAMLReader {
    let node: Node
    let file: String
    /// The keys on the way here, for messages: `session.duration`.
    let path: String

    static func parse(_ text: String, file: String) throws(ConfigurationFailure) -> YAMLReader? {
        if let line = lineOfCollectionKey(in: text) {
            throw ConfigurationFailure(
                file: file,
                line: line,
                problem: "a key that is no plain text",
                remedy: "Write the key out; neither `?` nor an alias may stand for one"
            )
        }
        do {
            return try compose(yaml: text).map { YAMLReader(node: $0, file: file, path: "") }
        } catch let error as YamlError {
            throw Self.failure(error, file: file)
        } catch {
            throw ConfigurationFailure(
                file: file,
                problem: "not readable as YAML: \(error)",
                remedy: "Compare it with the example in the README"
            )
        }
    }

    private static func failure(_ error: YamlError, file: String) -> ConfigurationFailure {
        let remedy = "Check indentation, quotes and colons on that line"
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ConfigurationFailure(
                file: file,
                line: mark.line,
                problem: "not valid YAML: \(problem)",
                remedy: remedy
            )
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { ConfigurationFailure.printable($0) }.sorted()
            return ConfigurationFailure(
                file: file,
                line: context.mark.line,
                problem: "the key \(keys.joined(separator: ", ")) stands twice",
                remedy: "Keep one of them"
            )
        default:
            return ConfigurationFailure(file: file, problem: "not valid YAML", remedy: "Check that it is UTF-8 text")
        }
    }

    /// The first line on which a list or a mapping could be a key: written with `?`, or by an alias.
    ///
    /// The composer compares keys with all that they hold, and a key of aliases of aliases would keep it at that for ever.
    private static func lineOfCollectionKey(in text: String) -> Int? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.firstIndex { line in
            var previous: Character = " "
            var rest = line[...]
            while let character = rest.popFirst() {
                let isStart = " \t[{,".contains(previous)
                if character == "#", isStart { return false }
                if character == "?", isStart, rest.first.map({ " \t".contains($0) }) ?? true { return true }
                if character == "*", isStart {
                    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                    let next = rest[name.endIndex...].first { !" \t".contains($0) }
                    if !name.isEmpty, next == ":" { return true }
                }
                previous = character
            }
            return false
        }.map { $0 + 1 }
    }

    var line: Int? { node.mark?.line }

    func failure(_ problem: String, _ remedy: String) -> ConfigurationFailure {
        let subject = path.isEmpty ? problem : "\(path): \(problem)"
        return ConfigurationFailure(file: file, line: line, problem: subject, remedy: remedy)
    }

    // MARK: Shapes

    /// The members of a mapping; a key outside `known` is refused, one in `later` with "not yet".
    func members(known: [String], later: [String: String] = [:]) throws(ConfigurationFailure) -> [String: YAMLReader] {
        var members: [String: YAMLReader] = [:]
        for (key, member) in try entries() {
            if let feature = later[key] {
                guard member.isEmpty else {
                    throw member.failure("not yet: \(feature)", "Take the key out until a later version supports it")
                }
            } else if known.contains(key) {
                members[key] = member
            } else {
                let choices = known.sorted().joined(separator: ", ")
                throw member.failure("unknown key", "The keys here are: \(choices)")
            }
        }
        return members
    }

    /// The members of a mapping whose keys are data.
    func entries() throws(ConfigurationFailure) -> [(key: String, value: YAMLReader)] {
        if isNull { return [] }
        guard let mapping = node.mapping else { throw failure("must be a mapping", "Write `key: value` lines") }
        var entries: [(String, YAMLReader)] = []
        for (key, value) in mapping {
            guard let name = key.string else { throw failure("a key must be text", "Put the key in quotes") }
            let shown = ConfigurationFailure.printable(name)
            let place = value.node(placedAt: key)
            entries.append((name, YAMLReader(node: place, file: file, path: path.isEmpty ? shown : "\(path).\(shown)")))
        }
        return entries
    }

    func elements() throws(ConfigurationFailure) -> [YAMLReader] {
        if isNull { return [] }
        guard let sequence = node.sequence else { throw failure("must be a list", "Write it as [a, b]") }
        return sequence.enumerated().map { YAMLReader(node: $1, file: file, path: "\(path)[\($0)]") }
    }

    var isNull: Bool { node.scalar.map { $0.string.isEmpty || $0.string == "null" || $0.string == "~" } ?? false }

    /// Whether the value says nothing: null, false, an empty list or an empty mapping.
    var isEmpty: Bool {
        switch node {
        case .scalar(let scalar): isNull || scalar.string == "false"
        case .mapping(let mapping): mapping.isEmpty
        case .sequence(let sequence): sequence.isEmpty
        case .alias: false
        }
    }

    var isList: Bool { node.sequence != nil }

    var isMapping: Bool { node.mapping != nil }

    /// File and line, as an account keeps them.
    var source: String { line.map { "\(file):\($0)" } ?? file }

    /// The members of a mapping of another tool's, whose keys are not all ours to know.
    func fields() throws(ConfigurationFailure) -> [String: YAMLReader] {
        var fields: [String: YAMLReader] = [:]
        for (key, field) in try entries() {
            if key == "<<" { throw field.failure("merge keys are not supported", "Write the keys out") }
            fields[key] = field
        }
        return fields
    }

    func isText(_ text: String) -> Bool { node.scalar?.string == text }

    // MARK: Scalars

    func text() throws(ConfigurationFailure) -> String {
        guard let scalar = node.scalar, !isNull else { throw failure("must be text", "Give it a value") }
        return scalar.string
    }

    func flag() throws(ConfigurationFailure) -> Bool {
        switch try text() {
        case "true": return true
        case "false": return false
        default: throw failure("must be true or false", "Write true or false")
        }
    }

    func number(_ range: ClosedRange<Int>) throws(ConfigurationFailure) -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            let limits = "from \(range.lowerBound) to \(range.upperBound)"
            throw failure("must be a whole number \(limits)", "Write one, without quotes and unit")
        }
        return number
    }

    func accountID() throws(ConfigurationFailure) -> AccountID {
        let text = try text()
        guard let id = AccountID(text) else { throw .malformedAccountID(text, file: file, line: line) }
        return id
    }

    /// An account id that stands in quotes: without them it is a number to other readers, who drop its leading zero.
    func quotedAccountID() throws(ConfigurationFailure) -> AccountID {
        let text = try text()
        guard let id = AccountID(text) else {
            throw .malformedAccountID(text, field: path, file: file, line: line)
        }
        guard node.scalar?.style != .plain else {
            throw failure("a number, not text", "Write \"\(id)\", in quotes, so that no reader drops a leading zero")
        }
        return id
    }

    func severity() throws(ConfigurationFailure) -> Severity {
        guard let severity = Severity(rawValue: try text()) else {
            throw failure("unknown severity", "Write critical, high, medium, low or info")
        }
        return severity
    }

    /// A duration such as `90d`, `24h`, `30m` or `45s`, in seconds.
    func seconds() throws(ConfigurationFailure) -> Int64 {
        let text = try text()
        let units: [Character: Int64] = ["d": 86_400, "h": 3_600, "m": 60, "s": 1]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (0...36_600).contains(count) || unit == 1 && (0...3_162_240_000).contains(count)
        else { throw failure("not a duration", "Write a number and a unit, for example 90d, 24h or 30m") }
        return count * unit
    }

    /// A calendar day such as `2027-01-31`, as its first instant in UTC.
    func day() throws(ConfigurationFailure) -> Instant {
        guard let day = Instant(iso8601: try text() + "T00:00:00Z") else {
            throw failure("not a date", "Write it as YYYY-MM-DD")
        }
        return day
    }
}

extension Node {
    /// The node, with the mark of its key where it has none of its own.
    fileprivate func node(placedAt key: Node) -> Node {
        guard mark == nil, let mark = key.mark, var scalar else { return self }
        scalar.mark = mark
        return .scalar(scalar)
    }
}
