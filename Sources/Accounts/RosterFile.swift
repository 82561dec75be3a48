import Domain

/// Reads roster.csv, a row for each employment; a person who came back has several under one number.
struct RosterFile {
    let source: Roster.Source
    private let days: LocalDays

    static let columns = ["employee_id", "email", "aliases", "start_date", "end_date", "status"]

    init(_ source: Roster.Source, file: String) throws(ConfigurationFailure) {
        guard let days = LocalDays(timeZone: source.timeZone) else {
            throw ConfigurationFailure(
                file: file,
                problem: "the days of \"\(ConfigurationFailure.printable(source.timeZone))\" are not known",
                remedy: "Write a name such as Europe/Berlin or UTC for roster.time_zone in organization.yaml"
            )
        }
        self.source = source
        self.days = days
    }

    func read(_ text: FileText) throws(ConfigurationFailure) -> Roster {
        let table = try CSVTable.parse(text.text, file: text.file, example: Self.columns.joined(separator: ","))
        try table.checkColumns(Self.columns, file: text.file)
        guard table.header.sorted() == Self.columns.sorted() else {
            throw table.failure(
                "the header must name each column once",
                "Begin with the line \(Self.columns.joined(separator: ","))",
                file: text.file
            )
        }
        var byPerson: [String: [RosterRow]] = [:]
        for row in table.rows {
            let cells = Dictionary(uniqueKeysWithValues: zip(table.header, row.cells))
            let employment = try RosterRow(cells, file: text.file, line: row.line)
            try check(employment, file: text.file)
            byPerson[employment.employeeID, default: []].append(employment)
        }
        guard !byPerson.isEmpty else {
            throw ConfigurationFailure(
                file: text.file,
                problem: "nobody stands in it",
                remedy: "Export it again; without people, take the file out of the folder"
            )
        }
        var people: [Roster.Person] = []
        for id in byPerson.keys.sorted() {
            people.append(try person(id, byPerson[id] ?? [], file: text.file))
        }
        var source = source
        source.rows = table.rows.count
        source.people = people.count
        return Roster(source: source, people: people)
    }

    /// The state of the row against its last day, as the day of the extraction has it.
    private func check(_ row: RosterRow, file: String) throws(ConfigurationFailure) {
        guard let lastDay = row.lastDay else {
            guard row.isActive else {
                throw row.failure(
                    "end_date is empty, though status is left",
                    "Give the last day as YYYY-MM-DD, or status active",
                    file: file
                )
            }
            return
        }
        guard let extractedAt = source.extractedAt else { return }
        if row.isActive, days.end(of: lastDay) <= extractedAt {
            throw row.failure(
                "status is active, though end_date \(lastDay.day) was over when the roster was extracted",
                "Write left, or correct end_date",
                file: file
            )
        }
        if !row.isActive, days.end(of: lastDay.adding(seconds: -86_400)) > extractedAt {
            throw row.failure(
                "status is left, though end_date \(lastDay.day) was still to come when the roster was extracted",
                "Write active until that day is over, or correct end_date",
                file: file
            )
        }
    }

    private func person(
        _ id: String,
        _ rows: [RosterRow],
        file: String
    ) throws(ConfigurationFailure) -> Roster.Person {
        let rows = rows.sorted { ($0.firstDay ?? .distantPast, $0.line) < ($1.firstDay ?? .distantPast, $1.line) }
        for (row, next) in zip(rows, rows.dropFirst()) {
            guard let lastDay = row.lastDay, let firstDay = next.firstDay, lastDay < firstDay else {
                let (first, second) = (min(row.line, next.line), max(row.line, next.line))
                throw ConfigurationFailure(
                    file: file,
                    line: second,
                    problem: "employee_id \"\(ConfigurationFailure.printable(id))\" works here twice at once, "
                        + "see line \(first)",
                    remedy: "Give each employment its own start_date and end_date, or take the double row out"
                )
            }
        }
        return Roster.Person(
            employeeID: id,
            emails: rows.reversed().flatMap(\.emails).withoutDoubles,
            logins: rows.reversed().flatMap(\.logins).withoutDoubles,
            employments: rows.map { row in
                Roster.Employment(end: row.lastDay.map { Roster.End(lastDay: $0.day, at: days.end(of: $0)) })
            }
        )
    }
}

/// One row as it stands; days are midnight in UTC.
private struct RosterRow {
    var employeeID: String
    var emails: [String]
    var logins: [String]
    /// Nil: before anybody can remember.
    var firstDay: Instant?
    var lastDay: Instant?
    var isActive: Bool
    var line: Int

    init(_ cells: [String: String], file: String, line: Int) throws(ConfigurationFailure) {
        self.line = line
        employeeID = cells["employee_id"] ?? ""
        emails = []
        logins = []
        isActive = cells["status"] == "active"
        guard !employeeID.isEmpty else {
            throw failure("employee_id is empty", "Give the number by which the personnel system knows the person")
        }
        let email = cells["email"] ?? ""
        if !email.isEmpty {
            guard Self.isAddress(email) else {
                throw failure("email \(shown(email)) is not an address", "Write one address, or leave it empty")
            }
            emails.append(email.lowercased())
        }
        let isSeparator: (Character) -> Bool = { ";,| \t\n".contains($0) }
        for alias in (cells["aliases"] ?? "").split(whereSeparator: isSeparator).map({ $0.lowercased() }) {
            if Self.isAddress(alias) {
                emails.append(alias)
            } else if alias.contains("@") {
                throw failure("aliases: \(shown(alias)) is not an address", "Separate aliases with ; and no spaces")
            } else {
                logins.append(alias)
            }
        }
        firstDay = try day("start_date", cells)
        lastDay = try day("end_date", cells)
        if let firstDay, let lastDay, lastDay < firstDay {
            throw failure("end_date \(lastDay.day) lies before start_date \(firstDay.day)", "Correct one of them")
        }
        guard isActive || cells["status"] == "left" else {
            throw failure("status \(shown(cells["status"] ?? "")) is unknown", "Write active or left")
        }

        func failure(_ problem: String, _ remedy: String) -> ConfigurationFailure {
            ConfigurationFailure(file: file, line: line, problem: problem, remedy: remedy)
        }
        func day(_ column: String, _ cells: [String: String]) throws(ConfigurationFailure) -> Instant? {
            guard let text = cells[column], !text.isEmpty else { return nil }
            guard let day = Instant(iso8601: text + "T00:00:00Z"), day.components.year >= 1_900 else {
                throw failure(
                    "\(column) \(shown(text)) is not a date",
                    "Write it as YYYY-MM-DD; a spreadsheet may have changed it"
                )
            }
            return day
        }
        func shown(_ text: String) -> String { "\"\(ConfigurationFailure.printable(text))\"" }
    }

    func failure(_ problem: String, _ remedy: String, file: String) -> ConfigurationFailure {
        ConfigurationFailure(file: file, line: line, problem: problem, remedy: remedy)
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !text.contains { $0.isWhitespace || $0 == "," || $0 == ";" }
    }
}

extension Instant {
    fileprivate static let distantPast = Instant(epochSeconds: .min)
}

extension [String] {
    /// The first of each, in their order.
    fileprivate var withoutDoubles: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
