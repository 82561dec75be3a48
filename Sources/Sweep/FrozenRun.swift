import AWS
import Accounts
import Domain
import Evaluate

/// What a ledger froze, against what the process that would continue it was told.
///
/// Half a run by one rule and half by another would be a report of neither, so nothing that decides about the result
/// may differ. How fast the rest is read (`--concurrency`, `--deadline`) may.
struct FrozenRun {
    let header: RunHeader
    let checks: [CheckDescription]
    let accounts: [Account]

    /// The options with the run's own word wherever the command line is silent.
    func completed(_ overrides: Overrides) -> Overrides {
        var completed = overrides
        // A chain can only stand in the file, which has not changed; a role on the command line would replace it.
        completed.role = overrides.role ?? (header.hopTemplates.isEmpty ? header.roleTemplate : nil)
        completed.region = overrides.region ?? header.region
        completed.failOn = overrides.failOn ?? .some(header.failOn)
        return completed
    }

    /// Every difference in words; empty if the run may be continued.
    func differences(from options: SweepOptions, _ folder: AccountsFolder, rules: [CheckDescription]) -> [String] {
        programDifferences(options, rules) + fileDifferences(folder.files) + optionDifferences(options, folder)
    }

    private func programDifferences(_ options: SweepOptions, _ rules: [CheckDescription]) -> [String] {
        var differences: [String] = []
        if header.toolVersion != options.toolVersion || header.binarySHA256 != options.binarySHA256 {
            let program = "orgsweep \(header.toolVersion) (\(header.binarySHA256.prefix(12)))"
            differences.append(
                "\(program) began it and this is \(options.toolVersion) (\(options.binarySHA256.prefix(12)))"
            )
        }
        if header.catalogueVersion != Catalogue.version || checks != rules {
            differences.append("the catalogue of checks or a threshold is another")
        }
        if header.isRehearsal != options.isRehearsal { differences.append("it is a rehearsal of `orgsweep demo`") }
        // Variables that lead nowhere are refused with their own words before the first call.
        let endpoints = try? Endpoints(region: header.region, environment: options.environment)
        if header.endpointOverrides != endpoints?.overrides {
            differences.append("AWS_ENDPOINT_URL or one of its companions is another")
        }
        return differences
    }

    private func fileDifferences(_ files: [RunHeader.InputFile]) -> [String] {
        let then = Dictionary(header.inputFiles.map { ($0.name, $0.sha256) }) { first, _ in first }
        let now = Dictionary(files.map { ($0.name, $0.sha256) }) { first, _ in first }
        return Set(then.keys).union(now.keys).sorted().compactMap { name in
            switch (then[name], now[name]) {
            case (nil, _): "\(name) is new"
            case (_, nil): "\(name) is gone"
            case let (then, now): then == now ? nil : "\(name) was changed"
            }
        }
    }

    /// Of the options that are given: those that are not are the run's own, but for the external id, which is secret.
    private func optionDifferences(_ options: SweepOptions, _ folder: AccountsFolder) -> [String] {
        let overrides = options.overrides
        let hadExternalID = header.commandLine.contains { $0 == "--external-id" || $0.hasPrefix("--external-id=") }
        let differs = [
            ("--as-of", options.asOf.map { $0 != header.asOf } ?? false),
            ("--external-id", hadExternalID != (overrides.externalID != nil)),
            ("--fail-on", overrides.failOn.map { $0 != header.failOn } ?? false),
            ("--only or --not", !overrides.only.union(overrides.not).isEmpty && !hasScope(folder.configuration)),
            // The ledger keeps who is left out, not the units and tags by which that was decided.
            ("--ou or --tag, which are not given again,", !(overrides.units.isEmpty && overrides.tags.isEmpty)),
            ("--region", overrides.region.map { $0 != header.region } ?? false),
            ("--role", overrides.role.map { header.hopTemplates + [header.roleTemplate] != [$0] } ?? false),
        ]
        return differs.filter(\.1).map { "\($0.0) is not as it was" }
    }

    private func hasScope(_ configuration: Configuration) -> Bool {
        accounts.allSatisfy { PopulationResolver.narrows($0, configuration) }
    }
}
