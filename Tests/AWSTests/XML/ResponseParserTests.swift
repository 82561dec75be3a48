import Testing

@testable import AWS

struct ResponseParserTests {
    private let expected = [
        "UserDetailList",
        "UserDetailList/member",
        "UserDetailList/member/UserName",
        "UserDetailList/member/UserName = zoë",
        "UserDetailList/member/CreateDate",
        "UserDetailList/member/CreateDate = 2024-02-29T12:00:00Z",
        "UserDetailList/member/UserPolicyList",
        "UserDetailList/member/UserPolicyList/member",
        "UserDetailList/member/UserPolicyList/member/PolicyName",
        "UserDetailList/member/UserPolicyList/member/PolicyName = R&D <all>",
        "UserDetailList/member/UserPolicyList/member/PolicyDocument",
        "UserDetailList/member/UserPolicyList/member/PolicyDocument = %7B%22Version%22%3A%222012-10-17%22%2C%22"
            + "Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGet%2A%22%2C%22Resource%22%3A"
            + "%22arn%3Aaws%3As3%3A%3A%3Aa+b%2Bc%20d%C3%A9%22%7D%5D%7D",
        "RoleDetailList",
        "RoleDetailList/member",
        "RoleDetailList/member/RoleName",
        "RoleDetailList/member/RoleName = reader",
        "RoleDetailList/member/RoleLastUsed",
        "RoleDetailList/member/AssumeRolePolicyDocument",
        #"RoleDetailList/member/AssumeRolePolicyDocument = {"Version": "2012-10-17"}"#,
    ]

    @Test func `a page is read with its envelope, and unknown elements are skipped with what they contain`() throws {
        let answer = try XMLFixture.parse(XMLFixture.bytes("GetAccountAuthorizationDetails.xml"))
        let page = try #require(answer.value)
        #expect(page.output == expected)
        #expect(page.isTruncated)
        #expect(page.marker == "AAA+/=&")
        #expect(page.requestID == "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE")
    }

    @Test func `a page split at any byte gives the same records`() throws {
        let document = try XMLFixture.bytes("GetAccountAuthorizationDetails.xml")
        for offset in document.indices {
            let page = try #require(try XMLFixture.parse(document, pieces: [offset]).value)
            #expect(page.output == expected && page.marker == "AAA+/=&", "split at byte \(offset)")
        }
        let byteByByte = try XMLFixture.parse(document, pieces: Array(repeating: 1, count: document.count))
        #expect(byteByByte.value?.output == expected)
    }

    @Test func `a page cut at any byte is not taken for a whole one`() throws {
        let document = try XMLFixture.bytes("GetAccountAuthorizationDetails.xml")
        // The last byte is the line feed after the document.
        for offset in 0..<(document.count - 1) {
            #expect(throws: XMLFailure.truncated, "cut at byte \(offset)") {
                try XMLFixture.parse(Array(document.prefix(offset)))
            }
        }
    }

    @Test(arguments: [
        ("<ListXResponse><ListXResult/></ListXResponse>", false),
        (XMLFixture.listX("<IsTruncated>false</IsTruncated>"), false),
        (XMLFixture.listX("<IsTruncated>true</IsTruncated>"), true),
        // Only directly inside the result do these two belong to the envelope.
        (XMLFixture.listX("<member><IsTruncated>true</IsTruncated><Marker>m</Marker></member>"), false),
    ])
    func `an absent IsTruncated means false`(_ document: String, isTruncated: Bool) throws {
        let page = try #require(try XMLFixture.parse(document).value)
        #expect(page.isTruncated == isTruncated)
        #expect(page.marker == nil)
    }

    /// Only the result says that AWS looked: without it there is no account without anything in it.
    @Test(arguments: [
        "<ListXResponse/>",
        "<ListXResponse><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListXResponse>",
        "<ListXResponse><Other/><ListYResult><UserName>a</UserName></ListYResult></ListXResponse>",
    ])
    func `an answer without its result is refused`(_ document: String) {
        #expect(throws: XMLFailure.missing(element: "ListXResult")) { try XMLFixture.parse(document) }
    }

    @Test(arguments: [
        """
        <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>
        <Code>AccessDenied</Code><Message>no &lt;way&gt;</Message></Error><RequestId>r-1</RequestId></ErrorResponse>
        """,
        """
        <Response><Errors><Error><Code>AccessDenied</Code><Message>no &lt;way&gt;</Message></Error></Errors>
        <RequestID>r-1</RequestID></Response>
        """,
        """
        <ErrorResponse><Error><Code>AccessDenied</Code><Message>no &lt;way&gt;</Message><message>no &lt;way&gt;</message>
        </Error><ResponseMetadata><RequestId>not this one</RequestId></ResponseMetadata><RequestId>r-1</RequestId>
        </ErrorResponse>
        """,
    ])
    func `each shape of error document is understood`(_ document: String) throws {
        let error = try XMLFixture.parse(document).error
        #expect(error == ErrorDocument(code: "AccessDenied", message: "no <way>", requestID: "r-1"))
    }

    @Test func `a truncation that is neither true nor false is refused`() {
        #expect(throws: XMLFailure.invalid(element: "IsTruncated", detail: "neither true nor false")) {
            try XMLFixture.parse(XMLFixture.listX("<IsTruncated>maybe</IsTruncated>"))
        }
    }

    @Test func `what a decoder refuses ends the document`() {
        #expect(throws: XMLFailure.invalid(element: "CreateDate", detail: "not an ISO 8601 instant")) {
            try XMLFixture.parse(XMLFixture.listX("<CreateDate>yesterday</CreateDate><member/>"))
        }
    }

    @Test func `text around a child belongs to the parent`() throws {
        let document = XMLFixture.listX("<member>a<UserName>b</UserName><New>c</New>d</member>")
        let page = try #require(try XMLFixture.parse(document).value)
        #expect(page.output == ["member", "member/UserName", "member/UserName = b", "member = ad"])
    }
}
