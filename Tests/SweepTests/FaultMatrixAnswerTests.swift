import Domain
import LoopbackAWS
import Testing

/// Rows of the fault matrix about what AWS says: answers that are none, facts that do not fit, ways that are shut.
@Suite(.serialized)
struct FaultMatrixAnswerTests {
    private static let details = "action=iam:GetAccountAuthorizationDetails"

    /// Answers that are no answers: asked for once, since they would be the same again.
    static let hostile: [FaultRow] = [
        .partial("malformed:\(details)", .malformedAnswer, strikes: 1...1, notAssessed: FaultMatrix.needAuthorization),
        .partial(
            "entity-bomb:\(details)",
            .malformedAnswer,
            strikes: 1...1,
            notAssessed: FaultMatrix.needAuthorization
        ),
        .partial(
            "deep-nesting:\(details)",
            .malformedAnswer,
            strikes: 1...1,
            notAssessed: FaultMatrix.needAuthorization
        ),
        .partial("huge-text:\(details)", .malformedAnswer, strikes: 1...1, notAssessed: FaultMatrix.needAuthorization),
        .partial(
            "repeated-marker:\(details)",
            .malformedAnswer,
            strikes: 2...2,
            notAssessed: FaultMatrix.needAuthorization
        ),
        .partial(
            "missing-marker:\(details)",
            .malformedAnswer,
            strikes: 1...1,
            notAssessed: FaultMatrix.needAuthorization
        ),
        // AWS refuses its own marker, which the sweep can but repeat.
        .partial(
            "foreign-marker:\(details)",
            .malformedAnswer,
            strikes: 1...1,
            notAssessed: FaultMatrix.needAuthorization
        ),
        .partial(
            "missing-marker:action=iam:ListServiceSpecificCredentials",
            .malformedAnswer,
            strikes: 1...1,
            notAssessed: FaultMatrix.needTokens
        ),
        .notAssumed("malformed:action=sts:AssumeRole", .malformedAnswer, strikes: 1...1),
    ]

    @Test(arguments: hostile) func `an answer that cannot be believed is not believed`(row: FaultRow) async throws {
        try await FaultMatrix.check(row)
    }

    /// What AWS says may be true of another moment, and the sweep must see it.
    static let facts: [FaultRow] = [
        .partial("report-never-ready", .unreachable, strikes: 5...60, notAssessed: FaultMatrix.needReport),
        .swept("report-stale", strikes: 1...1),
        // The last use of a key stands in the report alone.
        .swept("report-missing-user", strikes: 1...1, notAssessed: FaultMatrix.needLastUse),
        .partial("totals-mismatch", .malformedAnswer, strikes: 2...2),
        // The next reading fits.
        .swept("totals-mismatch:first=1", strikes: 1...1),
    ]

    @Test(arguments: facts) func `facts that do not fit together are told`(row: FaultRow) async throws {
        try await FaultMatrix.check(row)
    }

    static let ways: [FaultRow] = [
        .notAssumed("denied:action=sts:AssumeRole", .roleMissingOrTrustDenied, strikes: 1...1),
        .notAssumed("scp-denied:action=sts:AssumeRole", .scpDeny, strikes: 1...1),
        .notAssumed("account-gone", .roleMissingOrTrustDenied, strikes: 1...1),
        .notAssumed("throttling:action=sts:AssumeRole", .throttledOut, strikes: 8...8),
        .notAssumed("connection-refused", .unreachable, strikes: 8...48),
    ]

    @Test(arguments: ways) func `an account that cannot be entered stands in the report`(row: FaultRow) async throws {
        try await FaultMatrix.check(row)
    }
}
