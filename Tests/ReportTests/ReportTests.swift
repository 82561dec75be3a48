import Domain
import Foundation
import Testing

@testable import Report

/// A run folder that is gone when the test is.
final class RunFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "orgsweep-report-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
    }
}

@Suite struct `Looking at the page` {
    /// Set ORGSWEEP_REPORT_SHOW to a folder to look at the report of the fixture organization in a browser.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ORGSWEEP_REPORT_SHOW"] != nil))
    func `the fixture organization is written where it can be looked at`() async throws {
        let folder = try #require(ProcessInfo.processInfo.environment["ORGSWEEP_REPORT_SHOW"])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let run = try RunFolder()
        try ReportWriter(ledger: try await FixtureRun.organization.ledger(in: run), folder: folder).write()
    }
}
