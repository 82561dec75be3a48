import ArgumentParser
import Domain
import Foundation
import Sweep

struct PreflightCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preflight",
        abstract: "Tries the way into every account before the sweep, and says what to deploy where.",
        discussion: """
            EXAMPLE
              orgsweep preflight --accounts accounts
              orgsweep preflight --accounts accounts --format json | jq '.accounts[] | select(.gap)'

            For every account in scope, in seconds: whether its role can be assumed, whether the session is narrowed (a \
            harmless call outside the plan, iam:ListGroups, must be denied), whether each call of the plan is allowed \
            (the smallest possible read, not kept; GenerateCredentialReport starts a report, as a sweep does), whether \
            source identity and tags are allowed if they are configured, and whether the role itself may do more than the \
            plan, which its sessions may not. Writes nothing.

            The column ROLE says "as planned", "too narrow" (calls of the plan are refused), "wider" (it may read more \
            settings than the plan), or "writes or reads data" (deploy the generated role instead).

            EXIT CODES
              0   every account can be swept
              3   at least one cannot, or not wholly
              1   the population could not be read
              64  wrong usage or configuration, before any call
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
    }

    @OptionGroup var population: PopulationArguments

    @Option(help: "How many accounts are tried at once, 1 to 1000.")
    var concurrency: Int?

    @Option(help: "table or json.")
    var format: Format = .table

    @OptionGroup var log: LogOptions

    func validate() throws {
        if let concurrency, !(1...1_000).contains(concurrency) {
            throw ValidationError("--concurrency must be a number from 1 to 1000.")
        }
    }

    func run() async throws {
        var options = SweepOptions(
            accountsFolder: population.accounts,
            reportsFolder: "",
            environment: ProcessInfo.processInfo.environment
        )
        options.overrides = population.overrides
        options.overrides.concurrency = concurrency
        options.mfaCode = MFACodes(given: population.mfaCode).code
        // A sweep waits longer for an account that answers slowly; here it is a gap that can be tried again.
        options.accountLimit = .seconds(120)
        options.describeProcess()
        let sweep = Sweep(options, time: .system, logger: log.logger()) { _ in }
        let preflight = try await Runner.value(log: log) { () throws(SweepFailure) in try await sweep.preflight() }
        switch format {
        case .json: try Terminal.writeResult(preflight.json + "\n")
        case .table: try Terminal.writeResult(PreflightTable(preflight).text)
        }
        if preflight.exitCode != 0 { throw ExitCode(preflight.exitCode) }
    }
}

/// A preflight as a terminal shows it: a line for each account, then what to do.
private struct PreflightTable {
    let preflight: Preflight

    init(_ preflight: Preflight) {
        self.preflight = preflight
    }

    var text: String {
        let header = ["ACCOUNT", "NAME", "ASSUMED", "NARROWED", "CALLS", "TAGGING", "ROLE", "GAP"]
        let table = TextTable(header: header, rows: preflight.lines.map(row)).text
        return ([table] + nextSteps + [summary]).joined(separator: "\n")
    }

    private func row(_ line: PreflightLine) -> [String] {
        [
            line.account.id.description, line.account.name, line.refusal == nil ? "yes" : "no", narrowed(line),
            "\(line.allowedCalls)/\(CallPlan.allCases.count)", line.allowsTagging.map { $0 ? "yes" : "no" } ?? "-",
            line.refusal == nil ? role(line) : "-", gap(line),
        ]
    }

    private func narrowed(_ line: PreflightLine) -> String {
        switch line.narrowing {
        case .notTried: "-"
        case .proven: "yes"
        case .baseCredentials: "no (base credentials)"
        case .none: "no"
        case .unknown: "unknown"
        }
    }

    private func role(_ line: PreflightLine) -> String {
        switch line.rights.standing {
        // A role that allows less has gaps, which the column before this one counts.
        case "as_planned": line.gaps.isEmpty ? "as planned" : "too narrow"
        case "wider": "wider"
        case "writes_or_reads_data": "writes or reads data"
        default: "unknown"
        }
    }

    private func gap(_ line: PreflightLine) -> String {
        guard line.hasGap else { return "" }
        if let refusal = line.refusal {
            let message = refusal.message.count > 160 ? "\(refusal.message.prefix(159))…" : refusal.message
            return "\(refusal.reason.rawValue): \(message)"
        }
        var gaps = line.gaps.map { "\($0.reason.rawValue): \($0.action)" }
        switch line.narrowing {
        case .none: gaps.append("not narrowed: \(PreflightLine.outsideAction) was allowed")
        case .unknown(let reason): gaps.append("not known whether narrowed: \(reason.action) \(reason.reason.rawValue)")
        case .notTried, .proven, .baseCredentials: break
        }
        return gaps.joined(separator: ", ")
    }

    /// Each step once, with the accounts that need it.
    private var nextSteps: [String] {
        var accounts: [String: [AccountID]] = [:]
        for line in preflight.lines {
            for step in line.nextSteps { accounts[step, default: []].append(line.account.id) }
        }
        guard !accounts.isEmpty else { return [] }
        let lines = accounts.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.map { step, ids in
            let shown = ids.prefix(5).map(\.description).joined(separator: ", ")
            let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
            return "  \(shown)\(more): \(step).\n"
        }
        return ["NEXT STEPS\n" + lines.joined()]
    }

    private var summary: String {
        let gaps = preflight.lines.count(where: \.hasGap)
        let leftOut = [
            (preflight.leftOut.byCommandLine, "left out by the command line"), (preflight.leftOut.excluded, "excluded"),
            (preflight.leftOut.notActive, "not active"),
        ].filter { $0.0 > 0 }.map { "; \($0.0) \($0.1)" }.joined()
        return "\(preflight.lines.count - gaps) of \(preflight.lines.count) accounts can be swept in full\(leftOut)\n"
    }
}
