import Domain
import TestSupport
import Testing

@testable import Collect

struct CredentialReportReaderTests {
    private static let report = ScriptedIAM.Answer.result(FullAccount.credentialReport(FullAccount.reportCSV))

    private func read(
        generate: @escaping ScriptedIAM.Script,
        get: @escaping ScriptedIAM.Script
    ) async throws -> (report: Collected<CredentialReport>, iam: ScriptedIAM) {
        let iam = try ScriptedIAM([.generateCredentialReport: generate, .getCredentialReport: get])
        defer { iam.stop() }
        let reader = CredentialReportReader(caller: try iam.caller(), time: iam.time.timekeeper)
        return (await reader.finish(await reader.start()), iam)
    }

    @Test func `a finished report is read at once`() async throws {
        let (report, iam) = try await read(
            generate: { _ in .result("<State>COMPLETE</State>") },
            get: { _ in Self.report }
        )
        #expect(report.value?.generatedAt == Instant(year: 2026, month: 11, day: 22, hour: 12))
        #expect(iam.time.sleeps == [])
    }

    @Test func `a report in the making is waited for with growing pauses`() async throws {
        let (report, iam) = try await read(
            generate: { _ in .result("<State>STARTED</State><Description>No report exists.</Description>") },
            get: { $0.repetition < 2 ? .error("ReportInProgress", status: 404) : Self.report }
        )
        #expect(report.value?.rows.count == 3)
        #expect(iam.time.sleeps == [.milliseconds(500), .milliseconds(750), .milliseconds(1_125)])
        #expect(iam.calls(.generateCredentialReport).count == 1)
    }

    @Test(arguments: ["ReportNotPresent", "ReportExpired"])
    func `a report that is gone is made again`(code: String) async throws {
        let (report, iam) = try await read(
            generate: { _ in .result("<State>COMPLETE</State>") },
            get: { $0.repetition == 0 ? .error(code, status: 410) : Self.report }
        )
        #expect(report.value != nil)
        #expect(iam.calls(.generateCredentialReport).count == 2)
    }

    @Test func `a report that never comes is a gap after a bounded time`() async throws {
        let (report, iam) = try await read(
            generate: { _ in .result("<State>INPROGRESS</State>") },
            get: { _ in .error("ReportInProgress", status: 404) }
        )
        let gap = try #require(report.unavailable)
        #expect(gap.reason == .unreachable)
        #expect(gap.errorCode == "ReportInProgress")
        #expect(gap.requestID.isEmpty == false)
        #expect(iam.time.sleeps.reduce(.zero, +) <= CredentialReportReader.patience)
        #expect(
            iam.time.sleeps.reduce(.zero, +) > CredentialReportReader.patience - CredentialReportReader.longestPause
        )
    }

    @Test func `a report that is always gone is made a bounded number of times`() async throws {
        let (report, iam) = try await read(
            generate: { _ in .result("<State>COMPLETE</State>") },
            get: { _ in .error("ReportNotPresent", status: 410) }
        )
        #expect(report.unavailable?.errorCode == "ReportNotPresent")
        #expect(iam.calls(.generateCredentialReport).count == CredentialReportReader.mostGenerations)
    }

    @Test func `a report that others had made is read though we may not have it made`() async throws {
        let (report, _) = try await read(generate: { _ in .denied }, get: { _ in Self.report })
        #expect(report.value?.rows.count == 3)
    }

    @Test func `without a report the refusal to make one is the gap`() async throws {
        let (report, _) = try await read(
            generate: { _ in .denied },
            get: { _ in .error("ReportNotPresent", status: 410) }
        )
        #expect(report.unavailable?.action == "iam:GenerateCredentialReport")
        #expect(report.unavailable?.reason == .callDenied)
    }

    @Test func `an unreadable row is named in the gap`() async throws {
        let (report, _) = try await read(
            generate: { _ in .result("<State>COMPLETE</State>") },
            get: { _ in .result(FullAccount.credentialReport("\(FullAccount.reportHeader)\nbob,arn")) }
        )
        #expect(report.unavailable?.reason == .malformedAnswer)
        #expect(report.unavailable?.message.contains("line 2") == true)
    }
}
