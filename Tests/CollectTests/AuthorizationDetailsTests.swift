import Crypto
import Domain
import Testing

@testable import Collect

struct AuthorizationDetailsTests {
    private func read(_ xml: String, tagKeys: Set<String> = []) async throws -> Collected<AuthorizationPage> {
        try await answer(
            GetAccountAuthorizationDetails(documents: DocumentPool(), tags: TagFilter(tagKeys)),
            FullAccount.details(xml)
        )
    }

    @Test func `a user is read with all that hangs on it`() async throws {
        let page = try await read(
            """
            <UserDetailList><member><Path>/eng/</Path><UserName>zoë</UserName><UserId>AIDA1</UserId>
            <Arn>arn:aws:iam::111122223333:user/eng/zoë</Arn><CreateDate>2024-02-29T10:00:00Z</CreateDate>
            <UserPolicyList><member><PolicyName>inline</PolicyName><PolicyDocument>%7B%7D</PolicyDocument></member>
            </UserPolicyList><GroupList><member>Ops</member><member>Admins</member></GroupList>
            <AttachedManagedPolicies>
            <member><PolicyName>Own</PolicyName><PolicyArn>arn:aws:iam::111122223333:policy/Own</PolicyArn></member>
            </AttachedManagedPolicies>
            <PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>
            <PermissionsBoundaryArn>arn:aws:iam::aws:policy/PowerUserAccess</PermissionsBoundaryArn>
            </PermissionsBoundary>
            <Tags><member><Key>Owner</Key><Value>z@example.com</Value></member>
            <member><Key>db-password</Key><Value>hunter2</Value></member></Tags></member></UserDetailList>
            """,
            tagKeys: ["owner"]
        )
        let document = DocumentID(hex: SHA256.hex("{}".utf8))
        #expect(
            page.value?.details.users == [
                User(
                    arn: "arn:aws:iam::111122223333:user/eng/zoë",
                    name: "zoë",
                    path: "/eng/",
                    id: "AIDA1",
                    createdAt: Instant(year: 2024, month: 2, day: 29, hour: 10),
                    groups: ["Admins", "Ops"],
                    attachedPolicies: [AttachedPolicy(arn: "arn:aws:iam::111122223333:policy/Own", name: "Own")],
                    inlinePolicies: [InlinePolicy(name: "inline", document: document)],
                    permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess",
                    tags: [Tag(key: "Owner", value: "z@example.com")]
                )
            ]
        )
        #expect(page.value?.documents == [document: PolicyText(bytes: Array("{}".utf8))])
    }

    /// What stands inside of an instance profile is not the role's own.
    @Test func `a role keeps its own fields beside those of its instance profile`() async throws {
        let page = try await read(
            """
            <RoleDetailList><member><Path>/svc/</Path><RoleName>App</RoleName><RoleId>AROA1</RoleId>
            <Arn>arn:aws:iam::111122223333:role/svc/App</Arn><CreateDate>2024-01-01T00:00:00Z</CreateDate>
            <AssumeRolePolicyDocument>%7B%22a%22%3A1%7D</AssumeRolePolicyDocument>
            <InstanceProfileList><member><InstanceProfileName>App</InstanceProfileName><Path>/other/</Path>
            <Arn>arn:aws:iam::111122223333:instance-profile/App</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate>
            <Roles><member><Path>/x/</Path><RoleName>Inner</RoleName><Arn>arn:inner</Arn>
            <AssumeRolePolicyDocument>%7B%22b%22%3A2%7D</AssumeRolePolicyDocument></member></Roles></member>
            </InstanceProfileList>
            <RolePolicyList/><AttachedManagedPolicies/><Tags/>
            <RoleLastUsed><LastUsedDate>2026-11-01T00:00:00Z</LastUsedDate><Region>eu-west-1</Region></RoleLastUsed>
            </member></RoleDetailList>
            """
        )
        let role = try #require(page.value?.details.roles.first)
        #expect(role.name == "App")
        #expect(role.path == "/svc/")
        #expect(role.createdAt == Instant(year: 2024, month: 1, day: 1))
        #expect(role.trustPolicy == DocumentID(hex: SHA256.hex("{\"a\":1}".utf8)))
        #expect(role.instanceProfiles == ["arn:aws:iam::111122223333:instance-profile/App"])
        #expect(role.lastUsedAt == Instant(year: 2026, month: 11, day: 1))
        #expect(role.lastUsedRegion == "eu-west-1")
        #expect(page.value?.documents.count == 1)
    }

    @Test func `an unused role has no last use`() async throws {
        let role = try await answer(
            GetAccountAuthorizationDetails(documents: DocumentPool(), tags: TagFilter([]))
        ).value?.details.roles.first
        #expect(role?.name == "Deploy")
        #expect(role?.lastUsedAt == nil)
    }

    @Test func `a policy is read with every version`() async throws {
        let page = try await read(
            """
            <Policies><member><PolicyName>Own</PolicyName><PolicyId>ANPA1</PolicyId><Path>/</Path>
            <Arn>arn:aws:iam::111122223333:policy/Own</Arn><DefaultVersionId>v2</DefaultVersionId>
            <AttachmentCount>3</AttachmentCount><PermissionsBoundaryUsageCount>1</PermissionsBoundaryUsageCount>
            <IsAttachable>true</IsAttachable><CreateDate>2024-01-01T00:00:00Z</CreateDate>
            <UpdateDate>2025-01-01T00:00:00Z</UpdateDate><PolicyVersionList>
            <member><Document>%7B%22v%22%3A2%7D</Document><VersionId>v2</VersionId>
            <IsDefaultVersion>true</IsDefaultVersion><CreateDate>2025-01-01T00:00:00Z</CreateDate></member>
            <member><Document>%7B%22v%22%3A1%7D</Document><VersionId>v1</VersionId>
            <IsDefaultVersion>false</IsDefaultVersion><CreateDate>2024-01-01T00:00:00Z</CreateDate></member>
            </PolicyVersionList></member></Policies>
            """
        )
        let policy = try #require(page.value?.details.policies.first)
        #expect(policy.versions.map(\.id) == ["v2", "v1"])
        #expect(policy.defaultVersion?.document == DocumentID(hex: SHA256.hex("{\"v\":2}".utf8)))
        #expect(policy.attachmentCount == 3)
        #expect(policy.boundaryUsageCount == 1)
        #expect(policy.createdAt == Instant(year: 2024, month: 1, day: 1))
        #expect(policy.updatedAt == Instant(year: 2025, month: 1, day: 1))
    }

    struct Encoding: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let wire: String
        let document: String
    }

    @Test(arguments: [
        Encoding(testDescription: "a plus that is encoded", wire: "%7B%22%2B%22%7D", document: "{\"+\"}"),
        Encoding(testDescription: "a plus that is not", wire: "%7B%22a+b%22%7D", document: "{\"a+b\"}"),
        Encoding(testDescription: "a blank", wire: "%7B%22a%20b%22%7D", document: "{\"a b\"}"),
        Encoding(testDescription: "UTF-8", wire: "%7B%22%C3%A9%22%7D", document: "{\"é\"}"),
        Encoding(
            testDescription: "raw JSON with a percent sign of its own",
            wire: "{\"a%20b\"}",
            document: "{\"a%20b\"}"
        ),
    ])
    func `documents are percent-decoded, never form-decoded`(_ encoding: Encoding) async throws {
        let page = try await read(
            """
            <RoleDetailList><member><RoleName>R</RoleName><Arn>arn:aws:iam::111122223333:role/R</Arn>
            <CreateDate>2024-01-01T00:00:00Z</CreateDate>
            <AssumeRolePolicyDocument>\(encoding.wire)</AssumeRolePolicyDocument></member></RoleDetailList>
            """
        )
        #expect(page.value?.documents.values.map(\.bytes) == [Array(encoding.document.utf8)])
    }

    /// moto leaves out the names of customer policies.
    @Test func `a policy without a name is named by its ARN`() async throws {
        let page = try await read(
            """
            <Policies><member><Arn>arn:aws:iam::111122223333:policy/team/Own</Arn>
            <DefaultVersionId>v1</DefaultVersionId><CreateDate>2024-01-01T00:00:00.5Z</CreateDate>
            <PolicyVersionList/></member></Policies>
            """
        )
        #expect(page.value?.details.policies.map(\.name) == ["Own"])
    }

    @Test(arguments: ["UserName", "Arn", "CreateDate"])
    func `a user that lacks what every user has makes the section malformed`(_ element: String) async throws {
        var xml = FullAccount.user("alice")
        let start = try #require(xml.firstRange(of: "<\(element)>")?.lowerBound)
        let end = try #require(xml.firstRange(of: "</\(element)>")?.upperBound)
        xml.removeSubrange(start..<end)
        let section = try await read("<UserDetailList>\(xml)</UserDetailList>")
        #expect(section.unavailable?.reason == .malformedAnswer)
        #expect(section.unavailable?.message.contains(element) == true)
    }

    @Test(arguments: ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"])
    func `a page that lacks one of the four lists is malformed`(_ list: String) async throws {
        let xml = FullAccount.details("").replacing("<\(list)/>", with: "")
        let call = GetAccountAuthorizationDetails(documents: DocumentPool(), tags: TagFilter([]))
        let section = try await answer(call, xml)
        #expect(section.unavailable?.reason == .malformedAnswer)
        #expect(section.unavailable?.message.contains("<\(list)>") == true)
        #expect(try await answer(call, FullAccount.details("")).value?.details.users == [])
    }

    @Test func `every page repeats the filter, and an entity on two pages counts once`() async throws {
        let iam = try ScriptedIAM([
            .getAccountAuthorizationDetails: { call in
                if call.parameters["Marker"] == "next" {
                    let users = FullAccount.user("alice") + FullAccount.user("bob")
                    return .result(FullAccount.details("<UserDetailList>\(users)</UserDetailList>"))
                }
                return .result(
                    FullAccount.details("<UserDetailList>\(FullAccount.user("alice"))</UserDetailList>")
                        + "<IsTruncated>true</IsTruncated><Marker>next</Marker>"
                )
            }
        ])
        defer { iam.stop() }
        let call = GetAccountAuthorizationDetails(documents: DocumentPool(), tags: TagFilter([]))
        let pages = try #require(try await iam.caller().pages(call).value)
        #expect(AuthorizationPage(merging: pages).details.users.map(\.name) == ["alice", "bob"])
        let filters = iam.calls.map { call in (1...5).map { call.parameters["Filter.member.\($0)"] } }
        #expect(filters == Array(repeating: ["User", "Role", "Group", "LocalManagedPolicy", nil], count: 2))
        #expect(iam.calls.map { $0.parameters["MaxItems"] } == ["1000", "1000"])
    }
}
