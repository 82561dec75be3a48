import ArgumentParser
import Domain
import Foundation
import Sweep

struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts",
        abstract: "Prints the population: what would be swept, by which role, and where each account came from.",
        discussion: """
            EXAMPLE
              orgsweep accounts --accounts accounts
              orgsweep accounts --ou Workloads/Production --format csv > scope.csv

            Asks AWS Organizations where the configuration says so; assumes no role. Totals, and whether Organizations \
            confirmed the population, go to stderr.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case csv
        case json
    }

    @OptionGroup var population: PopulationArguments

    @Option(help: "table, csv or json.")
    var format: Format = .table

    @OptionGroup var log: LogOptions

    func run() async throws {
        var options = SweepOptions(
            accountsFolder: population.accounts,
            reportsFolder: "",
            environment: ProcessInfo.processInfo.environment
        )
        options.overrides = population.overrides
        options.mfaCode = MFACodes(given: population.mfaCode).code
        options.describeProcess()
        let sweep = Sweep(options, time: .system, logger: log.logger()) { _ in }
        let population = try await Runner.value(log: log) { () throws(SweepFailure) in try await sweep.population() }
        let listing = PopulationListing(population)
        switch format {
        case .table:
            let table = TextTable(header: PopulationListing.tableHeader, rows: listing.tableRows)
            try Terminal.writeResult(table.text)
        case .csv: try Terminal.writeCSV(listing.csv)
        case .json: try Terminal.writeResult(listing.json + "\n")
        }
        for line in listing.totals { Terminal.writeError("\(line)\n") }
    }
}
