import Domain
import FoundationEssentials
import Glibc
import Report

/// Why the reports folder cannot take a run.
package struct RunFolderFailure: Error, CustomStringConvertible {
    package let path: String
    package let detail: String

    package var description: String {
        "\(path): no run can be written here: \(detail). Name a writable folder with --reports"
    }
}

/// The folder of one run, private to its owner, and the link to the newest full one.
struct RunFolder: Sendable {
    let reports: String
    let id: String

    var path: String { "\(reports)/\(id)" }
    var ledgerPath: String { "\(path)/ledger.sqlite" }

    /// The folder of a run that exists: the id of a run below the reports folder, or any path.
    static func existing(_ run: String, in reports: String) throws(SweepFailure) -> RunFolder {
        let path = run.contains("/") ? run : "\(reports)/\(run)"
        // Links are followed, so that `latest` names the run itself.
        guard access("\(path)/ledger.sqlite", F_OK) == 0, let resolved = realpath(path, nil) else {
            throw SweepFailure(.usage, "\(path): no such run. Name the folder of a run, or its id below --reports")
        }
        defer { free(resolved) }
        let parts = String(cString: resolved).split(separator: "/")
        return RunFolder(
            reports: "/" + parts.dropLast().joined(separator: "/"),
            id: parts.last.map(String.init) ?? ""
        )
    }

    /// Keeps every other process from working on this run until the lock is let go, which a kill does as well.
    func lock() throws(SweepFailure) -> RunLock { try RunLock(of: self) }

    /// Finds out before any call whether the run can be continued: a read-only file system lets even root write nothing.
    func proveWritable() throws(SweepFailure) {
        for path in [path, ledgerPath] where access(path, W_OK) != 0 {
            let reason = String(cString: strerror(errno))
            throw SweepFailure(.failed, "\(path) cannot be written: \(reason). Make it writable, then continue the run")
        }
    }

    /// Finds out before any call whether a run can be written here, by making and removing a folder.
    static func prove(_ reports: String) throws(RunFolderFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: reports,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            let isFile = FileManager.default.fileExists(atPath: reports)
            throw RunFolderFailure(path: reports, detail: isFile ? "it is a file" : "the folder cannot be made")
        }
        let probe = "\(reports)/.probe-\(getpid())"
        do {
            try FileManager.default.createDirectory(atPath: probe, withIntermediateDirectories: false)
            try FileManager.default.removeItem(atPath: probe)
        } catch {
            throw RunFolderFailure(path: reports, detail: "it cannot be written to, or the disk is full")
        }
    }

    /// Makes the folder of a run that started now, numbered from `-2` on where the name is taken.
    static func create(in reports: String, startedAt: Instant) throws(RunFolderFailure) -> RunFolder {
        let stamp = startedAt.iso8601.filter { $0 != ":" }
        for attempt in 1...100 {
            let folder = RunFolder(reports: reports, id: attempt == 1 ? stamp : "\(stamp)-\(attempt)")
            guard !FileManager.default.fileExists(atPath: folder.path) else { continue }
            do {
                try FileManager.default.createDirectory(
                    atPath: folder.path,
                    withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700]
                )
                return folder
            } catch {
                // Another run may have taken the name since we looked.
                guard !FileManager.default.fileExists(atPath: folder.path) else { continue }
                throw RunFolderFailure(path: reports, detail: "it cannot be written to, or the disk is full")
            }
        }
        throw RunFolderFailure(path: reports, detail: "a hundred runs of this second exist already")
    }

    /// Takes away the folder of a run whose population could not be frozen: there is nothing in it to keep.
    func discard() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The newest earlier run that `latest` points at, if any.
    var earlierRun: String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(reports)/latest")
    }

    /// Points `reports/latest` here, unless it points at a run that began later.
    func becomeLatest() throws(RunFolderFailure) {
        if let latest = earlierRun, isFinished(latest), Self.began(id, before: latest) { return }
        try pointLatest(at: id)
    }

    /// Takes back `reports/latest` if it points here: to the run before, or away where that is gone.
    func resignAsLatest(to earlier: String?) throws(RunFolderFailure) {
        guard earlierRun == id else { return }
        if let earlier, isFinished(earlier) {
            try pointLatest(at: earlier)
        } else {
            try? FileManager.default.removeItem(atPath: "\(reports)/latest")
        }
    }

    private func isFinished(_ run: String) -> Bool { ReportWriter.isWhole(in: "\(reports)/\(run)") }

    /// When a run began, by its name; nil for a name that no run has.
    static func start(of run: String) -> Instant? {
        let stamp = run.prefix("2026-11-22T150000Z".count)
        let (day, time) = (stamp.prefix(11), stamp.dropFirst(11))
        return Instant(iso8601: "\(day)\(time.prefix(2)):\(time.dropFirst(2).prefix(2)):\(time.dropFirst(4))")
    }

    /// By the instant in the name, then by the number of the collision.
    static func began(_ run: String, before other: String) -> Bool {
        let stamp = "2026-11-22T150000Z".count
        return (String(run.prefix(stamp)), run.count, run) < (String(other.prefix(stamp)), other.count, other)
    }

    /// By a rename, so that a reader never sees the link missing.
    private func pointLatest(at id: String) throws(RunFolderFailure) {
        let temporary = "\(reports)/.latest-\(self.id)"
        do {
            // What a kill between the two steps left behind.
            try? FileManager.default.removeItem(atPath: temporary)
            try FileManager.default.createSymbolicLink(atPath: temporary, withDestinationPath: id)
        } catch {
            throw RunFolderFailure(path: "\(reports)/latest", detail: "the link cannot be made")
        }
        guard rename(temporary, "\(reports)/latest") == 0 else {
            try? FileManager.default.removeItem(atPath: temporary)
            throw RunFolderFailure(path: "\(reports)/latest", detail: "something that is not a link is in the way")
        }
    }
}

/// The right to work on a run; a second process does not get it while this value lives.
///
/// The lock is on the folder itself, so that it leaves no file behind. Where a file system cannot lock a folder, only
/// the locks of SQLite are left: they keep the ledger whole, but the second process fails later.
final class RunLock: Sendable {
    private let descriptor: Int32

    fileprivate init(of run: RunFolder) throws(SweepFailure) {
        let descriptor = open(run.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw SweepFailure(.failed, "\(run.path) cannot be opened: \(reason). Mend that, then continue the run")
        }
        // From here on `deinit` closes it, even if the initializer throws.
        self.descriptor = descriptor
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            throw SweepFailure(.failed, "\(run.path): another orgsweep is working on this run. Let it end")
        }
    }

    deinit { close(descriptor) }
}
