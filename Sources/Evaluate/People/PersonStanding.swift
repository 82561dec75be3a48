import Domain

/// Where somebody stands with the company at the instant of a run.
enum PersonStanding: Sendable, Equatable {
    case active
    /// The last day is over, the time of grace is not.
    case grace(Departure)
    case left(Departure)
    /// Left once, and works here again: a new employment has begun or is agreed.
    case rehired

    struct Departure: Sendable, Equatable {
        /// `2026-11-20`, by the roster's time zone.
        var lastDay: String
        var endedAt: Instant
        /// The instant after which a credential should not be there any more.
        var graceEndsAt: Instant
    }

    var departure: Departure? {
        guard case .left(let departure) = self else { return nil }
        return departure
    }

    var status: AccountInventory.RosterMatch.Status {
        switch self {
        case .active: .active
        case .grace: .grace
        case .left: .left
        case .rehired: .rehired
        }
    }
}

extension Roster.Person {
    /// An employment is over only after its last day, by the roster's clocks; whoever has one that is not, works here.
    func standing(at asOf: Instant, grace seconds: Int64) -> PersonStanding {
        let ends = employments.map(\.end)
        let isOver: (Roster.End?) -> Bool = { $0.map { $0.at < asOf } ?? false }
        guard ends.allSatisfy(isOver), let last = ends.compactMap(\.self).max(by: { $0.at < $1.at }) else {
            return ends.contains(where: isOver) ? .rehired : .active
        }
        let departure = PersonStanding.Departure(
            lastDay: last.lastDay,
            endedAt: last.at,
            graceEndsAt: last.at.adding(seconds: seconds)
        )
        return departure.graceEndsAt < asOf ? .left(departure) : .grace(departure)
    }
}
