import Domain
import Testing

@testable import Evaluate

struct PolicyMatchingTests {
    @Test(arguments: [
        ("*", "iam:CreateUser", true),
        ("*:*", "iam:CreateUser", true),
        ("iam:*", "iam:CreateUser", true),
        ("IAM:createuser", "iam:CreateUser", true),
        ("iam:Create*", "iam:CreateUser", true),
        ("iam:*User", "iam:CreateUser", true),
        ("iam:*User", "iam:CreateUserX", false),
        ("iam:C*e*U*r", "iam:CreateUser", true),
        ("iam:CreateUse?", "iam:CreateUser", true),
        ("iam:CreateUser?", "iam:CreateUser", false),
        ("iam:????????ser", "iam:CreateUser", false),
        ("iam:Create", "iam:CreateUser", false),
        ("i*:Create*", "iam:CreateUser", true),
        ("iam*", "iam:CreateUser", true),
        ("s3:*", "iam:CreateUser", false),
        ("", "iam:CreateUser", false),
        ("iam:**User**", "iam:CreateUser", true),
    ])
    func `actions match without regard to case`(_ pattern: String, _ action: String, _ expected: Bool) {
        #expect(Wildcard(action: pattern).covers(Wildcard(action: action)) == expected)
    }

    @Test(arguments: [
        ("*", "arn:aws:s3:::Bucket/key", true),
        ("arn:aws:s3:::bucket/*", "arn:aws:s3:::Bucket/key", false),
        ("arn:aws:s3:::Bucket/*", "arn:aws:s3:::Bucket/a/b:c", true),
        ("arn:aws:s3:::Bucket/?", "arn:aws:s3:::Bucket/é", true),
        ("arn:aws:s3:::Bucket/?", "arn:aws:s3:::Bucket/ab", false),
        ("arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/a/b", true),
    ])
    func `resources match with regard to case`(_ pattern: String, _ resource: String, _ expected: Bool) {
        #expect(Wildcard(pattern).matches(resource) == expected)
    }

    @Test(arguments: [
        ("*", "iam:*", true),
        ("iam:*", "iam:*", true),
        ("iam*", "iam:*", true),
        ("*:*", "iam:*", true),
        ("iam:?*", "iam:*", false),
        ("iam:Put*", "iam:*", false),
        ("iam:*", "iam:Put*", true),
        ("iam:*", "*", false),
        ("*a", "*ba", true),
        ("*ba", "*a", false),
    ])
    func `covering is matching everything that the other matches`(
        _ pattern: String,
        _ other: String,
        _ expected: Bool
    ) {
        #expect(Wildcard(pattern).covers(Wildcard(other)) == expected)
    }

    @Test(arguments: [
        ("a*", "*b", true), ("a*", "b*", false), ("a?c", "*c", true), ("a?c", "ab", false), ("*", "x", true),
        ("a*c", "ab*", true), ("a*c", "abd", false), ("?", "??", false), ("*x*", "*y*", true), ("a", "a", true),
        ("arn:aws:iam::1:user/*", "arn:aws:s3:::*", false), ("?a*", "éa*", true),
        ("??a?", "éa?", false),
    ])
    func `patterns overlap where some text fits both`(_ first: String, _ second: String, _ expected: Bool) {
        #expect(Wildcard(first).overlaps(Wildcard(second)) == expected)
        #expect(Wildcard(second).overlaps(Wildcard(first)) == expected)
    }

