import CCurl
import Synchronization

/// What runs on an event-loop thread; it and all it holds are used by that thread only.
final class TransferLoop {
    private let inbox: Inbox
    private let multi: MultiHandle
    private let configuration: HTTPConfiguration
    private var active: [ObjectIdentifier: Transfer] = [:]
    /// Easy handles to use again: as many as were ever in flight at once.
    private var idle: [EasyHandle] = []

    init(inbox: Inbox, multi: MultiHandle, configuration: HTTPConfiguration) {
        self.inbox = inbox
        self.multi = multi
        self.configuration = configuration
    }

    func run() {
        while true {
            let delivery = inbox.take()
            for submission in delivery.submissions { start(submission) }
            // After the submissions: a request and its cancellation may arrive together.
            for ticket in delivery.cancellations { cancel(ticket) }
            if delivery.isShutDown { break }
            multi.perform()
            while let (easy, code) = multi.nextFinished() { finish(easy, code) }
            multi.wait()
        }
        for transfer in Array(active.values) { end(transfer, .failure(.shutDown)) }
    }

    private func start(_ submission: Submission) {
        if submission.ticket.isCancelled.load(ordering: .relaxed) {
            return answer(submission, .failure(.cancelled))
        }
        do throws(HTTPFailure) {
            let easy = if let reused = idle.popLast() { reused } else { try EasyHandle(configuration) }
            let transfer = Transfer(submission, easy: easy, maximumBodyBytes: configuration.maximumBodyBytes)
            try transfer.prepare()
            try multi.add(easy)
            active[ObjectIdentifier(submission.ticket)] = transfer
        } catch {
            answer(submission, .failure(error))
        }
    }

    private func cancel(_ ticket: Ticket) {
        // Unknown tickets are requests that ended just before, or that come later and carry the flag.
        guard let transfer = active[ObjectIdentifier(ticket)] else { return }
        end(transfer, .failure(.cancelled))
    }

    private func finish(_ easy: UnsafeMutableRawPointer, _ code: CURLcode) {
        guard let transfer = Transfer.of(easy) else { return }
        end(transfer, transfer.result(code))
    }

    private func end(_ transfer: Transfer, _ result: Result<HTTPResponse, HTTPFailure>) {
        active[ObjectIdentifier(transfer.submission.ticket)] = nil
        multi.remove(transfer.easy)
        transfer.easy.forget()
        idle.append(transfer.easy)
        answer(transfer.submission, result)
    }

    private func answer(_ submission: Submission, _ result: Result<HTTPResponse, HTTPFailure>) {
        // Before the caller can send its next request, so that this one no longer counts against the loop.
        inbox.load.subtract(1, ordering: .relaxed)
        submission.continuation.resume(returning: result)
    }
}
