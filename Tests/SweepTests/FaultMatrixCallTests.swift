import Domain
import LoopbackAWS
import Testing

/// Rows of the fault matrix that are about the calls of one account: faults that pass, and faults that last.
@Suite(.serialized)
struct FaultMatrixCallTests {
    private static let details = "action=iam:GetAccountAuthorizationDetails"

    /// Faults that pass: the sweep tries again and loses nothing.
    ///
    /// A hundred retries are an account's budget.
    static let passing: [FaultRow] = [
        .swept("throttling:rate=0.3", strikes: 1...100),
        // Of the bucket's 1.5 tokens 0.8 come back between two calls: every fourth one finds none, until nine have had
        // theirs.
        .swept("throttling:action=iam:ListSSHPublicKeys,burst=1.5,refill=8", strikes: 2...2),
        .swept("server-error:first=2", strikes: 20...60),
        .swept("server-error:action=sts:AssumeRole,first=3", strikes: 3...3),
        .swept("service-unavailable:rate=0.3", strikes: 1...100),
        .swept("html-502:rate=0.3", strikes: 1...100),
        .swept("connection-refused:rate=0.3", strikes: 1...100),
        .swept("reset:rate=0.3", strikes: 1...100),
        .swept("close:rate=0.3", strikes: 1...100),
        .swept("content-length-too-short:rate=0.2", strikes: 1...100),
        .swept("credentials-expire", strikes: 1...30),
        // Not faults at all to a client that keeps to the protocol.
        .swept("gzip", strikes: 20...100),
        .swept("empty-page", strikes: 20...100),
        .swept("duplicate-account", strikes: 1...1),
    ]

    @Test(arguments: passing) func `a fault that passes loses nothing`(row: FaultRow) async throws {
        try await FaultMatrix.check(row)
    }

    /// Faults of one call for as long as the sweep asks.
    static let lasting: [FaultRow] = [
        .partial(
            "throttling:action=iam:ListRoles",
            .throttledOut,
            strikes: 8...8,
            notAssessed: ["role-long-session"]
        ),
        // Nine users, eight attempts for each.
        .partial(
            "throttling:action=iam:ListSSHPublicKeys",
            .throttledOut,
            strikes: 72...72,
            notAssessed: ["ssh-key-age", "ssh-key-ghost"]
        ),
        .partial("server-error:\(details)", .unreachable, strikes: 8...8, notAssessed: FaultMatrix.needAuthorization),
        .partial("service-unavailable:action=iam:GetAccountSummary", .unreachable, strikes: 8...8),
        .partial(
            "html-502:action=iam:ListSSHPublicKeys",
            .unreachable,
            strikes: 72...72,
            notAssessed: ["ssh-key-age", "ssh-key-ghost"]
        ),
        // libcurl itself tries a call again that found its kept connection closed, up to five times for each attempt.
        .partial("connection-refused:action=iam:ListAccountAliases", .unreachable, strikes: 8...48),
        .partial("reset:\(details)", .unreachable, strikes: 8...8, notAssessed: FaultMatrix.needAuthorization),
        .partial("close:\(details)", .unreachable, strikes: 8...8, notAssessed: FaultMatrix.needAuthorization),
        .partial("content-length-too-short:action=iam:GetAccountSummary", .malformedAnswer, strikes: 8...8),
        .partial("scp-denied:action=iam:ListRoles", .scpDeny, strikes: 1...1, notAssessed: ["role-long-session"]),
        // Every call is refused twice: once it renews the credentials, once it gives up.
        .partial(
            "credentials-expire:after=0",
            .malformedAnswer,
            strikes: 12...30,
            notAssessed: FaultMatrix.accountChecks
        ),
        .partial("account-closing", .leftDuringSweep, strikes: 5...60, notAssessed: nil),
        .partial("account-closing:after=0", .leftDuringSweep, strikes: 5...30, notAssessed: FaultMatrix.accountChecks),
    ]

    @Test(arguments: lasting) func `a fault that lasts leaves a gap that is told`(row: FaultRow) async throws {
        try await FaultMatrix.check(row)
    }
}
