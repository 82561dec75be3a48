import Domain
import Foundation
import Ledger
import LoopbackAWS
import Testing

@testable import Sweep

/// The roster on its way through a whole sweep.
struct RosterTests {
    private func lines(_ file: String, of run: Run) throws -> [[String]] {
        String(decoding: try run.bytes(of: file), as: UTF8.self).split(separator: "\r\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func `every person stands in roster_matches, with identities or without`() async throws {
        try await Rehearsal.run(accounts: 25) { rehearsal in
            let run = try await rehearsal.sweep()
            let rows = try lines("roster_matches.csv", of: run)
            let people = (0..<rehearsal.organization.peopleCount).map { rehearsal.organization.person(at: $0) }
            #expect(Set(rows.map { $0[0] }) == Set(people.map(\.employeeID)))
            let known = Set(["active", "grace", "left", "rehired", "ambiguous", "unmatched"])
            #expect(rows.allSatisfy { known.contains($0[4]) && ($0[1].isEmpty == ($0[4] == "unmatched")) })
            let gone = Set(people.filter(\.hasLeft).map(\.employeeID))
            #expect(rows.filter { $0[4] == "left" }.allSatisfy { gone.contains($0[0]) })
            #expect(Set(rows.map { $0[3] }).isSuperset(of: ["tag", "login"]))

            let ledger = try run.ledger
            let source = try #require(try ledger.header.roster)
            #expect(source.system == "Rehearsal" && source.people == people.count && source.rows > source.people)
            #expect(try ledger.header.inputFiles.map(\.name).contains("roster.csv"))
            let page = String(decoding: try run.bytes(of: "report.html"), as: UTF8.self)
            #expect(page.contains("an active IAM credential."))
            // The list itself stays where it is: a run keeps its digest and whoever was matched.
            #expect(try !run.files.contains("roster.csv"))
        }
    }

    @Test func `a roster that is too old assesses nobody, and says so`() async throws {
        try await Rehearsal.run(accounts: 5) { rehearsal in
            try rehearsal.replaceInConfiguration(Rehearsal.asOf.iso8601, by: "2026-11-15T14:59:59Z")
            let run = try await rehearsal.sweep()
            #expect(try run.failures(of: "leaver-user").isEmpty)
            #expect(try lines("roster_matches.csv", of: run).isEmpty)
            var unanswered: Set<String> = []
            try run.ledger.forEachFinding { row in
                guard row.finding.status == .notAssessed,
                    row.finding.assessment.sentence.contains("longer ago than max_age")
                else { return }
                unanswered.insert(row.finding.assessment.checkID)
            }
            #expect(unanswered.isSuperset(of: ["leaver-user", "owner-left", "person-in-many-accounts"]))
            let page = String(decoding: try run.bytes(of: "report.html"), as: UTF8.self)
            #expect(page.contains("Nobody was compared with the people who joined or left, because the roster was"))
        }
    }

    @Test func `without a roster the checks of people do not apply`() async throws {
        try await Rehearsal.run(accounts: 5) { rehearsal in
            try rehearsal.replaceInConfiguration(rehearsal.organization.rosterSettings, by: "")
            try FileManager.default.removeItem(at: rehearsal.folder.appending(path: "accounts/roster.csv"))
            let run = try await rehearsal.sweep()
            for row in try lines("assessments.csv", of: run) where ["leaver-user", "leaver-named"].contains(row[1]) {
                #expect(Array(row[2...]) == ["0", "0", "0", "0", "1"])
            }
            let page = String(decoding: try run.bytes(of: "report.html"), as: UTF8.self)
            #expect(page.contains("No roster given: nobody was compared with the people who joined or left."))
        }
    }
}

extension Rehearsal {
    fileprivate func replaceInConfiguration(_ text: String, by other: String) throws {
        let file = folder.appending(path: "accounts/organization.yaml")
        let yaml = try String(contentsOf: file, encoding: .utf8)
        #expect(yaml.contains(text))
        try Data(yaml.replacing(text, with: other).utf8).write(to: file)
    }
}
