import Domain
import Foundation
import Testing

@testable import Ledger

/// From creation to the sealed file, and everything that must not work on the way.
struct LedgerLifeTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    @Test func `a closed ledger is one file of mode 0600 and can be read again`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.commit(.full(1))
        try await ledger.end(RunEnding(finishedAt: .asOf.adding(seconds: 60), clockSkewSeconds: -2))
        try await ledger.close()

        #expect(try folder.names == ["ledger.sqlite"])
        let mode = try FileManager.default.attributesOfItem(atPath: folder.ledger)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.ledger))

        let reader = try Ledger(readingAt: folder.ledger)
        #expect(try reader.ending == RunEnding(finishedAt: .asOf.adding(seconds: 60), clockSkewSeconds: -2))
        #expect(try all(reader.forEachAccount).map(\.account.name) == ["account-1", "account-2", "account-3"])
        #expect(try folder.names == ["ledger.sqlite"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.ledger)) == before)
    }

    @Test func `a ledger that is closed already takes neither a second closing nor a commit`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.close()
        await #expect(throws: LedgerFailure.self) { try await ledger.close() }
        await #expect(throws: LedgerFailure.self) { try await ledger.commit(.full(1)) }
        #expect(try folder.names == ["ledger.sqlite"])
    }

    @Test func `the log and its index are as private as the ledger`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.commit(.full(1))
        #expect(try folder.names.count == 3)
        for name in try folder.names {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
        try await ledger.close()
    }

    @Test func `a reader cannot write`() async throws {
        try await Ledger.begun(at: folder.ledger).close()
        let reader = try Ledger(readingAt: folder.ledger)
        await #expect { try await reader.commit(.full(1)) } throws: { isFailure($0, .readOnly(path: folder.ledger)) }
    }

    @Test func `a path with characters that mean something in a URI is read`() async throws {
        let path = folder.file("a?b#c%20 d.sqlite")
        try await Ledger.begun(at: path).close()
        #expect(try Ledger(readingAt: path).header.id == "2026-11-22T150000Z")
    }

    @Test func `what a kill leaves behind holds whole accounts and can be continued`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.commit(.full(1))
        try await ledger.commit(.full(2))
        // The files as they stand, without a close, are what SIGKILL leaves.
        let killed = try Folder()
        for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: killed.file(name))
        }
        try await ledger.close()

        #expect { try Ledger(readingAt: killed.ledger) } throws: { isFailure($0, .interrupted(path: killed.ledger)) }
        let resumed = try Ledger(resumingAt: killed.ledger)
        #expect(try resumed.unfinishedAccounts == [.number(3)])
        #expect(try all(resumed.forEachCall).count == 2)
        try await resumed.commit(.full(3))
        #expect(try resumed.unfinishedAccounts.isEmpty)
        try await resumed.close()
        #expect(try Ledger(readingAt: killed.ledger).coverageCounts() == [.swept: 3])
    }

    @Test func `an account that fails half-way leaves nothing`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        var record = try AccountRecord.full(1)
        // The assessments are written last, and this one names a check that the catalogue does not hold.
        record.evaluation.assessments.append(.failure("no-such-check", arn: "arn:aws:iam::1:user/a"))
        await #expect(throws: LedgerFailure.self) { try await ledger.commit(record) }

        #expect(try ledger.unfinishedAccounts.count == 3)
        #expect(try all(ledger.forEachCall).isEmpty)
        #expect(try all { body in try ledger.forEachIdentity { try body(($0, $1)) } }.isEmpty)
        #expect(try ledger.facts(of: .number(1)) == nil)
        try await ledger.commit(.full(1))
        #expect(try ledger.coverageCounts() == [.swept: 1, .notReached: 2])
    }

    @Test func `an account that was read when the run is cancelled is still kept`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled { await Task.yield() }
                try await ledger.commit(.full(1))
                try await ledger.close()
            }
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(try Ledger(readingAt: folder.ledger).coverageCounts() == [.swept: 1, .notReached: 2])
    }

    @Test func `a second connection sees only what is committed`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        var second: Ledger? = try Ledger(resumingAt: folder.ledger)
        #expect(try second?.coverageCounts() == [.notReached: 3])
        try await ledger.commit(.full(1))
        #expect(try second?.coverageCounts() == [.swept: 1, .notReached: 2])
        #expect(try second.map { try all($0.forEachAccount) }?.map(\.calls) == [1, 0, 0])

        // While someone looks on, the log cannot be removed, and a run must not call itself closed.
        await #expect { try await ledger.close() } throws: { isFailure($0, .inUse(path: folder.ledger)) }
        second = nil
        try await ledger.close()
        #expect(try folder.names == ["ledger.sqlite"])
    }

    @Test(
        arguments: [
            "UPDATE population SET name = 'x'",
            "DELETE FROM population",
            """
            INSERT INTO population SELECT '999999999999', partition, name, email, ou_path, state, source, is_management,
            excluded_by, role_arn, owner FROM population LIMIT 1
            """,
            "UPDATE run SET as_of = 0",
            "UPDATE run SET header = '{}'",
            "DELETE FROM run",
            "INSERT INTO run (id, as_of, started_at, header) VALUES ('b', 0, 0, '{}')",
        ] as [StaticString]
    )
    func `what begin froze cannot be changed`(_ sql: StaticString) async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        await #expect { try await ledger.execute(sql) } throws: { isFailure($0, .frozen(path: folder.ledger)) }
    }

    @Test func `a run begins once`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        await #expect {
            try await ledger.begin(RunHeader(id: "b", asOf: .asOf, startedAt: .asOf), population: [], checks: [])
        } throws: {
            isFailure($0, .frozen(path: folder.ledger))
        }
    }

    @Test func `an account is committed once, and only if it is in the population`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.commit(.full(1))
        await #expect { try await ledger.commit(.full(1)) } throws: { try isFailure($0, .alreadyCommitted(.number(1))) }
        await #expect { try await ledger.commit(.full(4)) } throws: { try isFailure($0, .notInPopulation(.number(4))) }
    }

    @Test func `a run that never began says so`() async throws {
        try await Ledger(creatingAt: folder.ledger).close()
        let reader = try Ledger(readingAt: folder.ledger)
        #expect { try reader.header } throws: { isFailure($0, .notBegun(path: folder.ledger)) }
    }

    @Test func `files that are not ours are refused and stay as they are`() throws {
        for content in ["", "a shopping list that is no database, but long enough to look like a page of one"] {
            let path = folder.file("other-\(content.count)")
            try Data(content.utf8).write(to: URL(fileURLWithPath: path))
            #expect { try Ledger(readingAt: path) } throws: { isFailure($0, .notALedger(path: path)) }
            #expect { try Ledger(resumingAt: path) } throws: { isFailure($0, .notALedger(path: path)) }
            #expect { try Ledger(creatingAt: path) } throws: { isFailure($0, .alreadyExists(path: path)) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(content.utf8))
        }
        let nowhere = folder.file("nowhere/ledger.sqlite")
        #expect { try Ledger(readingAt: nowhere) } throws: { isFailure($0, .missing(path: nowhere)) }
    }

    @Test func `a ledger of a newer schema is refused`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.execute("PRAGMA user_version = 99")
        try await ledger.close()
        #expect { try Ledger(readingAt: folder.ledger) } throws: {
            isFailure($0, .newerSchema(path: folder.ledger, version: 99))
        }
    }

    // Root may write everywhere, so the folder's mode proves nothing to it.
    @Test(.enabled(if: getuid() != 0)) func `a folder that cannot be written is named`() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path) }
        #expect { try Ledger(creatingAt: folder.ledger) } throws: { isFailure($0, .readOnly(path: folder.ledger)) }
    }

    @Test func `a full disk is named, and what was committed is kept`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.commit(.full(1))
        // SQLite answers with the same code whether the disk or its own limit is reached.
        try await ledger.execute("PRAGMA max_page_count = 1")
        var record = try AccountRecord.full(2)
        record.outcome.message = String(repeating: "x", count: 1_000_000)
        await #expect { try await ledger.commit(record) } throws: { isFailure($0, .diskFull(path: folder.ledger)) }
        #expect(try ledger.coverageCounts() == [.swept: 1, .notReached: 2])
    }
}

func isFailure(_ error: any Error, _ expected: LedgerFailure) -> Bool {
    (error as? LedgerFailure)?.description == expected.description
}
