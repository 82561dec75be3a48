import ArgumentParser
import Domain
import Sweep

struct ChecksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checks",
        abstract: "Lists the catalogue of checks, or prints one in full with its examples.",
        discussion: """
            EXAMPLE
              orgsweep checks
              orgsweep checks key-age
              orgsweep checks --family keys --severity medium --framework cis7

            A filter may be given several times: a check is listed if it fits one value of each kind. The severity is \
            the check's own, whatever an organization.yaml says.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
        case markdown
    }

    @Argument(help: "The id of one check.")
    var id: String?

    @Option(help: "table, json or markdown.")
    var format: Format = .table

    @Option(
        help: ArgumentHelp("Only checks of this family: \(listed(CatalogueFilter.families)).", valueName: "family"),
        transform: oneOf(CatalogueFilter.families)
    )
    var family: [String] = []

    @Option(
        help: ArgumentHelp("Only checks of this severity: \(listed(severities)).", valueName: "severity"),
        transform: oneOf(severities)
    )
    var severity: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only checks that give evidence for this framework: \(listed(CatalogueFilter.frameworks)).",
            valueName: "framework"
        ),
        transform: oneOf(CatalogueFilter.frameworks)
    )
    var framework: [String] = []

    private static let severities = Severity.allCases.sorted(by: >).map(\.rawValue)

    func validate() throws {
        guard let id else { return }
        guard CatalogueListing.checks.contains(where: { $0.id == id }) else {
            throw ValidationError("No check is called \"\(id)\". `orgsweep checks` lists the ids.")
        }
        guard family.isEmpty, severity.isEmpty, framework.isEmpty else {
            throw ValidationError("An id names one check: give either the id or filters.")
        }
    }

    func run() throws {
        guard let check = CatalogueListing.checks.first(where: { $0.id == id }) else {
            let filter = CatalogueFilter(
                families: Set(family),
                severities: Set(severity.compactMap(Severity.init(rawValue:))),
                frameworks: Set(framework)
            )
            return try Terminal.writeResult(Self.text(of: CatalogueListing.checks.filter(filter.fits), as: format))
        }
        switch format {
        case .json: try Terminal.writeResult(CatalogueListing.json([check]) + "\n")
        case .table, .markdown: try Terminal.writeResult(CatalogueListing.markdown(check))
        }
    }

    private static func text(of checks: [CheckDescription], as format: Format) -> String {
        switch format {
        case .json:
            return CatalogueListing.json(checks) + "\n"
        case .markdown:
            return checks.map(CatalogueListing.markdown).joined(separator: "\n")
        case .table:
            let rows = checks.map { [$0.id, $0.severity.rawValue, $0.family, $0.title] }
            return TextTable(header: ["ID", "SEVERITY", "FAMILY", "TITLE"], rows: rows).text
        }
    }
}

private func listed(_ values: [String]) -> String {
    values.dropLast().joined(separator: ", ") + " or " + (values.last ?? "")
}

/// One of the values that there are, in any case of its letters.
private func oneOf(_ values: [String]) -> @Sendable (String) throws -> String {
    { argument in
        guard let value = values.first(where: { $0 == argument.lowercased() }) else {
            throw ValidationError("Write \(listed(values)).")
        }
        return value
    }
}
