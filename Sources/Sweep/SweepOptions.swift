package import Domain
package import HTTP

/// What one sweep is asked to do, and the world that it may look at; nothing is read behind its back.
package struct SweepOptions: Sendable {
    package var accountsFolder: String
    package var reportsFolder: String
    package var overrides = Overrides()
    /// The instant of every judgement; nil is the start of the run.
    package var asOf: Instant?
    package var environment: [String: String]
    /// The command line with secrets removed, for the evidence.
    package var commandLine: [String] = []
    package var host = ""
    package var toolVersion = ""
    package var binarySHA256 = ""
    package var isRehearsal = false
    /// The id or the path of the run to continue.
    package var resume: String?
    /// Whether a continued run sweeps those accounts again that it finished with a gap.
    package var retriesFailed = false
    /// How long one account may take before it ends with what was read of it.
    package var accountLimit = Duration.seconds(1_800)
    /// Asks for the code of the MFA device with this serial number; nil where there is nobody to ask.
    package var mfaCode: @Sendable (_ serial: String) async throws -> Secret? = { _ in nil }
    /// Limits of the transport; the CA bundle and the user agent are set from the environment and the version.
    package var http = HTTPConfiguration()

    package init(accountsFolder: String, reportsFolder: String, environment: [String: String]) {
        self.accountsFolder = accountsFolder
        self.reportsFolder = reportsFolder
        self.environment = environment
    }
}

/// How a sweep ended that wrote its report.
package struct SweepResult: Sendable, Equatable {
    /// The run's folder below the reports folder.
    package var folder: String
    package var coverage: [Coverage: Int]
    /// Failures by severity; coverage checks are not counted again.
    package var failures: [Severity: Int]
    /// Results without an answer by severity, those of unread accounts among them; they change no exit code.
    package var notAssessed: [Severity: Int]
    package var failOn: Severity?

    package var hasGap: Bool { coverage.contains { !$0.key.isComplete && $0.value > 0 } }

    package var failsThreshold: Bool {
        guard let failOn else { return false }
        return failures.contains { $0.key >= failOn && $0.value > 0 }
    }

    /// The exit code of interface.md for a sweep whose report is written.
    package var exitCode: Int32 {
        if hasGap { return 3 }
        return failsThreshold ? 2 : 0
    }
}

/// What a terminal or a log wants to know while the sweep runs.
package enum ProgressEvent: Sendable {
    case stage(String)
    case populationFrozen(accounts: Int, inScope: Int)
    /// An account is in the ledger.
    case accountDone(AccountOutcome, name: String)
}
