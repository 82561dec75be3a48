import Domain
import Testing

@testable import Sweep

struct ProvenanceTests {
    @Test func `whatever the configuration decides about the result is a judgement`() throws {
        let account = try #require(AccountID("111122223333"))
        var configuration = Configuration()
        #expect(Provenance.judgements(of: configuration, asOf: Rehearsal.asOf).isEmpty)
        configuration.includedAccounts = [account]
        configuration.thresholds = ["key-age": ["limit": 180 * 86_400], "ssh-key-age": ["limit": 90 * 86_400]]
        // The default of user-mfa is high already: configured, it also holds down what the check would call critical.
        configuration.severities = ["user-mfa": .high]
        configuration.trusted.platformRoles.append(PlatformRole(name: "*", principal: "*"))
        configuration.trusted.accounts[account] = Trusted.Party(
            name: "Vendor",
            owner: "a@x",
            ticket: "T-1",
            review: nil,
            requiresExternalID: true
        )
        let judgements = Provenance.judgements(of: configuration, asOf: Rehearsal.asOf)
        #expect(
            judgements.map(\.kind) == ["inclusion", "trusted account", "platform role", "threshold", "severity"]
        )
        #expect(judgements[3].reason == "limit is 180d instead of 90d")
        configuration.leaverGraceSeconds = 3 * 86_400
        #expect(Provenance.judgements(of: configuration, asOf: Rehearsal.asOf).count == 5)
        configuration.roster = Roster(source: Roster.Source(), people: [])
        configuration.roster?.source.maxAgeSeconds = 30 * 86_400
        #expect(
            Provenance.judgements(of: configuration, asOf: Rehearsal.asOf).suffix(2).map(\.reason) == [
                "people.leaver_grace is 3d instead of 1d", "roster.max_age is 30d instead of 7d",
            ]
        )
        #expect(judgements[4].reason.hasPrefix("always high"))
    }
}
