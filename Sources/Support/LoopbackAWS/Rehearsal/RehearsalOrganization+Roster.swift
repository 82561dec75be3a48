import Domain

extension RehearsalOrganization {
    /// The people as roster.csv, the way a personnel system exports them: a row for each employment.
    package var roster: String {
        let rows = (0..<people.count).lazy.map { people.person(at: $0) }.flatMap(\.rosterRows)
        return (["employee_id,email,aliases,start_date,end_date,status"] + rows).joined(separator: "\n") + "\n"
    }
}

extension RehearsalOrganization {
    /// The part of organization.yaml that says where `roster` comes from.
    package var rosterSettings: String {
        "roster: { system: Rehearsal, query: all employments, extracted_at: \(asOf.iso8601), "
            + "extracted_by: hr@example.com, time_zone: UTC }\n"
    }
}

extension RehearsalPerson {
    fileprivate var rosterRows: [String] {
        // The company was called otherwise before, and its older mail addresses still work.
        let head = "\(employeeID),\(email),\(login)@example.net"
        guard let endedAt else { return ["\(head),\(startedAt.day),,active"] }
        let first = "\(head),\(startedAt.day),\(endedAt.day),left"
        return [first] + (rehiredAt.map { ["\(head),\($0.day),,active"] } ?? [])
    }
}

extension Instant {
    /// The calendar day in UTC: `2026-11-22`.
    fileprivate var day: Substring { iso8601.prefix(10) }
}
