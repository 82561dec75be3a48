/// The people of the company as its personnel system tells them, and how that list was made.
package struct Roster: Sendable, Equatable {
    package var source: Source
    /// Sorted by employee id.
    package var people: [Person]

    package init(source: Source, people: [Person]) {
        self.source = source
        self.people = people
    }

    /// Where the list comes from, as an auditor asks of any list that a company made itself; empty: not told.
    package struct Source: Sendable, Hashable, Codable {
        package var system = ""
        package var query = ""
        package var extractedBy = ""
        package var extractedAt: Instant?
        /// The age beyond which nobody is judged by it.
        package var maxAgeSeconds = Self.usualMaxAgeSeconds
        /// In which a last day of work ends, as the IANA names it.
        package var timeZone = "UTC"
        /// One for each employment; nobody counts them before the file is read.
        package var rows = 0
        package var people = 0

        package static let usualMaxAgeSeconds: Int64 = 7 * 86_400

        package init() {}

        /// Why nobody can be judged by it, to stand after "because"; nil where somebody can.
        package func gap(at asOf: Instant) -> String? {
            guard let extractedAt else { return nil }
            let age = asOf.seconds(since: extractedAt)
            if age > maxAgeSeconds {
                let limit = CheckDescription.Parameter.text(maxAgeSeconds)
                return "the roster was extracted at \(extractedAt.iso8601), longer ago than max_age, \(limit)"
            }
            // A rerun may be judged as of an instant a day earlier; anything else is a slip of the pen.
            guard age >= -86_400 else {
                return "the roster says that it was extracted at \(extractedAt.iso8601), which is still to come"
            }
            return nil
        }
    }

    package struct Person: Sendable, Equatable {
        package var employeeID: String
        /// Every address of every row in small letters, that of the latest employment first; may be empty.
        package var emails: [String]
        /// Aliases that are no addresses.
        package var logins: [String]
        /// By their beginning; never empty, and no two at once.
        package var employments: [Employment]

        package init(employeeID: String, emails: [String], logins: [String] = [], employments: [Employment]) {
            self.employeeID = employeeID
            self.emails = emails
            self.logins = logins
            self.employments = employments
        }

        /// What sentences call the person: the address, or the number where there is none.
        package var name: String { emails.first ?? employeeID }
    }

    package struct Employment: Sendable, Equatable {
        /// Nil while it has no end.
        package var end: End?

        package init(end: End? = nil) {
            self.end = end
        }
    }

    /// The end of an employment: with the last day, by the clocks of the roster's time zone.
    package struct End: Sendable, Equatable {
        /// `2026-11-20`.
        package var lastDay: String
        /// The first instant after it.
        package var at: Instant

        package init(lastDay: String, at: Instant) {
            self.lastDay = lastDay
            self.at = at
        }
    }
}

extension AccountInventory {
    /// One row of roster_matches.csv: an identity that the roster explains, or cannot decide about.
    package struct RosterMatch: Sendable, Hashable {
        package var employeeID: String
        package var identityARN: String
        /// `tag`, `email`, `session` or `login`.
        package var rule: String
        package var status: Status
        /// Whether the identity has a credential that can be used.
        package var access: Answer

        package enum Status: String, Sendable, Codable {
            case active
            /// Left, and the time of grace is not over.
            case grace
            case left
            /// Left once and works here again.
            case rehired
            /// One of several people whom the identity matches by the same rule.
            case ambiguous
            /// A person whom no identity matches; the row has nothing else.
            case unmatched
        }

        package init(employeeID: String, identityARN: String, rule: String, status: Status, access: Answer) {
            self.employeeID = employeeID
            self.identityARN = identityARN
            self.rule = rule
            self.status = status
            self.access = access
        }
    }
}

/// Somebody with users in more than one account, with as many of them as a reader can use.
package struct PersonAcrossAccounts: Sendable, Equatable {
    package var employeeID: String
    package var accounts = 0
    package var users = 0
    /// Whether some user of theirs has a credential that can be used, and whether some has none.
    package var hasAccess = false
    package var lacksAccess = false
    /// The first of them, by account and ARN.
    package var listed: [User] = []

    package static let mostListed = 200

    package init(employeeID: String) {
        self.employeeID = employeeID
    }

    package struct User: Sendable, Equatable {
        package var accountID: AccountID
        package var arn: String
        package var rule: String
        /// Each credential with its state, in one line.
        package var credentials: String

        package init(accountID: AccountID, arn: String, rule: String, credentials: String) {
            self.accountID = accountID
            self.arn = arn
            self.rule = rule
            self.credentials = credentials
        }
    }
}
