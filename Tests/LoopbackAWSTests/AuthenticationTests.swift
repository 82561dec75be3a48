import Domain
import LoopbackAWS
import Testing

struct AuthenticationTests {
    @Test func `a request that botocore signed is accepted`() async throws {
        try await Harness.run { harness in
            // Made by botocore 1.43 with the hub's credentials of seed 7.
            var request = TestRequest(body: "Action=GetCallerIdentity&Version=2011-06-15")
            request.host = "sts.eu-central-1.amazonaws.com"
            request.headers += [
                ("X-Amz-Date", "20261122T150000Z"),
                (
                    "X-Amz-Security-Token",
                    "hub.b52651186aa2be77c0238dc3ecee40ee7da82ea365549b4ae377765a0482661b"
                ),
                (
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=ASIAYLKGGLPIQE6QZRL4/20261122/eu-central-1/sts/aws4_request, "
                        + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
                        + "Signature=b0436d7ee3c01d5dfff192bc61f5b2933accdc4c0e1ae6b09d47e582394e00ea"
                ),
            ]
            let answer = try harness.send(request)
            #expect(answer.status == 200, "\(answer.text)")
            let identity = try answer.xml()["GetCallerIdentityResult"]
            #expect(identity?.text("Arn") == harness.organization.hubARN)
            #expect(identity?.text("Account") == harness.organization.hubAccountID.description)
        }
    }

    @Test func `the header of every answer repeats the request id of its body`() async throws {
        try await Harness.run { harness in
            let good = try harness.sts("GetCallerIdentity")
            #expect(try good.xml()["ResponseMetadata"]?.text("RequestId") == good.headers["x-amzn-requestid"])
            let bad = try harness.sts("GetSomething")
            #expect(bad.status == 400)
            #expect(bad.errorCode == "InvalidAction")
            #expect(try bad.xml().text("RequestId") == bad.headers["x-amzn-requestid"])
            #expect(good.headers["x-amzn-requestid"] != bad.headers["x-amzn-requestid"])
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: String
        var spoil: @Sendable (inout TestRequest, Harness) -> Void
    }

    static let refusals = [
        Refusal(testDescription: "no Authorization", code: "MissingAuthenticationToken") { request, _ in
            request.headers.removeAll { $0.name == "Authorization" }
        },
        Refusal(testDescription: "a body changed after signing", code: "SignatureDoesNotMatch") { request, _ in
            request.body = request.body.replacing("GetCallerIdentity", with: "GetSessionToken")
        },
        Refusal(testDescription: "a header changed after signing", code: "SignatureDoesNotMatch") { request, _ in
            request.host = "elsewhere"
        },
        Refusal(testDescription: "an x-amz header that is not signed", code: "SignatureDoesNotMatch") { request, _ in
            request.headers.append(("X-Amz-Extra", "1"))
        },
        Refusal(testDescription: "headers signed out of order", code: "SignatureDoesNotMatch") { request, harness in
            request.headers.removeLast(3)
            request.sign(
                "sts",
                harness.organization.baseCredentials,
                at: harness.now,
                region: harness.organization.region,
                isSorted: false
            )
        },
        Refusal(testDescription: "a session key without its token", code: "InvalidClientTokenId") { request, _ in
            request.headers.removeAll { $0.name == "X-Amz-Security-Token" }
        },
        Refusal(testDescription: "an unknown key", code: "InvalidClientTokenId") { request, harness in
            let stranger = Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: Secret("x"))
            request.headers.removeLast(3)
            request.sign("sts", stranger, at: harness.now)
        },
        Refusal(testDescription: "a wrong secret", code: "SignatureDoesNotMatch") { request, harness in
            let base = harness.organization.baseCredentials
            request.headers.removeLast(3)
            request.sign(
                "sts",
                Credentials(
                    accessKeyID: base.accessKeyID,
                    secretAccessKey: Secret("wrong"),
                    sessionToken: base.sessionToken
                ),
                at: harness.now
            )
        },
        Refusal(testDescription: "another Region", code: "SignatureDoesNotMatch") { request, harness in
            request.headers.removeLast(3)
            request.sign("sts", harness.organization.baseCredentials, at: harness.now, region: "mars-1")
        },
    ]

    @Test(arguments: refusals) func `is refused with AWS's code`(_ refusal: Refusal) async throws {
        try await Harness.run { harness in
            var request = TestRequest("GetCallerIdentity", version: "2011-06-15")
            request.sign("sts", harness.organization.baseCredentials, at: harness.now)
            refusal.spoil(&request, harness)
            let answer = try harness.send(request)
            #expect(answer.status == 403)
            #expect(answer.errorCode == refusal.code)
        }
    }

    @Test(arguments: [(0, 200), (300, 200), (301, 403), (-300, 200), (-301, 403)])
    func `a clock may be off by five minutes`(_ skew: Int64, _ status: Int) async throws {
        try await Harness.run { harness in
            var request = TestRequest("GetCallerIdentity", version: "2011-06-15")
            request.sign("sts", harness.organization.baseCredentials, at: harness.now.adding(seconds: skew))
            let answer = try harness.send(request)
            #expect(answer.status == status)
            #expect(answer.headers["date"] == "Sun, 22 Nov 2026 15:00:00 GMT")
            if skew == -301 {
                #expect(
                    answer.errorMessage
                        == "Signature expired: 20261122T145459Z is now earlier than 20261122T145500Z "
                        + "(20261122T150000Z - 5 min.)"
                )
            }
            if skew == 301 { #expect(answer.errorMessage?.hasPrefix("Signature not yet current: ") == true) }
        }
    }

    @Test func `an expired session answers ExpiredToken`() async throws {
        try await Harness.run { harness in
            let session = try harness.session(harness.organization.account(at: 4), ["DurationSeconds": "900"])
            #expect(session.expiration == harness.now.adding(seconds: 900))
            harness.advance(seconds: 899)
            #expect(try harness.iam("GetAccountSummary", as: session).status == 200)
            harness.advance(seconds: 1)
            let answer = try harness.iam("GetAccountSummary", as: session)
            #expect(answer.status == 403)
            #expect(answer.errorCode == "ExpiredToken")
        }
    }

    @Test func `organizations answers refusals as JSON`() async throws {
        try await Harness.run { harness in
            let session = try harness.session(harness.organization.account(at: 4), ["DurationSeconds": "900"])
            let denied = try harness.organizations("ListAccounts", "{}", as: session)
            #expect(denied.status == 400)
            #expect(denied.text.contains("\"__type\":\"AccessDeniedException\""))
            #expect(try harness.organizations("DescribeOrganization", "{}", as: session).status == 200)
            harness.advance(seconds: 900)
            let expired = try harness.organizations("DescribeOrganization", "{}", as: session)
            #expect(expired.text.contains("\"__type\":\"ExpiredTokenException\""))
        }
    }

    @Test func `one connection serves many requests, pipelined ones too`() async throws {
        try await Harness.run { harness in
            let connection = try TestConnection(port: harness.port)
            var request = TestRequest("GetCallerIdentity", version: "2011-06-15")
            request.sign("sts", harness.organization.baseCredentials, at: harness.now)
            connection.send(request.bytes + request.bytes)
            let ids = [try connection.receive(), try connection.receive()].map { $0.headers["x-amzn-requestid"] }
            connection.send(request.bytes)
            #expect(try connection.receive().status == 200)
            #expect(Set(ids).count == 2)
            #expect(harness.server.requestCount == 3)
            #expect(harness.server.requestCounts() == ["sts:GetCallerIdentity": 3])
        }
    }
}
