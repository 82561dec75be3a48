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

            Asks AWS Organizations where the configuration says so; assumes no role.
            """
    )

    @OptionGroup var population: PopulationArguments
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
        let population: Population
        do throws(SweepFailure) {
            population = try await sweep.population()
        } catch {
            throw Runner.exit(error)
        }
        let rows = population.accounts.map { account in
            [account.id.description, account.name, account.state.rawValue, Self.plan(account), account.source]
        }
        try Terminal.writeResult(TextTable(header: ["ACCOUNT", "NAME", "STATE", "PLAN", "SOURCE"], rows: rows).text)
    }

    private static func plan(_ account: Account) -> String {
        if case .excluded(let rule) = account.scope { return "excluded (\(rule))" }
        return account.state.isSwept ? account.roleARN : "not active"
    }
}
