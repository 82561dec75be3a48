import Domain
import Foundation
import Testing

@testable import Ledger

/// What a run that is taken up again finds, and what it leaves behind of the time before.
struct LedgerResumeTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private let resumption = Resumption(
        startedAt: .asOf.adding(seconds: 3_600),
        callerARN: "arn:aws:iam::111122223333:user/hub",
        callerRequestID: "r-9",
        host: "host",
        commandLine: ["orgsweep", "sweep", "--resume", "x"],
        accounts: 2
    )

    @Test func `an account that is forgotten can be swept again, and only its calls remain`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        for number in 1...2 { try await ledger.commit(.full(number)) }
        try await ledger.commit([
            AccountAssessment(accountID: .number(1), assessment: .failure("account-coverage", arn: "arn:1"))
        ])
        try await ledger.replaceFindings { $0.finding(id: "\($0)") }
        try await ledger.end(RunEnding(finishedAt: .asOf, clockSkewSeconds: 0))
        try await ledger.resume(resumption, forgetting: [.number(1)])
        #expect(try ledger.ending == nil)
        #expect(try ledger.resumptions == [resumption])

        #expect(try ledger.unfinishedAccounts == [.number(1), .number(3)])
        #expect(try ledger.facts(of: .number(1)) == nil)
        let left = try [AccountID.number(2)]
        #expect(try all { body in try ledger.forEachIdentity { id, _ in try body(id) } } == left)
        #expect(try all { body in try ledger.forEachCredential { id, _ in try body(id) } } == left)
        #expect(try all { body in try ledger.forEachEntitlement { id, _ in try body(id) } } == left)
        #expect(try all { body in try ledger.forEachTrust { id, _ in try body(id) } } == left)
        #expect(try all(ledger.forEachAssessmentCount).map(\.accountID) == left)
        #expect(try all(ledger.forEachFinding).map(\.finding.accountID) == left)
        #expect(try all(ledger.forEachCall).map(\.requestID) == ["r-1", "r-2"])

        try await ledger.commit(.full(1))
        try await ledger.replaceFindings { $0.finding(id: "\($0)") }
        #expect(try ledger.unfinishedAccounts == [.number(3)])
        #expect(try all(ledger.forEachFinding).map(\.finding.accountID) == [.number(1), .number(2)])
        #expect(try all(ledger.forEachCall).map(\.requestID) == ["r-1", "r-1", "r-2"])
        try await ledger.resume(resumption, forgetting: [.number(3)])
        #expect(try ledger.unfinishedAccounts == [.number(3)])
    }

    @Test func `a kill while the log is left loses nothing, and the ledger still says that it is open`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.commit(.full(1))
        try await ledger.close()
        #expect(!Ledger.isOpen(folder.ledger))
        try leaveJournalOfClosing()
        #expect(Ledger.isOpen(folder.ledger))
        #expect { try Ledger(readingAt: folder.ledger) } throws: {
            isFailure($0, .interrupted(path: folder.ledger))
        }

        #expect(try Ledger(lookingAt: folder.ledger).unfinishedAccounts == [.number(2), .number(3)])
        #expect(try folder.names == ["ledger.sqlite"])
        #expect(Ledger.isOpen(folder.ledger))
        let resumed = try Ledger(resumingAt: folder.ledger)
        try await resumed.commit(.full(2))
        try await resumed.close()
        #expect(try Ledger(readingAt: folder.ledger).unfinishedAccounts == [.number(3)])
    }

    /// Leaves beside a closed ledger what a kill does between the last two steps of closing it: the file says already
    /// that it has no log, and the rollback journal still holds its first page as it was.
    ///
    /// Source: https://www.sqlite.org/fileformat.html#the_rollback_journal
    private func leaveJournalOfClosing() throws {
        let file = try Data(contentsOf: URL(fileURLWithPath: folder.ledger))
        let pageSize = Int(file[16]) << 8 | Int(file[17])
        var page = [UInt8](file.prefix(pageSize))
        // Write and read version: 2 stands for the write-ahead log, 1 for a rollback journal.
        #expect(page[18...19] == [1, 1])
        (page[18], page[19]) = (2, 2)
        func big(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value).bigEndian, Array.init) }
        let sectorSize = 512
        let nonce = 7
        let samples = stride(from: pageSize - 200, to: 0, by: -200).map { Int(page[$0]) }
        var journal: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        journal += big(1) + big(nonce) + big(file.count / pageSize) + big(sectorSize) + big(pageSize)
        journal += [UInt8](repeating: 0, count: sectorSize - journal.count)
        journal += big(1) + page + big(nonce + samples.reduce(0, +))
        try Data(journal).write(to: URL(fileURLWithPath: folder.ledger + "-journal"))
    }

    @Test func `a ledger from before runs could be continued is read as it is`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.execute("DROP TABLE assumptions; DROP TABLE platform_roles")
        try await ledger.execute(
            "DROP TABLE resumptions; DROP TABLE throttling; DROP TABLE hops; PRAGMA user_version = 1"
        )
        try await ledger.close()
        let reader = try Ledger(readingAt: folder.ledger)
        #expect(try reader.resumptions.isEmpty)
        #expect(try reader.throttledAccounts.isEmpty)
        #expect(try reader.population.allSatisfy(\.hops.isEmpty))
        #expect(try all(reader.forEachAccount).count == 3)
    }

    @Test func `waiting for AWS adds up over the times that an account is swept`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        for (number, milliseconds) in [(1, 700), (2, 900), (3, 0)] as [(Int, Int64)] {
            var record = try AccountRecord.full(number)
            record.throttledMilliseconds = milliseconds
            try await ledger.commit(record)
        }
        try await ledger.resume(resumption, forgetting: [.number(1)])
        var again = try AccountRecord.full(1)
        again.throttledMilliseconds = 300
        try await ledger.commit(again)
        let throttled = try ledger.throttledAccounts
        #expect(try throttled.map(\.account) == [.number(1), .number(2)])
        #expect(throttled.map(\.milliseconds) == [1_000, 900])
        try await ledger.close()
    }

    @Test func `only accounts with a gap are worth another try`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        for (number, coverage) in [(1, .swept), (2, .partial), (3, .notReached)] as [(Int, Coverage)] {
            var record = try AccountRecord.full(number)
            record.outcome.coverage = coverage
            try await ledger.commit(record)
        }
        #expect(try ledger.incompleteAccounts == [.number(2), .number(3)])
        #expect(try ledger.unfinishedAccounts.isEmpty)
        try await ledger.close()
    }

    @Test func `the population comes back as it was frozen, but for the external ids`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        var told = try (1...3).map { try Account.number($0) }
        for index in told.indices { told[index].externalID = nil }
        #expect(try ledger.population == told)
        try await ledger.close()
    }

    @Test func `a look changes nothing, whether the ledger is open or closed`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger)
        try await ledger.commit(.full(1))
        #expect(try Ledger(lookingAt: folder.ledger).unfinishedAccounts.count == 2)
        try await ledger.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.ledger))
        #expect(try Ledger(lookingAt: folder.ledger).unfinishedAccounts.count == 2)
        #expect(try folder.names == ["ledger.sqlite"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.ledger)) == before)
    }
}
