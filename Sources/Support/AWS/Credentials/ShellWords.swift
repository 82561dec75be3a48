/// Splits a command line into words as a POSIX shell would, without running one: the rules of Python's `shlex.split`.
///
/// Both `credential_process` and the names in section headers are read by them in the AWS CLI.
/// Source: https://docs.python.org/3/library/shlex.html#parsing-rules
enum ShellWords {
    enum Failure: Error, Equatable {
        case openQuote
        case backslashAtEnd
    }

    static func split(_ text: String) throws(Failure) -> [String] {
        var words: [String] = []
        /// Nil between words; a word may be empty if it is quoted.
        var word: String.UnicodeScalarView?
        // By scalars: to Swift a CR and the LF behind it are one character.
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case " ", "\t", "\r", "\n":
                if let ended = word { words.append(String(ended)) }
                word = nil
            case "'", "\"":
                try readQuoted(by: scalar, from: &rest, into: &word)
            case "\\":
                guard let escaped = rest.popFirst() else { throw .backslashAtEnd }
                word = (word ?? .init()) + [escaped]
            default:
                word = (word ?? .init()) + [scalar]
            }
        }
        if let word { words.append(String(word)) }
        return words
    }

    /// The text as one word of a command that a user may copy.
    static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "_-.,/:@+=".utf8.contains(byte)
            }
        return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }

    /// Inside double quotes a backslash escapes only them and itself, inside single quotes nothing.
    private static func readQuoted(
        by quote: Unicode.Scalar,
        from rest: inout Substring.UnicodeScalarView,
        into word: inout String.UnicodeScalarView?
    ) throws(Failure) {
        var quoted = word ?? .init()
        while let scalar = rest.popFirst() {
            if scalar == quote {
                word = quoted
                return
            }
            quoted.append(scalar)
            guard quote == "\"", scalar == "\\" else { continue }
            guard let escaped = rest.popFirst() else { throw .backslashAtEnd }
            if escaped == quote || escaped == "\\" { quoted.removeLast() }
            quoted.append(escaped)
        }
        throw .openQuote
    }
}
