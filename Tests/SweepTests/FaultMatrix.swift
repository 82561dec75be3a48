import Domain
import Foundation
import HTTP
import Ledger
import LoopbackAWS
import Sweep
import Synchronization
import Testing

/// A row of the fault matrix: what goes wrong in one account, and what the sweep must make of it.
struct FaultRow: Sendable, CustomTestStringConvertible {
    /// As `--faults` takes it; the account is filled in.
    var fault: String
    var coverage: Coverage
    var reason: ReasonCode?
    /// The checks that are not assessed there, whole or in part; nil where it depends on how far the sweep had come.
    var notAssessed: Set<String>?
    /// How many answers the fault may have changed: at least one, and never more than the retries allow.
    var strikes: ClosedRange<Int>
    /// How long the transport waits for an answer: short where the fault is that there is none.
    var patience = Duration.seconds(30)

    var testDescription: String { fault }

    /// A fault that passes, so that nothing is lost.
    static func swept(_ fault: String, strikes: ClosedRange<Int>, notAssessed: Set<String> = []) -> FaultRow {
        FaultRow(fault: fault, coverage: .swept, reason: nil, notAssessed: notAssessed, strikes: strikes)
    }

    /// A fault that leaves a gap.
    static func partial(
        _ fault: String,
        _ reason: ReasonCode,
        strikes: ClosedRange<Int>,
        notAssessed: Set<String>? = []
    ) -> FaultRow {
        FaultRow(fault: fault, coverage: .partial, reason: reason, notAssessed: notAssessed, strikes: strikes)
    }

    /// A fault on the way into the account: nothing is read there.
    static func notAssumed(_ fault: String, _ reason: ReasonCode, strikes: ClosedRange<Int>) -> FaultRow {
        FaultRow(
            fault: fault,
            coverage: .notAssumed,
            reason: reason,
            notAssessed: FaultMatrix.accountChecks,
            strikes: strikes
        )
    }

    func impatient() -> FaultRow {
        var row = self
        // Twice of it is what a row takes, and once of it must be far beyond what a loaded machine needs for a call.
        row.patience = .seconds(15)
        return row
    }

    var kind: String { String(fault.prefix { $0 != ":" }) }
}

/// Runs rows of the matrix: one organization, one account of it hit, all others as if nothing were.
enum FaultMatrix {
    /// The account that is hit: it has users with keys and with tokens, and an OIDC provider.
    static let account = "data-lake"
    private static let accounts = 7

    /// The AWS SDKs' and our own default; a call that may be repeated is repeated so often and no more.
    static let attempts = 8
    /// What a row may take at most, beyond anything that a loaded machine needs.
    static let deadline = Duration.seconds(240)

    struct Observation {
        var outcome: AccountOutcome
        var notAssessed: Set<String>
        /// By fault.
        var strikes: [Int]
    }

    static func check(_ row: FaultRow) async throws {
        let observed = try await observe(row)
        #expect(observed.outcome.coverage == row.coverage, "\(observed)")
        #expect(observed.outcome.reason == row.reason, "\(observed)")
        if let notAssessed = row.notAssessed {
            #expect(observed.notAssessed == notAssessed, "\(observed)")
        } else {
            #expect(!observed.notAssessed.isEmpty, "\(observed)")
        }
        #expect(observed.strikes.allSatisfy(row.strikes.contains), "\(observed)")
    }

    static func observe(_ row: FaultRow) async throws -> Observation {
        let separator = row.fault.contains(":") ? "," : ":"
        return try await observe(faults: ["\(row.fault)\(separator)account=\(account)"], patience: row.patience)
    }

    /// Sweeps with the faults, which all hit the one account, and checks what holds whatever they are.
    static func observe(faults: [String], patience: Duration = .seconds(30)) async throws -> Observation {
        var observation: Observation?
        try await run(faults: faults) { observation = try await observe($0, patience: patience) }
        return try #require(observation)
    }

    private static func observe(_ rehearsal: Rehearsal, patience: Duration) async throws -> Observation {
        let target = try #require(rehearsal.truth.first { $0.name == account }).id
        let clock = ContinuousClock()
        let begin = clock.now
        let run = try await rehearsal.sweep { prepare(&$0, patience: patience) }
        #expect(clock.now - begin < deadline)
        let outcomes = try run.outcomes
        #expect(outcomes.count == accounts)
        for account in rehearsal.truth where account.id != target {
            let outcome = try #require(outcomes[account.id])
            #expect(outcome.coverage == .swept, "\(account.name): \(outcome)")
            #expect(outcome.usersRead == account.users.count && outcome.rolesRead == account.roles.count)
        }
        var notAssessed: Set<String> = []
        try run.ledger.forEachFinding { row in
            guard row.finding.accountID == target, row.finding.status == .notAssessed, !row.check.isCoverage else {
                return
            }
            notAssessed.insert(row.finding.assessment.checkID)
        }
        let outcome = try #require(outcomes[target])
        #expect(run.result.exitCode == (outcome.coverage.isComplete ? 2 : 3))
        return Observation(outcome: outcome, notAssessed: notAssessed, strikes: rehearsal.server.strikes)
    }

