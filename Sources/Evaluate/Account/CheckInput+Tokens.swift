import Domain

extension ServiceSpecificCredential {
    /// The first label of the service's name: `bedrock` of `bedrock.amazonaws.com`.
    var service: String { serviceName.split(separator: ".").first.map(String.init) ?? "" }

    /// A bearer token for models, logs or metrics, and not a password for Git or a database.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
    var isAPIToken: Bool { ["bedrock", "aws-external-anthropic", "logs", "cloudwatch"].contains(service) }

    var isActive: Bool { status == "Active" }
}

/// A service-specific credential in the words of a check.
struct TokenView {
    let token: ServiceSpecificCredential
    let resource: Resource
    /// For example `The bedrock.amazonaws.com token of j.doe in prod-payments`.
    let name: String

    /// Tells the credentials of a user apart; it stays the same when the id is reset.
    private var discriminator: String { token.createdAt.iso8601 }

    func pass() -> Assessment { .pass(resource, discriminator: discriminator) }

    func notApplicable(_ sentence: String) -> Assessment {
        .notApplicable(resource, discriminator: discriminator, sentence)
    }

    func fail(severity: Severity? = nil, _ sentence: String, limit: String? = nil) -> Assessment {
        .fail(
            resource,
            discriminator: discriminator,
            severity: severity,
            sentence,
            facts: [
                Fact("token_id", token.id),
                Fact("service", token.serviceName),
                Fact("alias", token.alias ?? ""),
                Fact("status", token.status),
                Fact("created_at", token.createdAt),
                Fact("expires_at", token.expiresAt?.iso8601 ?? "never"),
            ] + (limit.map { [Fact("limit", $0)] } ?? [])
        )
    }
}

extension CheckInput {
    /// Judges every service-specific credential of the account, sorted by id.
    func judgeTokens(_ judge: (TokenView) -> Assessment) -> [Assessment] {
        let arns = Dictionary(account.users.map { ($0.user.name, $0.user.arn) }) { first, _ in first }
        return (facts.serviceCredentials.value ?? []).sorted { $0.id < $1.id }.map { token in
            let arn = arns[token.userName] ?? userARN(token.userName)
            let kind = token.isAPIToken ? "token" : "credential"
            return judge(
                TokenView(
                    token: token,
                    resource: Resource(type: .token, arn: arn, name: token.userName),
                    name: "The \(token.serviceName) \(kind) of \(token.userName) in \(place)"
                )
            )
        }
    }

    /// Judges the active API tokens; everything else of the list is not applicable.
    func judgeActiveAPITokens(_ judge: (TokenView) -> Assessment) -> [Assessment] {
        judgeTokens { view in
            guard view.token.isAPIToken else { return view.notApplicable("\(view.name) is not an API token.") }
            guard view.token.isActive else { return view.notApplicable("\(view.name) is not active.") }
            return judge(view)
        }
    }
}
