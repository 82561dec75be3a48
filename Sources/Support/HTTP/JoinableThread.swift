import Glibc

/// A POSIX thread that is waited for: Foundation's cannot be joined, and blocking a pool thread is forbidden.
final class JoinableThread: Sendable {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private let handle: pthread_t

    init(_ run: @escaping @Sendable () -> Void) throws(HTTPFailure) {
        let body = Unmanaged.passRetained(Body(run))
        var handle = pthread_t()
        let code = pthread_create(
            &handle,
            nil,
            { argument in
                JoinableThread.blockBrokenPipeSignal()
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            body.toOpaque()
        )
        guard code == 0 else {
            body.release()
            throw .other(host: "", code: Int(code), detail: "pthread_create: \(String(cString: strerror(code)))")
        }
        self.handle = handle
    }

    /// Waits for the end of the thread; to be called exactly once.
    func join() {
        pthread_join(handle, nil)
    }

    /// OpenSSL writes without MSG_NOSIGNAL, and a server that hangs up must not end the process.
    ///
    /// The signal goes to the thread that writes, so its mask is enough and the process's handlers stay untouched.
    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
