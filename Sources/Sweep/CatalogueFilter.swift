package import Domain
import Evaluate

/// Which checks `orgsweep checks` lists; a kind without values lets every check through.
package struct CatalogueFilter: Sendable {
    private let families: Set<String>
    private let severities: Set<Severity>
    private let frameworks: Set<String>

    package init(families: Set<String> = [], severities: Set<Severity> = [], frameworks: Set<String> = []) {
        self.families = families
        self.severities = severities
        self.frameworks = frameworks
    }

    /// Named as the folders of the checks, in small letters.
    package static let families = Check.Family.allCases.map { "\($0)".lowercased() }

    /// `cis` is any version of the benchmark.
    package static let frameworks = ["soc2", "iso27001", "nist80053", "cis", "cis5", "cis6", "cis7", "fsbp"]

    package func fits(_ check: CheckDescription) -> Bool {
        let family = Check.Family(rawValue: check.family).map { "\($0)".lowercased() }
        return (families.isEmpty || family.map(families.contains) == true)
            && (severities.isEmpty || severities.contains(check.severity))
            && (frameworks.isEmpty || !frameworks.isDisjoint(with: Self.frameworks(of: check.mappings)))
    }

    private static func frameworks(of mappings: CheckDescription.Mappings) -> Set<String> {
        let lists = [
            "soc2": mappings.soc2, "iso27001": mappings.iso27001, "nist80053": mappings.nist80053, "cis": mappings.cis,
            "fsbp": mappings.fsbp,
        ]
        // A reference reads `7.0 2.12`.
        let versions = mappings.cis.map { "cis\($0.prefix { $0 != "." })" }
        return Set(lists.filter { !$0.value.isEmpty }.keys).union(versions)
    }
}
