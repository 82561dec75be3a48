import AWS
import Domain
import HTTP
import Logging
import TestSupport
import Testing

@testable import Accounts

/// Whether root credentials are managed centrally, as AWS may say it or not.
struct OrganizationFeaturesTests {
    private func managesRootCredentials(_ answer: String, status: Int = 200) async throws -> Bool? {
        let server = try ScriptedServer { _ in .http(status: status, body: answer) }
        defer { server.stop() }
        let http = try HTTPClient(HTTPConfiguration(loops: 1))
        defer { http.shutdown() }
        let client = AWSClient(
            http: http,
            endpoints: try Endpoints(region: "us-east-1", environment: ["AWS_ENDPOINT_URL": server.url]),
            retry: RetryPolicy(maximumAttempts: 2, random: { 0.5 }),
            time: ManualTime().timekeeper,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let credentials = Credentials(accessKeyID: "AKIDFIRST", secretAccessKey: Secret("wJalrXUtnFEMI"))
        let fixed = ExpiringCredentials(credentials, now: { Instant(epochSeconds: 0) }, renew: { credentials })
        let context = CallContext(accountID: nil)
        let organizations = Organizations(client: client, credentials: fixed, context: context)
        let answer = try await organizations.managesRootCredentials()
        #expect(Set(context.calls.map(\.action)) == ["ListOrganizationsFeatures"])
        return answer
    }

    private func features(_ members: String) -> String {
        """
        <ListOrganizationsFeaturesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\
        <ListOrganizationsFeaturesResult><OrganizationId>o-1</OrganizationId>\
        <EnabledFeatures>\(members)</EnabledFeatures></ListOrganizationsFeaturesResult>\
        <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></ListOrganizationsFeaturesResponse>
        """
    }

    private func refusal(_ code: String) -> String {
        """
        <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>\
        <Code>\(code)</Code><Message>No.</Message></Error><RequestId>r-1</RequestId></ErrorResponse>
        """
    }

    @Test func `the list of features says yes or no`() async throws {
        let both = "<member>RootSessions</member><member>RootCredentialsManagement</member>"
        #expect(try await managesRootCredentials(features(both)) == true)
        #expect(try await managesRootCredentials(features("<member>RootSessions</member>")) == false)
        #expect(try await managesRootCredentials(features("")) == false)
    }

    @Test func `where IAM has no access to the organization nobody manages anything centrally`() async throws {
        #expect(try await managesRootCredentials(refusal("ServiceAccessNotEnabledException"), status: 400) == false)
    }

    @Test func `an answer that cannot be had is neither yes nor no`() async throws {
        #expect(try await managesRootCredentials(refusal("AccessDenied"), status: 403) == nil)
        let elsewhere = refusal("AccountNotManagementOrDelegatedAdministratorException")
        #expect(try await managesRootCredentials(elsewhere, status: 400) == nil)
        #expect(try await managesRootCredentials("<html/>") == nil)
    }
}
