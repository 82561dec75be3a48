import Synchronization

/// Names one request for as long as it is in flight, and remembers whether its task was cancelled.
///
/// A task may be cancelled before its request reaches the loop; the flag is what the loop then finds.
final class Ticket: Sendable {
    let isCancelled = Atomic(false)
}

/// One request on its way to an event loop, with the continuation that the loop resumes exactly once.
struct Submission: Sendable {
    let ticket: Ticket
    let request: HTTPRequest
    let sink: any HTTPBodySink
    let continuation: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>
}

/// What the loop thread shares with all others: the requests handed over and the number of those not finished.
final class Inbox: Sendable {
    /// Everything that has arrived since the loop last looked.
    struct Delivery {
        var submissions: [Submission] = []
        var cancellations: [Ticket] = []
        var isShutDown = false

        var isEmpty: Bool { submissions.isEmpty && cancellations.isEmpty && !isShutDown }
    }

    private let waiting = Mutex(Delivery())
    let load = Atomic(0)

    func take() -> Delivery {
        waiting.withLock { waiting in
            let delivery = waiting
            waiting.submissions = []
            waiting.cancellations = []
            return delivery
        }
    }

    /// Changes what waits, and says whether the loop must be woken; if something waited already, somebody has done so.
    func add(_ change: (inout Delivery) -> Void) -> Bool {
        waiting.withLock { waiting in
            let wasEmpty = waiting.isEmpty
            change(&waiting)
            return wasEmpty
        }
    }

    /// Hands over a request, unless the loop is shut down: then it would wait forever.
    func submit(_ submission: Submission) -> (isAccepted: Bool, mustWake: Bool) {
        waiting.withLock { waiting in
            guard !waiting.isShutDown else { return (false, false) }
            let wasEmpty = waiting.isEmpty
            waiting.submissions.append(submission)
            load.add(1, ordering: .relaxed)
            return (true, wasEmpty)
        }
    }
}

/// One event-loop thread and the way to reach it; everything here may be called from any thread.
final class EventLoop: Sendable {
    private let inbox: Inbox
    private let multi: MultiHandle
    private let thread: Mutex<JoinableThread?>

    init(_ configuration: HTTPConfiguration) throws(HTTPFailure) {
        let inbox = Inbox()
        let multi = try MultiHandle(connections: configuration.connectionsPerLoop)
        let thread = try JoinableThread {
            TransferLoop(inbox: inbox, multi: multi, configuration: configuration).run()
        }
        self.inbox = inbox
        self.multi = multi
        self.thread = Mutex(thread)
    }

    /// How many requests are waiting or in flight.
    var load: Int { inbox.load.load(ordering: .relaxed) }

    func submit(_ submission: Submission) {
        let (isAccepted, mustWake) = inbox.submit(submission)
        if mustWake { multi.wakeUp() }
        if !isAccepted { submission.continuation.resume(returning: .failure(.shutDown)) }
    }

    /// Ends a request if it is in flight; if it is still to come, the loop will find the flag.
    func cancel(_ ticket: Ticket) {
        ticket.isCancelled.store(true, ordering: .relaxed)
        // The lock of the inbox orders the flag before any later submission of the same ticket.
        if inbox.add({ $0.cancellations.append(ticket) }) { multi.wakeUp() }
    }

    func requestShutdown() {
        if inbox.add({ $0.isShutDown = true }) { multi.wakeUp() }
    }

    func join() {
        thread.withLock { $0.take() }?.join()
    }
}
