/// A request as it arrived, before anybody trusts it.
struct ReceivedRequest: Sendable {
    struct Header: Sendable {
        var name: String
        var value: String
    }

    var method: String
    /// Path and query, still encoded.
    var target: String
    var headers: [Header]
    var body: [UInt8]

    /// The values of all headers of that name, joined by commas as HTTP allows.
    func header(_ name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }

    var path: Substring { target.prefix { $0 != "?" } }
    var query: Substring { target.drop { $0 != "?" }.dropFirst() }
}

/// An answer, ready to be sent.
struct Answer: Sendable {
    var status: Int
    var headers: [ReceivedRequest.Header]
    var body: [UInt8]
    var delivery = Delivery.whole
}

/// A refusal in AWS's words.
struct ServiceError: Error {
    var status: Int
    var code: String
    var message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    static func validation(_ message: String) -> ServiceError { ServiceError(400, "ValidationError", message) }
    static func missing(_ message: String) -> ServiceError { ServiceError(404, "NoSuchEntity", message) }
    static func denied(_ message: String) -> ServiceError { ServiceError(403, "AccessDenied", message) }

    static let unsigned = ServiceError(
        403,
        "MissingAuthenticationToken",
        "Request is missing Authentication Token"
    )

    /// What AWS's parameter validation says of a value that breaks a rule of the service's model.
    static func constraint(_ value: String, _ member: String, _ rule: String) -> ServiceError {
        .validation(
            "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: \(rule)"
        )
    }
}
