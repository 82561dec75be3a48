package import Domain
import Evaluate

/// The catalogue as `orgsweep checks` prints it, made from the checks themselves so that it cannot drift.
package enum CatalogueListing {
    /// The checks in the order of the catalogue, with their default thresholds.
    package static var checks: [CheckDescription] { Evaluator.catalogue }

    /// A JSON array with everything but the examples.
    package static func json(_ checks: [CheckDescription]) -> String {
        var json = JSONWriter()
        json.array(checks) { json, check in
            json.object { json in
                json.member("id", check.id)
                json.member("title", check.title)
                json.member("family", check.family)
                json.member("severity", check.severity.rawValue)
                json.member("organizational", check.isOrganizational)
                json.member("rationale", check.rationale)
                json.member("remediation", check.remediation)
                json.key("references")
                json.array(check.references) { $0.value($1) }
                for (name, controls) in check.mappings.byFramework {
                    json.key(name)
                    json.array(controls) { $0.value($1) }
                }
                for (name, rules) in Catalogue.check(check.id)?.peers.byName ?? [] {
                    json.key(name)
                    json.array(rules) { $0.value($1) }
                }
                json.key("needs")
                json.array(check.needs) { $0.value($1.rawValue) }
                json.key("parameters")
                json.object { json in
                    for parameter in check.parameters { json.member(parameter.name, parameter.text) }
                }
            }
        }
        return json.text
    }

    /// One check in full, with the accounts that prove it.
    package static func markdown(_ check: CheckDescription) -> String {
        let head = ["# \(check.id)", "", "**\(check.title)** (\(check.severity.rawValue), \(check.family))", ""]
        return (head + body(of: check, exampleHeading: "Examples, which are its tests:")).joined(separator: "\n") + "\n"
    }

    /// What stands below the heading of a check, here and on the pages of Sweep.docc.
    static func body(of check: CheckDescription, exampleHeading: String) -> [String] {
        var lines = [check.rationale, "", "Remediation: \(check.remediation)", ""]
        for parameter in check.parameters {
            lines.append("- Parameter `\(parameter.name)`, default \(parameter.text): \(parameter.summary). In")
            lines.append("  organization.yaml: `thresholds: { \(check.id): { \(parameter.name): \(parameter.text) } }`")
        }
        if !check.needs.isEmpty {
            lines.append("- Fact sections that it needs: \(check.needs.map(\.rawValue).joined(separator: ", "))")
        }
        for (name, controls) in check.mappings.byFramework where !controls.isEmpty {
            lines.append("- \(name): \(controls.joined(separator: ", "))")
        }
        for (name, rules) in Catalogue.check(check.id)?.peers.byName ?? [] where !rules.isEmpty {
            lines.append("- \(name): \(rules.map { "`\($0)`" }.joined(separator: ", "))")
        }
        lines += check.references.map { "- <\($0)>" }
        let examples = Catalogue.check(check.id)?.examples ?? []
        if !examples.isEmpty { lines += ["", exampleHeading, ""] }
        return lines + examples.map { "- \($0.title): \($0.expectation.text)" }
    }
}

extension CheckDescription.Mappings {
    fileprivate var byFramework: [(name: String, controls: [String])] {
        [("soc2", soc2), ("iso27001", iso27001), ("nist80053", nist80053), ("cis", cis), ("fsbp", fsbp)]
    }
}

extension Peers {
    fileprivate var byName: [(name: String, rules: [String])] { [("prowler", prowler), ("scoutsuite", scoutSuite)] }
}

extension Example.Expectation {
    fileprivate var text: String {
        switch self {
        case .passes: "passes"
        case .fails(let names, let severity):
            "fails on \(names.joined(separator: ", "))" + (severity.map { " as \($0.rawValue)" } ?? "")
        case .notAssessed(let names): "not assessed for \(names.joined(separator: ", "))"
        }
    }
}
