import Crypto
import Domain
import TestSupport
import Testing

@testable import AWS

struct QueryTests {
    @Test func `a call is a signed form`() async throws {
        let aws = try ClientFixture { _ in .listX }
        defer { aws.stop() }
        let page = try await aws.query([(name: "UserName", value: "a+b c/é=&~*"), (name: "MaxItems", value: "1000")])
        #expect(page.output == ["UserName", "UserName = ann"])
        let request = try #require(aws.server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/")
        #expect(
            request.bodyText
                == "Action=ListX&Version=2010-05-08&UserName=a%2Bb%20c%2F%C3%A9%3D%26~%2A&MaxItems=1000"
        )
        #expect(request.header("content-type") == "application/x-www-form-urlencoded; charset=utf-8")
        #expect(request.header("x-amz-date") == "20261122T150000Z")
        let authorization = try #require(request.header("authorization"))
        #expect(authorization.contains("Credential=AKIDFIRST/20261122/us-east-1/iam/aws4_request"))
    }

    @Test func `STS has its own version`() {
        let call = QueryCall(service: .sts, action: "GetCallerIdentity")
        #expect(call.body == Array("Action=GetCallerIdentity&Version=2011-06-15".utf8))
    }

    @Test func `a call leaves a record with the size and the digest of the body as received`() async throws {
        let body = "<ListXResponse>\r\n  <ListXResult><UserName>é</UserName></ListXResult></ListXResponse>\n"
        let aws = try ClientFixture { request in
            request.index == 0
                ? .error(503, "ServiceUnavailable") : .http(headers: [ClientFixture.requestIDHeader], body: body)
        }
        defer { aws.stop() }
        _ = try await aws.query()
        let record = try #require(aws.context.calls.first)
        #expect(aws.context.calls.count == 1)
        #expect(
            record
                == CallRecord(
                    accountID: AccountID("111122223333"),
                    service: "iam",
                    action: "ListX",
                    requestID: "id-from-header",
                    httpStatus: 200,
                    attempts: 2,
                    startedAt: Instant(year: 2026, month: 11, day: 22, hour: 15),
                    durationMilliseconds: 25,
                    bytes: Int64(body.utf8.count),
                    sha256: SHA256.hex(body.utf8)
                )
        )
    }

    @Test func `a failed call leaves a record as well`() async throws {
        let aws = try ClientFixture { _ in .error(403, "AccessDenied") }
        defer { aws.stop() }
        _ = try await aws.failure()
        let record = try #require(aws.context.calls.first)
        #expect(record.httpStatus == 403)
        #expect(record.errorCode == "AccessDenied")
        #expect(record.requestID == "id-from-body")
        #expect(record.attempts == 1)
        #expect(record.bytes > 0 && record.sha256.count == 64)
    }

    @Test(arguments: [
        ([ClientFixture.requestIDHeader], "id-from-header"),
        ([(name: "X-Amz-Request-Id", value: "id-of-s3-form")], "id-of-s3-form"),
        ([], "id-from-body"),
    ])
    func `the request id comes from the header, else from the body`(
        _ headers: [(name: String, value: String)],
        expected: String
    ) async throws {
        let aws = try ClientFixture { request in
            guard request.index == 0 else { return .error(400, "ValidationError", headers: headers) }
            return .http(
                headers: headers,
                body: "<ListXResponse><ListXResult/><ResponseMetadata><RequestId>id-from-body</RequestId>"
                    + "</ResponseMetadata></ListXResponse>"
            )
        }
        defer { aws.stop() }
        #expect(try await aws.query().requestID == expected)
        #expect(try await aws.failure().requestID == expected)
        #expect(aws.context.calls.map(\.requestID) == [expected, expected])
    }

    @Test func `a large page arrives in many pieces and is read as it comes`() async throws {
        let items = (0..<20_000).map { "<member><UserName>user-\($0)</UserName></member>" }.joined()
        let aws = try ClientFixture { _ in .page("", item: items) }
        defer { aws.stop() }
        let page = try await aws.query()
        #expect(page.output.count == 60_000)
        #expect(page.output.last == "member/UserName = user-19999")
    }
}
