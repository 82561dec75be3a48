import CGlibc
import Domain
import Glibc

/// A program that is run for what it prints, within limits of time and size.
enum ChildProcess {
    enum Ending: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    struct Output {
        var ending: Ending
        var bytes: [UInt8]
    }

    enum Failure: Error, Equatable, CustomStringConvertible {
        case noProgram
        case start(code: Int32)
        case tooLong(seconds: Int64)
        case tooMuch(limit: Int)
        /// It was stopped for reading the terminal, which a process group in the background may not.
        case asksAtTerminal

        var description: String {
            switch self {
            case .noProgram: "it names no program"
            case .start(let code): "the program cannot be started: \(String(cString: strerror(code)))"
            case .tooLong(let seconds): "the program had not ended after \(seconds) seconds"
            case .tooMuch(let limit): "the program printed more than \(limit) bytes"
            case .asksAtTerminal: "the program asks at the terminal, where nobody is when a sweep is scheduled"
            }
        }
    }

    private static let maximumBytes = 1 << 20
    private static let pollInterval = Duration.milliseconds(10)

    /// Runs the program with nothing on stdin and stderr thrown away, and waits for its end and that of its output.
    ///
    /// It leads a process group of its own, which is killed when the time is over or the task is cancelled: what a
    /// script started must not outlive it.
    static func run(
        _ arguments: [String],
        environment: [String: String],
        limit: Duration,
        time: Timekeeper
    ) async throws -> Output {
        var child = try Child(arguments, environment: environment)
        do {
            let start = time.uptime()
            while true {
                if let output = try child.progress(maximumBytes: maximumBytes) { return output }
                guard time.uptime() - start < limit else { throw Failure.tooLong(seconds: limit.components.seconds) }
                // Reading without waiting, between short pauses, blocks no thread of the pool and can be cancelled.
                try await time.sleep(pollInterval)
            }
        } catch {
            child.kill()
            throw error
        }
    }
}

/// A started program and the reading end of its stdout.
private struct Child: ~Copyable {
    private let pid: pid_t
    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private var hasEnded = false

    init(_ arguments: [String], environment: [String: String]) throws(ChildProcess.Failure) {
        guard let program = arguments.first, !program.isEmpty else { throw .noProgram }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .start(code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // Sockets of the sweep are not the program's, nor of an agent that it leaves running.
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
        var attributes = Self.attributes()
        defer { posix_spawnattr_destroy(&attributes) }

        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid = pid_t()
        let code = posix_spawnp(&pid, program, &actions, &attributes, &words, &variables)
        guard code == 0 else {
            close(ends[0])
            throw .start(code: code)
        }
        self.pid = pid
        self.descriptor = ends[0]
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(descriptor)
    }

    /// A process group of its own, and no signal blocked or ignored: this process handles some of them in its own way.
    private static func attributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGCHLD] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return attributes
    }

    /// Takes what is there to read; returns all of it once the program has ended.
    ///
    /// Others who hold the output open, such as an agent that the program left running, are not waited for.
    mutating func progress(maximumBytes: Int) throws(ChildProcess.Failure) -> ChildProcess.Output? {
        var status: Int32 = 0
        // Before reading: what the program printed is in the pipe by the time it has ended.
        let waited = waitpid(pid, &status, WNOHANG | WUNTRACED)
        if waited == pid, status & 0xFF == 0x7F { throw .asksAtTerminal }
        // Where the parent of this process had SIGCHLD ignored nobody learns how it ended; what it printed decides.
        hasEnded = waited == pid || waited < 0 && errno == ECHILD
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk.prefix(count))
            guard bytes.count <= maximumBytes else { throw .tooMuch(limit: maximumBytes) }
        }
        guard hasEnded else { return nil }
        // The macros of <sys/wait.h>, which are not imported.
        let signal = status & 0x7F
        return ChildProcess.Output(ending: signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal), bytes: bytes)
    }

    /// Ends the program, and whatever it started in its group, at once.
    func kill() {
        guard !hasEnded else { return }
        killpg(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }
}
