import AWS
import Accounts
import Assume
import Domain
import Evaluate

/// Everything that an auditor asks of a run before its first account.
struct Provenance {
    let options: SweepOptions
    let folder: AccountsFolder
    let endpoints: Endpoints
    let providerName: String
    let caller: CallerIdentity
    let population: Population
    let limits: RunHeader.Limits
    let earlierRun: String?

    func header(id: String, asOf: Instant, startedAt: Instant) -> RunHeader {
        let configuration = folder.configuration
        var header = RunHeader(id: id, asOf: asOf, startedAt: startedAt)
        header.toolVersion = options.toolVersion
        header.binarySHA256 = options.binarySHA256
        header.catalogueVersion = Catalogue.version
        header.callerARN = caller.arn
        header.callerAccountID = caller.accountID
        header.callerRequestID = caller.requestID
        header.credentialsProvider = providerName
        header.partition = endpoints.partition
        header.region = endpoints.region
        header.endpointOverrides = endpoints.overrides
        header.host = options.host
        header.commandLine = options.commandLine
        header.inputFiles = folder.files
        header.organization = population.organization
        header.isPartialScope = configuration.isPartialScope
        header.failOn = configuration.failOn
        header.roleTemplate = configuration.role
        header.hopTemplates = configuration.hops
        header.sessionName = configuration.session.name
        header.sessionPolicy = CallPlan.sessionPolicy
        header.concurrency = configuration.concurrency
        header.limits = limits
        header.serviceLevels = configuration.serviceLevels
        header.judgements = Self.judgements(of: configuration, asOf: asOf)
        header.settings = Self.settings(of: configuration)
        header.roster = configuration.roster?.source
        header.earlierRun = earlierRun
        header.isRehearsal = options.isRehearsal
        return header
    }

    /// What the checks were told beyond their thresholds, so that the facts can be judged again in the same way.
    private static func settings(of configuration: Configuration) -> RunHeader.Settings {
        var settings = RunHeader.Settings()
        settings.severities = configuration.severities
        settings.controls = configuration.controls
        settings.ownerTags = configuration.ownerTags
        settings.trustedAccounts = configuration.trusted.accounts.sorted { $0.key < $1.key }.map { id, party in
            RunHeader.TrustedAccount(
                id: id,
                name: party.name,
                requiresExternalID: party.requiresExternalID,
                mayReadData: party.mayReadData
            )
        }
        settings.trustedOrganizations = configuration.trusted.organizations
        settings.identityProviders = configuration.trusted.identityProviders
        settings.githubOrganizations = configuration.trusted.githubOrganizations
        settings.platformRoles = configuration.trusted.platformRoles
        settings.breakGlass = configuration.breakGlass.map(\.arn)
        settings.serviceUsers = configuration.serviceUsers
        settings.requiresOwnerTags = configuration.requiresOwnerTags
        settings.leaverGraceSeconds = configuration.leaverGraceSeconds
        return settings
    }

