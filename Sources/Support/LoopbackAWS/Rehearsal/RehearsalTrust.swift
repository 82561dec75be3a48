/// Who may assume a role and under which conditions, as one statement; the document is written when IAM is asked.
package struct RehearsalTrust: Sendable, Equatable {
    package var party: Party
    package var conditions: [Condition] = []

    package enum Party: Sendable, Equatable {
        /// The name of an AWS service.
        case service(String)
        /// An ARN of IAM or STS, and the account that it names.
        case principal(String, account: String)
        /// What IAM leaves of a user or role that was deleted.
        case deleted(uniqueID: String)
        case anyone
        /// The ARN of a provider, and the action with which its users come in.
        case saml(String)
        case webIdentity(String)
    }

    /// At most one of each kind of operator, since a document may name an operator once.
    package enum Condition: Sendable, Equatable {
        case externalID(String)
        case organization(String)
        case sourceIP(String)
        case mfa
        case audience(key: String, value: String)
        case subject(key: String, pattern: String)
    }

    /// Whether a role may assume this one, by the conditions that a sweep can meet.
    func admits(_ roleARN: String, externalID: String?) -> Bool {
        guard case .principal(roleARN, _) = party else { return false }
        return conditions.allSatisfy { condition in
            if case .externalID(let expected) = condition { return externalID == expected }
            return false
        }
    }

    package var document: String {
        let principal =
            switch party {
            case .service(let name): "{\"Service\":\"\(name)\"}"
            case .principal(let arn, _): "{\"AWS\":\"\(arn)\"}"
            case .deleted(let uniqueID): "{\"AWS\":\"\(uniqueID)\"}"
            case .anyone: "\"*\""
            case .saml(let provider), .webIdentity(let provider): "{\"Federated\":\"\(provider)\"}"
            }
        let action =
            switch party {
            case .saml: "[\"sts:AssumeRoleWithSAML\",\"sts:TagSession\"]"
            case .webIdentity: "\"sts:AssumeRoleWithWebIdentity\""
            default: "\"sts:AssumeRole\""
            }
        let condition =
            conditions.isEmpty ? "" : ",\"Condition\":{\(conditions.map(\.member).joined(separator: ","))}"
        return PolicyDocuments.statement(
            "\"Effect\":\"Allow\",\"Principal\":\(principal),\"Action\":\(action)\(condition)"
        )
    }
}

extension RehearsalTrust.Condition {
    fileprivate var member: String {
        switch self {
        case .externalID(let id): "\"StringEquals\":{\"sts:ExternalId\":\"\(id)\"}"
        case .organization(let id): "\"StringEquals\":{\"aws:PrincipalOrgID\":\"\(id)\"}"
        case .sourceIP(let range): "\"IpAddress\":{\"aws:SourceIp\":\"\(range)\"}"
        case .mfa: "\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}"
        case .audience(let key, let value): "\"StringEquals\":{\"\(key)\":\"\(value)\"}"
        case .subject(let key, let pattern): "\"StringLike\":{\"\(key)\":\"\(pattern)\"}"
        }
    }
}

extension RehearsalTrust {
    static func service(_ name: String) -> RehearsalTrust { RehearsalTrust(party: .service(name)) }

    /// Trusts what an ARN names; the account stands in its fifth field.
    static func principal(_ arn: String, externalID: String? = nil) -> RehearsalTrust {
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false)
        let account = fields.count > 4 ? String(fields[4]) : ""
        return RehearsalTrust(
            party: .principal(arn, account: account),
            conditions: externalID.map { [.externalID($0)] } ?? []
        )
    }

    static func account(_ id: String, externalID: String? = nil) -> RehearsalTrust {
        principal("arn:aws:iam::\(id):root", externalID: externalID)
    }

    static func anyone(_ conditions: Condition...) -> RehearsalTrust {
        RehearsalTrust(party: .anyone, conditions: conditions)
    }

    /// What IAM Identity Center writes for its permission sets, and what the company's own SAML provider needs too.
    static func saml(_ provider: String) -> RehearsalTrust {
        RehearsalTrust(
            party: .saml(provider),
            conditions: [.audience(key: "SAML:aud", value: "https://signin.aws.amazon.com/saml")]
        )
    }

    /// Without a subject any repository of GitHub may come in.
    static func github(_ provider: String, subject: String?) -> RehearsalTrust {
        let issuer = "token.actions.githubusercontent.com"
        let audience = Condition.audience(key: "\(issuer):aud", value: "sts.amazonaws.com")
        return RehearsalTrust(
            party: .webIdentity(provider),
            conditions: [audience] + (subject.map { [.subject(key: "\(issuer):sub", pattern: $0)] } ?? [])
        )
    }
}
