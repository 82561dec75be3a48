import FoundationEssentials

/// The policy passed to AssumeRole, as far as the rehearsal needs to judge it: Effect, Action and Resource.
///
/// What it cannot judge (NotAction, NotResource, Condition) it refuses, so that no test passes by an accident of ours.
struct SessionPolicy: Sendable {
    private let statements: [Statement]

    init(json: String) throws(ServiceError) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json.utf8)),
            document.Version == "2012-10-17"
        else {
            throw ServiceError(400, "MalformedPolicyDocument", "Syntax errors in policy.")
        }
        self.statements = document.Statement.values
        for statement in statements {
            let unnamed = statement.Action.values.first { !$0.contains(":") && $0 != "*" }
            if let unnamed {
                throw ServiceError(
                    400,
                    "MalformedPolicyDocument",
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. (\(unnamed))"
                )
            }
        }
    }

    func allows(_ action: String, on resource: String) -> Bool {
        let matching = statements.filter { $0.matches(action, resource) }
        return matching.contains { $0.Effect == .Allow } && !matching.contains { $0.Effect == .Deny }
    }

    // The names are those of the policy language, so that they need no coding keys.
    private struct Document: Decodable {
        var Version: String
        var Statement: OneOrMany<SessionPolicy.Statement>
    }

    private enum Effect: String, Decodable {
        case Allow
        case Deny
    }

    private struct Statement: Decodable {
        var Effect: SessionPolicy.Effect
        var Action: OneOrMany<String>
        var Resource: OneOrMany<String>

        func matches(_ action: String, _ resource: String) -> Bool {
            Action.values.contains { Glob.matches($0.lowercased(), action.lowercased()) }
                && Resource.values.contains { Glob.matches($0, resource) }
        }

        private enum Member: String, CodingKey {
            case Effect, Action, Resource, NotAction, NotResource, Condition
        }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: Member.self)
            for unjudged in [Member.NotAction, .NotResource, .Condition] where members.contains(unjudged) {
                throw DecodingError.dataCorruptedError(
                    forKey: unjudged,
                    in: members,
                    debugDescription: "not judged here"
                )
            }
            self.Effect = try members.decode(SessionPolicy.Effect.self, forKey: .Effect)
            self.Action = try members.decode(OneOrMany<String>.self, forKey: .Action)
            self.Resource = try members.decode(OneOrMany<String>.self, forKey: .Resource)
        }
    }

    private struct OneOrMany<Value: Decodable & Sendable>: Decodable, Sendable {
        var values: [Value]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(Value.self) {
                self.values = [one]
            } else {
                self.values = try container.decode([Value].self)
            }
        }
    }
}

/// The wildcards of the policy language.
enum Glob {
    /// Whether `*` (any run) and `?` (any one byte) make the pattern the text.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.utf8)
        let text = Array(text.utf8)
        var (position, star, resume) = (0, -1, 0)
        var index = 0
        while index < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                (star, resume) = (position, index)
                position += 1
            } else if position < pattern.count,
                pattern[position] == UInt8(ascii: "?") || pattern[position] == text[index]
            {
                position += 1
                index += 1
            } else if star >= 0 {
                resume += 1
                (position, index) = (star + 1, resume)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
