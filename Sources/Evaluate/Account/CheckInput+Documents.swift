import Domain

extension CheckInput {
    typealias Statements = [(index: Int, statement: PolicyStatement)]

    /// Fails every document in which `find` finds a statement, one row for each document.
    ///
    /// Documents that allow everything have checks of their own. A permission boundary gives nothing, and neither does a
    /// policy that is attached to nothing: `policy-unattached` finds it.
    func judgeDocuments(
        _ documents: [HeldDocument]? = nil,
        severity: Severity? = nil,
        says sentence: String,
        facts: (Statements) -> [Fact] = { _ in [] },
        _ find: (PolicyDocument) -> Statements
    ) -> [Assessment] {
        (documents ?? account.documents).map { held in
            let name = held.name(in: place)
            let document: PolicyDocument
            switch held.policy.result {
            case .success(let parsed): document = parsed
            case .failure(let error):
                return .notAssessed(
                    held.resource,
                    discriminator: held.inlineName,
                    "\(name) could not be assessed because of its document: \(error)."
                )
            }
            if held.use != .attached {
                let use = held.use == .boundary ? "used as a permission boundary only" : "attached to nothing"
                return .notApplicable(held.resource, discriminator: held.inlineName, "\(name) is \(use).")
            }
            if document.statements.contains(where: \.allowsEverything) {
                return .notApplicable(
                    held.resource,
                    discriminator: held.inlineName,
                    "\(name) allows everything, which is a finding of its own."
                )
            }
            let found = find(document)
            guard !found.isEmpty else { return .pass(held.resource, discriminator: held.inlineName) }
            let condition = found.allSatisfy(\.statement.isConditional) ? ", under a condition" : ""
            return .fail(
                held.resource,
                discriminator: held.inlineName,
                severity: severity,
                "\(name) \(sentence)\(condition).",
                facts: facts(found) + held.facts(found)
            )
        }
    }

    /// Fails every Allow of everything on everything in the documents, one row for each statement.
    func judgeEverything(
        in documents: [HeldDocument],
        discriminator: (HeldDocument, PolicyStatement) -> String,
        says ending: String
    ) -> [Assessment] {
        documents.flatMap { held -> [Assessment] in
            let name = held.name(in: place)
            let document: PolicyDocument
            switch held.policy.result {
            case .success(let parsed): document = parsed
            case .failure(let error):
                return [
                    .notAssessed(
                        held.resource,
                        discriminator: held.inlineName,
                        "\(name) could not be assessed because of its document: \(error)."
                    )
                ]
            }
            let found = document.allowing(where: \.allowsEverything)
            guard !found.isEmpty else { return [.pass(held.resource, discriminator: held.inlineName)] }
            return found.map { index, statement in
                .fail(
                    held.resource,
                    discriminator: discriminator(held, statement),
                    """
                    \(name) allows every action on every resource\(statement.isConditional ? " under a condition" : "")\
                    \(ending).
                    """,
                    facts: held.facts([(index, statement)])
                        + [Fact("conditional", String(statement.isConditional))]
                )
            }
        }
    }

    /// The pattern of all resources of a service in the account: `arn:aws:kms:*:111122223333:key/*`.
    func everything(_ service: String, region: String = "*", account: String? = nil, _ resource: String) -> Wildcard {
        let account = account ?? facts.accountID.description
        return Wildcard("arn:\(facts.partition.rawValue):\(service):\(region):\(account):\(resource)")
    }
}

extension PolicyDocument {
    /// The Allow statements that give an action on all that a pattern matches, and that no Deny beside them takes back.
    func allowing(_ action: Wildcard, on resource: Wildcard) -> CheckInput.Statements {
        func reaches(_ statement: PolicyStatement) -> Bool {
            statement.actions.covers(action) && statement.resources.map { $0.covers(resource) } ?? true
        }
        let isDenied = statements.contains { $0.effect == .deny && !$0.isConditional && reaches($0) }
        return isDenied ? [] : allowing(where: reaches)
    }

    func allowing(where isMeant: (PolicyStatement) -> Bool) -> CheckInput.Statements {
        statements.enumerated().filter { $0.element.effect == .allow && isMeant($0.element) }
            .map { (index: $0.offset, statement: $0.element) }
    }
}

extension PolicyStatement {
    var allowsEverything: Bool {
        guard effect == .allow, case .only(let actions) = actions, case .only(let resources) = resources else {
            return false
        }
        let everyAction = Wildcard(action: "*:*")
        return actions.contains { $0.isEverything || $0 == everyAction } && resources.contains(where: \.isEverything)
    }

    /// Whether a condition that a request must meet is on a key with one of these beginnings, in lower case.
    func isLimited(by keys: String...) -> Bool {
        conditions.contains { condition in
            guard let test = ConditionOperator(condition.operator), !test.ifExists, !test.isNegated,
                test.quantifier != .forAllValues, test.comparison != .null
            else { return false }
            let key = condition.key.lowercased()
            return keys.contains(where: key.hasPrefix) && !condition.values.contains("*")
        }
    }
}
