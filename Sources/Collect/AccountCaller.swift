import AWS
import Domain

/// Makes the calls of one account, a few at a time; a call that fails is the gap that it leaves.
struct AccountCaller: Sendable {
    let accountID: AccountID
    private let client: AWSClient
    private let credentials: any CredentialsProvider
    private let context: CallContext
    private let window: CallWindow

    init(client: AWSClient, session: Session, context: CallContext, window: CallWindow) {
        self.accountID = session.accountID
        self.client = client
        self.credentials = session.credentials
        self.context = context
        self.window = window
    }

    /// The only page of a call that has no more.
    func page<Call: PlannedCall>(_ call: Call) async -> Collected<Page<Call.Decoder.Output>> {
        guard await window.enter() else { return .unavailable(.sweepEnded(before: Call.action)) }
        defer { window.leave() }
        do {
            return .value(
                try await client.query(
                    call.query,
                    decoder: call.makeDecoder(),
                    credentials: credentials,
                    context: context
                )
            )
        } catch {
            return .unavailable(Unavailable(error, action: Call.action))
        }
    }

    func read<Call: PlannedCall>(_ call: Call) async -> Collected<Call.Decoder.Output> {
        await page(call).map(\.output)
    }

    /// All pages of a call, in order.
    func pages<Call: PlannedCall>(_ call: Call) async -> Collected<[Call.Decoder.Output]> {
        guard await window.enter() else { return .unavailable(.sweepEnded(before: Call.action)) }
        defer { window.leave() }
        do {
            return .value(
                try await client.pages(
                    call.query,
                    decoder: call.makeDecoder(),
                    credentials: credentials,
                    context: context
                )
            )
        } catch {
            return .unavailable(Unavailable(error, action: Call.action))
        }
    }

    /// The records of all pages of a list, each once and in order of their keys.
    func list<Call: PlannedCall, Record>(
        _ call: Call,
        sortedBy key: (Record) -> String
    ) async -> Collected<[Record]> where Call.Decoder.Output == [Record] {
        await pages(call).map { $0.flatMap(\.self).lastOfEach(key) }
    }
}

extension Unavailable {
    fileprivate init(_ failure: AWSFailure, action: CallPlan) {
        self = failure.kind == .cancelled ? .sweepEnded(before: action) : failure.unavailable
    }

    /// The time of the account or of the run was over before the call had an answer.
    static func sweepEnded(before action: CallPlan) -> Unavailable {
        Unavailable(
            reason: .deadline,
            action: action.permission,
            message: "the deadline came before this was read"
        )
    }
}

extension Collected {
    func map<Other: Sendable>(_ transform: (Value) -> Other) -> Collected<Other> {
        switch self {
        case .value(let value): .value(transform(value))
        case .unavailable(let reason): .unavailable(reason)
        }
    }

    /// The given value where IAM says that the entity does not exist, which for these calls is an answer.
    func ifAbsent(_ nothing: Value) -> Collected {
        unavailable?.errorCode == "NoSuchEntity" ? .value(nothing) : self
    }
}
