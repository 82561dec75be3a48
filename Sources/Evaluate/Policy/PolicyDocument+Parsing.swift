import Domain

extension PolicyDocument {
    /// Reads a document; anything that the grammar does not know is an error, because it could change the meaning.
    package init(parsing bytes: [UInt8]) throws(PolicyError) {
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONParser.parse(bytes)
        } catch {
            throw PolicyError(.json(error.fault), at: error.offset)
        }
        let members = try root.members(of: "policy")
        var version = Version.v2008
        var id: String?
        var statements: [PolicyStatement]?
        for member in members {
            switch member.key {
            case "Version":
                guard let known = Version(rawValue: try member.value.text(of: "Version")) else {
                    throw PolicyError(.invalidValue(element: "Version"), at: member.value.offset)
                }
                version = known
            case "Id":
                id = try member.value.text(of: "Id")
            case "Statement":
                var parsed: [PolicyStatement] = []
                for value in member.value.oneOrMany { parsed.append(try PolicyStatement(value)) }
                statements = parsed
            default:
                throw PolicyError(.unknownElement(member.key), at: member.offset)
            }
        }
        guard let statements else { throw PolicyError(.missingElement("Statement"), at: root.offset) }
        self.init(version: version, id: id, statements: statements)
    }
}

extension PolicyStatement {
    fileprivate init(_ value: JSONValue) throws(PolicyError) {
        var sid: String?
        var effect: Effect?
        var actions: Selection?
        var resources: Selection?
        var principals: Principals?
        var conditions: [PolicyCondition] = []
        for member in try value.members(of: "Statement") {
            switch member.key {
            case "Sid":
                sid = try member.value.text(of: "Sid")
            case "Effect":
                effect = Effect(rawValue: try member.value.text(of: "Effect"))
                guard effect != nil else {
                    throw PolicyError(.invalidValue(element: "Effect"), at: member.value.offset)
                }
            case "Action", "NotAction":
                guard actions == nil else { throw Self.conflict("Action", member) }
                let patterns = try member.value.texts(of: member.key).map { Wildcard(action: $0) }
                actions = member.key == "Action" ? .only(patterns) : .allBut(patterns)
            case "Resource", "NotResource":
                guard resources == nil else { throw Self.conflict("Resource", member) }
                let patterns = try member.value.texts(of: member.key).map { Wildcard(Self.completed($0)) }
                resources = member.key == "Resource" ? .only(patterns) : .allBut(patterns)
            case "Principal", "NotPrincipal":
                guard principals == nil else { throw Self.conflict("Principal", member) }
                let parties = try Self.parties(member.value, element: member.key)
                principals = member.key == "Principal" ? .only(parties) : .allBut(parties)
            case "Condition":
                conditions = try Self.conditions(member.value)
            default:
                throw PolicyError(.unknownElement(member.key), at: member.offset)
            }
        }
        guard let effect else { throw PolicyError(.missingElement("Effect"), at: value.offset) }
        guard let actions else { throw PolicyError(.missingElement("Action"), at: value.offset) }
        self.init(
            sid: sid,
            effect: effect,
            actions: actions,
            resources: resources,
            principals: principals,
            conditions: conditions
        )
    }

    private static func conflict(_ element: String, _ member: JSONValue.Member) -> PolicyError {
        PolicyError(.conflictingElements(element, "Not\(element)"), at: member.offset)
    }

    /// An ARN with fewer than six fields is completed with wildcards, as IAM does it.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    private static func completed(_ resource: String) -> String {
        guard resource.hasPrefix("arn:") else { return resource }
        let colons = resource.utf8.count { $0 == UInt8(ascii: ":") }
        return resource + String(repeating: ":*", count: max(0, 5 - colons))
    }

    private static func parties(_ value: JSONValue, element: String) throws(PolicyError) -> [TrustedParty] {
        if case .string(let text) = value.kind {
            guard text == "*" else { throw PolicyError(.invalidValue(element: element), at: value.offset) }
            return [.anyone]
        }
        var parties: [TrustedParty] = []
        for member in try value.members(of: element) {
            guard let field = TrustedParty.Field(rawValue: member.key) else {
                throw PolicyError(.unknownElement(member.key), at: member.offset)
            }
            parties += try member.value.texts(of: element).map { TrustedParty($0, in: field) }
        }
        return parties
    }

    private static func conditions(_ value: JSONValue) throws(PolicyError) -> [PolicyCondition] {
        var conditions: [PolicyCondition] = []
        for block in try value.members(of: "Condition") {
            guard ConditionOperator(block.key) != nil else {
                throw PolicyError(.unknownOperator(block.key), at: block.offset)
            }
            for entry in try block.value.members(of: block.key) {
                let values = try entry.value.scalars(of: "Condition")
                conditions.append(PolicyCondition(operator: block.key, key: entry.key, values: values))
            }
        }
        return conditions
    }
}

extension JSONValue {
    /// The language lets one value stand where a list may.
    fileprivate var oneOrMany: [JSONValue] {
        guard case .array(let elements) = kind else { return [self] }
        return elements
    }

    fileprivate func members(of element: String) throws(PolicyError) -> [Member] {
        guard case .object(let members) = kind else { throw PolicyError(.wrongType(element: element), at: offset) }
        return members
    }

    fileprivate func text(of element: String) throws(PolicyError) -> String {
        guard case .string(let text) = kind else { throw PolicyError(.wrongType(element: element), at: offset) }
        return text
    }

    fileprivate func texts(of element: String) throws(PolicyError) -> [String] {
        var texts: [String] = []
        for value in oneOrMany { texts.append(try value.text(of: element)) }
        return texts
    }

    /// Condition values may also be written as booleans and numbers.
    fileprivate func scalars(of element: String) throws(PolicyError) -> [String] {
        var scalars: [String] = []
        for value in oneOrMany {
            switch value.kind {
            case .string(let text), .number(let text): scalars.append(text)
            case .bool(let flag): scalars.append(flag ? "true" : "false")
            case .null, .array, .object: throw PolicyError(.wrongType(element: element), at: value.offset)
            }
        }
        return scalars
    }
}
