import Domain
import HTTP
import Testing

@testable import Collect

struct CollectorTests {
    @Test func `a full account exercises every call of the plan and no other`() async throws {
        let iam = try ScriptedIAM(FullAccount.scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.gaps == [])
        #expect(Set(iam.calls.map(\.action)) == Set(CallPlan.allCases.map(\.rawValue)))
        #expect(iam.calls.first?.action == "GenerateCredentialReport")
    }

    @Test func `every section of a full account is read`() async throws {
        let iam = try ScriptedIAM(FullAccount.scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.accountName == "prod")
        #expect(facts.summary.value?.rootHasMFA == true)
        #expect(facts.authorization.value?.users.map(\.name) == ["alice", "bob", "newcomer"])
        #expect(facts.roleSettings.value?.map(\.maxSessionSeconds) == [43_200])
        #expect(facts.passwordPolicy.value??.minimumLength == 14)
        #expect(facts.aliases.value == ["acme-prod"])
        #expect(facts.virtualMFADevices.value?.count == 2)
        #expect(facts.serverCertificates.value?.map(\.name) == ["www"])
        #expect(facts.samlProviders.value?.count == 1)
        #expect(facts.oidcProviders.value?.map(\.url) == ["token.actions.githubusercontent.com"])
        #expect(facts.serviceCredentials.value?.map(\.serviceName) == ["bedrock.amazonaws.com"])
        #expect(facts.credentialReport.value?.rows.map(\.user) == ["<root_account>", "alice", "bob"])
        #expect(facts.sshKeys.keys.sorted() == ["alice", "bob", "newcomer"])
        #expect(facts.accessKeys["alice"]?.value?.map(\.id) == ["AKIA1", "AKIA2"])
        #expect(facts.managedPolicies["arn:aws:iam::aws:policy/ReadOnlyAccess"]?.value?.versionID == "v7")
        let named = facts.authorization.value?.roles.map(\.trustPolicy) ?? []
        let managed = facts.managedPolicies.values.compactMap(\.value?.document)
        #expect(Set(facts.documents.keys) == Set(named + managed))
    }

    @Test func `single users are asked only what report and plan make necessary`() async throws {
        let iam = try ScriptedIAM(FullAccount.scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.accessKeys.keys.sorted() == ["alice", "newcomer"])
        #expect(facts.signingCertificates.keys.sorted() == ["alice", "newcomer"])
        #expect(facts.unreportedUsers.keys.sorted() == ["newcomer"])
        let newcomer = try #require(facts.unreportedUsers["newcomer"])
        #expect(newcomer.passwordCreatedAt == .value(Instant(year: 2026, month: 11, day: 22, hour: 14)))
        #expect(newcomer.passwordLastUsedAt == .value(Instant(year: 2026, month: 11, day: 22, hour: 14, minute: 30)))
        #expect(newcomer.mfaDevices == .value(["arn:aws:iam::111122223333:mfa/newcomer"]))
        #expect(iam.calls(.getUser).map { $0.parameters["UserName"] } == ["newcomer"])
    }

    @Test func `lists are asked for with the longest pages, all users and any assignment`() async throws {
        let iam = try ScriptedIAM(FullAccount.scripts)
        defer { iam.stop() }
        _ = try await iam.collect()
        #expect(iam.calls(.listServiceSpecificCredentials).first?.parameters["AllUsers"] == "true")
        #expect(iam.calls(.listVirtualMFADevices).first?.parameters["AssignmentStatus"] == "Any")
        let unpaged: Set<CallPlan> = [.listOpenIDConnectProviders, .listSAMLProviders]
        for action in CallPlan.allCases where action.rawValue.hasPrefix("List") && !unpaged.contains(action) {
            #expect(iam.calls(action).allSatisfy { $0.parameters["MaxItems"] == "1000" }, "\(action)")
        }
    }

    @Test(arguments: CallPlan.allCases)
    func `one denied call leaves its own gap and everything else is read`(denied: CallPlan) async throws {
        var scripts = FullAccount.scripts
        scripts[denied] = { _ in .denied }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        // A report that somebody else had made is as good: the account does without the generation.
        let expected = denied == .generateCredentialReport ? [] : [denied.permission]
        #expect(Set(facts.gaps.map(\.action)) == Set(expected))
        for gap in facts.gaps {
            #expect(gap.reason == .callDenied)
            #expect(gap.errorCode == "AccessDenied")
            #expect(gap.requestID.hasPrefix("111122223333-\(denied.rawValue)"))
        }
    }

    @Test func `never more than four calls are open at once`() async throws {
        let users = (0..<24).map { FullAccount.user("user\($0)") }.joined()
        var scripts = FullAccount.scripts
        scripts[.getAccountAuthorizationDetails] = { _ in
            .result(FullAccount.authorizationDetails.replacing("<UserDetailList>", with: "<UserDetailList>\(users)"))
        }
        let iam = try ScriptedIAM(delay: .milliseconds(10), scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.sshKeys.count == 27)
        #expect(iam.mostOpenCalls <= 4)
        #expect(iam.mostOpenCalls > 1)
    }

    @Test func `an account without a password policy has that as a value`() async throws {
        var scripts = FullAccount.scripts
        scripts[.getAccountPasswordPolicy] = { _ in .absent }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        #expect(try await iam.collect().passwordPolicy == .value(nil))
    }

