import Domain
import FoundationEssentials
import Glibc

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

    /// Points `reports/latest` here by a rename, so that a reader never sees it missing.
    func becomeLatest() throws(RunFolderFailure) {
        let temporary = "\(reports)/.latest-\(id)"
        do {
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
