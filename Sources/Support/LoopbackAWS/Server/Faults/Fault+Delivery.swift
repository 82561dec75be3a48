extension StruckFaults {
    /// How the answer gets onto the wire, or does not.
    func delivery() -> Delivery {
        for (kind, delivery) in Self.deliveries where apply(kind) { return delivery }
        return .whole
    }

    private static let deliveries: [(Fault.Kind, Delivery)] = [
        (.connectionRefused, .refused), (.silence, .never), (.slowDrip, .drip), (.reset, .cut(byReset: true)),
        (.close, .cut(byReset: false)), (.contentLengthTooLong, .announced(.tooLong)),
        (.contentLengthTooShort, .announced(.tooShort)),
    ]
}

/// How an answer is written.
enum Delivery: Sendable {
    case whole
    /// Reset before the first byte: the nearest to a closed port that one listener for all actions can come.
    case refused
    /// Half of the body, then the end of the connection, orderly (FIN) or not (RST).
    case cut(byReset: Bool)
    /// A byte a second.
    case drip
    /// Nothing, and the connection stays open.
    case never
    /// All of the body under a wrong Content-Length, and the connection stays open.
    case announced(Length)

    enum Length {
        /// The client waits for bytes that do not come.
        case tooLong
        /// The client takes the rest for the beginning of its next answer.
        case tooShort
    }

    func contentLength(of count: Int) -> Int {
        switch self {
        case .announced(.tooLong): count + 100
        case .announced(.tooShort): count / 2
        default: count
        }
    }
}
