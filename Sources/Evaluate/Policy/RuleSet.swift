import Domain

/// The statements of one or several policies with policy variables filled in, sorted by effect.
struct RuleSet: Sendable {
    typealias Answer = Permissions.Answer

    private(set) var allowing: [Rule] = []
    private(set) var denying: [Rule] = []

    struct Rule: Sendable {
        var actions: Selection
        var resources: Selection
        var conditions: [PolicyCondition]
        var version: PolicyDocument.Version
        /// By the caller's way to sign: whether the conditions hold; nil where there is nothing to hold.
        var answers: [Answer]?
        /// The place of the policy among those of the set, and of the statement in it.
        var policy: Int
        var statement: Int
        /// Whether a variable in the resource had to be guessed.
        var isGuessed = false

        func reaches(_ query: Query) -> Bool {
            guard actions.covers(query.action) else { return false }
            return switch query.reach {
            case .everyMatch(let resource): resources.covers(resource)
            case .somewhere: resources.overlaps(RuleSet.anyARN)
            }
        }

        /// A Deny takes a resource away only where it takes away all that the query is about.
        func reachesAll(_ query: Query) -> Bool {
            guard actions.covers(query.action) else { return false }
            return switch query.reach {
            case .everyMatch(let resource): resources.covers(resource)
            case .somewhere: resources.covers(RuleSet.anyARN)
            }
        }

        /// Whether the conditions hold for a request of the query, which may settle what the caller alone leaves open.
        func holds(_ query: Query, as credential: Int, of contexts: [RequestContext]) -> Answer {
            guard let answers else { return .yes }
            guard answers[credential] == .unknown, !query.request.isEmpty, !conditions.isEmpty else {
                return answers[credential]
            }
            var context = contexts[credential]
            context.request = query.request
            let answer = conditions.hold(in: context, version)
            // What a variable in the resource stands for is as open as before.
            return isGuessed ? answer && .unknown : answer
        }
    }

    /// A question to the rules.
    struct Query: Sendable {
        var action: Wildcard
        var reach: Reach
        /// What the request would say, by condition key in lower case.
        var request: [String: String] = [:]

        enum Reach: Sendable {
            case everyMatch(of: Wildcard)
            case somewhere
        }
    }

    var hasConditions: Bool { (allowing + denying).contains { $0.answers != nil } }

    mutating func add(_ document: PolicyDocument, as policy: Int, for contexts: [RequestContext]) {
        for (index, statement) in document.statements.enumerated() {
            let resources = statement.resources ?? .only([Self.everything])
            var rule = Rule(
                actions: statement.actions,
                resources: resources,
                conditions: statement.conditions,
                version: document.version,
                answers: statement.conditions.isEmpty
                    ? nil : contexts.map { statement.conditions.hold(in: $0, document.version) },
                policy: policy,
                statement: index
            )
            if rule.answers?.allSatisfy({ $0 == .no }) == true { continue }
            // The ways to sign differ in nothing that a variable could name.
            guard document.version == .v2012, resources.hasVariables, let context = contexts.first else {
                add(rule, statement.effect)
                continue
            }
            let (known, guessed) = resources.filled(in: context)
            if let known {
                rule.resources = known
                add(rule, statement.effect)
            }
            if let guessed {
                rule.resources = guessed
                rule.answers = (rule.answers ?? contexts.map { _ in .yes }).map { $0 && .unknown }
                rule.isGuessed = true
                add(rule, statement.effect)
            }
        }
    }

    private mutating func add(_ rule: Rule, _ effect: PolicyStatement.Effect) {
        switch effect {
        case .allow: allowing.append(rule)
        case .deny: denying.append(rule)
        }
    }

    func denies(_ query: Query, as credential: Int, of contexts: [RequestContext]) -> Answer {
        var answer = Answer.no
        for rule in denying where answer != .yes && rule.reachesAll(query) {
            answer = answer || rule.holds(query, as: credential, of: contexts)
        }
        return answer
    }

    func allows(_ query: Query, as credential: Int, of contexts: [RequestContext]) -> Answer {
        var answer = Answer.no
        for rule in allowing where answer != .yes && rule.reaches(query) {
            answer = answer || rule.holds(query, as: credential, of: contexts)
        }
        return answer
    }

    private static let everything = Wildcard("*")
    private static let anyARN = Wildcard("arn:*")
}

extension Selection {
    var hasVariables: Bool {
        patterns.contains { $0.bytes.contains(UInt8(ascii: "$")) }
    }

    var patterns: [Wildcard] {
        switch self {
        case .only(let patterns), .allBut(let patterns): patterns
        }
    }

    /// The patterns with their variables filled in: those that are known, and those in which a value had to be guessed.
    ///
    /// A pattern with a variable that no request of the principal has stands for nothing. An exception that had to be
    /// guessed may except anything, so the whole of it is a guess.
    fileprivate func filled(in context: RequestContext) -> (known: Selection?, guessed: Selection?) {
        let texts = patterns.map { FilledText($0.raw, in: context) }
        let known = texts.filter { !$0.isGuessed }.compactMap(\.pattern)
        let guessed = texts.filter(\.isGuessed).compactMap(\.pattern)
        switch self {
        case .only: return (known.isEmpty ? nil : .only(known), guessed.isEmpty ? nil : .only(guessed))
        case .allBut: return guessed.isEmpty ? (.allBut(known), nil) : (nil, .allBut(known))
        }
    }
}