    /// Every pattern against every text over a small alphabet, compared with a slow matcher that is plainly right.
    @Test func `matching agrees with a plain recursive matcher`() {
        let patterns = Self.words(over: ["a", "b", "*", "?"], upTo: 4)
        let texts = Self.words(over: ["a", "b"], upTo: 4)
        for pattern in patterns {
            let wildcard = Wildcard(pattern)
            for text in texts {
                #expect(wildcard.matches(text) == Self.plainly(pattern[...], text[...]), "\(pattern) \(text)")
            }
        }
        for (index, pattern) in patterns.enumerated() where index.isMultiple(of: 7) {
            for other in patterns {
                let common = texts.contains { Wildcard(pattern).matches($0) && Wildcard(other).matches($0) }
                if common { #expect(Wildcard(pattern).overlaps(Wildcard(other)), "\(pattern) \(other)") }
                if Wildcard(pattern).covers(Wildcard(other)) {
                    let isRight = texts.allSatisfy { !Wildcard(other).matches($0) || Wildcard(pattern).matches($0) }
                    #expect(isRight, "\(pattern) \(other)")
                }
            }
        }
    }

    private static func words(over letters: [String], upTo length: Int) -> [String] {
        var words = [""]
        var last = [""]
        for _ in 0..<length {
            last = last.flatMap { word in letters.map { word + $0 } }
            words += last
        }
        return words
    }

    private static func plainly(_ pattern: Substring, _ text: Substring) -> Bool {
        guard let head = pattern.first else { return text.isEmpty }
        if head == "*" {
            return plainly(pattern.dropFirst(), text) || (!text.isEmpty && plainly(pattern, text.dropFirst()))
        }
        guard let next = text.first, head == "?" || head == next else { return false }
        return plainly(pattern.dropFirst(), text.dropFirst())
    }

    @Test(arguments: [
        ("AWS", "111122223333", TrustedParty.Kind.account, "111122223333"),
        ("AWS", "012345678901", .account, "012345678901"),
        ("AWS", "arn:aws:iam::111122223333:root", .account, "111122223333"),
        ("AWS", "arn:aws-us-gov:iam::111122223333:root", .account, "111122223333"),
        ("AWS", "arn:aws:iam::111122223333:user/team/x", .user, "111122223333"),
        ("AWS", "arn:aws:iam::111122223333:role/x", .role, "111122223333"),
        ("AWS", "arn:aws:sts::111122223333:assumed-role/x/session", .session, "111122223333"),
        ("AWS", "arn:aws:sts::111122223333:federated-user/x", .session, "111122223333"),
        ("AWS", "AIDAIOSFODNN7EXAMPLE", .uniqueID, ""),
        ("AWS", "AROAIOSFODNN7EXAMPLE", .uniqueID, ""),
        ("AWS", "*", .anyone, ""),
        ("AWS", "AIDA-user", .unrecognized, ""),
        ("AWS", "11112222333", .unrecognized, ""),
        ("AWS", "arn:aws:iam::*:root", .unrecognized, ""),
        ("AWS", "arn:aws:iam::111122223333:group/x", .unrecognized, ""),
        ("Service", "ec2.amazonaws.com", .service, ""),
        ("Federated", "arn:aws:iam::111122223333:saml-provider/x", .federated, ""),
        ("Federated", "cognito-identity.amazonaws.com", .federated, ""),
        ("CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", .canonicalUser, ""),
    ])
    func `a principal is told by its form`(
        _ field: String,
        _ text: String,
        _ kind: TrustedParty.Kind,
        _ account: String
    ) throws {
        let party = TrustedParty(text, in: try #require(TrustedParty.Field(rawValue: field)))
        #expect(party.kind == kind)
        #expect(party.accountID?.description ?? "" == account)
        #expect(party.text == text)
    }

    @Test(arguments: [
        (#"{"Effect":"Deny","Principal":{"AWS":"777788889999"},"Action":"sts:AssumeRole"}"#, [String]()),
        (#"{"Effect":"Allow","Principal":{"AWS":"777788889999"},"Action":"sts:TagSession"}"#, []),
        (#"{"Effect":"Allow","Principal":{"AWS":"777788889999"},"Action":"STS:assume*"}"#, ["777788889999"]),
        (#"{"Effect":"Allow","Principal":{"AWS":"777788889999"},"NotAction":"sts:TagSession"}"#, ["777788889999"]),
        (#"{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}"#, ["*"]),
        (#"{"Effect":"Allow","NotPrincipal":{"AWS":"777788889999"},"Action":"sts:AssumeRole"}"#, ["*"]),
        (#"{"Effect":"Allow","Principal":{"AWS":[],"Service":["a","b"]},"Action":"sts:AssumeRole"}"#, ["a", "b"]),
    ])
    func `only an Allow that lets someone assume the role is trust`(_ statement: String, _ parties: [String]) throws {
        let document = try PolicyDocument(parsing: Array(#"{"Statement":\#(statement)}"#.utf8))
        #expect(TrustGrant.grants(in: document).map(\.party.text) == parties)
    }
}
