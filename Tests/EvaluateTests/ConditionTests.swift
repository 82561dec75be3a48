import Domain
import Testing

@testable import Evaluate

/// A `Condition` element, put to the requests of a user's key, of a user's session and of a role's.
struct ConditionCase: Sendable, CustomTestStringConvertible {
    let json: String
    let key: AccountInventory.Answer
    let session: AccountInventory.Answer
    let role: AccountInventory.Answer

    init(
        _ json: String,
        key: AccountInventory.Answer,
        session: AccountInventory.Answer,
        role: AccountInventory.Answer
    ) {
        self.json = json
        self.key = key
        self.session = session
        self.role = role
    }

    init(_ json: String, always answer: AccountInventory.Answer) {
        self.init(json, key: answer, session: answer, role: answer)
    }

    init(_ json: String, user: AccountInventory.Answer, role: AccountInventory.Answer) {
        self.init(json, key: user, session: user, role: role)
    }

    var testDescription: String { json }
}

struct ConditionTests {
    private static let user = Caller(
        ARN(partition: "aws", service: "iam", account: "111122223333", resource: "user/team/j.doe"),
        id: "AIDAEXAMPLE",
        tags: [Tag(key: "team", value: "blue")],
        organizationID: "o-a1b2c3d4e5",
        asOf: ExampleAccount.asOf
    )
    private static let role = Caller(
        ARN(partition: "aws", service: "iam", account: "111122223333", resource: "role/app"),
        id: "AROAEXAMPLE",
        organizationID: "o-a1b2c3d4e5",
        asOf: ExampleAccount.asOf
    )

