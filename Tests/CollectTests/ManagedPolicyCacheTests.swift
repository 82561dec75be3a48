import Domain
import TestSupport
import Synchronization
import Testing

@testable import Collect

struct ManagedPolicyCacheTests {
    private static let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    private static let second = "444455556666"

    private func collectBoth(
        from iam: ScriptedIAM,
        cache: ManagedPolicyCache
    ) async throws -> [Collected<ManagedPolicy>?] {
        // Waits that really take their time, unlike those of the manual clock.
        let manual = iam.time.timekeeper
        let time = Timekeeper(now: manual.now, uptime: manual.uptime) { try await Task.sleep(for: $0) }
        async let first = iam.collect(cache: cache, time: time)
        async let second = iam.collect(Self.second, cache: cache, time: time)
        return try await [first, second].map { $0.managedPolicies[Self.arn] }
    }

    @Test func `two accounts at once fetch a policy once`() async throws {
        let iam = try ScriptedIAM(delay: .milliseconds(5), FullAccount.scripts)
        defer { iam.stop() }
        let cache = ManagedPolicyCache()
        let policies = try await collectBoth(from: iam, cache: cache)
        #expect(policies.map { $0?.value?.versionID } == ["v7", "v7"])
        #expect(iam.calls(.getPolicy).count == 1)
        #expect(iam.calls(.getPolicyVersion).count == 1)
        #expect(iam.calls(.getPolicyVersion).first?.parameters["VersionId"] == "v7")
        // Both name the account that was really asked.
        let origins = policies.map { $0?.value?.originAccountID?.description }
        #expect(Set(origins) == Set(iam.calls(.getPolicyVersion).map(\.account)))
    }

    @Test func `where one account is denied the next one tries`() async throws {
        var scripts = FullAccount.scripts
        let policy = FullAccount.results[.getPolicy] ?? ""
        scripts[.getPolicy] = { $0.account == Self.second ? .result(policy) : .denied }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let cache = ManagedPolicyCache()
        let denied = try await iam.collect(cache: cache)
        let allowed = try await iam.collect(Self.second, cache: cache)
        let later = try await iam.collect("777788889999", cache: cache)
        #expect(denied.managedPolicies[Self.arn]?.unavailable?.reason == .callDenied)
        #expect(allowed.managedPolicies[Self.arn]?.value?.versionID == "v7")
        #expect(later.managedPolicies[Self.arn] == allowed.managedPolicies[Self.arn])
        #expect(iam.calls(.getPolicy).map(\.account) == [ScriptedIAM.accountID, Self.second])
        #expect(later.managedPolicies[Self.arn]?.value?.originAccountID == AccountID(Self.second))
    }

    /// On the manual clock patience is over at once.
    @Test func `an account that waits too long for another reads for itself`() async throws {
        var scripts = FullAccount.scripts
        let policy = FullAccount.results[.getPolicy] ?? ""
        let isRead = Mutex(false)
        scripts[.getPolicy] = { call in
            // The first account's answer comes only when the second has its own, at the latest after half a minute.
            for _ in 0..<3_000 where call.account == ScriptedIAM.accountID && !isRead.withLock({ $0 }) {
                blockThread(for: .milliseconds(10))
            }
            return .result(policy)
        }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let cache = ManagedPolicyCache()
        async let slow = iam.collect(cache: cache)
        while iam.calls(.getPolicy).isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        let quick = try await iam.collect(Self.second, cache: cache)
        isRead.withLock { $0 = true }
        #expect(quick.managedPolicies[Self.arn]?.value != nil)
        #expect(iam.calls(.getPolicyVersion).map(\.account) == [Self.second])
        #expect(try await slow.managedPolicies[Self.arn]?.value != nil)
    }

    @Test func `a full cache still answers`() async throws {
        let iam = try ScriptedIAM(FullAccount.scripts)
        defer { iam.stop() }
        let cache = ManagedPolicyCache(limit: 0)
        for account in [ScriptedIAM.accountID, Self.second] {
            #expect(try await iam.collect(account, cache: cache).managedPolicies[Self.arn]?.value != nil)
        }
        #expect(iam.calls(.getPolicy).count == 2)
    }

    @Test func `only policies that AWS manages are fetched, boundaries included`() {
        let details = AuthorizationDetails(
            users: [
                User(
                    arn: "u",
                    name: "u",
                    createdAt: Instant(epochSeconds: 0),
                    attachedPolicies: [
                        AttachedPolicy(arn: "arn:aws:iam::111122223333:policy/Own", name: "Own"),
                        AttachedPolicy(arn: Self.arn, name: "ReadOnlyAccess"),
                    ],
                    permissionsBoundary: "arn:aws-cn:iam::aws:policy/Bound"
                )
            ],
            groups: [
                Group(
                    arn: "g",
                    name: "g",
                    createdAt: Instant(epochSeconds: 0),
                    attachedPolicies: [AttachedPolicy(arn: Self.arn, name: "ReadOnlyAccess")]
                )
            ]
        )
        #expect(details.awsManagedPolicies == ["arn:aws-cn:iam::aws:policy/Bound", Self.arn])
    }
}
