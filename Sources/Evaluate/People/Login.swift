/// The names that companies make of somebody's mail address, compared without case and with every separator read as a dot.
enum Login {
    /// Of `john.doe`: `john.doe`, `jdoe`, `j.doe` and `doe.john`; of any other form, only the form itself.
    static func forms(of name: some StringProtocol) -> [String] {
        let whole = normalised(name)
        // The first separator parts the names, so that `anna-lena.berg` is no Anna.
        let separator = [".", "_", "-"].first { name.contains($0) } ?? "."
        let parts = name.lowercased().split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 2, let initial = parts[0].first, !parts[1].isEmpty else { return [whole] }
        let (first, last) = (normalised(parts[0]), normalised(parts[1]))
        return [whole, "\(initial)\(last)", "\(initial).\(last)", "\(last).\(first)"]
    }

    static func normalised(_ name: some StringProtocol) -> String {
        String(name.lowercased().map { $0 == "_" || $0 == "-" ? "." : $0 })
    }

    /// Whether a name is made the way people's logins are: two words of letters with one dot, `@`, or digits at the end.
    static func looksHuman(_ name: String) -> Bool {
        if name.contains("@") { return true }
        var letters = Substring(name)
        while letters.last?.isWholeNumber == true { letters.removeLast() }
        let parts = letters.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isLetter) }
    }
}