    @Test(arguments: [
        ConditionCase("{}", always: .yes),
        // MFA and sessions
        ConditionCase(#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#, key: .no, session: .unknown, role: .unknown),
        ConditionCase(#"{"bool":{"AWS:multifactorauthpresent":true}}"#, key: .no, session: .unknown, role: .unknown),
        ConditionCase(
            #"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}"#,
            key: .yes,
            session: .unknown,
            role: .unknown
        ),
        ConditionCase(#"{"Null":{"aws:MultiFactorAuthPresent":"true"}}"#, key: .yes, session: .no, role: .unknown),
        ConditionCase(#"{"Null":{"aws:MultiFactorAuthPresent":"false"}}"#, key: .no, session: .yes, role: .unknown),
        ConditionCase(
            #"{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}"#,
            key: .no,
            session: .unknown,
            role: .unknown
        ),
        ConditionCase(
            #"{"DateGreaterThan":{"aws:TokenIssueTime":"2026-01-01T00:00:00Z"}}"#,
            key: .no,
            session: .yes,
            role: .yes
        ),
        ConditionCase(
            #"{"DateLessThan":{"aws:TokenIssueTime":"2026-01-01T00:00:00Z"}}"#,
            key: .no,
            session: .no,
            role: .no
        ),
        ConditionCase(#"{"Null":{"aws:TokenIssueTime":["true","false"]}}"#, always: .yes),
        // Time
        ConditionCase(#"{"DateGreaterThan":{"aws:CurrentTime":"2026-11-22T14:59:59Z"}}"#, always: .yes),
        ConditionCase(#"{"DateGreaterThan":{"aws:CurrentTime":"2026-11-22T15:00:00Z"}}"#, always: .unknown),
        ConditionCase(#"{"DateGreaterThanEquals":{"aws:CurrentTime":"2026-11-22T15:00Z"}}"#, always: .yes),
        ConditionCase(#"{"DateLessThan":{"aws:CurrentTime":"2026-11-22T15:00:00Z"}}"#, always: .no),
        ConditionCase(#"{"DateLessThan":{"aws:CurrentTime":"2026-11-22T15:00:01Z"}}"#, always: .unknown),
        ConditionCase(#"{"DateLessThan":{"aws:CurrentTime":"2027"}}"#, always: .unknown),
        ConditionCase(#"{"DateLessThanEquals":{"aws:EpochTime":"1577836800"}}"#, always: .no),
        ConditionCase(#"{"NumericLessThan":{"aws:EpochTime":1577836800}}"#, always: .no),
        ConditionCase(#"{"DateEquals":{"aws:CurrentTime":"2025-01-01"}}"#, always: .no),
        ConditionCase(#"{"DateNotEquals":{"aws:CurrentTime":"2025-01-01"}}"#, always: .yes),
        ConditionCase(#"{"DateLessThan":{"aws:CurrentTime":"soon"}}"#, always: .no),
        // Who it is
        ConditionCase(#"{"StringEquals":{"aws:username":"j.doe"}}"#, user: .yes, role: .no),
        ConditionCase(#"{"StringEquals":{"aws:username":"J.Doe"}}"#, always: .no),
        ConditionCase(#"{"StringEqualsIgnoreCase":{"aws:username":"J.Doe"}}"#, user: .yes, role: .no),
        ConditionCase(#"{"StringEqualsIfExists":{"aws:username":"x"}}"#, user: .no, role: .yes),
        ConditionCase(#"{"StringNotEquals":{"aws:username":"x"}}"#, always: .yes),
        ConditionCase(#"{"StringNotEquals":{"aws:username":["x","j.doe"]}}"#, user: .no, role: .yes),
        ConditionCase(#"{"StringNotEqualsIgnoreCase":{"aws:username":"J.DOE"}}"#, user: .no, role: .yes),
        ConditionCase(#"{"StringLike":{"aws:username":"j.*"}}"#, user: .yes, role: .no),
        ConditionCase(#"{"StringNotLike":{"aws:username":"?.doe"}}"#, user: .no, role: .yes),
        ConditionCase(#"{"StringEquals":{"aws:username":[]}}"#, always: .no),
        ConditionCase(#"{"StringEquals":{"aws:PrincipalType":"AssumedRole"}}"#, user: .no, role: .yes),
        ConditionCase(#"{"StringLike":{"aws:userid":"AROAEXAMPLE:*"}}"#, user: .no, role: .yes),
        ConditionCase(#"{"StringEquals":{"aws:userid":"AROAEXAMPLE:x"}}"#, user: .no, role: .unknown),
        ConditionCase(#"{"StringEquals":{"aws:userid":"AROAOTHER:x"}}"#, always: .no),
        ConditionCase(#"{"StringLike":{"aws:userid":"AROAOTHER:*"}}"#, always: .no),
        ConditionCase(#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}}"#, user: .no, role: .yes),
        ConditionCase(#"{"ArnEquals":{"aws:PrincipalArn":"arn:*:role/app"}}"#, always: .no),
        ConditionCase(
            #"{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}"#,
            user: .yes,
            role: .no
        ),
        ConditionCase(#"{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::999999999999:*"}}"#, always: .yes),
        ConditionCase(#"{"StringEquals":{"aws:PrincipalAccount":["1","111122223333"]}}"#, always: .yes),
        ConditionCase(#"{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#, always: .yes),
        ConditionCase(#"{"StringEquals":{"aws:PrincipalOrgID":"o-stranger01"}}"#, always: .no),
        ConditionCase(#"{"Bool":{"aws:PrincipalIsAWSService":"true"}}"#, always: .no),
        ConditionCase(
            #"{"StringEquals":{"saml:aud":"https://signin.aws.amazon.com/saml"}}"#,
            user: .no,
            role: .unknown
        ),
        ConditionCase(#"{"StringLike":{"token.actions.githubusercontent.com:sub":"*"}}"#, user: .no, role: .unknown),
        ConditionCase(#"{"StringEquals":{"aws:SourceIdentity":"x"}}"#, user: .no, role: .unknown),
        // What the request says
        ConditionCase(#"{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, always: .unknown),
        ConditionCase(#"{"IpAddress":{"aws:SourceIp":"the office"}}"#, always: .no),
        ConditionCase(#"{"NotIpAddress":{"aws:SourceIp":"the office"}}"#, always: .yes),
        ConditionCase(#"{"NotIpAddress":{"aws:SourceIp":"2001:db8::/32"}}"#, always: .unknown),
        ConditionCase(#"{"StringEquals":{"aws:RequestedRegion":"eu-central-1"}}"#, always: .unknown),
        ConditionCase(#"{"StringEquals":{"aws:RequestedRegion":[]}}"#, always: .no),
        ConditionCase(#"{"StringLikeIfExists":{"aws:RequestedRegion":"*"}}"#, always: .yes),
        ConditionCase(#"{"BinaryEquals":{"aws:username":"ai5kb2U="}}"#, always: .no),
        ConditionCase(#"{"Bool":{"aws:SecureTransport":"false"}}"#, always: .no),
        // Sets
        ConditionCase(#"{"ForAllValues:StringEquals":{"aws:username":"x"}}"#, user: .no, role: .yes),
        ConditionCase(#"{"ForAnyValue:StringEquals":{"aws:username":"j.doe"}}"#, user: .yes, role: .no),
        ConditionCase(#"{"ForAnyValue:StringNotEquals":{"aws:username":"x"}}"#, user: .yes, role: .no),
        ConditionCase(#"{"ForAllValues:StringLike":{"aws:TagKeys":"*"}}"#, always: .yes),
        ConditionCase(#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}"#, always: .yes),
        ConditionCase(#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-other/*"}}"#, always: .no),
        // All of them
        ConditionCase(
            #"{"Null":{"aws:TokenIssueTime":"true"},"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#,
            always: .no
        ),
        // Variables
        ConditionCase(#"{"StringEquals":{"aws:PrincipalTag/Team":"blue"}}"#, user: .yes, role: .unknown),
        ConditionCase(#"{"StringEquals":{"aws:PrincipalTag/other":"blue"}}"#, always: .unknown),
        ConditionCase(#"{"StringEquals":{"aws:PrincipalTag/team":"${aws:username}"}}"#, user: .no, role: .no),
        ConditionCase(#"{"StringLike":{"aws:PrincipalArn":"*/${aws:username}"}}"#, user: .yes, role: .no),
        ConditionCase(#"{"StringLike":{"aws:PrincipalArn":"*/${aws:username, 'app'}"}}"#, always: .yes),
        ConditionCase(#"{"StringEquals":{"aws:PrincipalAccount":"${aws:ResourceAccount}"}}"#, always: .unknown),
        ConditionCase(#"{"StringLike":{"aws:username":"${*}"}}"#, always: .no),
        ConditionCase(#"{"StringLike":{"aws:username":"j${?}doe"}}"#, always: .no),
        ConditionCase(#"{"StringNotLike":{"aws:username":"${$}{*"}}"#, always: .yes),
    ])
    func `a condition holds, does not, or depends on the request`(_ condition: ConditionCase) throws {
        let conditions = try Self.conditions(condition.json)
        func answer(_ caller: Caller, _ credential: Caller.Credential) -> AccountInventory.Answer {
            conditions.hold(in: RequestContext(caller: caller, credential: credential), .v2012)
        }
        #expect(answer(Self.user, .longTermKey) == condition.key, "key")
        #expect(answer(Self.user, .session) == condition.session, "session")
        #expect(answer(Self.role, .session) == condition.role, "role")
    }

    @Test(arguments: ["StringEqual", "ForSomeValues:Bool", "NullIfExists", "DateBetween", "IfExists", ""])
    func `an operator that the language does not have makes the document unreadable`(name: String) {
        #expect(throws: PolicyError.self) { try Self.conditions(#"{"\#(name)":{"aws:username":"x"}}"#) }
    }

    @Test func `an older document has no variables`() throws {
        let conditions = try Self.conditions(#"{"StringEquals":{"aws:username":"${aws:username}"}}"#)
        let context = RequestContext(caller: Self.user, credential: .session)
        #expect(conditions.hold(in: context, .v2012) == .yes)
        #expect(conditions.hold(in: context, .v2008) == .no)
    }

    @Test func `a star that stands for itself is no wildcard`() {
        let literal = Wildcard.literal("a*?")
        #expect(!literal.matches("abc"))
        #expect(Wildcard("a*").covers(literal) && !literal.covers(Wildcard("a*?")))
        #expect(literal.text == "a*?")
    }

    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false), ("0.0.0.0/0", "8.8.8.8", true),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false), ("10.0.0.0/9", "10.127.0.1", true),
        ("10.0.0.0/9", "10.128.0.1", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::", false), ("::/0", "8.8.8.8", false),
        ("::ffff:192.0.2.1", "::ffff:c000:201", true),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", true),
    ])
    func `an address is in a range or not`(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(#require(AddressRange(address))) == isInside)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/8/8", "+1.2.3.4", "1:2:3", ":::",
        "1:2:3:4:5:6:7:8:9", "12345::", "::/129", "1::2::3", "-1.2.3.4",
    ])
    func `what is no address is none`(text: String) { #expect(AddressRange(text) == nil) }

    static func conditions(_ json: String) throws -> [PolicyCondition] {
        let text = #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":\#(json)}}"#
        return try PolicyDocument(parsing: Array(text.utf8)).statements[0].conditions
    }
}