    @Test func `what was deleted since it was listed is no gap`() async throws {
        var scripts = FullAccount.scripts
        let deletable: [CallPlan] = [
            .getLoginProfile, .getOpenIDConnectProvider, .getUser, .listAccessKeys, .listMFADevices,
            .listSSHPublicKeys, .listSigningCertificates,
        ]
        for action in deletable { scripts[action] = { _ in .absent } }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.gaps == [])
        #expect(facts.oidcProviders == .value([]))
        #expect(facts.accessKeys["alice"] == .value([]))
        #expect(facts.unreportedUsers["newcomer"]?.passwordCreatedAt == .value(nil))
    }

    @Test func `without a report every user is asked for keys`() async throws {
        var scripts = FullAccount.scripts
        scripts[.getCredentialReport] = { _ in .denied }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.accessKeys.keys.sorted() == ["alice", "bob", "newcomer"])
        #expect(facts.unreportedUsers.isEmpty)
    }

    @Test func `without authorization details the users of the report are asked`() async throws {
        var scripts = FullAccount.scripts
        scripts[.getAccountAuthorizationDetails] = { _ in .denied }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.sshKeys.keys.sorted() == ["alice", "bob"])
        #expect(facts.accessKeys.keys.sorted() == ["alice"])
    }

    @Test func `a cancelled account ends with gaps that say so`() async throws {
        var scripts = FullAccount.scripts
        scripts[.generateCredentialReport] = { _ in .result("<State>STARTED</State>") }
        scripts[.getCredentialReport] = { _ in .error("ReportInProgress", status: 404) }
        let iam = try ScriptedIAM(delay: .milliseconds(50), scripts)
        defer { iam.stop() }
        let facts = try await withThrowingTaskGroup(of: AccountFacts.self) { group in
            group.addTask { try await iam.collect() }
            while iam.calls.count < 3 { await Task.yield() }
            group.cancelAll()
            return try #require(try await group.next())
        }
        #expect(facts.gaps.isEmpty == false)
        #expect(facts.gaps.allSatisfy { $0.reason == .deadline || $0.reason == .unreachable })
        #expect(facts.credentialReport.unavailable?.reason == .deadline)
    }

    @Test func `control totals stand beside what was read`() async throws {
        let iam = try ScriptedIAM(FullAccount.scripts)
        defer { iam.stop() }
        let totals = ControlTotals(try await iam.collect())
        #expect(totals.usersExpected == 3)
        #expect(totals.usersRead == 3)
        #expect(totals.rolesExpected == 1)
        #expect(totals.rolesRead == 1)
    }

    struct Emptied: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let list: String
        let message: String
    }

    @Test(arguments: [
        Emptied(
            testDescription: "no user",
            list: "UserDetailList",
            message: "0 users where GetAccountSummary counts 3"
        ),
        Emptied(
            testDescription: "no role",
            list: "RoleDetailList",
            message: "0 roles where GetAccountSummary counts 1"
        ),
    ])
    func `nothing read where AWS counts something is a gap`(_ emptied: Emptied) async throws {
        var scripts = FullAccount.scripts
        let xml = FullAccount.authorizationDetails
        let start = try #require(xml.firstRange(of: "<\(emptied.list)>")?.lowerBound)
        let end = try #require(xml.firstRange(of: "</\(emptied.list)>")?.upperBound)
        let emptiedXML = String(xml[..<start]) + "<\(emptied.list)/>" + String(xml[end...])
        scripts[.getAccountAuthorizationDetails] = { _ in .result(emptiedXML) }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        let gap = try #require(facts.authorization.unavailable)
        #expect(gap.reason == .malformedAnswer)
        #expect(gap.action == "iam:GetAccountAuthorizationDetails")
        #expect(gap.message.contains(emptied.message))
        // The users of the report are asked all the same.
        #expect(facts.sshKeys.keys.sorted() == ["alice", "bob"])
    }

    @Test(arguments: [(0, true), (3, false)])
    func `a report without any row is an answer only where there is no user`(users: Int, isAnswer: Bool) async throws {
        var scripts = FullAccount.scripts
        let report = FullAccount.credentialReport(FullAccount.reportHeader)
        scripts[.getCredentialReport] = { _ in .result(report) }
        if users == 0 {
            scripts[.getAccountSummary] = { _ in
                .result("<SummaryMap><entry><key>Users</key><value>0</value></entry></SummaryMap>")
            }
            scripts[.getAccountAuthorizationDetails] = { _ in .result(FullAccount.details("")) }
        }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect((facts.credentialReport.value != nil) == isAnswer)
        #expect(facts.credentialReport.unavailable?.reason == (isAnswer ? nil : .malformedAnswer))
        #expect(facts.accessKeys.count == users)
    }

    @Test func `an account that never answers is asked one thing, and every section says why`() async throws {
        let limits = HTTPConfiguration(totalTimeout: .milliseconds(300))
        let iam = try ScriptedIAM(http: limits, FullAccount.scripts.mapValues { _ in { _ in .silence } })
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(iam.calls.map(\.action) == ["GenerateCredentialReport", "GenerateCredentialReport"])
        #expect(facts.gaps.count == 11)
        #expect(Set(facts.gaps.map(\.action)) == ["iam:GenerateCredentialReport"])
        #expect(facts.gaps.allSatisfy { $0.reason == .unreachable })
    }

    /// An error is an answer: only the report is lost.
    @Test func `a server error on the first call ends nothing`() async throws {
        var scripts = FullAccount.scripts
        scripts[.generateCredentialReport] = { _ in .error("ServiceFailure", status: 500) }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        #expect(try await iam.collect().authorization.value != nil)
    }
}