    /// Runs a test against an organization in which nothing but the fault goes wrong.
    static func run(faults: [String], _ test: (Rehearsal) async throws -> Void) async throws {
        // A tenth of a second passes whenever the server looks: buckets do not depend on how fast the machine is.
        let uptime = Mutex(Duration.zero)
        let bucketClock: @Sendable () -> Duration = {
            uptime.withLock { uptime in
                uptime += .milliseconds(100)
                return uptime
            }
        }
        try await Rehearsal.run(accounts: accounts, faults: faults, bucketClock: bucketClock) { usual in
            try await test(usual.with(time(of: usual, faults)))
        }
    }

    private static func time(of usual: Rehearsal, _ faults: [String]) -> Timekeeper {
        // Waiting costs a sixtieth, so that the sweep's pauses of minutes end in seconds. The time that passes is real,
        // for on a loaded machine sixty times of it would be over before an answer is there; but for the report that
        // never comes, which is waited for by the clock.
        let pace = faults.contains { $0.hasPrefix("report-never-ready") } ? 60 : 1
        let clock = ContinuousClock()
        let begin = clock.now
        return Timekeeper(
            now: usual.time.now,
            uptime: { (clock.now - begin) * pace },
            sleep: { try await Task.sleep(for: $0 / 60, clock: .continuous) }
        )
    }

    static func prepare(_ options: inout SweepOptions, patience: Duration) {
        options.environment["AWS_MAX_ATTEMPTS"] = String(attempts)
        options.http.totalTimeout = patience
        // A sixtieth of it must be far beyond what a loaded machine needs for a sweep.
        options.accountLimit = .seconds(36_000)
    }
}

// MARK: - What depends on what

extension FaultMatrix {
    /// Every check of a single account.
    static let accountChecks = needAuthorization.union(needReport).union(needPasswordPolicy).union([
        "identity-provider-expiring", "mfa-device-orphan", "root-access-key", "root-hardware-mfa",
        "root-member-credentials", "root-mfa", "root-signing-certificate", "saml-provider-unapproved",
        "server-certificate-expired", "server-certificate-expiring",
    ])

    /// Those that judge users, groups, roles or policies.
    ///
    /// Those of people among them, for the rehearsal has a roster.
    static let needAuthorization = needReport.subtracting(["credential-report-old", "root-recent-use"])
        .union(needTokens).union([
            "leaver-credential-used", "leaver-named", "leaver-user", "owner-left", "user-not-in-roster",
            "group-empty", "identity-provider-orphan", "key-age", "key-beyond-two", "key-of-admin",
            "key-two-active", "management-account-identities", "policy-admin-attached", "policy-admin-inline",
            "policy-admin-unattached", "policy-administrator-access", "policy-allow-not-action",
            "policy-allow-not-resource", "policy-assume-role-any", "policy-audit-tampering",
            "policy-cloudshell-full", "policy-dangerous-version", "policy-kms-decrypt-any",
            "policy-pass-role-any", "policy-service-wildcard", "policy-unattached", "policy-unparseable",
            "principal-privilege-escalation", "role-admin-without-mfa", "role-chain-to-admin",
            "role-long-session", "role-privileged-outside-use", "role-read-only-outside", "role-unused",
            "signing-certificate-active", "ssh-key-age", "support-role-missing", "trust-anyone",
            "trust-deleted-principal", "trust-external-id", "trust-github-subject", "trust-oidc-tenant",
            "trust-outside-organization", "trust-person-session", "trust-roles-anywhere", "trust-saml-audience",
            "trust-service-confused-deputy", "trust-whole-account", "user-admin", "user-direct-policy",
            "user-not-federated", "user-owner-tag", "user-quarantined",
        ])

    static let needReport: Set = [
        "break-glass-used", "break-glass-weak", "credential-report-old", "key-beside-password",
        "key-from-user-setup", "key-inactive-kept", "key-never-used", "key-unused", "password-age",
        "password-never-used", "password-unused", "root-recent-use", "service-user-password", "ssh-key-ghost",
        "token-phantom-user", "user-admin-virtual-mfa", "user-dormant", "user-mfa", "user-never-active",
        "user-no-credential",
    ]

    static let needTokens: Set = [
        "leaver-named",
        "service-credential-age", "token-age", "token-dead-kept", "token-long-term", "token-no-expiry",
        "token-owner-overprivileged", "token-phantom-user", "user-dormant", "user-never-active",
        "user-no-credential",
    ]

    static let needPasswordPolicy: Set = [
        "password-age", "password-policy-classes", "password-policy-length", "password-policy-missing",
        "password-policy-reuse",
    ]

    /// Of a user that the report does not know.
    static let needLastUse: Set = ["key-never-used", "key-unused", "user-dormant", "user-never-active"]
}
