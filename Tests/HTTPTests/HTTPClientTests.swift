import HTTP
import TestSupport
import Testing

struct HTTPClientTests {
    let client: HTTPClient

    init() throws {
        client = try HTTPClient()
    }

    @Test func `method, path, headers and body arrive, and so does the answer`() async throws {
        let server = try ScriptedServer { request in
            .http(status: 418, headers: [("X-Note", " one "), ("x-note", "two")], body: request.body.reversed())
        }
        defer { server.stop() }
        let sink = CollectingSink()
        let request = HTTPRequest(
            method: "POST",
            url: "\(server.url)/a?b=c",
            headers: [
                HTTPHeader("X-Filled", "value"), HTTPHeader("X-Empty", ""), HTTPHeader("Content-Type", "text/x"),
            ],
            body: Array("abc\0def".utf8)
        )

        let response = try await client.send(request, to: sink)

        #expect(response.status == 418)
        #expect(response.header("X-NOTE") == "two")
        #expect(response.headers.filter { $0.name.lowercased() == "x-note" }.map(\.value) == ["one", "two"])
        #expect(response.bodyBytes == 7)
        #expect(sink.text == "fed\0cba")
        #expect(sink.began.map(\.status) == [418])
        #expect(sink.began.map(\.bodyBytes) == [0])
        let seen = try #require(server.requests.first)
        #expect(seen.method == "POST")
        #expect(seen.path == "/a?b=c")
        #expect(seen.bodyText == "abc\0def")
        #expect(seen.header("X-Filled") == "value")
        #expect(seen.header("X-Empty") == "")
        #expect(seen.header("Content-Type") == "text/x")
        #expect(seen.header("User-Agent") == "orgsweep")
    }

