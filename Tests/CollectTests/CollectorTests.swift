import Domain
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
            .result("<UserDetailList>\(users)</UserDetailList>")
        }
        let iam = try ScriptedIAM(delay: .milliseconds(10), scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.sshKeys.count == 24)
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
        #expect(totals.rolesExpected == 2)
        #expect(totals.rolesRead == 1)
    }
}
