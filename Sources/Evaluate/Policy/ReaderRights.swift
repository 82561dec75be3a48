package import Domain

/// How far the rights of a sweep's role go beyond the calls of `CallPlan`, whatever its sessions are narrowed to.
package enum ReaderRights: Sendable, Equatable {
    case asPlanned
    /// It may read more, but neither data nor write; the actions as its policies spell them.
    case wider([String])
    /// It may write or read data: whoever gets at the role without the sweep's session policy can as well.
    case dangerous([String])
    case unknown
}

extension Evaluator {
    /// Judges a role from facts that hold it and its policies.
    package func readerRights(of roleARN: String, in facts: AccountFacts) -> ReaderRights {
        guard let role = facts.authorization.value?.roles.first(where: { $0.arn == roleARN }) else { return .unknown }
        let view = PolicyView(facts, library: library)
        guard let permissions = view.permissions(of: role) else { return .unknown }
        // AWS writes these for auditors. They hold an action or two that only their names make look like writing.
        let others = role.attachedPolicies.filter { !ReaderRights.auditorPolicies.contains(ARN($0.arn)?.name ?? "") }
        let attached = others.map { view.policy(arn: $0.arn) }
        let inline = role.inlinePolicies.map { view.policy($0.document) }
        let allowing = (attached + inline).flatMap { $0?.document?.statements ?? [] }.filter { $0.effect == .allow }
        func isAllowed(_ action: Wildcard) -> Bool { permissions.allowsSomewhere(action) != .no }
        let patterns = allowing.flatMap(\.actionsByName).filter(isAllowed)
        let reading = patterns.filter(ReaderRights.isReading)
        let data = ReaderRights.dataActions.filter { action in
            reading.contains { $0.covers(action) } && isAllowed(action)
        }
        var dangerous = patterns.filter { !ReaderRights.isReading($0) } + data
        if allowing.contains(where: \.allowsAllButSome), ReaderRights.samples.contains(where: isAllowed) {
            dangerous.append(Wildcard("NotAction"))
        }
        if !dangerous.isEmpty { return .dangerous(ReaderRights.unique(dangerous.map(\.text))) }
        guard !permissions.hasUnreadablePolicy else { return .unknown }
        let wider = patterns.filter { !ReaderRights.planned.contains($0) }.map(\.text)
        let auditors = role.attachedPolicies.filter { !others.contains($0) }.map(\.name)
        return wider.isEmpty && auditors.isEmpty ? .asPlanned : .wider(ReaderRights.unique(auditors + wider))
    }
}

extension PolicyStatement {
    fileprivate var actionsByName: [Wildcard] {
        guard case .only(let patterns) = actions else { return [] }
        return patterns
    }

    /// `NotAction` allows what nobody wrote down.
    fileprivate var allowsAllButSome: Bool {
        guard case .allBut = actions else { return false }
        return true
    }
}

extension ReaderRights {
    fileprivate static let planned = Set(CallPlan.allCases.map { Wildcard(action: $0.permission) })

    fileprivate static let auditorPolicies: Set = ["IAMReadOnlyAccess", "SecurityAudit", "ViewOnlyAccess"]

    /// Whether an action, by its name, only looks: AWS keeps to these verbs, and what else they could be stands below.
    fileprivate static func isReading(_ action: Wildcard) -> Bool {
        let parts = action.text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, !parts[0].contains("*") else { return false }
        return planned.contains(action) || readingVerbs.contains { parts[1].hasPrefix($0) }
    }

    private static let readingVerbs = [
        "describe", "generateservicelastaccesseddetails", "get", "list", "lookup", "search", "simulate", "view",
    ]

    /// Actions that a reading verb does not make harmless: they return what an account holds, not how it is set up.
    fileprivate static let dataActions = [
        "athena:getqueryresults", "codecommit:getfile", "dynamodb:getitem", "dynamodb:getrecords",
        "ec2:getconsoleoutput", "ec2:getpassworddata", "ecr:getdownloadurlforlayer", "kinesis:getrecords",
        "lambda:getfunction", "logs:getlogevents", "redshift-data:getstatementresult", "s3:getobject",
        "s3:getobjectversion", "secretsmanager:getsecretvalue", "ssm:getparameter", "ssm:getparameters",
        "ssm:getparametersbypath", "sts:getfederationtoken", "sts:getsessiontoken",
    ].map { Wildcard(action: $0) }

    /// Of what `NotAction` leaves in, enough to tell whether a boundary or a Deny takes all of it out again.
    fileprivate static let samples = dataActions + ["ec2:runinstances", "iam:createuser"].map { Wildcard(action: $0) }

    fileprivate static func unique(_ actions: [String]) -> [String] { Set(actions).sorted() }
}
