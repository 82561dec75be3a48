extension String {
    /// The text on one line and bounded, fit for a log, a terminal and a report.
    ///
    /// Messages repeat names that people chose in the audited accounts: control characters would start new log lines
    /// or drive the terminal, bidirectional overrides would show a text that is not there.
    func singleLine(limit: Int) -> String {
        var line = ""
        var count = 0
        for scalar in unicodeScalars {
            guard count < limit else { return line + "..." }
            switch scalar.value {
            case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029:
                // A line break must not glue two words together, and the one at the end of a message says nothing.
                if let last = line.unicodeScalars.last, last != " " { line.append(" ") }
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                continue
            default:
                line.unicodeScalars.append(scalar)
            }
            count += 1
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}
