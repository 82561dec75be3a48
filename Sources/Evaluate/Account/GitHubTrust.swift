import Domain

/// How many workflows of GitHub a value of a claim lets in, from one to everybody's.
enum GitHubBreadth: Int, Comparable {
    /// What the company named, and nothing beside it.
    case bound
    /// A repository with any branch, pull request or fork.
    case anyBranch
    case anyRepository
    /// An organization that the company does not call its own.
    case foreignOrganization
    case anyOrganizationOfTheName
    case anyone

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// What is let in, to stand after "lets in"; empty for `bound`.
    var phrase: String {
        switch self {
        case .bound: ""
        case .anyBranch: "any branch and pull request of a repository"
        case .anyRepository: "any repository of an organization"
        case .foreignOrganization: "an organization that is not in trusted.github_orgs"
        case .anyOrganizationOfTheName: "organizations by a wildcard"
        case .anyone: "any repository of GitHub"
        }
    }
}

/// The rule by which the subjects of GitHub's tokens are judged; `organizations` is empty where none were named.
struct GitHubTrust: Sendable {
    private let organizations: Set<String>
    /// Nil for a party that is not GitHub's issuer.
    private let issuer: String

    init?(of party: TrustedParty, organizations: [String]) {
        guard party.kind == .federated, let url = SharedIssuer.url(of: party.text)?.lowercased(),
            url == Self.host || url.hasPrefix("\(Self.host)/")
        else { return nil }
        self.issuer = url
        self.organizations = Set(organizations.map { $0.lowercased() })
    }

    private static let host = "token.actions.githubusercontent.com"

    /// The claims by which a tenant can be told; audience, branch, environment, workflow and actor name none.
    private static let claims = ["sub", "repository", "repository_id", "job_workflow_ref", "enterprise_id"]

    /// How wide a grant is: of several values the widest counts, of several conditions the narrowest.
    func breadth(of grant: TrustGrant) -> GitHubBreadth {
        let conditions = Set([issuer, Self.host]).sorted().flatMap { host in
            Self.claims.flatMap { claim in
                grant.demanded("\(host):\(claim)").map { values in
                    values.map { breadth(of: $0, in: claim) }.max() ?? .anyone
                }
            }
        }
        return conditions.min() ?? .anyone
    }

    func breadth(of value: String, in claim: String) -> GitHubBreadth {
        let text = Self.withVariablesAsWildcards(value.lowercased())
        guard text.contains(where: { !$0.isWhitespace }), !text.isOpenAtFirst else { return .anyone }
        switch claim {
        case "sub": return subject(text)
        case "repository": return repository(text)
        case "job_workflow_ref": return workflow(text)
        default: return text.hasWildcard ? .anyOrganizationOfTheName : .bound
        }
    }

    // MARK: Claims

    private func subject(_ text: String) -> GitHubBreadth {
        if text.hasPrefix("repo:") {
            let rest = String(text.dropFirst(5))
            // Nothing but wildcards and separators names nobody.
            guard rest.contains(where: { !"*?/: ".contains($0) }) else { return .anyone }
            return repository(rest)
        }
        // An organization can choose the claims that its subjects are made of.
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        for (key, value) in zip(parts, parts.dropFirst()) {
            guard !value.isOpenAtFirst, !value.isEmpty else { continue }
            switch key {
            case "repo", "repository": return repository(value)
            case "job_workflow_ref": return workflow(value)
            case "repository_owner": return max(organization(value), .anyRepository)
            case "repository_owner_id": return value.hasWildcard ? .anyOrganizationOfTheName : .anyRepository
            case "repository_id", "enterprise_id": return value.hasWildcard ? .anyOrganizationOfTheName : .bound
            default: continue
            }
        }
        return .anyone
    }

    /// `ORG/REPO`, and for a subject `:` with what the workflow runs for.
    private func repository(_ text: String) -> GitHubBreadth {
        let (owner, rest) = text.cut(at: "/")
        let organization = organization(owner)
        if organization != .bound { return organization }
        guard let rest else { return .bound }
        let (name, context) = rest.cut(at: ":")
        if name.withoutID.hasWildcard { return .anyRepository }
        guard let context else { return name.hasWildcard ? .anyBranch : .bound }
        // A branch that nobody thought of when the pattern was written.
        return Wildcard(context).matches("ref:refs/heads/\u{1F984}") ? .anyBranch : .bound
    }

    /// `ORG/REPO/.github/workflows/FILE@REF`, told by its parts.
    private func workflow(_ text: String) -> GitHubBreadth {
        let (owner, rest) = text.cut(at: "/")
        let organization = organization(owner)
        if organization != .bound { return organization }
        guard let rest else { return .bound }
        let (name, file) = rest.cut(at: "/")
        if name.hasWildcard { return .anyRepository }
        return file?.hasWildcard == true ? .anyBranch : .bound
    }

    private func organization(_ text: String) -> GitHubBreadth {
        let name = text.withoutID
        if name.hasWildcard { return .anyOrganizationOfTheName }
        return organizations.isEmpty || organizations.contains(name) ? .bound : .foreignOrganization
    }

    /// What a policy variable stands for is not known here, so it may be anything.
    private static func withVariablesAsWildcards(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "$") {
            result += rest[..<start]
            rest = rest[start...]
            guard rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") else {
                result.append(rest.removeFirst())
                continue
            }
            result += "*"
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}

extension String {
    fileprivate var hasWildcard: Bool { contains("*") || contains("?") }
    fileprivate var isOpenAtFirst: Bool { first == "*" || first == "?" }

    /// The text before and after a separator; nil after it where there is none.
    fileprivate func cut(at separator: Character) -> (String, String?) {
        guard let index = firstIndex(of: separator) else { return (self, nil) }
        return (String(self[..<index]), String(self[self.index(after: index)...]))
    }

    /// Without the `@` and the number that newer tokens put behind a name, which alone cannot hold an `@`.
    fileprivate var withoutID: String {
        guard let at = lastIndex(of: "@"), at != startIndex else { return self }
        let id = self[index(after: at)...]
        return id.allSatisfy { $0.isNumber || $0 == "*" || $0 == "?" } ? String(self[..<at]) : self
    }
}
