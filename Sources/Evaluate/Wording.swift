import Domain

// How sentences and facts say things, the same in every check.

extension Resource {
    static func account(_ facts: AccountFacts) -> Resource {
        account(facts.accountID, name: facts.accountName, partition: facts.partition.rawValue)
    }

    static func account(_ id: AccountID, name: String, partition: String) -> Resource {
        let arn = ARN(partition: partition, service: "iam", account: id.description, resource: "root").description
        return Resource(type: .account, arn: arn, name: name.isEmpty ? id.description : name)
    }

    static func root(_ root: RootView) -> Resource {
        Resource(type: .root, arn: root.arn, name: CredentialReport.rootUserName)
    }

    static func user(_ user: User) -> Resource { Resource(type: .user, arn: user.arn, name: user.name) }

    /// IAM gives credentials no ARN, so they stand under that of their user, told apart by the discriminator.
    static func credential(_ type: Kind, of user: User) -> Resource {
        Resource(type: type, arn: user.arn, name: user.name)
    }

    static func role(_ role: Role) -> Resource { Resource(type: .role, arn: role.arn, name: role.name) }

    static func group(_ group: Group) -> Resource { Resource(type: .group, arn: group.arn, name: group.name) }

    static func policy(_ policy: CustomerPolicy) -> Resource {
        Resource(type: .policy, arn: policy.arn, name: policy.name)
    }
}

extension Assessment {
    static func pass(_ resource: Resource, discriminator: String = "", facts: [Fact] = []) -> Assessment {
        Assessment(resource, discriminator: discriminator, outcome: .pass, facts: facts)
    }

    static func fail(
        _ resource: Resource,
        discriminator: String = "",
        severity: Severity? = nil,
        _ sentence: String,
        facts: [Fact] = []
    ) -> Assessment {
        Assessment(
            resource,
            discriminator: discriminator,
            outcome: .fail,
            severity: severity,
            sentence: sentence,
            facts: facts
        )
    }

    static func notAssessed(
        _ resource: Resource,
        discriminator: String = "",
        _ sentence: String,
        facts: [Fact] = []
    ) -> Assessment {
        Assessment(
            resource,
            discriminator: discriminator,
            outcome: .notAssessed,
            sentence: sentence,
            facts: facts
        )
    }

    static func notApplicable(_ resource: Resource, discriminator: String = "", _ sentence: String) -> Assessment {
        Assessment(resource, discriminator: discriminator, outcome: .notApplicable, sentence: sentence)
    }
}

/// `1 day`, `412 days`: whole days, cut off.
func days(_ seconds: Int64) -> String {
    let count = seconds / .days(1)
    return count == 1 ? "1 day" : "\(count) days"
}

/// `AKIA...WXYZ`: an access key id as sentences show it; facts have it in full.
func masked(_ keyID: String) -> String { "\(keyID.prefix(4))...\(keyID.suffix(4))" }

extension Fact {
    init(_ name: String, _ instant: Instant?) {
        self.init(name, instant?.iso8601 ?? "")
    }
}
