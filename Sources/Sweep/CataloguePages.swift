import Domain
import Evaluate

/// The pages about the checks in Sweep.docc, made from the checks themselves.
package enum CataloguePages {
    /// The text of each page by its path in Sweep.docc.
    package static var files: [String: String] {
        var files = ["Checks/\(peersName).md": peers]
        for family in Check.Family.allCases { files["Checks/\(name(of: family)).md"] = page(of: family) }
        return files
    }

    /// The pages as Sweep.md lists them.
    package static var links: [String] {
        (Check.Family.allCases.map(name) + [peersName]).map { "- <doc:\($0)>" }
    }

    private static let peersName = "Compared-with-Prowler-and-ScoutSuite"

    private static let origin = """
        > This page is made from the checks in `Sources/Evaluate/Checks`; do not edit it. CONTRIBUTING.md says how it \
        is written again.

        """

    private static func name(of family: Check.Family) -> String {
        let name = "\(family)"
        return "Checks-\(name.prefix(1).uppercased())\(name.dropFirst())"
    }

    private static func page(of family: Check.Family) -> String {
        let checks = Catalogue.checks.filter { $0.family == family }
        var lines = [
            "# \(family.rawValue)", "", "The checks of this family, each with the accounts that prove it.", "",
        ]
        lines += [origin, "## Overview", ""]
        lines += ["| check | severity | the good state |", "|---|---|---|"]
        lines += checks.map { "| `\($0.id)` | \($0.severity.rawValue) | \(cell($0.title)) |" }
        for check in checks {
            let description = check.description(with: EvaluationSettings())
            lines += ["", "## \(check.title)", "", "`\(check.id)`, \(check.severity.rawValue)", ""]
            lines += CatalogueListing.body(of: description, exampleHeading: "Rule, by the examples that are its tests:")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static var peers: String {
        let prowler = rows(\.prowler, among: Peers.remarks.keys.filter { $0.contains("_") })
        let scoutSuite = rows(\.scoutSuite, among: Peers.remarks.keys.filter { $0.contains("-") })
        return """
            # Compared with Prowler and ScoutSuite

            Which of our checks answers each rule about IAM of Prowler \(Peers.prowlerVersion) and ScoutSuite \
            \(Peers.scoutSuiteVersion), and why some have none.

            \(origin)
            ## Overview

            A rule without a check beside it is not covered, and the remark says why. A rule with both is covered, and \
            the remark says where we judge otherwise. Of Prowler these are the checks of its service `iam`, and the \
            two of `bedrock` that judge credentials of IAM users.

            ## Prowler \(Peers.prowlerVersion)

            \(prowler)

            ## ScoutSuite \(Peers.scoutSuiteVersion)

            \(scoutSuite)

            """
    }

    private static func rows(_ ids: KeyPath<Peers, [String]>, among remarked: [String]) -> String {
        var covering: [String: [String]] = [:]
        for check in Catalogue.checks {
            for id in check.peers[keyPath: ids] { covering[id, default: []].append("`\(check.id)`") }
        }
        let rows = Set(covering.keys).union(remarked).sorted().map { id in
            let checks = covering[id]?.joined(separator: ", ") ?? "not covered"
            return "| `\(id)` | \(checks) | \(cell(Peers.remarks[id] ?? "")) |"
        }
        return (["| rule | check | remark |", "|---|---|---|"] + rows).joined(separator: "\n")
    }

    /// A bar would end the cell.
    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
