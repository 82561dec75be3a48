import Domain
import Glibc

/// Ends every wait of a server's threads at once, so that stopping never waits for a script to end.
///
/// A pipe that nobody reads: once a byte is in it, every `poll` that includes it returns.
final class StopSignal: Sendable {
    /// Why a wait ended.
    enum Wake {
        case ready
        case stopped
        case timedOut
    }

    private let readEnd: Int32
    private let writeEnd: Int32

    init() throws(SystemCallFailure) {
        var ends: [Int32] = [-1, -1]
        _ = try SystemCallFailure.check("pipe", pipe(&ends))
        for end in ends { closeOnExec(end) }
        self.readEnd = ends[0]
        self.writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func raise() {
        _ = write(writeEnd, [1], 1)
    }

    /// Waits until the descriptor has one of the events, the time is over, or the signal is raised.
    func wait(for events: Int32, on descriptor: Int32, atMost limit: Duration? = nil) -> Wake {
        wait(pollfd(fd: descriptor, events: Int16(events), revents: 0), atMost: limit)
    }

    /// Waits for the signal alone.
    func wait(atMost limit: Duration) -> Wake {
        // poll ignores an entry whose descriptor is negative.
        wait(pollfd(fd: -1, events: 0, revents: 0), atMost: limit)
    }

    private func wait(_ entry: pollfd, atMost limit: Duration?) -> Wake {
        var entries = [pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0), entry]
        let milliseconds = limit.map { Int32(clamping: $0.milliseconds) } ?? -1
        while true {
            let count = poll(&entries, nfds_t(entries.count), milliseconds)
            if count < 0, errno == EINTR { continue }
            if entries[0].revents != 0 { return .stopped }
            return count > 0 ? .ready : .timedOut
        }
    }
}
