/// A file of the accounts folder that cannot be taken as it stands: where, what, and what to do.
package struct ConfigurationFailure: Error, Sendable, Equatable {
    package var file: String
    package var line: Int?
    package var problem: String
    package var remedy: String

    package init(file: String, line: Int? = nil, problem: String, remedy: String) {
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }
}

extension ConfigurationFailure: CustomStringConvertible {
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(problem). \(remedy)."
    }
}

extension ConfigurationFailure {
    /// Says of an account id what is wrong with it; an id from a spreadsheet has often lost its leading zero.
    static func malformedAccountID(
        _ text: String,
        field: String = "",
        file: String,
        line: Int?
    ) -> ConfigurationFailure {
        let digitsOnly = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let hint = digitsOnly && text.utf8.count == 11 ? " (Excel dropped the leading zero?)" : ""
        let shown = printable(text)
        return ConfigurationFailure(
            file: file,
            line: line,
            problem: "\(field.isEmpty ? "" : "\(field): ")\"\(shown)\" is not an account id\(hint)",
            remedy: "Write all 12 digits, leading zeros included"
        )
    }

    /// Says nothing of the value, which is secret.
    static func malformedExternalID(file: String, line: Int?) -> ConfigurationFailure {
        ConfigurationFailure(
            file: file,
            line: line,
            problem: "external_id is none that AWS takes",
            remedy: "Write 2 to 1224 letters, digits or characters of _+=,.@:/-, as the role's trust policy has it"
        )
    }

    /// The text as a terminal may show it: bounded, without control characters.
    static func printable(_ text: String, limit: Int = 80) -> String {
        let kept = text.unicodeScalars.prefix(limit).filter { $0.value >= 0x20 && $0.value != 0x7F }
        return String(String.UnicodeScalarView(kept))
    }
}
