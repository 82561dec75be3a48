import LoopbackAWS
import Testing

struct LatencyTests {
    @Test func `answers are held back side by side, not one after the other`() async throws {
        let latency = Duration.milliseconds(300)
        try await Harness.run(accounts: 5, latency: latency) { harness in
            var request = TestRequest("GetCallerIdentity", version: "2011-06-15")
            request.sign(
                "sts",
                harness.organization.baseCredentials,
                at: harness.now,
                region: harness.organization.region
            )
            let connections = try (0..<40).map { _ in try TestConnection(port: harness.port) }
            let clock = ContinuousClock()
            let start = clock.now
            for connection in connections { connection.send(request.bytes) }
            for connection in connections { #expect(try connection.receive().status == 200) }
            let elapsed = clock.now - start
            #expect(elapsed >= latency)
            #expect(elapsed < latency * 20)
            // Still so for a second request on the same connection.
            let again = clock.now
            connections[0].send(request.bytes)
            #expect(try connections[0].receive().status == 200)
            #expect(clock.now - again >= latency)
        }
    }
}
