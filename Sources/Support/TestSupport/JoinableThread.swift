import Glibc

/// A POSIX thread that somebody waits for, which Foundation's `Thread` cannot be.
final class JoinableThread: Sendable {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private let handle: pthread_t

    init(_ run: @escaping @Sendable () -> Void) throws(SystemCallFailure) {
        let body = Unmanaged.passRetained(Body(run))
        var handle = pthread_t()
        let code = pthread_create(
            &handle,
            nil,
            { argument in
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            body.toOpaque()
        )
        guard code == 0 else {
            body.release()
            throw SystemCallFailure(call: "pthread_create", code: code)
        }
        self.handle = handle
    }

    /// Waits for the end of the thread; to be called exactly once.
    func join() {
        pthread_join(handle, nil)
    }
}

/// Keeps a descriptor out of the programs that a test starts, where it would hold the connection open.
func closeOnExec(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}

/// A system call that failed while a fixture was set up.
package struct SystemCallFailure: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    package var description: String { "\(call): \(String(cString: strerror(code)))" }

    /// Returns the result of a call that reports failure as a negative number and `errno`.
    static func check(_ call: String, _ result: Int32) throws(SystemCallFailure) -> Int32 {
        guard result >= 0 else { throw SystemCallFailure(call: call, code: errno) }
        return result
    }
}
