import Synchronization
import TestSupport
import Testing

@testable import HTTP

struct HTTPLifetimeTests {
    @Test func `cancelling a task ends its transfer at once and leaves the others alone`() async throws {
        let server = try ScriptedServer { $0.path == "/hang" ? .hang : .http(body: "ok").after(.milliseconds(300)) }
        defer { server.stop() }
        let url = server.url
        let client = try HTTPClient(HTTPConfiguration(loops: 1))
        async let other = client.get("\(url)/other").status

        let elapsed = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<10 { group.addTask { await client.failure("\(url)/hang")?.kind } }
            try await until { server.requests.count == 11 }
            let clock = ContinuousClock()
            let start = clock.now
            group.cancelAll()
            for try await kind in group { #expect(kind == "cancelled") }
            return clock.now - start
        }

        // The promise is 100 ms; the bound leaves room for a machine that does other things.
        #expect(elapsed < .seconds(15))
        #expect(try await other == 200)
    }

    @Test func `a task that is already cancelled sends nothing`() async throws {
        let server = try ScriptedServer { _ in .http() }
        defer { server.stop() }
        let url = server.url
        let client = try HTTPClient()

        await withTaskGroup(of: String?.self) { group in
            group.cancelAll()
            group.addTask { await client.failure(url)?.kind }
            for await kind in group { #expect(kind == "cancelled") }
        }

        #expect(server.requests.isEmpty)
    }

    @Test func `cancelling at any moment answers every request exactly once`() async throws {
        let server = try ScriptedServer { _ in .http(body: "ok") }
        defer { server.stop() }
        let url = server.url
        let client = try HTTPClient()

        for round in 0..<60 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        do throws(HTTPFailure) {
                            _ = try await client.send(HTTPRequest(method: "GET", url: url), to: CollectingSink())
                        } catch .cancelled {}
                    }
                }
                try await Task.sleep(for: .microseconds(round * 20))
                group.cancelAll()
                try await group.waitForAll()
            }
        }

        #expect(try await client.get(url).status == 200)
    }

    @Test func `shutting down fails what is in flight and whatever comes later`() async throws {
        let server = try ScriptedServer { _ in .hang }
        defer { server.stop() }
        let url = server.url
        let client = try HTTPClient()

        try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<5 { group.addTask { await client.failure(url)?.kind } }
            try await until { server.requests.count == 5 }
            client.shutdown()
            for try await kind in group { #expect(kind == "shutDown") }
        }

        #expect(await client.failure(url)?.kind == "shutDown")
        client.shutdown()
    }

    @Test func `when one loop cannot start, those before it are ended`() async throws {
        let made = Mutex<[EventLoop]>([])
        let failure = #expect(throws: HTTPFailure.self) {
            _ = try HTTPClient.makeLoops(3) { () throws(HTTPFailure) in
                guard made.withLock(\.count) < 2 else { throw .other(host: "", code: 11, detail: "no thread") }
                let loop = try EventLoop(HTTPConfiguration())
                made.withLock { $0.append(loop) }
                return loop
            }
        }
        #expect(failure?.kind == "other")
        let loops = made.withLock(\.self)
        #expect(loops.count == 2)
        for loop in loops {
            let result = await withCheckedContinuation { continuation in
                let request = HTTPRequest(method: "GET", url: "http://127.0.0.1:1/")
                let submission = Submission(
                    ticket: Ticket(),
                    request: request,
                    sink: CollectingSink(),
                    continuation: continuation
                )
                loop.submit(submission)
            }
            let failure = #expect(throws: HTTPFailure.self) { try result.get() }
            #expect(failure?.kind == "shutDown")
        }
    }
}
