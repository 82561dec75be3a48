import Domain
import Foundation
import Testing

struct AccountIDTests {
    @Test(arguments: ["000000000000", "012345678901", "999999999999"])
    func `twelve digits are an account id and keep their zeros`(text: String) {
        #expect(AccountID(text)?.description == text)
    }

    @Test(arguments: [
        "", "12345678901", "1234567890123", "12345678901a", "１２３４56789012", "+12345678901", " 12345678901",
    ])
    func `anything else is not`(text: String) {
        #expect(AccountID(text) == nil)
    }

    @Test func `order follows the digits`() throws {
        let small = try #require(AccountID("012345678901"))
        let large = try #require(AccountID("112345678901"))
        #expect(small < large)
    }
}

struct ARNTests {
    @Test func `a resource keeps its colons and slashes`() throws {
        let arn = try #require(ARN("arn:aws-cn:iam::012345678901:role/a/b:c/name"))
        #expect(arn.partition == "aws-cn")
        #expect(arn.accountID == AccountID("012345678901"))
        #expect(arn.resource == "role/a/b:c/name")
        #expect(arn.name == "name")
        #expect(arn.description == "arn:aws-cn:iam::012345678901:role/a/b:c/name")
    }

    @Test func `an AWS-managed policy has no account id`() throws {
        let arn = try #require(ARN("arn:aws:iam::aws:policy/AdministratorAccess"))
        #expect(arn.account == "aws")
        #expect(arn.accountID == nil)
    }

    @Test(arguments: ["", "*", "012345678901", "arn:aws:iam::1", "ARN:aws:iam::012345678901:root", "arn::iam::1:x"])
    func `what is no ARN is refused`(text: String) {
        #expect(ARN(text) == nil)
    }
}

struct SecretTests {
    @Test func `no way of printing shows a secret`() {
        let secret = Secret("hunter2")
        let credentials = Credentials(accessKeyID: "AKIA", secretAccessKey: secret, sessionToken: Secret("hunter2"))
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in [
            "\(secret)", secret.debugDescription, "\([secret])", "\(credentials)", "\(Optional(secret) as Any)", dumped,
        ] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.reveal == "hunter2")
    }
}

struct CallPlanTests {
    private struct Policy: Decodable {
        var Version: String
        var Statement: [Statement]

        struct Statement: Decodable {
            var Effect: String
            var Action: [String]
            var Resource: String
        }
    }

    @Test func `the session policy allows exactly the plan and fits AWS's limit`() throws {
        let text = CallPlan.sessionPolicy
        #expect(text.utf8.count <= 2_048)
        let policy = try JSONDecoder().decode(Policy.self, from: Data(text.utf8))
        #expect(policy.Version == "2012-10-17")
        #expect(policy.Statement.allSatisfy { $0.Effect == "Allow" })
        let allowed = policy.Statement.flatMap(\.Action)
        #expect(Set(allowed) == Set(CallPlan.allCases.map(\.permission)))
        #expect(allowed.count == CallPlan.allCases.count)
        let onManagedPolicies = policy.Statement.first { $0.Resource == "arn:*:iam::aws:policy/*" }
        #expect(onManagedPolicies?.Action == ["iam:GetPolicy", "iam:GetPolicyVersion"])
    }

    @Test func `no call of the plan can write`() {
        // GenerateCredentialReport starts a job of IAM's own and changes nothing of the account.
        let writes = CallPlan.allCases.filter { !$0.rawValue.hasPrefix("Get") && !$0.rawValue.hasPrefix("List") }
        #expect(writes == [.generateCredentialReport])
    }
}

struct JSONWriterTests {
    @Test func `what is written is what a reader gets back`() throws {
        let hostile = "quote \" slash \\ tab \t nul \u{0} del \u{7F} <script> & é 漢 \u{2028}"
        for escapesForHTML in [false, true] {
            var json = JSONWriter(escapesForHTML: escapesForHTML)
            json.object { json in
                json.member("text", hostile)
                json.member("none", String?.none)
                json.member("number", Int64.min)
                json.member("flag", true)
                json.key("list")
                json.array([1, 2]) { $0.value($1) }
                json.key("empty")
                json.object { _ in }
                json.member(hostile, Instant(epochSeconds: 0))
            }
            let read = try #require(
                try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any]
            )
            #expect(read["text"] as? String == hostile)
            #expect(read["none"] is NSNull)
            #expect(read["number"] as? Int64 == Int64.min)
            #expect(read["flag"] as? Bool == true)
            #expect(read["list"] as? [Int] == [1, 2])
            #expect(read[hostile] as? String == "1970-01-01T00:00:00Z")
            #expect(json.text.contains("<script>") != escapesForHTML)
        }
    }
}

struct AccountFactsTests {
    @Test func `gaps name whole sections first and then the users in order`() throws {
        let id = try #require(AccountID("111122223333"))
        let denied = Unavailable(reason: .callDenied, action: "iam:ListAccessKeys")
        var facts = AccountFacts(accountID: id, nothingReadBecause: denied)
        #expect(facts.gaps.count == 11)
        facts.summary = .value(AccountSummary(entries: [:]))
        facts.sshKeys = ["b": .unavailable(Unavailable(reason: .callDenied, action: "b")), "a": .value([])]
        facts.accessKeys = ["z": .unavailable(Unavailable(reason: .callDenied, action: "z"))]
        #expect(facts.gaps.count == 12)
        #expect(facts.gaps.suffix(2).map(\.action) == ["z", "b"])
    }
}
