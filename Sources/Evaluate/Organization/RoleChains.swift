import Domain

/// The shortest ways by which principals that are no administrators come to a role that is one, by assuming role after role.
///
/// Searched backwards from the administrators, so that each principal and each role is looked at once.
struct RoleChains {
    private let edges: AssumeRoleEdges
    private let trusts: NumberedRanges
    private let permissions: NumberedRanges
    /// Who names a role in full, by role: most permissions do, and of a large account only a few name the same one.
    private let namers: [(role: TextPool.Number, principal: TextPool.Number)]
    private let namersOfRole: NumberedRanges
    /// The principals of each account whose permissions are patterns.
    private let matchers: [AccountID: [TextPool.Number]]
    private var patterns: [TextPool.Number: [Wildcard]] = [:]
    private var conditions: [TextPool.Number: [TrustGrant]] = [:]
    /// By the principal's number; nil where no chain is known.
    private var next: [Hop?]

    private static let cacheSize = 16_384

    /// One step: the role that is assumed, and by which statement.
    struct Hop {
        var role: TextPool.Number
        var statement: TextPool.Number
        var isConditional: Bool
    }

    struct Chain {
        var principal: String
        /// Role ARN and the statement that allows to assume it; the last role is the administrator.
        var hops: [(role: String, statement: String)]
        var isConditional: Bool
    }

    init(_ edges: AssumeRoleEdges) {
        self.edges = edges
        self.trusts = NumberedRanges(edges.trusts.lazy.map(\.role), count: edges.texts.count)
        self.permissions = NumberedRanges(edges.permissions.lazy.map(\.principal), count: edges.texts.count)
        self.next = Array(repeating: nil, count: edges.texts.count)
        var namers: [(role: TextPool.Number, principal: TextPool.Number)] = []
        var matchers: [AccountID: [TextPool.Number]] = [:]
        for permission in edges.permissions where permission.effect == .allow {
            var isPattern = permission.isNegated
            for line in edges.texts[permission.resources].split(separator: "\n") where !isPattern {
                if !Wildcard(line).isLiteral {
                    isPattern = true
                } else if let role = edges.texts.knownNumber(of: line) {
                    namers.append((role, permission.principal))
                }
            }
            guard isPattern, let account = ARN(edges.texts[permission.principal])?.accountID,
                matchers[account]?.last != permission.principal
            else { continue }
            matchers[account, default: []].append(permission.principal)
        }
        namers.sort { ($0.role, $0.principal) < ($1.role, $1.principal) }
        self.namers = namers
        self.namersOfRole = NumberedRanges(namers.lazy.map(\.role), count: edges.texts.count)
        self.matchers = matchers
    }

    /// The principals from which a chain begins, in the order in which they first appear among the edges.
    ///
    /// Their chains are told one by one, because all of them together can be far larger than the edges.
    mutating func search() -> [TextPool.Number] {
        var frontier = Set(edges.trusts.lazy.filter(\.isAdmin).map(\.role)).sorted()
        while !frontier.isEmpty {
            var reached: [TextPool.Number] = []
            for role in frontier { reached += principals(whoMayAssume: role) }
            frontier = reached.filter { !trusts[$0].isEmpty }.sorted()
        }
        return next.indices.filter { next[$0] != nil }.map { TextPool.Number($0) }
    }

    func chain(from principal: TextPool.Number) -> Chain {
        var chain = Chain(principal: edges.texts[principal], hops: [], isConditional: false)
        var place = principal
        while let hop = next[Int(place)] {
            chain.hops.append((edges.texts[hop.role], edges.texts[hop.statement]))
            chain.isConditional = chain.isConditional || hop.isConditional
            place = hop.role
        }
        return chain
    }

    /// Those who are reached for the first time.
    private mutating func principals(whoMayAssume role: TextPool.Number) -> [TextPool.Number] {
        let pattern = Wildcard(edges.texts[role])
        var reached: [TextPool.Number] = []
        for trust in edges.trusts[trusts[role]] {
            let candidates =
                trust.isWholeAccount ? candidates(in: edges.texts[trust.party], for: role) : [trust.party]
            for principal in candidates where next[Int(principal)] == nil && principal != role {
                guard let permission = permission(of: principal, toAssume: pattern),
                    let isBound = isAdmitted(principal, by: trust)
                else { continue }
                let isConditional = isBound || permission.isConditional
                next[Int(principal)] = Hop(role: role, statement: permission.statement, isConditional: isConditional)
                reached.append(principal)
            }
        }
        return reached
    }

