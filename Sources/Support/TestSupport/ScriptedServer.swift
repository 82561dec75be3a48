import Glibc
import Synchronization

/// A real TCP server on 127.0.0.1 that answers each request with a script, down to pauses and resets.
///
/// One thread accepts and one serves each connection; `stop()` interrupts and joins them all. A test writes
/// `defer { server.stop() }`, which also keeps the server alive until the end of the test.
package final class ScriptedServer: Sendable {
    package let port: UInt16
    private let shared: Shared
    private let accepting: Mutex<JoinableThread?>

    /// The handler is called on the thread of the request's connection, so it may run concurrently with itself.
    package init(_ handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer) throws {
        let (listener, port) = try Self.listen()
        let shared = Shared(listener: listener, stop: try StopSignal(), handler: handler)
        self.port = port
        self.shared = shared
        self.accepting = Mutex(try JoinableThread { shared.accept() })
    }

    deinit {
        stop()
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// Every request that arrived completely so far, in order of arrival.
    package var requests: [ScriptedRequest] { shared.state.withLock { $0.requests } }

    /// How many TCP connections clients have opened so far.
    package var connectionCount: Int { shared.state.withLock { $0.connections.count } }

    /// Closes every connection and waits for all threads; calling it again does nothing.
    package func stop() {
        accepting.withLock { thread in
            guard let running = thread.take() else { return }
            shared.stop.raise()
            running.join()
            for connection in shared.state.withLock({ $0.connections }) { connection.join() }
        }
    }

    private static func listen() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = try SystemCallFailure.check("socket", socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        closeOnExec(descriptor)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = try SystemCallFailure.check("bind", bind(descriptor, generic, length))
                _ = try SystemCallFailure.check("listen", Glibc.listen(descriptor, 1_024))
                _ = try SystemCallFailure.check("getsockname", getsockname(descriptor, generic, &length))
            }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}

extension ScriptedServer {
    /// What the threads hold on to, so that they do not keep the server itself alive.
    private final class Shared: Sendable {
        struct State {
            var connections: [JoinableThread] = []
            var requests: [ScriptedRequest] = []
        }

        let listener: Int32
        let stop: StopSignal
        let handler: @Sendable (ScriptedRequest) -> ScriptedAnswer
        let state = Mutex(State())

        init(listener: Int32, stop: StopSignal, handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer) {
            self.listener = listener
            self.stop = stop
            self.handler = handler
        }

        func accept() {
            // Closed by the thread that uses it: after `stop()` a client's connect is refused at once.
            defer { close(listener) }
            while stop.wait(for: POLLIN, on: listener) == .ready {
                let descriptor = Glibc.accept(listener, nil, nil)
                guard descriptor >= 0 else { continue }
                closeOnExec(descriptor)
                var on: Int32 = 1
                setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout.size(ofValue: on)))
                // Counted before the thread runs, so that a client never gets an answer from an uncounted connection.
                state.withLock { state in
                    guard let thread = try? JoinableThread({ self.serve(descriptor) }) else {
                        close(descriptor)
                        return
                    }
                    state.connections.append(thread)
                }
            }
        }

        private func serve(_ descriptor: Int32) {
            var connection = ScriptedConnection(descriptor: descriptor, stop: stop)
            while var request = connection.nextRequest() {
                state.withLock { state in
                    request.index = state.requests.count
                    state.requests.append(request)
                }
                guard connection.perform(handler(request)) else { return }
            }
        }
    }
}
