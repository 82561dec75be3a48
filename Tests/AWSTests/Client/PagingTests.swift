import Domain
import TestSupport
import Testing

@testable import AWS

struct PagingTests {
    private let filter = [(name: "Filter.member.1", value: "User"), (name: "Filter.member.2", value: "Role")]

    @Test func `each page repeats the parameters with the marker of the one before`() async throws {
        let aws = try ClientFixture { request in
            switch request.index {
            case 0: .page("<IsTruncated>true</IsTruncated><Marker>a+/=</Marker>", item: "<UserName>ann</UserName>")
            // Fewer items than asked for, even none, do not end the list.
            case 1: .page("<IsTruncated>true</IsTruncated><Marker>b</Marker>")
            default: .page("<IsTruncated>false</IsTruncated>", item: "<UserName>bob</UserName>")
            }
        }
        defer { aws.stop() }
        let pages = try await aws.pages(filter)
        #expect(pages == [["UserName", "UserName = ann"], [], ["UserName", "UserName = bob"]])
        let start = "Action=ListX&Version=2010-05-08&Filter.member.1=User&Filter.member.2=Role"
        #expect(aws.server.requests.map(\.bodyText) == [start, start + "&Marker=a%2B%2F%3D", start + "&Marker=b"])
        #expect(aws.context.calls.count == 3)
    }

    @Test func `a marker without IsTruncated does not go on`() async throws {
        let aws = try ClientFixture { _ in .page("<Marker>a</Marker>") }
        defer { aws.stop() }
        #expect(try await aws.pages().count == 1)
    }

    @Test(arguments: [
        (["<IsTruncated>true</IsTruncated>"], 1),
        (["<IsTruncated>true</IsTruncated><Marker/>"], 1),
        (["<IsTruncated>true</IsTruncated><Marker>a</Marker>"], 2),
        (
            [
                "<IsTruncated>true</IsTruncated><Marker>a</Marker>",
                "<IsTruncated>true</IsTruncated><Marker>b</Marker>",
            ],
            3
        ),
    ])
    func `paging that would lose items or never end fails`(_ pages: [String], requests: Int) async throws {
        let aws = try ClientFixture { request in .page(pages[request.index % pages.count]) }
        defer { aws.stop() }
        let failure = await #expect(throws: AWSFailure.self) { try await aws.pages() }
        #expect(failure?.kind == .malformed)
        #expect(failure?.unavailable.reason == .malformedAnswer)
        #expect(aws.server.requests.count == requests)
    }

    @Test func `a page that fails fails the call`() async throws {
        let aws = try ClientFixture { request in
            request.index == 0
                ? .page("<IsTruncated>true</IsTruncated><Marker>a</Marker>") : .error(400, "ValidationError")
        }
        defer { aws.stop() }
        let failure = await #expect(throws: AWSFailure.self) { try await aws.pages() }
        #expect(failure?.code == "ValidationError")
        #expect(aws.context.calls.map(\.errorCode) == ["", "ValidationError"])
    }
}
