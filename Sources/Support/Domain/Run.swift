/// What is known of a run before the first account is swept; frozen in the ledger together with the population.
package struct RunHeader: Sendable, Equatable {
    /// The folder's name, for example `2026-11-22T150000Z`.
    package var id: String
    package var asOf: Instant
    package var startedAt: Instant
    package var toolVersion: String
    package var binarySHA256: String
    package var catalogueVersion: String
    package var callerARN: String
    package var callerAccountID: AccountID?
    package var callerRequestID: String
    /// Which provider the base credentials came from; never the credentials.
    package var credentialsProvider: String
    package var partition: Partition
    package var region: String
    /// Endpoints that the environment overrides, by service.
    package var endpointOverrides: [String: String]
    package var host: String
    /// The command line with secrets removed.
    package var commandLine: [String]
    package var inputFiles: [InputFile]
    package var organization: OrganizationContext
    package var isPartialScope: Bool
    package var failOn: Severity?
    package var roleTemplate: String
    /// The roles on the way to it that the configuration names; an inventory may name others for its accounts.
    package var hopTemplates: [String]
    package var sessionName: String
    package var sessionPolicy: String
    package var concurrency: Int
    /// Nil in the ledgers of programs that did not write them yet.
    package var limits: Limits?
    package var serviceLevels: [Severity: Int64]
    /// What the checks were told beside their thresholds, which stand with the checks: enough to judge the facts again.
    package var settings: Settings
    /// Where the people come from whom identities were compared with; nil where nobody was told.
    package var roster: Roster.Source?
    /// Judgements that the reader must see: loosened thresholds, severities, exclusions, trusted parties.
    package var judgements: [Judgement]
    /// The newest earlier full-scope run in the reports folder, which this run was not compared with yet.
    package var earlierRun: String?
    /// A rehearsal on loopback is marked as such, so that it can never pass for evidence.
    package var isRehearsal: Bool

    package struct InputFile: Sendable, Hashable, Codable {
        package var name: String
        package var sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// The bounds of the calls, so that a reader knows what it took before something counted as not readable.
    package struct Limits: Sendable, Hashable, Codable {
        /// Calls of one account that are under way at once.
        package var callsAtATime: Int
        /// Connections to one host, which bound the requests under way over all accounts.
        package var connections: Int
        /// Of one call, the first included.
        package var attempts: Int
        /// How many of them may end in a timeout; nil in the ledgers of programs that did not write it yet.
        package var timedOutAttempts: Int?
        package var connectSeconds: Int64
        /// Silence, or next to it, after which an attempt is given up.
        package var silenceSeconds: Int64
        /// Of one attempt from beginning to end.
        package var attemptSeconds: Int64
        /// Of one call, after which no attempt begins.
        package var callSeconds: Int64
        package var accountSeconds: Int64
        package var runSeconds: Int64

        package init(
            callsAtATime: Int,
            connections: Int,
            attempts: Int,
            timedOutAttempts: Int?,
            connectSeconds: Int64,
            silenceSeconds: Int64,
            attemptSeconds: Int64,
            callSeconds: Int64,
            accountSeconds: Int64,
            runSeconds: Int64
        ) {
            self.callsAtATime = callsAtATime
            self.connections = connections
            self.attempts = attempts
            self.timedOutAttempts = timedOutAttempts
            self.connectSeconds = connectSeconds
            self.silenceSeconds = silenceSeconds
            self.attemptSeconds = attemptSeconds
            self.callSeconds = callSeconds
            self.accountSeconds = accountSeconds
            self.runSeconds = runSeconds
        }
    }

    /// The part of the configuration that changes what a check says; it holds no secret.
    package struct Settings: Sendable, Hashable, Codable {
        package var severities: [String: Severity] = [:]
        /// Check ids by the company's own control ids; nil in the ledgers of programs that did not write it yet.
        package var controls: [String: [String]]?
        /// In the order in which an identity's owner is looked for.
        package var ownerTags: [String] = []
        package var trustedAccounts: [TrustedAccount] = []
        /// Organization ids such as `o-a1b2c3d4e5`.
        package var trustedOrganizations: [String] = []
        /// Nil in a run from before they were read; so are `githubOrganizations`.
        package var identityProviders: [String]?
        package var githubOrganizations: [String]?
        package var platformRoles: [PlatformRole] = []
        /// The ARNs of the emergency identities.
        package var breakGlass: [String] = []
        /// Patterns of the names of service users; nil, as the next, in the ledgers of programs that did not write it yet.
        package var serviceUsers: [String]?
        package var requiresOwnerTags: Bool?
        /// Nil in the ledgers of programs that knew no people.
        package var leaverGraceSeconds: Int64?

        package init() {}

        /// The company's control ids by check id, in the order of their text.
        package var controlsByCheck: [String: [String]] {
            var index: [String: [String]] = [:]
            for (control, checks) in (controls ?? [:]).sorted(by: { $0.key < $1.key }) {
                for check in checks { index[check, default: []].append(control) }
            }
            return index
        }
    }

    /// An account outside the organization that may be trusted, and whether only with an external id.
    package struct TrustedAccount: Sendable, Hashable, Codable {
        package var id: AccountID
        package var name: String
        package var requiresExternalID: Bool
        /// Nil in a run from before it was read.
        package var mayReadData: Bool?

        package init(id: AccountID, name: String, requiresExternalID: Bool, mayReadData: Bool? = nil) {
            self.id = id
            self.name = name
            self.requiresExternalID = requiresExternalID
            self.mayReadData = mayReadData
        }
    }

    /// One row of exceptions.csv, or a changed threshold or severity.
    package struct Judgement: Sendable, Hashable, Codable {
        package var kind: String
        package var checkID: String
        package var accountID: String
        package var resource: String
        package var owner: String
        package var approver: String
        package var approved: String
        package var expires: String
        package var ticket: String
        package var reason: String

        package init(
            kind: String,
            checkID: String = "",
            accountID: String = "",
            resource: String = "",
            owner: String = "",
            approver: String = "",
            approved: String = "",
            expires: String = "",
            ticket: String = "",
            reason: String = ""
        ) {
            self.kind = kind
            self.checkID = checkID
            self.accountID = accountID
            self.resource = resource
            self.owner = owner
            self.approver = approver
            self.approved = approved
            self.expires = expires
            self.ticket = ticket
            self.reason = reason
        }

        /// Whether the exclusion is the one that left the account out; of several, the first in the configuration did.
        package func excludes(_ account: Account) -> Bool {
            guard case .excluded(let rule) = account.scope else { return false }
            return rule == exclusionRule && (accountID.isEmpty || accountID == account.id.description)
        }

        /// By what an excluded account's line in the report and the ledger names this judgement.
        package var exclusionRule: String {
            "exclude\(resource.isEmpty ? "" : " \(resource)"): \(reason) (owner \(owner), approved by \(approver), "
                + "until \(expires))"
        }
    }

    package init(id: String, asOf: Instant, startedAt: Instant) {
        self.id = id
        self.asOf = asOf
        self.startedAt = startedAt
        self.toolVersion = ""
        self.binarySHA256 = ""
        self.catalogueVersion = ""
        self.callerARN = ""
        self.callerAccountID = nil
        self.callerRequestID = ""
        self.credentialsProvider = ""
        self.partition = .aws
        self.region = ""
        self.endpointOverrides = [:]
        self.host = ""
        self.commandLine = []
        self.inputFiles = []
        self.organization = OrganizationContext()
        self.isPartialScope = false
        self.failOn = .high
        self.roleTemplate = ""
        self.hopTemplates = []
        self.sessionName = ""
        self.sessionPolicy = ""
        self.concurrency = 0
        self.limits = nil
        self.serviceLevels = [:]
        self.settings = Settings()
        self.roster = nil
        self.judgements = []
        self.earlierRun = nil
        self.isRehearsal = false
    }
}

/// What is known only when every account is in.
package struct RunEnding: Sendable, Equatable {
    package var finishedAt: Instant
    package var clockSkewSeconds: Int64

    package init(finishedAt: Instant, clockSkewSeconds: Int64) {
        self.finishedAt = finishedAt
        self.clockSkewSeconds = clockSkewSeconds
    }
}

/// A process that took up a run after the one before it had ended without a report, or had left accounts unread.
package struct Resumption: Sendable, Hashable {
    package var startedAt: Instant
    package var callerARN: String
    package var callerRequestID: String
    package var host: String
    /// The command line with secrets removed.
    package var commandLine: [String]
    /// The accounts that it took up.
    package var accounts: Int

    package init(
        startedAt: Instant,
        callerARN: String,
        callerRequestID: String,
        host: String,
        commandLine: [String],
        accounts: Int
    ) {
        self.startedAt = startedAt
        self.callerARN = callerARN
        self.callerRequestID = callerRequestID
        self.host = host
        self.commandLine = commandLine
        self.accounts = accounts
    }
}
