import Domain
import TestSupport
import Testing

@testable import AWS

struct JSONTests {
    struct Organization: Decodable, Sendable, Equatable {
        var Id: String
    }

    private func describe(_ aws: ClientFixture) async throws(AWSFailure) -> Organization {
        try await aws.client.json(
            service: .organizations,
            target: "AWSOrganizationsV20161128.DescribeOrganization",
            body: "{}",
            as: Organization.self,
            credentials: aws.provider,
            context: aws.context
        )
    }

    @Test func `a call names its target in a header`() async throws {
        let aws = try ClientFixture { _ in
            .http(headers: [ClientFixture.requestIDHeader], body: #"{"Id":"o-1","New":1}"#)
        }
        defer { aws.stop() }
        #expect(try await describe(aws) == Organization(Id: "o-1"))
        let request = try #require(aws.server.requests.first)
        #expect(request.bodyText == "{}")
        #expect(request.header("x-amz-target") == "AWSOrganizationsV20161128.DescribeOrganization")
        #expect(request.header("content-type") == "application/x-amz-json-1.1")
        #expect(request.header("authorization")?.contains("/us-east-1/organizations/aws4_request") == true)
        let record = try #require(aws.context.calls.first)
        #expect(record.action == "DescribeOrganization")
        #expect(record.requestID == "id-from-header")
        #expect(record.bytes == 20)
    }

    @Test(arguments: [
        ([], #"{"__type":"AccessDeniedException","Message":"no"}"#),
        ([], #"{"__type":"com.amazonaws.organizations#AccessDeniedException","message":"no"}"#),
        ([("x-amzn-ErrorType", "AccessDeniedException:http://internal.amazon.com/x")], #"{"message":"no"}"#),
    ])
    func `each shape of error is understood`(_ headers: [(name: String, value: String)], body: String) async throws {
        let aws = try ClientFixture { _ in .http(status: 400, headers: headers, body: body) }
        defer { aws.stop() }
        let failure = await #expect(throws: AWSFailure.self) { try await describe(aws) }
        #expect(failure?.kind == .denied)
        #expect(failure?.code == "AccessDeniedException")
        #expect(failure?.message == "no")
        #expect(failure?.unavailable.action == "organizations:DescribeOrganization")
    }

    @Test func `throttling is waited out`() async throws {
        let aws = try ClientFixture { request in
            request.index == 0
                ? .http(status: 400, body: #"{"__type":"TooManyRequestsException"}"#) : .http(body: #"{"Id":"o-1"}"#)
        }
        defer { aws.stop() }
        #expect(try await describe(aws) == Organization(Id: "o-1"))
        #expect(aws.time.sleeps == [.milliseconds(500)])
    }

    @Test(arguments: [
        (200, "<html></html>", AWSFailure.Kind.malformed, "not JSON"),
        (200, "{}", .malformed, "Id is missing in the JSON at its top"),
        (200, #"{"Id":7}"#, .malformed, "a value of another type in the JSON at Id"),
        (200, String(repeating: " ", count: 5 << 20), .malformed, "more than 4194304 bytes of JSON"),
        (403, "<html></html>", .rejected, "HTTP 403 without an AWS error document"),
        (502, "", .serverError, "HTTP 502 without an AWS error document"),
    ])
    func `what is not JSON is told`(
        _ status: Int,
        body: String,
        kind: AWSFailure.Kind,
        message: String
    ) async throws {
        let aws = try ClientFixture(maximumAttempts: 1) { _ in .http(status: status, body: body) }
        defer { aws.stop() }
        let failure = await #expect(throws: AWSFailure.self) { try await describe(aws) }
        #expect(failure?.kind == kind)
        #expect(failure?.message == message)
    }
}