    /// What the configuration decides about the result, each as a row that the reader sees.
    static func judgements(of configuration: Configuration, asOf: Instant) -> [RunHeader.Judgement] {
        let exclusions = configuration.exclusions.map { exclusion -> RunHeader.Judgement in
            var judgement = exclusion.judgement
            if exclusion.isOver(at: asOf) { judgement.reason = "expired: \(judgement.reason)" }
            return judgement
        }
        let trusted = configuration.trusted.accounts.sorted { $0.key < $1.key }.map { id, party in
            RunHeader.Judgement(
                kind: "trusted account",
                accountID: id.description,
                resource: party.name,
                owner: party.owner,
                expires: party.review?.day ?? "",
                ticket: party.ticket,
                reason: (party.requiresExternalID ? "external id required" : "external id not required")
                    + (party.mayReadData ? ", may read data" : "")
            )
        }
        let organizations = configuration.trusted.organizations.sorted().map { id in
            RunHeader.Judgement(kind: "trusted organization", resource: id)
        }
        let providers = configuration.trusted.identityProviders.sorted().map { name in
            RunHeader.Judgement(kind: "approved identity provider", resource: name)
        }
        let github = configuration.trusted.githubOrganizations.sorted().map { name in
            RunHeader.Judgement(kind: "trusted GitHub organization", resource: name)
        }
        let breakGlass = configuration.breakGlass.map { entry in
            RunHeader.Judgement(
                kind: "break-glass identity",
                accountID: entry.account.description,
                resource: entry.arn,
                ticket: entry.ticket
            )
        }
        let serviceUsers =
            configuration.serviceUsers == Configuration().serviceUsers
            ? []
            : configuration.serviceUsers.map { RunHeader.Judgement(kind: "service users", resource: $0) }
        let platformRoles = configuration.trusted.platformRoles
            .filter { !PlatformRole.defaults.contains($0) }
            .map { role in
                RunHeader.Judgement(kind: "platform role", resource: role.name, reason: "trusts \(role.principal)")
            }
        return exclusions + inclusions(of: configuration) + trusted + organizations + providers + github + breakGlass
            + serviceUsers + platformRoles
            + changedRules(of: configuration)
    }

    private static func inclusions(of configuration: Configuration) -> [RunHeader.Judgement] {
        var reasons: [String] = []
        if !configuration.includedAccounts.isEmpty {
            reasons.append("include.accounts names \(configuration.includedAccounts.count) accounts")
        }
        if !configuration.includedUnits.isEmpty {
            reasons.append("include.ous names \(configuration.includedUnits.joined(separator: ", "))")
        }
        if !configuration.includedTags.isEmpty {
            let tags = configuration.includedTags.sorted { $0.key < $1.key }
                .map { "\($0.key)=\($0.value.sorted().joined(separator: "|"))" }
            reasons.append("include.tags names \(tags.joined(separator: ", "))")
        }
        return reasons.map { RunHeader.Judgement(kind: "inclusion", reason: "\($0); all others are left out") }
    }

    private static func rosterRules(of configuration: Configuration) -> [RunHeader.Judgement] {
        guard let source = configuration.roster?.source else { return [] }
        let rules = [
            ("people.leaver_grace", configuration.leaverGraceSeconds, Configuration.usualLeaverGraceSeconds),
            ("roster.max_age", source.maxAgeSeconds, Roster.Source.usualMaxAgeSeconds),
        ]
        return rules.filter { $0.1 != $0.2 }.map { name, used, usual in
            RunHeader.Judgement(
                kind: "threshold",
                checkID: "leaver-user",
                reason: "\(name) is \(CheckDescription.Parameter.text(used)) instead of "
                    + CheckDescription.Parameter.text(usual)
            )
        }
    }

    private static func changedRules(of configuration: Configuration) -> [RunHeader.Judgement] {
        let thresholds = Evaluator.catalogue.flatMap { check in
            check.parameters.compactMap { parameter -> RunHeader.Judgement? in
                guard let seconds = configuration.thresholds[check.id]?[parameter.name],
                    seconds != parameter.defaultSeconds
                else { return nil }
                let used = CheckDescription.Parameter.text(seconds)
                let usual = CheckDescription.Parameter.text(parameter.defaultSeconds)
                return RunHeader.Judgement(
                    kind: "threshold",
                    checkID: check.id,
                    reason: "\(parameter.name) is \(used) instead of \(usual)"
                )
            }
        }
        let severities = Evaluator.catalogue.compactMap { check -> RunHeader.Judgement? in
            // Also where it equals the default: a configured severity wins over a higher one that the check computes.
            guard let severity = configuration.severities[check.id] else { return nil }
            return RunHeader.Judgement(
                kind: "severity",
                checkID: check.id,
                reason: "always \(severity.rawValue); the check's own is \(check.severity.rawValue) or as it computes"
            )
        }
        return thresholds + severities + rosterRules(of: configuration)
    }
}
