import AWS
import Domain

/// One API call that Collect may make, with what its parameters and its answer mean.
///
/// The action is a case of `CallPlan`, and `AccountCaller` takes nothing but planned calls: what the session policy
/// does not allow cannot be asked for.
protocol PlannedCall: Sendable {
    associatedtype Decoder: XMLRecordDecoder

    static var action: CallPlan { get }
    /// The same on every page, as AWS binds a marker to the parameters that it was given for.
    var parameters: [(name: String, value: String)] { get }

    func makeDecoder() -> Decoder
}

extension PlannedCall {
    var parameters: [(name: String, value: String)] { [] }

    var query: QueryCall {
        QueryCall(service: .iam, action: Self.action.rawValue, parameters: parameters)
    }
}

/// The parameter that makes pages as long as IAM allows; its default is 100 entries.
let longestPages = (name: "MaxItems", value: "1000")
