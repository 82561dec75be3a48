import Domain

@testable import Evaluate

/// Policy documents: the JSON, the policy language, and what is asked of both.
enum PolicyFuzzer {
    private static let callers = ["user/alice", "role/app"].flatMap { resource in
        let arn = ARN(partition: "aws", service: "iam", account: "111122223333", resource: resource)
        return [
            Caller(arn),
            Caller(
                arn,
                id: "AIDAEXAMPLE",
                tags: [Tag(key: "team", value: "a*")],
                organizationID: "o-a1b2c3d4e5",
                hasSessions: false,
                asOf: Instant(year: 2026, month: 11, day: 22)
            ),
        ]
    }
    private static let actions = ["*", "iam:*", "iam:PassRole", "s3:GetObject", "sts:Assume?ole"].map(
        Wildcard.init(action:)
    )
    private static let resources = ["*", "arn:aws:iam::111122223333:user/alice", "arn:aws:s3:::bücket/*"].map {
        Wildcard($0)
    }

    static func feed(_ input: [UInt8]) {
        guard let value = try? JSONParser.parse(input) else { return }
        let json = JSONWriter.bytes(of: value)
        guard let again = try? JSONParser.parse(json) else { preconditionFailure("our JSON does not read our JSON") }
        precondition(JSONWriter.bytes(of: again) == json, "JSON changes on its way through reader and writer")

        let policy = ParsedPolicy(parsing: input)
        let held = HeldPolicy(policy, name: "fuzzed", version: "v1")
        for caller in callers { ask(Permissions(of: caller, policies: [held], boundary: .policy(held))) }
        guard let document = policy.document else { return }
        precondition(document.statements == ParsedPolicy(parsing: json).document?.statements)
        for statement in document.statements { check(statement) }
    }

    private static func ask(_ permissions: Permissions) {
        for action in actions {
            _ = permissions.allowsSomewhere(action)
            for resource in resources {
                let query = RuleSet.Query(action: action, reach: .everyMatch(of: resource))
                let doubtful = permissions.answer(query, withDoubt: true)
                precondition(
                    doubtful == .no || permissions.allows(action, on: resource) != .no,
                    "doubt gives what is not given without"
                )
                // Of a policy that cannot be read no statement can be named.
                let isExplained = !permissions.isReadable || !permissions.reasons(for: query).statements.isEmpty
                precondition(doubtful == .no || isExplained, "no reason")
            }
        }
    }

    /// What a condition says of a request must not depend on the way in which the same is said.
    private static func check(_ conditions: [PolicyCondition]) {
        for caller in callers {
            for credential in caller.credentials {
                let context = RequestContext(caller: caller, credential: credential)
                let answer = conditions.hold(in: context, .v2012)
                precondition(answer == (conditions + conditions).hold(in: context, .v2012))
                precondition(answer == conditions.reversed().hold(in: context, .v2012))
            }
        }
        precondition((try? JSONParser.parse(Array(conditions.json.utf8))) != nil, "conditions quoted as no JSON")
    }

    private static func check(_ statement: PolicyStatement) {
        _ = statement.digest
        check(statement.conditions)
        let own = statement.actions.patterns + (statement.resources?.patterns ?? [])
        // Some of a long list are enough: the pairs are many, and each costs the product of two lengths.
        let patterns = own.prefix(8) + actions + resources
        for one in patterns {
            precondition(one.covers(one), "\(one.text) does not cover itself")
            for other in patterns {
                precondition(one.overlaps(other) == other.overlaps(one), "\(one.text), \(other.text): one-sided")
                precondition(
                    !one.covers(other) || one.overlaps(other),
                    "\(one.text) covers \(other.text), apart from it"
                )
            }
        }
    }
}

extension JSONWriter {
    fileprivate static func bytes(of value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(value)
        return writer.bytes
    }

    private mutating func write(_ value: JSONValue) {
        switch value.kind {
        case .null: null()
        case .bool(let flag): self.value(flag)
        case .number(let digits): literal(digits)
        case .string(let text): self.value(text)
        case .array(let elements): array(elements) { $0.write($1) }
        case .object(let members):
            object { writer in
                for member in members {
                    writer.key(member.key)
                    writer.write(member.value)
                }
            }
        }
    }
}