    /// The principals of an account that name the role, or have a pattern that may match it.
    private func candidates(in party: String, for role: TextPool.Number) -> [TextPool.Number] {
        guard let account = AccountID(party) ?? ARN(party)?.accountID else { return [] }
        let naming = namers[namersOfRole[role]].lazy.map(\.principal).filter { principal in
            next[Int(principal)] == nil && ARN(edges.texts[principal])?.accountID == account
        }
        return naming + (matchers[account] ?? [])
    }

    // MARK: The two halves of an edge

    /// The statement by which a principal may assume a role, one without a condition before one with.
    private mutating func permission(
        of principal: TextPool.Number,
        toAssume role: Wildcard
    ) -> (statement: TextPool.Number, isConditional: Bool)? {
        var found: (statement: TextPool.Number, isConditional: Bool)?
        var isLimited = false
        var limit: Bool?
        for index in permissions[principal] {
            let permission = edges.permissions[index]
            if permission.effect == .boundaryAllow { isLimited = true }
            guard covers(permission, role) else { continue }
            switch permission.effect {
            case .deny, .boundaryDeny: return nil
            case .allow where found?.isConditional ?? true: found = (permission.statement, permission.isConditional)
            case .boundaryAllow: limit = (limit ?? true) && permission.isConditional
            case .allow: break
            }
        }
        guard var found else { return nil }
        guard isLimited else { return found }
        guard let limit else { return nil }
        found.isConditional = found.isConditional || limit
        return found
    }

    private mutating func covers(_ permission: AssumeRoleEdges.Permission, _ role: Wildcard) -> Bool {
        if let known = patterns[permission.resources] {
            return known.contains { $0.covers(role) } != permission.isNegated
        }
        let read = edges.texts[permission.resources].split(separator: "\n").map { Wildcard($0) }
        // Most principals share their patterns with many; a million that do not would only fill the memory.
        if patterns.count < Self.cacheSize { patterns[permission.resources] = read }
        return read.contains { $0.covers(role) } != permission.isNegated
    }

    /// Whether the conditions of a trust leave the question open; nil where they turn the principal away.
    private mutating func isAdmitted(_ principal: TextPool.Number, by trust: AssumeRoleEdges.Trust) -> Bool? {
        let text = edges.texts[trust.conditions]
        if text == "{}" { return false }
        let grants = conditions[trust.conditions] ?? TrustGrant.grants(ofConditions: text)
        if conditions.count < Self.cacheSize { conditions[trust.conditions] = grants }
        let arn = edges.texts[principal]
        let open = grants.filter { $0.canAdmit(arn) }
        return open.isEmpty ? nil : open.allSatisfy { !$0.conditions.isEmpty }
    }
}

/// Where the rows of each number stand; the rows of a number stand together.
private struct NumberedRanges {
    private var starts: [Int32]
    private var ends: [Int32]

    init(_ numbers: some Sequence<TextPool.Number>, count: Int) {
        starts = Array(repeating: 0, count: count)
        ends = Array(repeating: 0, count: count)
        for (index, number) in numbers.enumerated() {
            if ends[Int(number)] == 0 { starts[Int(number)] = Int32(index) }
            ends[Int(number)] = Int32(index + 1)
        }
    }

    subscript(number: TextPool.Number) -> Range<Int> { Int(starts[Int(number)])..<Int(ends[Int(number)]) }
}

extension TrustGrant {
    /// The conditions of one party as the ledger keeps them: one object for one statement, else a list of them.
    fileprivate static func grants(ofConditions json: String) -> [TrustGrant] {
        let objects = json.hasPrefix("[") ? json : "[\(json)]"
        guard case .array(let elements)? = (try? JSONParser.parse(Array(objects.utf8)))?.kind else { return [] }
        return elements.map { element in
            let conditions = element.members.flatMap { block in
                block.value.members.map { entry in
                    PolicyCondition(operator: block.key, key: entry.key, values: entry.value.texts)
                }
            }
            return TrustGrant(party: .anyone, actions: [.assumeRole], conditions: conditions)
        }
    }

    /// Whether the principal can meet the conditions: it is among the ARNs that they name, and no role is asked for MFA.
    fileprivate func canAdmit(_ arn: String) -> Bool {
        guard demanded("aws:PrincipalArn").allSatisfy({ $0.contains { Wildcard($0).matches(arn) } }) else {
            return false
        }
        let isRole = ARN(arn)?.resource.hasPrefix("role/") ?? false
        return !isRole
            || !conditions.contains {
                $0.operator == "Bool" && $0.isOn("aws:MultiFactorAuthPresent") && $0.isAlways("true")
            }
    }
}

extension JSONValue {
    fileprivate var members: [Member] {
        guard case .object(let members) = kind else { return [] }
        return members
    }

    fileprivate var texts: [String] {
        guard case .array(let elements) = kind else { return [] }
        return elements.compactMap { element in
            guard case .string(let text) = element.kind else { return nil }
            return text
        }
    }
}
