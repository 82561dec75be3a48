import CCurl
import Glibc
import Synchronization

/// A long-lived HTTP client on libcurl: a few event-loop threads, each with its own connections, kept alive and reused.
///
/// Requests wait as suspended tasks and never block a thread of the cooperative pool. Certificates are always verified,
/// redirects never followed, proxies taken from the environment. One client serves the whole run: connections and the
/// parsed certificate authorities live in its loops.
package final class HTTPClient: Sendable {
    private let loops: [EventLoop]

    /// curl_global_init may run only once, before any other use of libcurl; a static constant is exactly that.
    private static let globalInit = ccurl_global_init()

    package init(_ configuration: HTTPConfiguration = HTTPConfiguration()) throws(HTTPFailure) {
        guard Self.globalInit == CURLE_OK else {
            throw .other(host: "", code: Int(Self.globalInit.rawValue), detail: "libcurl cannot be initialised")
        }
        if let bundle = configuration.caBundle, access(bundle, R_OK) != 0 {
            // Said once here rather than as a TLS failure of every account.
            throw .caBundle(path: bundle)
        }
        self.loops = try Self.makeLoops(configuration.loops) { () throws(HTTPFailure) in try EventLoop(configuration) }
    }

    /// All of the loops or none: without the client nobody would ever end the threads of those already made.
    static func makeLoops(
        _ count: Int,
        _ make: () throws(HTTPFailure) -> EventLoop
    ) throws(HTTPFailure) -> [EventLoop] {
        var loops: [EventLoop] = []
        do throws(HTTPFailure) {
            for _ in 0..<count { loops.append(try make()) }
        } catch {
            stop(loops)
            throw error
        }
        return loops
    }

    deinit {
        shutdown()
    }

    /// Sends the request and streams the body to the sink; returns once the body is complete.
    ///
    /// Any HTTP status is a response. A cancelled task's transfer is taken off the loop, and the call throws
    /// `.cancelled`; the sink is not called after this function has returned or thrown.
    package func send(_ request: HTTPRequest, to sink: any HTTPBodySink) async throws(HTTPFailure) -> HTTPResponse {
        let ticket = Ticket()
        // The first of equals, so that requests one after the other share one loop and its open connection.
        guard let loop = loops.min(by: { $0.load < $1.load }) else { throw .shutDown }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.submit(Submission(ticket: ticket, request: request, sink: sink, continuation: continuation))
            }
        } onCancel: {
            loop.cancel(ticket)
        }
        return try result.get()
    }

    /// Fails what is in flight with `.shutDown` and waits for the loop threads; calling it again does nothing.
    ///
    /// Threads that still run inside libcurl when the process exits corrupt the heap: joining them is the point.
    package func shutdown() {
        Self.stop(loops)
    }

    private static func stop(_ loops: [EventLoop]) {
        for loop in loops { loop.requestShutdown() }
        for loop in loops { loop.join() }
    }
}
