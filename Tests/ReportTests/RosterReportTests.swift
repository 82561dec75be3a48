import Domain
import Foundation
import Testing

@testable import Report

@Suite struct `What a report says of the roster` {
    private func run(_ change: (inout Roster.Source) -> Void = { _ in }) -> FixtureRun {
        var run = FixtureRun()
        run.add(1, "a")
        var source = Roster.Source()
        source.system = "Workday"
        source.query = "all workers"
        source.extractedAt = FixtureRun.asOf.adding(seconds: -86_400)
        source.extractedBy = "hr-api"
        source.timeZone = "Europe/Berlin"
        source.rows = 1_203
        source.people = 1_200
        change(&source)
        run.header.roster = source
        run.header.settings.leaverGraceSeconds = 36 * 3_600
        return run
    }

    private func written(_ run: FixtureRun) async throws -> (page: String, json: [String: Any]?, folder: RunFolder) {
        let folder = try RunFolder()
        try await folder.write(run)
        let json = try JSONSerialization.jsonObject(with: Data(folder.text("run.json").utf8)) as? [String: Any]
        return (try folder.text("report.html"), json, folder)
    }

    @Test func `is where it comes from, how old it is and what it explains`() async throws {
        var run = run()
        let arn = "arn:aws:iam::1:user/jane"
        run.inventories[FixtureRun.id(1)] = AccountInventory(
            identities: [.init(type: "user", arn: arn, name: "jane", path: "/", person: "E1", isAdmin: .no)]
        )
        run.inventories[FixtureRun.id(1)]?.matches = [
            .init(employeeID: "E1", identityARN: arn, rule: "tag", status: .left, access: .yes),
            .init(employeeID: "E2", identityARN: "arn:2", rule: "login", status: .ambiguous, access: .yes),
            .init(employeeID: "E3", identityARN: "arn:2", rule: "login", status: .ambiguous, access: .yes),
        ]
        let (page, json, folder) = try await written(run)
        #expect(page.contains("1 leaver still holds an active IAM credential."))
        #expect(
            page.contains(
                "<li>Roster: 1,203 rows, 1,200 people from Workday, extracted 2026-11-21T15:00:00Z by hr-api.</li>"
            )
        )
        #expect(
            page.contains(
                "<dt>Roster</dt><dd>Workday, query &quot;all workers&quot;, extracted 2026-11-21T15:00:00Z by hr-api; "
                    + "1,203 rows, 1,200 people; days end in Europe/Berlin, max_age 7d, leaver_grace 36h. Identities "
                    + "were found of 1 person and none of 0, in what was read; 1 identity may belong to several people "
                    + "and to none was it guessed: roster_matches.csv has each row</dd>"
            )
        )
        let roster = try #require(json?["roster"] as? [String: Any])
        #expect(roster["system"] as? String == "Workday" && roster["rows"] as? Int == 1_203)
        #expect(roster["matched_people"] as? Int == 1 && roster["ambiguous_identities"] as? Int == 1)
        #expect(roster["leaver_grace"] as? String == "36h" && roster["used"] as? Bool == true)
        #expect(
            try folder.text("roster_matches.csv") == "employee_id,account_id,identity_arn,rule,status\r\n"
                + "E1,000000000001,\(arn),tag,left\r\nE2,000000000001,arn:2,login,ambiguous\r\n"
                + "E3,000000000001,arn:2,login,ambiguous\r\n"
        )
        #expect(try folder.text("identities.csv").contains(",jane,/,,,,E1,no,"))
    }

    @Test func `is that it was not used where it is too old`() async throws {
        let old = run { $0.extractedAt = FixtureRun.asOf.adding(seconds: -8 * 86_400) }
        let (page, json, _) = try await written(old)
        let reason = "the roster was extracted at 2026-11-14T15:00:00Z, longer ago than max_age, 7d"
        #expect(page.contains("<li>Nobody was compared with the people who joined or left, because \(reason).</li>"))
        #expect(page.contains("leaver_grace 36h. Not used, because \(reason)</dd>"))
        #expect((json?["roster"] as? [String: Any])?["used"] as? Bool == false)
    }

    @Test func `is that nobody told where it comes from`() async throws {
        let bare = run { source in
            source = Roster.Source()
            source.rows = 1
            source.people = 1
        }
        let page = try await written(bare).page
        #expect(page.contains("Roster: 1 row, 1 person, extraction time not given, so its age is not known."))
        #expect(page.contains("<dd>system not given, query not given, extraction time not given"))
        #expect(!page.contains("leaver still"))
    }

    @Test func `is text, whatever stands in organization.yaml`() async throws {
        let page = try await written(run { $0.system = "<script>alert(1)</script>" }).page
        #expect(!page.contains("<script>alert(1)"))
    }

    @Test func `is that there is none`() async throws {
        var run = FixtureRun()
        run.add(1, "a")
        let (page, json, folder) = try await written(run)
        #expect(page.contains("No roster given: nobody was compared with the people who joined or left."))
        #expect(json?["roster"] is NSNull)
        #expect(try folder.text("roster_matches.csv") == "employee_id,account_id,identity_arn,rule,status\r\n")
    }
}
