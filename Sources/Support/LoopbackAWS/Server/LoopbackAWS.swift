package import Domain
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Why the rehearsal cannot be served where it was asked for.
package struct PortFailure: Error, Equatable, CustomStringConvertible {
    package var port: Int
    package var code: CInt

    package var description: String {
        "port \(port) of 127.0.0.1 cannot be used: \(String(cString: strerror(code))). Choose another, or leave --port out"
    }
}

/// AWS's STS, IAM and Organizations on loopback, answering for a rehearsal organization.
///
/// One address serves all three; the credential scope of each signature tells which one is meant, as it does at AWS.
package final class LoopbackAWS: Sendable {
    /// For `AWS_ENDPOINT_URL`: `http://127.0.0.1:PORT`.
    package let url: String
    private let service: RehearsalService
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    private init(service: RehearsalService, channel: any Channel, group: MultiThreadedEventLoopGroup, port: Int) {
        self.url = "http://127.0.0.1:\(port)"
        self.service = service
        self.channel = channel
        self.group = group
    }

    /// Listens on 127.0.0.1 only; with port 0 the system chooses one.
    ///
    /// `time` is the server's clock: it judges signatures and dates answers, while ages follow the organization's asOf.
    /// `uptime`, a clock that never goes back, fills the token buckets of throttling.
    /// `latency` holds back each answer for that long after its request arrived, however many are under way.
    /// Throws `FaultFailure` for a fault in an account that the organization does not have, `PortFailure` for a port that
    /// is not to be had.
    package static func start(
        _ organization: RehearsalOrganization,
        time: @escaping @Sendable () -> Instant,
        uptime: @escaping @Sendable () -> Duration,
        port: Int = 0,
        threads: Int = 2,
        latency: Duration = .zero,
        faults: [Fault] = []
    ) async throws -> LoopbackAWS {
        let service = try RehearsalService(organization, time: time, uptime: uptime, faults: faults)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelOption(.backlog, value: 1_024)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        try channel.pipeline.syncOperations.addHandler(
                            RequestHandler(service, latency: TimeAmount(latency))
                        )
                    }
                }
                .bind(host: "127.0.0.1", port: port)
                .get()
            return LoopbackAWS(
                service: service,
                channel: channel,
                group: group,
                port: channel.localAddress?.port ?? port
            )
        } catch {
            try await group.shutdownGracefully()
            guard let error = error as? IOError else { throw error }
            throw PortFailure(port: port, code: error.errnoCode)
        }
    }

    /// Every request that arrived, refused ones included.
    package var requestCount: Int { service.counts.total }

    /// Requests by service and action, for example `iam:ListAccessKeys`; refused ones included, unreadable ones not.
    package func requestCounts() -> [String: Int] { service.counts.byAction }

    /// How many answers each fault has changed, in the order in which the faults were given.
    package var strikes: [Int] { service.faults.strikes }

    /// Closes every connection and joins the threads.
    package func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }
}
