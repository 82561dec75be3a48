import Domain

/// Reads the `roster` part of organization.yaml: who made roster.csv, when, and from what.
enum RosterSourceReader {
    static func read(_ value: YAMLReader) throws(ConfigurationFailure) -> Roster.Source? {
        let keys = try value.members(
            known: ["extracted_at", "extracted_by", "max_age", "query", "system", "time_zone"]
        )
        guard !keys.isEmpty else { return nil }
        var source = Roster.Source()
        if let system = keys["system"] { source.system = try system.text() }
        if let query = keys["query"] { source.query = try query.text() }
        if let person = keys["extracted_by"] { source.extractedBy = try person.text() }
        if let instant = keys["extracted_at"] {
            guard let extractedAt = Instant(iso8601: try instant.text()) else {
                throw instant.failure("not an instant", "Write it as 2026-11-20T08:00:00Z")
            }
            source.extractedAt = extractedAt
        }
        if let age = keys["max_age"] {
            source.maxAgeSeconds = try age.seconds()
            guard source.maxAgeSeconds > 0 else { throw age.failure("must be positive", "Write it as 7d or 36h") }
            guard source.extractedAt != nil else {
                throw age.failure("of no use without extracted_at", "Say when the roster was extracted, too")
            }
        }
        if let zone = keys["time_zone"] {
            source.timeZone = try zone.text()
            guard LocalDays(timeZone: source.timeZone) != nil else {
                throw zone.failure("not a time zone", "Write a name such as Europe/Berlin or UTC")
            }
        }
        return source
    }
}
