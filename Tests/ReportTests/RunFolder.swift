import Foundation
import Ledger

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

    var files: Set<String> {
        get throws { Set(try FileManager.default.contentsOfDirectory(atPath: path)) }
    }

    /// Fills the folder with the ledger and the report of a run.
    func write(_ run: FixtureRun) async throws {
        try ReportWriter(ledger: try await run.ledger(in: self), folder: path).write()
    }
}
