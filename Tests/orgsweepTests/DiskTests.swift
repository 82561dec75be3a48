import Foundation
import Testing

/// Disks that are full or read-only, each mounted in a namespace of its own that ends with its shell.
@Suite(.serialized, .enabled("needs the right to mount", { try MountNamespace.isAllowed() }))
struct DiskTests {
    @Test func `a disk that fills up during the sweep ends it with an error, and room lets it go on`() throws {
        let killing = try Killing(["--count", "40"])
        defer { killing.end() }
        _ = try killing.run(["--as-of", killing.asOf], in: "calm")
        let undisturbed = "calm/" + (try killing.onlyRun(in: "calm"))
        // An account of the rehearsal takes some 100 KB of the ledger, and the log of the ledger as much again.
        let ending = try MountNamespace.run(
            """
            mkdir full && mount -t tmpfs -o size=2m tmpfs full
            $ORGSWEEP sweep --reports full --as-of \(killing.asOf) --concurrency 2; echo "code $?"
            ls -A full full/2*; echo listed
            mount -o remount,size=200m full
            $ORGSWEEP sweep --reports full --resume "$(ls full)"; echo "resumed $?"
            cp -a full kept
            """,
            killing
        )
        #expect(ending.output.contains("code 1\n"), "\(ending.output)\(ending.error)")
        #expect(ending.error.contains("no space left for full/"), "\(ending.error)")
        #expect(ending.error.contains("sweep --resume"), "\(ending.error)")
        let listing = try #require(ending.output.split(separator: "code 1\n").last?.split(separator: "listed").first)
        #expect(listing.contains("ledger.sqlite"))
        for name in Killing.report + ["latest", ".partial"] { #expect(!listing.contains(name), "\(listing)") }
        #expect(ending.output.contains("resumed 3\n"), "\(ending.output)\(ending.error)")
        try killing.expectEqual("kept/" + killing.onlyRun(in: "kept"), undisturbed)
    }

    @Test func `a report that finds no room is not there at all, and latest stays where it was`() throws {
        let killing = try Killing(["--count", "12"])
        defer { killing.end() }
        let ending = try MountNamespace.run(
            """
            mkdir full && mount -t tmpfs -o size=100m tmpfs full
            $ORGSWEEP sweep --reports full --as-of \(killing.asOf) >/dev/null; first=$(readlink full/latest)
            $ORGSWEEP sweep --reports full --as-of \(killing.asOf) >/dev/null; run=$(readlink full/latest)
            cp -a full/$run undisturbed
            # As if the second had been killed before its report.
            rm full/$run/*.csv full/$run/report.html full/$run/run.json; ln -sfn $first full/latest
            dd if=/dev/zero of=full/filler bs=4k 2>/dev/null; truncate -s -32k full/filler
            $ORGSWEEP sweep --reports full --resume $run; echo "code $?"
            ls -A full/$run; test "$(readlink full/latest)" = $first && echo unchanged
            rm full/filler
            $ORGSWEEP sweep --reports full --resume $run; echo "resumed $?"
            mkdir kept && cp -a full/$run full/latest kept
            """,
            killing
        )
        #expect(ending.output.contains("code 1\nledger.sqlite\nunchanged\n"), "\(ending.output)\(ending.error)")
        #expect(ending.error.contains("No space left on device"), "\(ending.error)")
        #expect(ending.error.contains("make room on that disk"), "\(ending.error)")
        #expect(ending.output.contains("resumed 3\n"), "\(ending.output)\(ending.error)")
        let run = try killing.onlyRun(in: "kept")
        try killing.expectEqual("kept/\(run)", "undisturbed")
        #expect(killing.latest(in: "kept") == run)
    }

    @Test func `a run on a read-only file system is named and left as it is`() throws {
        let killing = try Killing(["--count", "40"])
        defer { killing.end() }
        let run = try killing.killed(in: "reports")
        let ending = try MountNamespace.run(
            """
            mount --bind reports reports && mount -o remount,ro,bind reports
            $ORGSWEEP sweep --resume \(run); echo "code $?"
            $ORGSWEEP sweep; echo "code $?"
            """,
            killing
        )
        #expect(ending.output == "code 1\ncode 1\n", "\(ending.output)\(ending.error)")
        #expect(ending.error.contains("\(run) cannot be written: Read-only file system"), "\(ending.error)")
        #expect(ending.error.contains("reports: no run can be written here"), "\(ending.error)")
        #expect(try killing.run(["--resume", run], in: "reports").code == 3)
    }

    @Test func `a ledger that alone is read-only is named as well`() throws {
        let killing = try Killing(["--count", "40"])
        defer { killing.end() }
        let run = try killing.killed(in: "reports")
        let ending = try MountNamespace.run(
            """
            cd reports/\(run) && mount --bind ledger.sqlite ledger.sqlite && mount -o remount,ro,bind ledger.sqlite
            cd ../.. && $ORGSWEEP sweep --resume \(run); echo "code $?"
            """,
            killing
        )
        #expect(ending.output == "code 1\n", "\(ending.output)\(ending.error)")
        #expect(ending.error.contains("ledger.sqlite cannot be written: Read-only file system"), "\(ending.error)")
        #expect(try killing.run(["--resume", run], in: "reports").code == 3)
    }

    @Test func `a closed ledger on a read-only file system is named before its report is taken away`() throws {
        let killing = try Killing(["--count", "25"])
        defer { killing.end() }
        #expect(try killing.run([], in: "reports").code == 3)
        let run = try killing.onlyRun(in: "reports")
        let ending = try MountNamespace.run(
            """
            mount --bind reports reports && mount -o remount,ro,bind reports
            $ORGSWEEP sweep --resume \(run) --retry-failed; echo "code $?"
            """,
            killing
        )
        #expect(ending.output == "code 1\n", "\(ending.output)\(ending.error)")
        #expect(ending.error.contains("\(run) cannot be written: Read-only file system"), "\(ending.error)")
        #expect(try killing.reportFiles(of: "reports/\(run)") == Killing.report.sorted())
        #expect(killing.latest(in: "reports") == run)
    }
}

/// Runs shell with mounts that nobody else sees and that are gone when it ends.
enum MountNamespace {
    static func isAllowed() throws -> Bool {
        let program = try Program()
        defer { program.remove() }
        return try program.shell("unshare -m sh -c 'mkdir x && mount -t tmpfs tmpfs x'").code == 0
    }

    static func run(_ script: String, _ killing: Killing) throws -> Program.Ending {
        try killing.program.write(script, to: "script.sh")
        return try killing.program.shell("exec unshare -m sh script.sh", environment: killing.environment)
    }
}
