import Domain

extension AccountInventory.Answer {
    init(_ holds: Bool) { self = holds ? .yes : .no }

    static prefix func ! (answer: Self) -> Self {
        switch answer {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}

extension [PolicyCondition] {
    /// Whether all conditions of a statement hold: yes and no for every request of the kind, unknown where it depends.
    func hold(in context: RequestContext, _ version: PolicyDocument.Version) -> AccountInventory.Answer {
        var answer = AccountInventory.Answer.yes
        for condition in self where answer != .no { answer = answer && condition.holds(in: context, version) }
        return answer
    }
}

extension PolicyCondition {
    fileprivate typealias Answer = AccountInventory.Answer

    fileprivate func holds(in context: RequestContext, _ version: PolicyDocument.Version) -> Answer {
        // The parser lets no other operator through; a condition made by hand with one leaves the question open.
        guard let test = ConditionOperator(self.operator) else { return .unknown }
        let value = context.value(of: key)
        if test.comparison == .null { return isNull(value) }
        let comparison = Comparison(test: test, values: values, context: version == .v2012 ? context : nil)
        switch value {
        case .absent: return comparison.holdsWithoutKey
        case .open:
            let present = comparison.holds(for: .present)
            return present == comparison.holdsWithoutKey ? present : .unknown
        case .text, .like, .since: return comparison.holds(for: value)
        }
    }

    /// `Null` with `true` holds where the key is absent.
    private func isNull(_ value: RequestContext.Value) -> Answer {
        let asked = Set(values.map { $0.lowercased() })
        let absent = Answer(asked.contains("true"))
        let present = Answer(asked.contains("false"))
        return switch value {
        case .absent: absent
        case .open: absent == present ? absent : .unknown
        case .text, .like, .since: present
        }
    }
}

/// One operator with the values of the policy, put to the value of a request.
private struct Comparison {
    typealias Answer = AccountInventory.Answer

    var test: ConditionOperator
    var values: [String]
    /// Nil in a document that knows no policy variables.
    var context: RequestContext?

    var holdsWithoutKey: Answer {
        if test.ifExists || test.quantifier == .forAllValues { return .yes }
        return Answer(test.isNegated && test.quantifier == nil)
    }

    func holds(for value: RequestContext.Value) -> Answer {
        var answer = Answer.no
        for text in values where answer != .yes { answer = answer || matches(text, value) }
        return test.isNegated ? !answer : answer
    }

    private func matches(_ text: String, _ value: RequestContext.Value) -> Answer {
        switch test.comparison {
        case .string, .stringIgnoringCase, .stringLike, .arn:
            let filled = context.map { FilledText(text, in: $0) }
            guard let pattern = filled.map(\.pattern) ?? Wildcard(text) else { return .no }
            return filled?.isGuessed == true ? mayMatch(pattern, value) : matches(pattern, value)
        case .number(let order):
            return compare(Double(text), value, order) {
                Double($0)
            } since: {
                Double($0.epochSeconds)
            }
        case .date(let order):
            return compare(Instant(conditionValue: text), value, order, Instant.init(conditionValue:)) { $0 }
        case .bool: return compare(["true", "false"].contains(text.lowercased()) ? text.lowercased() : nil, value)
        case .binary: return compare(text, value)
        case .address:
            guard let range = AddressRange(text) else { return .no }
            guard case .text(let address) = value else { return .unknown }
            return Answer(AddressRange(address).map(range.contains) ?? false)
        case .null: return .unknown
        }
    }

    /// A value that no request can have, because it is none of its type, matches nothing.
    private func compare(_ text: String?, _ value: RequestContext.Value) -> Answer {
        guard let text else { return .no }
        guard case .text(let own) = value else { return .unknown }
        return Answer(test.comparison == .bool ? own.lowercased() == text : own == text)
    }

    private func compare<Value: Comparable>(
        _ limit: Value?,
        _ value: RequestContext.Value,
        _ order: ConditionOperator.Order,
        _ parse: (String) -> Value?,
        since: (Instant) -> Value
    ) -> Answer {
        guard let limit else { return .no }
        switch value {
        case .text(let text): return Answer(parse(text).map { order.holds($0, limit) } ?? false)
        case .since(let instant):
            // The value grows: what holds now for `>` will, what does not for `<` never will again.
            let holdsNow = order.holds(since(instant), limit)
            return switch order {
            case .greater, .greaterOrEqual: holdsNow ? .yes : .unknown
            case .less, .lessOrEqual: holdsNow ? .unknown : .no
            case .equal: since(instant) > limit ? .no : .unknown
            }
        case .absent, .like, .open: return .unknown
        }
    }

    /// The same for a pattern in which a star stands for a variable that is not known.
    private func mayMatch(_ pattern: Wildcard, _ value: RequestContext.Value) -> Answer {
        switch (test.comparison, value) {
        case (.stringIgnoringCase, _): .unknown
        case (_, .text(let text)): pattern.covers(.literal(text)) ? .unknown : .no
        case (_, .like(let form)): pattern.overlaps(form) ? .unknown : .no
        default: .unknown
        }
    }

    private func matches(_ pattern: Wildcard, _ value: RequestContext.Value) -> Answer {
        switch (test.comparison, value) {
        case (.arn, .text(let text)): Answer(pattern.isEverything || pattern.matchesFields(of: text))
        case (.arn, .like(let form)), (.stringLike, .like(let form)):
            if pattern.covers(form) { .yes } else { pattern.overlaps(form) ? .unknown : .no }
        case (.stringLike, .text(let text)): Answer(pattern.covers(.literal(text)))
        case (.stringIgnoringCase, .text(let text)): Answer(pattern.text.lowercased() == text.lowercased())
        case (.stringIgnoringCase, _): .unknown
        case (_, .text(let text)): Answer(pattern.text == text)
        case (_, .like(let form)): form.overlaps(.literal(pattern.text)) ? .unknown : .no
        default: .unknown
        }
    }
}

extension Wildcard {
    /// Whether each of the six fields of an ARN matches its own pattern; a star does not reach over a colon.
    fileprivate func matchesFields(of text: String) -> Bool {
        let patterns = Self.fields(Substring(raw))
        let fields = Self.fields(Substring(text))
        guard patterns.count == 6, fields.count == 6 else { return false }
        return zip(patterns, fields).allSatisfy { Wildcard($0).covers(.literal($1)) }
    }

    private static func fields(_ text: Substring) -> [Substring] {
        text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    }
}

extension Instant {
    /// A date as conditions write it: ISO 8601, whole or cut off after year, month, day or minute, or seconds since 1970.
    init?(conditionValue text: String) {
        if let whole = Instant(iso8601: text) {
            self = whole
            return
        }
        if text.utf8.count > 4, let seconds = Int64(text) {
            self.init(epochSeconds: seconds)
            return
        }
        let tails = [4: "-01-01T00:00:00Z", 7: "-01T00:00:00Z", 10: "T00:00:00Z"]
        let completed = tails[text.utf8.count].map { text + $0 } ?? text.replacing("Z", with: ":00Z")
        guard let instant = Instant(iso8601: completed) else { return nil }
        self = instant
    }
}
