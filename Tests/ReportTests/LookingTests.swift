import Foundation
import Testing

@testable import Report

@Suite struct `Looking at the page` {
    /// With ORGSWEEP_REPORT_SHOW=FOLDER the report of the fixture organization is written there, for a browser.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ORGSWEEP_REPORT_SHOW"] != nil))
    func `the fixture organization is written where it can be looked at`() async throws {
        let folder = try #require(ProcessInfo.processInfo.environment["ORGSWEEP_REPORT_SHOW"])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let run = try RunFolder()
        try ReportWriter(ledger: try await FixtureRun.organization.ledger(in: run), folder: folder).write()
    }
}
