import Domain
import Foundation
import Ledger
import Testing

@testable import Report

@Suite struct `A run's files` {
    static let names = CSVTable.all.map(\.name) + ["report.html", "run.json"]

    /// With ORGSWEEP_UPDATE_GOLDEN=1 the golden files are written instead of compared; look at their diff then.
    @Test(arguments: names)
    func `are the golden ones, byte for byte`(name: String) async throws {
        let folder = try RunFolder()
        try await folder.write(.small)
        let written = try folder.text(name)
        if ProcessInfo.processInfo.environment["ORGSWEEP_UPDATE_GOLDEN"] != nil {
            let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            try Data(written.utf8).write(to: source.appendingPathComponent("Fixtures/small/\(name)"))
            return
        }
        let golden = try #require(Bundle.module.url(forResource: "Fixtures/small/\(name)", withExtension: nil))
        let expected = String(decoding: try Data(contentsOf: golden), as: UTF8.self)
        #expect(written == expected, "run again with ORGSWEEP_UPDATE_GOLDEN=1 if the change is meant")
    }

    @Test func `are the same bytes when they are written twice`() async throws {
        let folder = try RunFolder()
        let ledger = try await FixtureRun.organization.ledger(in: folder)
        try ReportWriter(ledger: ledger, folder: folder.path).write()
        let first = try Self.names.map(folder.text)
        try ReportWriter(ledger: ledger, folder: folder.path).write()
        #expect(try Self.names.map(folder.text) == first)
    }

    @Test func `are readable by their owner alone, and nothing else is left behind`() async throws {
        let folder = try RunFolder()
        try Data("old".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/.report.html.partial"))
        try await folder.write(.small)
        #expect(try folder.files == Set(Self.names + ["ledger.sqlite"]))
        for name in Self.names {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func `that cannot be written are named, with what to do`() async throws {
        let folder = try RunFolder()
        let ledger = try await FixtureRun.small.ledger(in: folder)
        let missing = "\(folder.path)/missing"
        let failure = try #require(throws: ReportFailure.self) {
            try ReportWriter(ledger: ledger, folder: missing).write()
        }
        #expect(failure == .file(path: "\(missing)/.accounts.csv.partial", action: "create", code: ENOENT))
        #expect("\(failure)".hasSuffix("The run folder must exist before the report is written."))
    }

    @Test func `never stand half written under their own name`() throws {
        struct Stop: Error {}
        let folder = try RunFolder()
        #expect(throws: Stop.self) {
            try OutputFile.create("report.html", in: folder.path) { file in
                try file.append(String(repeating: "x", count: 200_000))
                throw Stop()
            }
        }
        #expect(try folder.files.isEmpty)
    }

    @Test func `are all there or none of them, and an earlier report is none`() async throws {
        let folder = try RunFolder()
        let ledger = try await FixtureRun.small.ledger(in: folder)
        try ReportWriter(ledger: ledger, folder: folder.path).write()
        #expect(ReportWriter.isWhole(in: folder.path))
        // The last file but one that is written cannot be, since a folder is in its way.
        let obstacle = "\(folder.path)/.report.html.partial"
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: false)
        #expect(throws: ReportFailure.self) { try ReportWriter(ledger: ledger, folder: folder.path).write() }
        #expect(try folder.files == ["ledger.sqlite", ".report.html.partial"])
        #expect(!ReportWriter.isWhole(in: folder.path))
        try FileManager.default.removeItem(atPath: obstacle)
        try ReportWriter(ledger: ledger, folder: folder.path).write()
        #expect(try folder.files == Set(Self.names + ["ledger.sqlite"]))
    }

    @Test func `that find no room say that the ledger is whole`() {
        let failure = ReportFailure.file(path: "/r/.findings.csv.partial", action: "write", code: ENOSPC)
        #expect("\(failure)".contains("cannot write /r/.findings.csv.partial: No space left on device"))
        #expect("\(failure)".contains("The ledger is whole: make room on that disk"))
    }
}
