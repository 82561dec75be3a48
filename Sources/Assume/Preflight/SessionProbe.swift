package import AWS
package import Domain

/// Tries a session without keeping what it reads: whether every call of the plan is allowed, and nothing beside it.
package struct SessionProbe: Sendable {
    /// What a session may do.
    package struct Findings: Sendable, Equatable {
        /// The calls of the plan that were not shown to be allowed, in the order of the plan.
        package var gaps: [Unavailable]
        package var narrowing: Narrowing
    }

    package enum Narrowing: Sendable, Equatable {
        case proven
        /// A call outside of the plan was allowed.
        case none
        case unknown(Unavailable)
    }

    /// Outside of the plan, reads next to nothing, and is allowed by AWS's policies for auditors and administrators.
    ///
    /// Where the role itself does not allow it, its denial says nothing of the session policy, which AWS took with the
    /// call all the same.
    package static let outsideCall = "ListGroups"
    private static let callsAtATime = 4

    private let client: AWSClient

    package init(client: AWSClient) {
        self.client = client
    }

    package func findings(of session: Session, context: CallContext) async -> Findings {
        let answers = await withTaskGroup(of: (Int, Unavailable?).self) { group in
            var answers: [Int: Unavailable] = [:]
            func keep(_ answer: (Int, Unavailable?)) { answers[answer.0] = answer.1 }
            for (position, call) in CallPlan.allCases.enumerated() {
                // IAM throttles per account, as in a sweep.
                if position >= Self.callsAtATime, let answer = await group.next() { keep(answer) }
                group.addTask { (position, await gap(call, session, context)) }
            }
            for await answer in group { keep(answer) }
            return answers
        }
        return Findings(
            gaps: answers.sorted { $0.key < $1.key }.map(\.value),
            narrowing: await narrowing(of: session, context)
        )
    }

    private func gap(_ call: CallPlan, _ session: Session, _ context: CallContext) async -> Unavailable? {
        let probe = call.probe(in: session.accountID, partition: session.partition)
        guard let failure = await failure(of: probe, session, context), !CallPlan.isAllowed(failure) else { return nil }
        return failure.unavailable
    }

    private func narrowing(of session: Session, _ context: CallContext) async -> Narrowing {
        let probe = QueryCall(service: .iam, action: Self.outsideCall, parameters: [("MaxItems", "1")])
        guard let failure = await failure(of: probe, session, context) else { return .none }
        return failure.kind == .denied ? .proven : .unknown(failure.unavailable)
    }

    private func failure(of probe: QueryCall, _ session: Session, _ context: CallContext) async -> AWSFailure? {
        do throws(AWSFailure) {
            _ = try await client.query(
                probe,
                decoder: NothingDecoder(),
                credentials: session.credentials,
                context: context
            )
            return nil
        } catch {
            return error
        }
    }
}

/// Reads an answer to its end and keeps nothing of it.
private struct NothingDecoder: XMLRecordDecoder {
    enum Element: String, CaseIterable {
        /// No element of XML can be called that.
        case none = ""
    }

    mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure) {}
    mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {}
    mutating func finish() throws(XMLFailure) {}
}
