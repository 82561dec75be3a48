import Domain
import Foundation
import Testing

@testable import Sweep

struct CataloguePagesTests {
    private static let docc = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Sweep/Sweep.docc")

    /// With ORGSWEEP_UPDATE_GOLDEN=1 the files are written instead of compared; look at their diff then.
    @Test func `Sweep.docc holds a page for each family of checks, as the checks say it`() throws {
        let folder = Self.docc.appending(path: "Checks")
        if ProcessInfo.processInfo.environment["ORGSWEEP_UPDATE_GOLDEN"] != nil {
            try? FileManager.default.removeItem(at: folder)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in CataloguePages.files { try Data(text.utf8).write(to: Self.docc.appending(path: name)) }
            return
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).map { "Checks/\($0)" }
        #expect(names.sorted() == CataloguePages.files.keys.sorted())
        for (name, text) in CataloguePages.files {
            let kept = try String(contentsOf: Self.docc.appending(path: name), encoding: .utf8)
            let difference = zip(text.split(separator: "\n"), kept.split(separator: "\n")).first { $0 != $1 }
            #expect(
                text == kept,
                "\(name) is not what the checks say, first at \"\(difference?.0 ?? "its end")\": \(Self.remedy)"
            )
        }
    }

    private static let remedy = "ORGSWEEP_UPDATE_GOLDEN=1 swift test --filter CataloguePagesTests writes it again"

    @Test func `the front page links them all`() throws {
        let front = try String(contentsOf: Self.docc.appending(path: "Sweep.md"), encoding: .utf8)
        for link in CataloguePages.links { #expect(front.contains("\n\(link)\n"), "\(link)") }
        #expect(CataloguePages.links.count == CataloguePages.files.count)
    }

    @Test func `every check stands on one page with its title, parameters and remediation`() {
        let text = CataloguePages.files.filter { $0.key.contains("Checks-") }.values.joined()
        for check in CatalogueListing.checks {
            #expect(text.components(separatedBy: "\n`\(check.id)`, \(check.severity.rawValue)\n").count == 2)
            #expect(text.contains("\n## \(check.title)\n") && text.contains("Remediation: \(check.remediation)\n"))
            for parameter in check.parameters { #expect(text.contains("- Parameter `\(parameter.name)`, default")) }
        }
    }

    @Test func `the comparison names the check, or says why there is none`() throws {
        let page = try #require(CataloguePages.files["Checks/Compared-with-Prowler-and-ScoutSuite.md"])
        #expect(page.contains("\n| `iam_root_mfa_enabled` | `root-mfa` |  |\n"))
        #expect(page.contains("\n| `iam-group-with-inline-policies` | not covered | That a policy is inline"))
        #expect(page.contains("\n| `iam_user_hardware_mfa_enabled` | `user-admin-virtual-mfa` | Only administrators"))
    }
}
