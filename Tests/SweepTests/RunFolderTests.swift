import Domain
import Foundation
import Testing

@testable import Sweep

struct RunFolderTests {
    @Test(arguments: [
        ("2026-11-22T150000Z", "2026-11-22T150001Z"), ("2026-11-22T150000Z", "2026-11-22T150000Z-2"),
        ("2026-11-22T150000Z-9", "2026-11-22T150000Z-10"), ("2026-11-22T150000Z-10", "2026-11-22T150001Z"),
    ])
    func `a run began before another`(run: String, other: String) {
        #expect(RunFolder.began(run, before: other))
        #expect(!RunFolder.began(other, before: run))
        #expect(!RunFolder.began(run, before: run))
    }

    @Test func `the name of a run tells when it began`() {
        let start = Instant(year: 2026, month: 11, day: 22, hour: 15, minute: 4, second: 5)
        #expect(RunFolder.start(of: "2026-11-22T150405Z") == start)
        #expect(RunFolder.start(of: "2026-11-22T150405Z-2") == start)
        #expect(RunFolder.start(of: "last month") == nil)
    }

    @Test func `latest does not go back to a run that was continued after a newer one`() async throws {
        let reports = FileManager.default.temporaryDirectory.appending(path: "run-folder-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: reports) }
        let runs = ["2026-10-01T080000Z", "2026-11-01T080000Z"].map { RunFolder(reports: reports, id: $0) }
        for run in runs {
            try FileManager.default.createDirectory(atPath: run.path, withIntermediateDirectories: true)
        }
        let (old, new) = (runs[0], runs[1])
        try new.becomeLatest()
        // Nobody finished it, whatever it is called.
        try old.becomeLatest()
        #expect(old.earlierRun == old.id)
        try Data("{}".utf8).write(to: URL(filePath: "\(new.path)/run.json"))
        try new.becomeLatest()
        try old.becomeLatest()
        #expect(old.earlierRun == new.id)

        try old.resignAsLatest(to: nil)
        #expect(old.earlierRun == new.id)
        try new.resignAsLatest(to: old.id)
        #expect(old.earlierRun == nil)
        try Data("{}".utf8).write(to: URL(filePath: "\(old.path)/run.json"))
        try new.becomeLatest()
        try new.resignAsLatest(to: old.id)
        #expect(old.earlierRun == old.id)
    }

    @Test func `one process at a time works on a run`() throws {
        let reports = FileManager.default.temporaryDirectory.appending(path: "run-folder-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: reports) }
        let run = RunFolder(reports: reports, id: "2026-10-01T080000Z")
        try FileManager.default.createDirectory(atPath: run.path, withIntermediateDirectories: true)
        let lock = try run.lock()
        #expect(throws: SweepFailure.self) { try run.lock() }
        withExtendedLifetime(lock) {}
    }

    @Test func `a run that cannot be opened is not locked`() throws {
        let failure = try #require(throws: SweepFailure.self) {
            try RunFolder(reports: "/nonexistent", id: "2026-10-01T080000Z").lock()
        }
        #expect(failure.description.contains("cannot be opened: No such file or directory"), "\(failure)")
    }

    @Test func `a lock that is let go leaves nothing behind`() throws {
        let reports = FileManager.default.temporaryDirectory.appending(path: "run-folder-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: reports) }
        let run = RunFolder(reports: reports, id: "2026-10-01T080000Z")
        try FileManager.default.createDirectory(atPath: run.path, withIntermediateDirectories: true)
        for _ in 0..<2 { _ = try run.lock() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: run.path).isEmpty)
    }
}
