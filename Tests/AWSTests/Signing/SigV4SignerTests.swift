import Domain
import HTTP
import Testing

@testable import AWS

struct SigV4SignerTests {
    private let date = Instant(year: 2026, month: 11, day: 22, hour: 15)
    private let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("SECRETEXAMPLE"))

    private func sign(
        _ request: HTTPRequest,
        with credentials: Credentials? = nil,
        at date: Instant? = nil,
        using signer: SigV4Signer = SigV4Signer()
    ) -> HTTPRequest {
        signer.sign(
            request,
            service: "iam",
            region: "us-east-1",
            credentials: credentials ?? self.credentials,
            date: date ?? self.date
        )
    }

    private func canonicalLines(_ request: HTTPRequest, normalizesPath: Bool = true) -> [String] {
        let bytes = CanonicalRequest(request, normalizesPath: normalizesPath).bytes
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    private func get(_ url: String, _ headers: [HTTPHeader] = []) -> HTTPRequest {
        HTTPRequest(method: "GET", url: url, headers: headers, body: [])
    }

    @Test func `signing again replaces what the first signature added`() {
        let session = Credentials(
            accessKeyID: "ASIAEXAMPLE",
            secretAccessKey: Secret("SECRETEXAMPLE"),
            sessionToken: Secret("TOKENEXAMPLE")
        )
        let first = sign(get("https://iam.amazonaws.com/"), with: session)
        let again = sign(first, at: date.adding(seconds: 60))
        #expect(again.headers == sign(get("https://iam.amazonaws.com/"), at: date.adding(seconds: 60)).headers)
        #expect(again.values("x-amz-security-token").isEmpty)
        #expect(again.values("authorization").count == 1)
    }

    @Test func `a session token is signed and sent`() {
        let session = Credentials(
            accessKeyID: "ASIAEXAMPLE",
            secretAccessKey: Secret("SECRETEXAMPLE"),
            sessionToken: Secret("TOKENEXAMPLE")
        )
        let signed = sign(get("https://iam.amazonaws.com/"), with: session)
        #expect(signed.values("x-amz-security-token") == ["TOKENEXAMPLE"])
        #expect(signed.values("authorization")[0].contains("SignedHeaders=host;x-amz-date;x-amz-security-token,"))
    }

    @Test func `the secret is in no header and in no step`() {
        let signature = SigV4Signer().signature(
            of: get("https://iam.amazonaws.com/"),
            service: "iam",
            region: "us-east-1",
            credentials: credentials,
            date: date,
            normalizesPath: true
        )
        var shown = ""
        dump(signature, to: &shown)
        shown += String(decoding: signature.canonicalRequest, as: UTF8.self)
        #expect(!shown.contains("SECRETEXAMPLE"))
    }

    @Test func `one signer tells secrets, days, Regions and services apart, cached or not`() {
        let shared = SigV4Signer()
        let request = get("https://iam.amazonaws.com/")
        for round in 0..<3 {
            for secret in ["one", "two"] {
                let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret(secret))
                for days in 0..<200 {
                    let date = date.adding(seconds: Int64(days) * 86_400)
                    let expected = sign(request, with: credentials, at: date)
                    let actual = sign(request, with: credentials, at: date, using: shared)
                    #expect(actual.headers == expected.headers, "round \(round), \(secret), day \(days)")
                }
            }
        }
    }

    @Test func `many tasks may share a signer`() async {
        let shared = SigV4Signer()
        let expected = (0..<40).map { sign(get("https://iam.amazonaws.com/\($0)")).headers }
        let date = date
        let credentials = credentials
        await withTaskGroup(of: (Int, [HTTPHeader]).self) { group in
            for index in 0..<40 {
                group.addTask {
                    let request = HTTPRequest(
                        method: "GET",
                        url: "https://iam.amazonaws.com/\(index)",
                        headers: [],
                        body: []
                    )
                    let signed = shared.sign(
                        request,
                        service: "iam",
                        region: "us-east-1",
                        credentials: credentials,
                        date: date
                    )
                    return (index, signed.headers)
                }
            }
            for await (index, headers) in group { #expect(headers == expected[index]) }
        }
    }

    @Test(arguments: [
        ("https://iam.amazonaws.com", "iam.amazonaws.com"),
        ("https://iam.amazonaws.com?Action=x", "iam.amazonaws.com"),
        ("HTTPS://IAM.amazonaws.com:443/", "iam.amazonaws.com"),
        ("http://localhost:80/", "localhost"),
        ("http://localhost:443/", "localhost:443"),
        ("https://localhost:80/", "localhost:80"),
        ("https://localhost:8443/a:b@c", "localhost:8443"),
        ("https://localhost:/", "localhost"),
        ("https://user:p%40ss@localhost:8443/", "localhost:8443"),
        ("https://[::1]:4566/", "[::1]:4566"),
        ("https://[::1]/", "[::1]"),
    ])
    func `the host is what a client sends in its Host header`(url: String, host: String) {
        #expect(sign(get(url)).values("host") == [host])
    }

    @Test func `a Host header of the caller is kept and signed`() {
        let signed = sign(get("http://127.0.0.1:4566/", [HTTPHeader("Host", "iam.amazonaws.com")]))
        #expect(signed.values("host") == ["iam.amazonaws.com"])
    }

    @Test(arguments: [
        ("", "/"), ("/", "/"), ("//", "/"), ("/.", "/"), ("/..", "/"), ("/../..", "/"), ("/a/..", "/"),
        ("/a/../", "/"), ("/a/./b", "/a/b"), ("/a//b/", "/a/b/"), ("/a/..b/.c", "/a/..b/.c"), ("/a%2Fb", "/a%252Fb"),
        ("/%2E%2e/a", "/%252E%252e/a"), ("/a+b@c:d", "/a%2Bb%40c%3Ad"), ("/a#b", "/a"),
    ])
    func `a path is resolved and encoded once more`(path: String, canonical: String) {
        #expect(canonicalLines(get("https://h" + path))[1] == canonical)
    }

    @Test(arguments: [("", "/"), ("/a/../b//", "/a/../b//"), ("/a%20b", "/a%2520b")])
    func `a path that is taken literally keeps its segments`(path: String, canonical: String) {
        #expect(canonicalLines(get("https://h" + path), normalizesPath: false)[1] == canonical)
    }

    @Test(arguments: [
        ("", ""), ("?", ""), ("?a", "a="), ("?a=", "a="), ("?=a", "=a"), ("?a=b=c", "a=b%3Dc"),
        ("?a=b&&c=d&", "a=b&c=d"),
        ("?b=1&a=2&a=10&a=", "a=&a=10&a=2&b=1"), ("?a-=1&a=2", "a=2&a-=1"), ("?a=%7e%2d", "a=~-"),
        ("?a=1+2", "a=1%2B2"), ("?a=%", "a=%25"), ("?a=%4", "a=%254"), ("?a=%zz%41", "a=%25zzA"),
        ("?a=/?:@", "a=%2F%3F%3A%40"), ("?a=1#b=2", "a=1"), ("?%c3%a9=%FF", "%C3%A9=%FF"),
    ])
    func `a query is decoded, encoded and sorted`(query: String, canonical: String) {
        #expect(canonicalLines(get("https://h/" + query))[2] == canonical)
    }

    @Test func `headers that travel hop by hop are not signed`() {
        let request = get(
            "https://h/",
            ["Connection", "TE", "User-Agent", "Expect", "X-Amzn-Trace-Id", "Authorization", "b", "Host"].map {
                HTTPHeader($0, "x")
            }
        )
        #expect(CanonicalRequest(request, normalizesPath: true).signedHeaders == "b;host")
    }

    @Test func `a digest that the caller states is taken for the body's`() {
        let request = get("https://h/", [HTTPHeader("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD")])
        #expect(canonicalLines(request).last == "UNSIGNED-PAYLOAD")
    }

    @Test func `the oldest keys give way`() {
        var keys = SigningKeys(capacity: 3)
        func origin(_ day: Int) -> SigningKeys.Origin {
            SigningKeys.Origin(secretDigest: [1], day: String(day), region: "r", service: "s")
        }
        for day in 0..<8 {
            keys.insert([UInt8(day)], for: origin(day))
            keys.insert([UInt8(day)], for: origin(day))
            #expect(keys.count == min(day + 1, 3))
        }
        #expect((0..<8).map { keys[origin($0)] } == [nil, nil, nil, nil, nil, [5], [6], [7]])
    }
}
