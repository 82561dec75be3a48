/// The files that the AWS CLI keeps under `~/.aws`, read by the rules of botocore.
///
/// Comments stand on lines of their own, an indented line continues the value above it, and an empty value followed by
/// indented lines is a table. As in botocore, a section or a key that occurs twice is an error.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
struct INIFile {
    /// In the order of the file.
    private(set) var sections: [Section] = []

    struct Section: Equatable {
        let name: String
        /// By key in lowercase.
        var values: [String: Value] = [:]
    }

    enum Value: Equatable {
        case text(String)
        case table([String: String])

        var text: String? {
            guard case .text(let text) = self else { return nil }
            return text
        }

        var table: [String: String]? {
            guard case .table(let table) = self else { return nil }
            return table
        }
    }

    /// What is wrong and where; never the text of the line, which may hold a secret.
    struct Failure: Error, Equatable {
        let line: Int
        let detail: String
    }

    init(_ text: String) throws(Failure) {
        var reader = Reader()
        for (index, line) in Self.lines(of: text).enumerated() {
            try reader.read(line, number: index + 1)
        }
        sections = try reader.finish()
    }

    func section(_ name: String) -> Section? {
        sections.first { $0.name == name }
    }

    /// The section of a profile in a config file: `[profile name]`, or `[default]` alone.
    func profile(_ name: String) -> Section? {
        // botocore lets the later of `[default]` and `[profile default]` win.
        sections.last { Self.name(in: $0.name, after: "profile") == name || ($0.name == name && name == "default") }
    }

    /// The names of the profiles of a config file, in the order of the file.
    var profileNames: [String] {
        sections.compactMap { $0.name == "default" ? $0.name : Self.name(in: $0.name, after: "profile") }
    }

    /// The values of a section such as `[services "my services"]`; of several, the last one counts.
    func section(_ keyword: String, named name: String) -> Section? {
        sections.last { Self.name(in: $0.name, after: keyword) == name }
    }

    /// The name in a section header such as `profile prod`, read as botocore does: as the second of two shell words.
    static func name(in header: String, after keyword: String) -> String? {
        guard header.hasPrefix(keyword), let words = try? ShellWords.split(header), words.count == 2 else { return nil }
        return words[1]
    }

    /// Splits at LF, CRLF and CR, in any mixture, as Python's universal newlines do.
    private static func lines(of text: String) -> [Substring] {
        let text = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
        return text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    }

    static func trim(_ text: Substring) -> Substring {
        let start = text.drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}

// MARK: - Reading

extension INIFile {
    /// The state between two lines.
    private struct Reader {
        private struct OpenValue {
            let key: String
            let line: Int
            var lines: [Substring]
        }

        private var sections: [Section] = []
        private var names: Set<String> = []
        private var open: OpenValue?
        /// The indentation of the last line that was not a continuation.
        private var indentation = 0

        mutating func read(_ line: Substring, number: Int) throws(Failure) {
            let content = trim(line)
            if content.first == "#" || content.first == ";" { return }
            if content.isEmpty {
                open?.lines.append("")
                return
            }
            let indentation = line.prefix(while: \.isWhitespace).count
            if open != nil, indentation > self.indentation {
                open?.lines.append(content)
                return
            }
            self.indentation = indentation
            try close()
            if content.first == "[", let end = content.lastIndex(of: "]") {
                try begin(section: content[..<end].dropFirst(), line: number)
            } else {
                try begin(entry: content, line: number)
            }
        }

        mutating func finish() throws(Failure) -> [Section] {
            try close()
            return sections
        }

        private mutating func begin(section name: Substring, line: Int) throws(Failure) {
            guard !name.isEmpty else { throw Failure(line: line, detail: "the section has no name") }
            guard name != "DEFAULT" else {
                // To Python's parser its keys are in every other section too, which nobody means who writes it.
                throw Failure(line: line, detail: "the section [DEFAULT] in capitals would be part of all others")
            }
            guard names.insert(String(name)).inserted else {
                throw Failure(line: line, detail: "the section [\(name)] is there twice")
            }
            sections.append(Section(name: String(name)))
        }

        private mutating func begin(entry: Substring, line: Int) throws(Failure) {
            guard !sections.isEmpty else {
                throw Failure(line: line, detail: "a section such as [default] must come first")
            }
            guard let delimiter = entry.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
                throw Failure(line: line, detail: "neither a [section] nor a key = value")
            }
            let key = trim(entry[..<delimiter]).lowercased()
            guard !key.isEmpty else { throw Failure(line: line, detail: "a value without a key") }
            guard sections[sections.count - 1].values[key] == nil else {
                throw Failure(line: line, detail: "the key \(key) is there twice in its section")
            }
            let value = trim(entry[entry.index(after: delimiter)...])
            open = OpenValue(key: key, line: line, lines: [value])
        }

        private mutating func close() throws(Failure) {
            guard let value = open else { return }
            open = nil
            sections[sections.count - 1].values[value.key] = try Self.value(of: value)
        }

        private static func value(of value: OpenValue) throws(Failure) -> Value {
            let lines = value.lines.reversed().drop(while: \.isEmpty).reversed()
            guard lines.count > 1, value.lines[0].isEmpty else { return .text(lines.joined(separator: "\n")) }
            var table: [String: String] = [:]
            for line in lines where !line.isEmpty {
                guard let equals = line.firstIndex(of: "=") else {
                    throw Failure(
                        line: value.line,
                        detail: "the indented lines under \(value.key) are not all key = value"
                    )
                }
                table[String(trim(line[..<equals]))] = String(trim(line[line.index(after: equals)...]))
            }
            return .table(table)
        }
    }
}
