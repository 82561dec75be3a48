import Domain
import Ledger

/// What the report says of the list of people: it is made by the company itself, so an auditor asks how.
struct RosterProvenance {
    private let source: Roster.Source
    private let totals: RosterTotals
    private let graceSeconds: Int64
    private let gap: String?

    /// Nil in a run without a roster.
    init?(_ header: RunHeader, _ digest: RunDigest) {
        guard let source = header.roster, let totals = digest.totals.roster else { return nil }
        self.source = source
        self.totals = totals
        graceSeconds = header.settings.leaverGraceSeconds ?? Configuration.usualLeaverGraceSeconds
        gap = source.gap(at: header.asOf)
    }

    private var size: String { "\(Wording.count(source.rows, "row")), \(Self.people(source.people))" }

    private static func people(_ count: Int) -> String { count == 1 ? "1 person" : "\(Wording.figure(count)) people" }

    private var extraction: String {
        guard let extractedAt = source.extractedAt else { return "extraction time not given, so its age is not known" }
        let person = source.extractedBy.isEmpty ? "" : " by \(source.extractedBy)"
        return "extracted \(extractedAt.iso8601)\(person)"
    }

    /// One line under the verdict.
    var note: String {
        if let gap { return "Nobody was compared with the people who joined or left, because \(gap)." }
        let system = source.system.isEmpty ? "" : " from \(source.system)"
        return "Roster: \(size)\(system), \(extraction)."
    }

    /// What the section about the method says.
    var sentences: String {
        let system = source.system.isEmpty ? "system not given" : source.system
        let query = source.query.isEmpty ? "query not given" : "query \"\(source.query)\""
        let limits =
            "days end in \(source.timeZone), max_age \(CheckDescription.Parameter.text(source.maxAgeSeconds)), "
            + "leaver_grace \(CheckDescription.Parameter.text(graceSeconds))"
        let origin = "\(system), \(query), \(extraction); \(size); \(limits)"
        if let gap { return "\(origin). Not used, because \(gap)" }
        return origin + ". Identities were found of \(Self.people(totals.matchedPeople)) and none of "
            + "\(Wording.figure(totals.unmatchedPeople)), in what was read; "
            + "\(Wording.count(totals.ambiguousIdentities, "identity")) may belong to several people and to none was "
            + "it guessed: roster_matches.csv has each row"
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("system", source.system)
            json.member("query", source.query)
            json.member("extracted_at", source.extractedAt)
            json.member("extracted_by", source.extractedBy)
            json.member("max_age", CheckDescription.Parameter.text(source.maxAgeSeconds))
            json.member("time_zone", source.timeZone)
            json.member("leaver_grace", CheckDescription.Parameter.text(graceSeconds))
            json.member("rows", source.rows)
            json.member("people", source.people)
            json.member("used", gap == nil)
            json.member("matched_people", totals.matchedPeople)
            json.member("unmatched_people", totals.unmatchedPeople)
            json.member("ambiguous_identities", totals.ambiguousIdentities)
        }
    }
}

extension RosterTotals {
    /// How many leavers hold an active credential, or nil where none does.
    ///
    /// That is all that may be claimed: not that anybody can sign in with it.
    var leavers: String? {
        guard leaversWithCredentials > 0 else { return nil }
        let verb = leaversWithCredentials == 1 ? "holds" : "hold"
        return "\(Wording.count(leaversWithCredentials, "leaver")) still \(verb) an active IAM credential."
    }
}
