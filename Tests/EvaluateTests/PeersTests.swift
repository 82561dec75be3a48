import Foundation
import Testing

@testable import Evaluate

/// Peers holds the ids of the other scanners' rules as their packages on PyPI have them, one a line.
struct PeersTests {
    private static func rules(of name: String) throws -> Set<String> {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers/\(name).txt")
        return Set(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init))
    }

    private static let prowler = Catalogue.checks.flatMap(\.peers.prowler)
    private static let scoutSuite = Catalogue.checks.flatMap(\.peers.scoutSuite)

    @Test func `every rule of Prowler and ScoutSuite is covered, or explained`() throws {
        let prowler = try Self.rules(of: "prowler-\(Peers.prowlerVersion)")
        let scoutSuite = try Self.rules(of: "scoutsuite-\(Peers.scoutSuiteVersion)")
        #expect(prowler.count == 53 && scoutSuite.count == 41)
        let answered = Set(Self.prowler + Self.scoutSuite).union(Peers.remarks.keys)
        #expect(prowler.union(scoutSuite).subtracting(answered).sorted() == [])
    }

    @Test func `no check and no remark names a rule that there is not`() throws {
        let prowler = try Self.rules(of: "prowler-\(Peers.prowlerVersion)")
        let scoutSuite = try Self.rules(of: "scoutsuite-\(Peers.scoutSuiteVersion)")
        #expect(Set(Self.prowler).subtracting(prowler).sorted() == [])
        #expect(Set(Self.scoutSuite).subtracting(scoutSuite).sorted() == [])
        #expect(Set(Peers.remarks.keys).subtracting(prowler.union(scoutSuite)).sorted() == [])
    }

    @Test func `checks that a remark names are there`() {
        for (rule, remark) in Peers.remarks {
            #expect(remark.hasSuffix("."), "\(rule)")
            for quoted in remark.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            where quoted.offset % 2 == 1 {
                let isOther =
                    quoted.element.contains(".") || quoted.element.hasSuffix("*")
                    || quoted.element == "aws-marketplace"
                #expect(isOther || Catalogue.check(String(quoted.element)) != nil, "\(rule): \(quoted.element)")
            }
        }
    }
}
