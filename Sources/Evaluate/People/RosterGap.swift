import Domain

/// Why a run compares nobody with the people of the company.
enum RosterGap: Sendable, Equatable {
    /// There is no roster, which is a choice and no gap.
    case notGiven
    /// There is one that nobody can be judged by, for this reason.
    case unusable(String)

    /// Nil where there is a roster to judge by.
    init?(_ roster: Roster?, at asOf: Instant) {
        guard let roster else {
            self = .notGiven
            return
        }
        guard let reason = roster.source.gap(at: asOf) else { return nil }
        self = .unusable(reason)
    }

    func answer(for resource: Resource, by check: Check) -> Assessment {
        var assessment: Assessment
        switch self {
        case .notGiven:
            assessment = .notApplicable(resource, "No roster given: nobody in \(resource.name) was compared with it.")
        case .unusable(let reason):
            assessment = .notAssessed(resource, "The people of \(resource.name) were not compared because \(reason).")
        }
        assessment.checkID = check.id
        return assessment
    }
}
