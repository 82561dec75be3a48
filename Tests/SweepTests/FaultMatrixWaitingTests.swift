import Domain
import LoopbackAWS
import Testing

/// Faults that cost time, side by side, so that they cost it once.
struct FaultMatrixWaitingTests {
    static let rows: [FaultRow] = [
        .swept("silence:action=iam:GetAccountSummary,first=1", strikes: 1...1),
        .partial("silence:action=iam:GetAccountSummary", .unreachable, strikes: 2...2),
        .partial("slow-drip:action=iam:GetAccountSummary", .unreachable, strikes: 2...2),
        .partial("content-length-too-long:action=iam:GetAccountSummary", .unreachable, strikes: 2...2),
        .notAssumed("silence", .unreachable, strikes: 2...2),
    ]

    @Test(arguments: rows) func `silence ends with the patience of the sweep`(row: FaultRow) async throws {
        try await FaultMatrix.check(row.impatient())
    }

    @Test func `every fault has its row`() {
        let all =
            FaultMatrixCallTests.passing + FaultMatrixCallTests.lasting + FaultMatrixAnswerTests.hostile
            + FaultMatrixAnswerTests.facts + FaultMatrixAnswerTests.ways + Self.rows
        let rehearsed = Set(
            all.map(\.kind) + FaultMatrixRunTests.faults.map(\.kind)
                + FaultMatrixRunTests.passing.map { String($0.prefix { $0 != ":" }) }
        )
        #expect(rehearsed == Set(Fault.Kind.allCases.map(\.rawValue)))
    }
}
