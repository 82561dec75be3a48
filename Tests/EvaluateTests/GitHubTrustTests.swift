import Domain
import Testing

@testable import Evaluate

struct GitHubTrustTests {
    private static let provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    private static let host = "token.actions.githubusercontent.com"

    private func trust(_ organizations: [String] = []) throws -> GitHubTrust {
        try #require(GitHubTrust(of: TrustedParty(Self.provider, in: .federated), organizations: organizations))
    }

    @Test(
        arguments: [
            ("", .anyone), (" ", .anyone), ("*", .anyone), ("**", .anyone), ("?*", .anyone), ("repo:*", .anyone),
            ("repo:**", .anyone), ("repo:?*", .anyone), ("repo:*/*", .anyone), ("repo:*/*:*", .anyone),
            ("*:ref:refs/heads/main", .anyone), ("?epo:acme/app:*", .anyone), ("${aws:PrincipalTag/sub}", .anyone),
            ("environment:prod", .anyone), ("ref:refs/heads/main", .anyone), ("actor:*", .anyone),
            ("repository_owner:*:environment:prod", .anyone),
            ("repo:*/app", .anyOrganizationOfTheName), ("repo:acme*", .anyOrganizationOfTheName),
            ("repo:acme*/app:ref:refs/heads/main", .anyOrganizationOfTheName),
            ("repo:acm?/app", .anyOrganizationOfTheName),
            ("repo:${aws:PrincipalTag/org}/app", .anyOrganizationOfTheName),
            ("repository_owner:acme*:environment:prod", .anyOrganizationOfTheName),
            ("repo:acme/*", .anyRepository), ("repo:acme/app*", .anyRepository), ("REPO:ACME/*", .anyRepository),
            ("repo:acme/*:ref:refs/heads/main", .anyRepository), ("repo:acme@123/*", .anyRepository),
            ("repo:acme@*/*", .anyRepository), ("repo:acme/app-?:environment:prod", .anyRepository),
            ("repository_owner:acme:environment:prod", .anyRepository),
            ("repo:acme/app:*", .anyBranch), ("repo:acme/app:?*", .anyBranch), ("repo:acme/app@*", .anyBranch),
            ("repo:acme/app:ref:refs/heads/*", .anyBranch), ("repo:acme@1/app@2:*", .anyBranch),
            ("repo:acme@*/app@*:ref:refs/heads/main", .bound), ("repo:acme@1/app@2:environment:prod", .bound),
            ("repo:acme/app:ref:refs/heads/main", .bound), ("repo:acme/app:ref:refs/heads/release/*", .bound),
            ("repo:acme/app:environment:*", .bound), ("repo:acme/app:pull_request", .bound), ("repo:acme/app", .bound),
            ("repository_id:4711:environment:prod", .bound),
        ] as [(String, GitHubBreadth)]
    )
    func `a subject is as wide as its widest part`(_ subject: String, _ breadth: GitHubBreadth) throws {
        #expect(try trust().breadth(of: subject, in: "sub") == breadth)
    }

    @Test(
        arguments: [
            ("repository", "acme/app", .bound), ("repository", "acme/*", .anyRepository),
            ("repository", "acme*/app", .anyOrganizationOfTheName), ("repository", "*/app", .anyone),
            ("repository_id", "4711", .bound), ("repository_id", "47*", .anyOrganizationOfTheName),
            ("repository_id", "*", .anyone), ("enterprise_id", "8", .bound), ("enterprise_id", "?", .anyone),
            ("job_workflow_ref", "acme/ci/.github/workflows/deploy.yml@refs/heads/main", .bound),
            ("job_workflow_ref", "acme/ci/.github/workflows/deploy.yml@*", .anyBranch),
            ("job_workflow_ref", "acme/*", .anyRepository), ("job_workflow_ref", "*/ci/x.yml@y", .anyone),
        ] as [(String, String, GitHubBreadth)]
    )
    func `other claims bind too`(_ claim: String, _ value: String, _ breadth: GitHubBreadth) throws {
        #expect(try trust().breadth(of: value, in: claim) == breadth)
    }

    @Test func `names of organizations are compared without regard to case and as a whole`() throws {
        let ours = try trust(["Acme"])
        #expect(ours.breadth(of: "repo:ACME/app:environment:prod", in: "sub") == .bound)
        #expect(ours.breadth(of: "repo:acme@99/app:environment:prod", in: "sub") == .bound)
        for stranger in ["acme-evil", "evil", "acme@x", "xacme", ""] {
            #expect(ours.breadth(of: "repo:\(stranger)/app:environment:prod", in: "sub") == .foreignOrganization)
        }
        #expect(ours.breadth(of: "evil/app", in: "repository") == .foreignOrganization)
    }

    @Test(
        arguments: [
            (#"{"StringEquals":{"HOST:aud":"sts.amazonaws.com"}}"#, .anyone),
            (#"{"StringLike":{"HOST:sub":"repo:acme/*","HOST:repository":"acme/app"}}"#, .bound),
            (#"{"StringLike":{"HOST:sub":["repo:acme/app:environment:prod","repo:acme/*"]}}"#, .anyRepository),
            (#"{"StringEqualsIgnoreCase":{"HOST:SUB":"repo:acme/app:environment:prod"}}"#, .bound),
            (#"{"ForAllValues:StringLike":{"HOST:sub":"repo:acme/app:environment:prod"}}"#, .anyone),
            (
                #"{"ForAllValues:StringLike":{"HOST:sub":"repo:acme/app:environment:prod"},"Null":{"HOST:sub":"False"}}"#,
                .bound
            ),
            (#"{"StringNotLike":{"HOST:sub":"repo:evil/*"}}"#, .anyone),
            (#"{"ArnLike":{"HOST:sub":"repo:acme/app:environment:prod"}}"#, .anyone),
            (#"{"StringEquals":{"HOST:ref":"refs/heads/main","HOST:environment":"prod","HOST:actor":"x"}}"#, .anyone),
            (#"{"StringEquals":{"sub":"repo:acme/app:environment:prod"}}"#, .anyone),
            (#"{"StringEquals":{"HOST:sub":[]}}"#, .anyone),
        ] as [(String, GitHubBreadth)]
    )
    func `only positive operators on the issuer's own claims count`(
        _ condition: String,
        _ breadth: GitHubBreadth
    ) throws {
        let text = """
            {"Statement":{"Effect":"Allow","Principal":{"Federated":"\(Self.provider)"},\
            "Action":"sts:AssumeRoleWithWebIdentity",\
            "Condition":\(condition.replacing("HOST", with: Self.host))}}
            """
        let grants = try TrustGrant.grants(in: PolicyDocument(parsing: Array(text.utf8)))
        #expect(try grants.map(trust().breadth) == [breadth])
    }

    @Test(arguments: [
        "gitlab.com", "token.actions.githubusercontent.com.evil.com", "xtoken.actions.githubusercontent.com",
    ])
    func `another issuer is not GitHub`(_ url: String) {
        let party = TrustedParty("arn:aws:iam::111122223333:oidc-provider/\(url)", in: .federated)
        #expect(GitHubTrust(of: party, organizations: []) == nil)
    }
}
