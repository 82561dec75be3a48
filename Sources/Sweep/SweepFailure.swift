import AWS
import Accounts

/// Why there is no report, in the three kinds that the exit codes tell apart.
package struct SweepFailure: Error, CustomStringConvertible {
    package enum Kind: Sendable {
        /// Wrong usage or configuration, found before any call.
        case usage
        /// The run failed; no report can be trusted.
        case failed
        /// A signal ended the run; the ledger keeps what was finished.
        case interrupted
    }

    package let kind: Kind
    /// One line: what, and what to do; never a secret.
    package let description: String

    init(_ error: any Error) {
        switch error {
        case let failure as SweepFailure: self = failure
        case is ConfigurationFailure, is CredentialsFailure, is EndpointFailure:
            self.init(.usage, "\(error)")
        case is CancellationError: self = .interrupted
        case let failure as AWSFailure where failure.kind == .cancelled: self = .interrupted
        default: self.init(.failed, "\(error)")
        }
    }

    package static let interrupted = SweepFailure(.interrupted, "interrupted: no report was written")

    /// Whether a signal, not a fault, is why the work ended.
    static func isInterruption(_ error: any Error) -> Bool { SweepFailure(error).kind == .interrupted }

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
