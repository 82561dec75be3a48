import Domain
import LoopbackAWS
import Testing

struct WebIdentityTests {
    /// The call as a workload makes it: without a signature.
    private func assume(_ harness: Harness, token: Secret, _ change: [String: String] = [:]) throws -> TestAnswer {
        let usual = [
            "RoleArn": harness.organization.hubRoleARN, "RoleSessionName": "pipeline", "WebIdentityToken": token.reveal,
        ]
        let parameters = usual.merging(change) { _, given in given }.filter { !$0.value.isEmpty }
        return try harness.send(TestRequest("AssumeRoleWithWebIdentity", version: "2011-06-15", parameters))
    }

    @Test func `a token becomes a session of the hub, without any signature`() async throws {
        try await Harness.run { harness in
            let token = try harness.organization.webIdentityToken(expiresAt: harness.now.adding(seconds: 60))
            let answer = try assume(harness, token: token)
            try #require(answer.status == 200, "\(answer.text)")
            let result = try #require(try answer.xml()["AssumeRoleWithWebIdentityResult"])
            #expect(result.text("Audience") == "sts.amazonaws.com")
            #expect(result.text("SubjectFromWebIdentityToken")?.isEmpty == false)
            let issued = try #require(result["Credentials"])
            let session = Credentials(
                accessKeyID: try #require(issued.text("AccessKeyId")),
                secretAccessKey: Secret(try #require(issued.text("SecretAccessKey"))),
                sessionToken: Secret(try #require(issued.text("SessionToken")))
            )
            let identity = try harness.sts("GetCallerIdentity", as: session).xml()["GetCallerIdentityResult"]
            #expect(identity?.text("Arn") == result["AssumedRoleUser"]?.text("Arn"))
            #expect(identity?.text("Arn")?.hasSuffix("assumed-role/orgsweep-hub/pipeline") == true)
            #expect(try harness.organizations("ListAccounts", "{}", as: session).status == 200)
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var status = 400
        var code: String
        var message: String
        var token: @Sendable (Harness) throws -> Secret = {
            try $0.organization.webIdentityToken(expiresAt: $0.now.adding(seconds: 60))
        }
        var change: [String: String] = [:]
    }

    static let refusals = [
        Refusal(
            testDescription: "a text that is no token",
            code: "InvalidIdentityToken",
            message: "not a valid JWT",
            token: { _ in Secret("abc.def") }
        ),
        Refusal(
            testDescription: "a token that was changed",
            code: "InvalidIdentityToken",
            message: "signature",
            token: { harness in
                let token = try harness.organization.webIdentityToken(expiresAt: harness.now.adding(seconds: 60))
                return Secret(token.reveal.dropLast(4) + "AAAA")
            }
        ),
        Refusal(
            testDescription: "a token of another provider",
            code: "InvalidIdentityToken",
            message: "No OpenIDConnect provider found in your account for https://elsewhere.example",
            token: { harness in
                let end = harness.now.adding(seconds: 60)
                return try harness.organization.webIdentityToken(expiresAt: end, issuer: "https://elsewhere.example")
            }
        ),
        Refusal(
            testDescription: "a token for somebody else",
            code: "InvalidIdentityToken",
            message: "Incorrect token audience",
            token: { harness in
                let end = harness.now.adding(seconds: 60)
                return try harness.organization.webIdentityToken(expiresAt: end, audience: "sigstore")
            }
        ),
        Refusal(
            testDescription: "a token that is over",
            code: "ExpiredTokenException",
            message: "Token expired: current date/time",
            token: { try $0.organization.webIdentityToken(expiresAt: $0.now) }
        ),
        Refusal(
            testDescription: "a workload that the role does not trust",
            status: 403,
            code: "AccessDenied",
            message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
            token: { harness in
                let end = harness.now.adding(seconds: 60)
                return try harness.organization.webIdentityToken(expiresAt: end, subject: "system:serviceaccount:x:y")
            }
        ),
        Refusal(
            testDescription: "a role that does not trust the provider",
            status: 403,
            code: "AccessDenied",
            message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
            change: ["RoleArn": "arn:aws:iam::111122223333:role/other"]
        ),
        Refusal(
            testDescription: "no token",
            code: "ValidationError",
            message: "'webIdentityToken'",
            change: ["WebIdentityToken": ""]
        ),
    ]

    @Test(arguments: refusals) func `is refused in AWS's words`(_ refusal: Refusal) async throws {
        try await Harness.run { harness in
            let answer = try assume(harness, token: refusal.token(harness), refusal.change)
            #expect(answer.status == refusal.status)
            #expect(answer.errorCode == refusal.code)
            #expect(answer.errorMessage?.contains(refusal.message) == true, "\(answer.text)")
        }
    }

    @Test func `no other call does without a signature`() async throws {
        try await Harness.run { harness in
            for (action, version) in [
                ("AssumeRole", "2011-06-15"), ("AssumeRoleWithWebIdentity", "2010-05-08"), ("ListUsers", "2010-05-08"),
            ] {
                let answer = try harness.send(TestRequest(action, version: version))
                #expect(answer.status == 403)
                #expect(answer.errorCode == "MissingAuthenticationToken")
            }
        }
    }
}
