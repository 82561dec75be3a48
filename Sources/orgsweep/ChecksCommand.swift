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

    func validate() throws {
        guard let id, !CatalogueListing.checks.contains(where: { $0.id == id }) else { return }
        throw ValidationError("No check is called \"\(id)\". `orgsweep checks` lists the ids.")
    }

    func run() throws {
        let checks = CatalogueListing.checks
        guard let check = checks.first(where: { $0.id == id }) else {
            return try Terminal.writeResult(Self.text(of: checks, as: format))
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
