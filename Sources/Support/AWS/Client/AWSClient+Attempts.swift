import Domain
import HTTP
import Logging
import Synchronization

extension AWSClient {
    /// Makes the call until it succeeds or must be given up, and records it in the context either way.
    func perform<Sink: AnswerSink>(
        _ operation: Operation,
        credentials: (any CredentialsProvider)?,
        context: CallContext,
        makeSink: () -> Sink
    ) async throws(AWSFailure) -> (value: Sink.Value, requestID: String) {
        let place = context.begin()
        let start = (instant: time.now(), uptime: time.uptime())
        let pace = operation.service == .iam ? context.pace : callerPace
        var call = OngoingCall(operation: operation)
        defer {
            let duration = time.uptime() - start.uptime
            // By AWS's clock, which the call itself may have told us of.
            let startedAt = start.instant.adding(seconds: clockSkewSeconds)
            context.end(place, call.record(account: context.accountID, startedAt: startedAt, duration: duration))
        }
        while true {
            let turn = try await turn(of: call, pace: pace, context: context)
            switch await attempt(&call, credentials: credentials, makeSink: makeSink) {
            case .success(let answer):
                context.retryBudget.giveBack(max(call.retryCost, 1))
                return answer
            case .failure(let setback):
                if setback.failure.kind == .throttled { pace.slowDown(after: turn, at: time.uptime()) }
                call.active += time.uptime() - turn.start
                try await recover(from: setback, &call, context: context)
            }
        }
    }

    private func turn(of call: OngoingCall, pace: Pace, context: CallContext) async throws(AWSFailure) -> Pace.Turn {
        do {
            let turn = try await pace.turn(time)
            context.hold(turn.waited)
            return turn
        } catch {
            throw call.cancelled
        }
    }

    private func attempt<Sink: AnswerSink>(
        _ call: inout OngoingCall,
        credentials provider: (any CredentialsProvider)?,
        makeSink: () -> Sink
    ) async -> Result<(value: Sink.Value, requestID: String), Setback> {
        let credentials: Credentials?
        do {
            credentials =
                if let rejected = call.rejected {
                    try await provider?.renewed(after: rejected.credentials)
                } else {
                    try await provider?.credentials()
                }
        } catch {
            return .failure(call.noCredentials(error))
        }
        if let rejected = call.rejected, rejected.credentials == credentials {
            return .failure(Setback(failure: rejected.failure, remedy: nil))
        }
        let endpoint = endpoints.endpoint(for: call.operation.service)
        var request = call.operation.request(to: endpoint)
        if let credentials {
            request = signer.sign(
                request,
                service: call.operation.service.rawValue,
                region: endpoint.signingRegion,
                credentials: credentials,
                date: time.now().adding(seconds: clockSkewSeconds)
            )
        }
        let sink = makeSink()
        call.attempts += 1
        var transport: HTTPFailure?
        do {
            _ = try await http.send(request, to: sink)
        } catch {
            transport = error
        }
        let conclusion = sink.conclude()
        call.received = conclusion.received
        switch (transport, conclusion.answer) {
        case (nil, .success(.value(let value, let requestID))) where conclusion.received.isSuccess:
            call.code = ""
            call.requestID = conclusion.received.requestID ?? requestID
            return .success((value, call.requestID))
        case (nil, let answer), (.sink, let answer):
            let clock = (now: time.now(), skew: clockSkewSeconds)
            return .failure(call.setback(answer.map(\.document), credentials: credentials, clock: clock))
        case (let transport?, _):
            return .failure(call.setback(transport))
        }
    }

    /// Does what must be done before the next attempt, or throws if there shall be none.
    private func recover(
        from setback: Setback,
        _ call: inout OngoingCall,
        context: CallContext
    ) async throws(AWSFailure) {
        call.code = setback.failure.code
        call.requestID = setback.failure.requestID
        if Task.isCancelled { throw call.cancelled }
        switch setback.remedy {
        case nil:
            throw setback.failure
        case .correctClock(let seconds):
            call.hasCorrectedClock = true
            clockSkew.store(seconds, ordering: .relaxed)
            logger.notice("AWS's clock is \(seconds) s ahead of this machine's", metadata: call.metadata)
        case .refreshCredentials(let expired):
            call.rejected = (expired, setback.failure)
        case .backOff(let cause):
            let delay = retry.delay(after: call.attempts, cause: cause)
            call.active += delay
            guard call.attempts < retry.maximumAttempts, call.active < retry.limit,
                context.retryBudget.take(cause.cost)
            else { throw setback.failure }
            call.retryCost += cause.cost
            if cause.isThrottled { context.hold(delay) }
            logger.debug("trying again in \(delay.milliseconds) ms: \(setback.failure)", metadata: call.metadata)
            do {
                try await time.sleep(delay)
            } catch {
                throw call.cancelled
            }
        }
    }
}

extension Answer {
    /// The error, nil if the answer is a value.
    fileprivate var document: ErrorDocument? {
        guard case .error(let document) = self else { return nil }
        return document
    }
}
