import Domain
import LoopbackAWS
import Testing

struct AssumeRoleTests {
    @Test func `a session acts in its own account under its own name`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "prod-payments")
            let session = try harness.session(account)
            let identity = try harness.sts("GetCallerIdentity", as: session).xml()["GetCallerIdentityResult"]
            #expect(identity?.text("Account") == account.id.description)
            #expect(identity?.text("Arn") == "arn:aws:sts::\(account.id):assumed-role/SecurityAudit/orgsweep")
            #expect(session.accessKeyID.hasPrefix("ASIA"))
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var account = "prod-web"
        var parameters: [String: String] = [:]
        var code = "AccessDenied"
        var message = "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::"
    }

    @Test(arguments: [
        Refusal(testDescription: "the trust policy names somebody else", account: "acquired-shop"),
        Refusal(testDescription: "the account is suspended", account: "closed-pilot"),
        Refusal(testDescription: "another external id", parameters: ["ExternalId": "guess"]),
        Refusal(testDescription: "no external id", parameters: ["ExternalId": ""]),
        Refusal(testDescription: "a role that trusts others", parameters: ["RoleArn": "OrganizationAccountAccessRole"]),
        Refusal(testDescription: "a role that is not there", parameters: ["RoleArn": "Nobody"]),
        Refusal(
            testDescription: "a source identity that the trust policy does not allow",
            parameters: ["SourceIdentity": "jane"],
            message: "is not authorized to perform: sts:SetSourceIdentity on resource: arn:aws:iam::"
        ),
        Refusal(
            testDescription: "session tags that the trust policy does not allow",
            parameters: ["Tags.member.1.Key": "a", "Tags.member.1.Value": "b"],
            message: "is not authorized to perform: sts:TagSession on resource: arn:aws:iam::"
        ),
        Refusal(
            testDescription: "a session name with a space",
            parameters: ["RoleSessionName": "a b"],
            code: "ValidationError",
            message: "failed to satisfy constraint"
        ),
        Refusal(
            testDescription: "a session name of one letter",
            parameters: ["RoleSessionName": "a"],
            code: "ValidationError",
            message: "length greater than or equal to 2"
        ),
        Refusal(
            testDescription: "a session of less than fifteen minutes",
            parameters: ["DurationSeconds": "899"],
            code: "ValidationError",
            message: "greater than or equal to 900"
        ),
        Refusal(
            testDescription: "a chained session of more than an hour",
            parameters: ["DurationSeconds": "3601"],
            code: "ValidationError",
            message: "exceeds the 1 hour session limit for roles assumed by role chaining"
        ),
        Refusal(
            testDescription: "a session policy that is not JSON",
            parameters: ["Policy": "{"],
            code: "MalformedPolicyDocument",
            message: "Syntax errors in policy."
        ),
        Refusal(
            testDescription: "a session policy of more than 2,048 characters",
            parameters: ["Policy": String(repeating: " ", count: 2_049)],
            code: "ValidationError",
            message: "length less than or equal to 2048"
        ),
    ]) func `is refused`(_ refusal: Refusal) async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: refusal.account)
            var parameters = refusal.parameters
            if let role = parameters["RoleArn"] { parameters["RoleArn"] = "arn:aws:iam::\(account.id):role/\(role)" }
            let answer = try harness.assumeRole(account, parameters)
            #expect(answer.status == (refusal.code == "AccessDenied" ? 403 : 400))
            #expect(answer.errorCode == refusal.code)
            #expect(answer.errorMessage?.contains(refusal.message) == true, "\(answer.text)")
        }
    }

    @Test func `the policy of the call plan allows the plan and nothing else`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "legacy-erp")
            let session = try harness.session(account, ["Policy": CallPlan.sessionPolicy])
            let customer = try #require(account.policies.first).arn
            let parameters = [
                "UserName": try #require(account.users.first).name, "AllUsers": "true",
                "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess", "VersionId": "v7",
                "OpenIDConnectProviderArn": account.oidcProviders.first?.arn ?? "",
            ]
            for call in CallPlan.allCases {
                var own = parameters
                if call == .listServiceSpecificCredentials { own["UserName"] = nil }
                let answer = try harness.iam(call.rawValue, own, as: session)
                #expect(answer.status != 403, "\(call): \(answer.text)")
                #expect(answer.errorCode != "InvalidAction")
            }
            let outside = try harness.iam("GetPolicy", ["PolicyArn": customer], as: session)
            #expect(outside.status == 403)
            #expect(
                outside.errorMessage?.hasSuffix("because no session policy allows the iam:GetPolicy action") == true
            )
            let unnarrowed = try harness.session(account)
            #expect(try harness.iam("GetPolicy", ["PolicyArn": customer], as: unnarrowed).status == 200)
        }
    }

    @Test func `a narrower policy narrows, and a Deny wins`() async throws {
        try await Harness.run { harness in
            let policy = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:list*","Resource":"*"},\
                {"Effect":"Deny","Action":["iam:ListRoles"],"Resource":"*"}]}
                """
            let session = try harness.session(harness.organization.account(at: 4), ["Policy": policy])
            #expect(try harness.iam("ListAccountAliases", as: session).status == 200)
            #expect(try harness.iam("ListRoles", as: session).errorCode == "AccessDenied")
            #expect(try harness.iam("GetAccountSummary", as: session).errorCode == "AccessDenied")
        }
    }

    @Test(arguments: ["CreateUser", "DeleteRole", "AttachRolePolicy", "PutUserPolicy"])
    func `nobody can write`(_ action: String) async throws {
        try await Harness.run { harness in
            let account = harness.organization.account(at: 4)
            for session in [try harness.session(account), harness.organization.baseCredentials] {
                #expect(try harness.iam(action, ["UserName": "x"], as: session).errorCode == "AccessDenied")
            }
        }
    }

    @Test func `the hub reads no identities and members list no accounts`() async throws {
        try await Harness.run { harness in
            let hub = harness.organization.baseCredentials
            #expect(try harness.iam("GetAccountSummary", as: hub).errorCode == "AccessDenied")
            #expect(try harness.result("ListOrganizationsFeatures", as: hub).members("EnabledFeatures")?.count == 2)
            let member = try harness.session(harness.organization.account(at: 4))
            let answer = try harness.iam("ListOrganizationsFeatures", as: member)
            #expect(answer.errorCode == "AccountNotManagementOrDelegatedAdministrator")
        }
    }

    @Test func `one account's reader may not list service credentials`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "dev-mobile")
            let session = try harness.session(account)
            let answer = try harness.iam("ListServiceSpecificCredentials", ["AllUsers": "true"], as: session)
            #expect(answer.status == 403)
            #expect(
                answer.errorMessage
                    == "User: arn:aws:sts::\(account.id):assumed-role/SecurityAudit/orgsweep is not authorized to "
                    + "perform: iam:ListServiceSpecificCredentials on resource: arn:aws:iam::\(account.id):user/* "
                    + "because no identity-based policy allows the iam:ListServiceSpecificCredentials action"
            )
        }
    }
}