    @Test(arguments: ["GET", "POST", "PUT", "DELETE", "HEAD"])
    func `a method without body works, and leaves nothing behind on the handle`(_ method: String) async throws {
        let server = try ScriptedServer { request in
            request.method == "HEAD" ? [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")] : .http(body: "ok")
        }
        defer { server.stop() }
        let posted = HTTPRequest(method: "POST", url: server.url, headers: [HTTPHeader("X-Old", "1")], body: [1, 2, 3])
        _ = try await client.send(posted, to: CollectingSink())

        let response = try await client.send(HTTPRequest(method: method, url: server.url), to: CollectingSink())

        #expect(response.status == 200)
        #expect(server.requests.last?.method == method)
        #expect(server.requests.last?.body == [])
        #expect(server.requests.last?.header("X-Old") == nil)
        #expect(server.connectionCount == 1)
    }

    @Test func `chunks reach the sink in order while the answer is still on its way`() async throws {
        let server = try ScriptedServer { _ in
            [
                .text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"), .pause(.milliseconds(60)),
                .text("3\r\ntwo\r\n"), .pause(.milliseconds(60)), .text("5\r\nthree\r\n0\r\nX-Trailer: 1\r\n\r\n"),
            ]
        }
        defer { server.stop() }
        let sink = CollectingSink()

        let response = try await client.get(server.url, sink: sink)

        #expect(sink.chunks == ["one", "two", "three"])
        #expect(response.bodyBytes == 11)
        #expect(response.header("X-Trailer") == nil)
    }

    @Test func `an interim answer is not the answer`() async throws {
        let server = try ScriptedServer { _ in
            [.text("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 204 No Content\r\nX-Late: 1\r\n\r\n")]
        }
        defer { server.stop() }
        let sink = CollectingSink()

        let response = try await client.get(server.url, sink: sink)

        #expect(response.status == 204)
        #expect(response.headers == [HTTPHeader("X-Late", "1")])
        #expect(sink.began.map(\.status) == [204])
    }

    @Test func `a redirect is an answer like any other`() async throws {
        let server = try ScriptedServer { _ in .http(status: 302, headers: [("Location", "/elsewhere")]) }
        defer { server.stop() }

        #expect(try await client.get(server.url).status == 302)
        #expect(server.requests.count == 1)
    }

    @Test func `requests one after the other share one connection`() async throws {
        let server = try ScriptedServer { .http(body: $0.path) }
        defer { server.stop() }

        for index in 0..<20 {
            let sink = CollectingSink()
            _ = try await client.get("\(server.url)/\(index)", sink: sink)
            #expect(sink.text == "/\(index)")
        }

        #expect(server.connectionCount == 1)
    }

    @Test func `a connection that the server closed while idle is replaced without a failure`() async throws {
        let server = try ScriptedServer { request in
            ScriptedAnswer(ScriptedAnswer.http(body: "ok").steps + (request.index == 0 ? [.close] : []))
        }
        defer { server.stop() }

        for _ in 0..<3 {
            let request = HTTPRequest(method: "POST", url: server.url, body: Array("body".utf8))
            #expect(try await client.send(request, to: CollectingSink()).status == 200)
        }

        #expect(server.connectionCount == 2)
        #expect(server.requests.map(\.bodyText) == ["body", "body", "body"])
    }

    @Test func `200 concurrent requests each get their own answer`() async throws {
        let server = try ScriptedServer { .http(body: $0.bodyText).after(.milliseconds(20)) }
        defer { server.stop() }
        let url = server.url

        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let sink = CollectingSink()
                    let request = HTTPRequest(method: "POST", url: url, body: Array("body \(index)".utf8))
                    _ = try await self.client.send(request, to: sink)
                    #expect(sink.text == "body \(index)")
                }
            }
            try await group.waitForAll()
        }

        #expect(server.requests.count == 200)
    }

    @Test func `the limit on connections makes requests wait, not fail`() async throws {
        let server = try ScriptedServer { _ in .http().after(.milliseconds(5)) }
        defer { server.stop() }
        let url = server.url
        let narrow = try HTTPClient(HTTPConfiguration(loops: 2, maximumConnectionsPerHost: 4))

        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 { group.addTask { try await narrow.get(url).status } }
            for try await status in group { #expect(status == 200) }
        }

        #expect(server.connectionCount <= 4)
        #expect(server.requests.count == 40)
    }

    @Test func `a large body is sent without asking first`() async throws {
        // The server knows nothing of 100 Continue: with it, the body would come a second late.
        let server = try ScriptedServer { .http(body: "\($0.body.count) \($0.header("Expect") ?? "none")") }
        defer { server.stop() }
        let sink = CollectingSink()
        let body = [UInt8](repeating: 7, count: 3 << 20)

        _ = try await client.send(HTTPRequest(method: "POST", url: server.url, body: body), to: sink)

        #expect(sink.text == "\(3 << 20) none")
    }

    @Test func `gzip is asked for and unpacked`() async throws {
        let server = try ScriptedServer { _ in .http(headers: [("Content-Encoding", "gzip")], body: zeros(1_000)) }
        defer { server.stop() }
        let sink = CollectingSink()

        let response = try await client.get(server.url, sink: sink)

        #expect(server.requests.first?.header("Accept-Encoding") == "gzip")
        #expect(response.bodyBytes == 1_000)
        #expect(sink.text == String(repeating: "0", count: 1_000))
    }

    @Test func `a proxy is given the whole URL and no connection goes elsewhere`() async throws {
        let proxy = try ScriptedServer { _ in .http(body: "by proxy") }
        defer { proxy.stop() }
        let proxied = try HTTPClient(HTTPConfiguration(proxy: proxy.url))
        let sink = CollectingSink()

        _ = try await proxied.get("http://iam.example.invalid/x", sink: sink)

        #expect(sink.text == "by proxy")
        #expect(proxy.requests.map(\.path) == ["http://iam.example.invalid/x"])
    }

    @Test func `a proxy that refuses to connect is no broken answer`() async throws {
        let proxy = try ScriptedServer { _ in .http(status: 403, body: "blocked") }
        defer { proxy.stop() }
        let proxied = try HTTPClient(HTTPConfiguration(proxy: proxy.url))
        let sink = CollectingSink()

        let failure = await proxied.failure("https://iam.example.invalid/", sink: sink)

        #expect(proxy.requests.map(\.method) == ["CONNECT"])
        #expect(
            failure?.description == "iam.example.invalid: no connection: the proxy answered CONNECT with status 403"
        )
        #expect(sink.began.isEmpty)
    }
}
