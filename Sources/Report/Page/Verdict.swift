import Domain

/// The answer in plain sentences: made from figures, each with its denominator, and from nothing else.
struct Verdict {
    /// The name of the mark beside it; `good` only for complete coverage of the full scope, every result assessed, and
    /// nothing at or above the fail level.
    let mark: String
    let sentences: [String]
    let notes: [String]

    init(_ digest: RunDigest, header: RunHeader) {
        let scope = header.isPartialScope ? ["Partial scope: narrowed on the command line, no baseline."] : []
        sentences = Self.sentences(digest, failOn: header.failOn) + scope + Self.population(header)
        notes = Self.notes(digest, header: header)
        mark = Self.mark(digest, header: header)
    }

    private static func sentences(_ digest: RunDigest, failOn: Severity?) -> [String] {
        func accounts(_ states: Coverage...) -> Int { states.reduce(0) { $0 + (digest.coverage[$1] ?? 0) } }
        let whole = digest.unanswered == 0 ? "fully assessed" : "read in full"
        var sentences = [
            "\(Wording.figure(accounts(.swept))) of \(Wording.count(digest.accountCount, "account")) \(whole)."
        ]
        // Where nothing was read, "no findings" would be true and mean nothing.
        if accounts(.swept, .partial) > 0 { sentences.append(findings(digest, failOn: failOn)) }
        sentences += [digest.totals.roster?.leavers].compactMap(\.self)
        let unread = accounts(.notAssumed, .notReached)
        if unread > 0 { sentences.append("\(Wording.count(unread, "account")) could not be read.") }
        let partial = accounts(.partial)
        if partial > 0 { sentences.append("\(Wording.count(partial, "account")) could be read only in part.") }
        if digest.unanswered > 0 {
            let results = Wording.count(digest.unanswered, "result")
            let concerned = Wording.count(digest.accountsWithUnanswered.count, "account")
            sentences.append("\(results) could not be assessed in \(concerned).")
        }
        return sentences
    }

    /// Organizations was asked and did not tell: nobody knows whether accounts are missing.
    private static func population(_ header: RunHeader) -> [String] {
        guard header.organization.unconfirmedBecause != nil else { return [] }
        return ["AWS Organizations did not confirm the population: it is the inventory alone."]
    }

    private static func findings(_ digest: RunDigest, failOn: Severity?) -> String {
        let fails = failOn.map { digest.fails(atOrAbove: $0) } ?? digest.fails
        let count = fails == 0 ? "No findings" : Wording.count(fails, "finding")
        let level = failOn.map { $0 == .critical ? " at critical" : " at or above \($0.rawValue)" } ?? ""
        return "\(count)\(level)\(fails > 0 || digest.isComplete ? "" : " in what was read")."
    }

    private static func notes(_ digest: RunDigest, header: RunHeader) -> [String] {
        var notes = [digest.coverage.nothingRead].compactMap(\.self)
        notes += ["Read: IAM. Not read: Identity Center, SCP and RCP, resource policies, CloudTrail."]
        if digest.notNarrowed > 0 {
            let sessions = Wording.count(digest.notNarrowed, "session")
            notes.append("\(sessions) could not be narrowed to read calls: see Accounts.")
        }
        if !header.organization.confirmed, header.organization.unconfirmedBecause == nil {
            notes.append("The population is the inventory's; AWS Organizations was not asked to confirm it.")
        }
        if header.failOn == nil { notes.append("No fail level is set: findings of any severity do not fail the run.") }
        notes.append(
            RosterProvenance(header, digest)?.note
                ?? "No roster given: nobody was compared with the people who joined or left."
        )
        return notes
    }

    private static func mark(_ digest: RunDigest, header: RunHeader) -> String {
        // Without a single account that was read there is nothing good to say either.
        guard digest.isComplete, digest.coverage[.swept, default: 0] > 0 else { return "unread" }
        if let worst = Severity.worstFirst.first(where: { digest[$0].fails > 0 }), worst >= header.failOn ?? .info {
            return worst.rawValue
        }
        let isOpen = digest.unanswered > 0 || header.isPartialScope || header.organization.unconfirmedBecause != nil
        return isOpen ? "unread" : "good"
    }
}
