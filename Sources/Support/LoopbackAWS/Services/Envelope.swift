import Domain

/// What every answer carries, whatever it says: request id, date, content type and the protocol's frame.
struct Envelope: Sendable {
    let requestID: String
    let now: Instant

    // MARK: Query protocol

    func xml(
        _ action: String,
        _ namespace: String,
        _ content: (inout XMLWriter) throws(ServiceError) -> Void
    ) throws(ServiceError) -> Answer {
        var xml = XMLWriter()
        try xml.element("\(action)Response", attributes: "xmlns=\"\(namespace)\"") { xml throws(ServiceError) in
            try xml.element("\(action)Result", content)
            xml.element("ResponseMetadata") { $0.element("RequestId", requestID) }
        }
        return answer(200, "text/xml", xml.bytes)
    }

    func xmlError(_ error: ServiceError, _ namespace: String) -> Answer {
        var xml = XMLWriter()
        // Nothing inside throws; the overload with an attribute is the throwing one.
        try? xml.element("ErrorResponse", attributes: "xmlns=\"\(namespace)\"") { xml throws(ServiceError) in
            xml.element("Error") { xml in
                xml.element("Type", error.status < 500 ? "Sender" : "Receiver")
                xml.element("Code", error.code)
                xml.element("Message", error.message)
            }
            xml.element("RequestId", requestID)
        }
        return answer(error.status, "text/xml", xml.bytes)
    }

    // MARK: JSON protocol

    func json(_ body: [UInt8]) -> Answer {
        answer(200, "application/x-amz-json-1.1", body)
    }

    /// The JSON services call the same refusals by other names, and answer 400 to all of them.
    func jsonError(_ error: ServiceError) -> Answer {
        let code =
            switch error.code {
            case "AccessDenied": "AccessDeniedException"
            case "Throttling": "TooManyRequestsException"
            case "ServiceFailure": "ServiceException"
            case "InvalidClientTokenId": "UnrecognizedClientException"
            case "SignatureDoesNotMatch": "InvalidSignatureException"
            case "ExpiredToken": "ExpiredTokenException"
            case "MissingAuthenticationToken": "MissingAuthenticationTokenException"
            case "IncompleteSignature": "IncompleteSignatureException"
            default: error.code
            }
        var json = JSONWriter()
        json.object { json in
            json.member("__type", code)
            json.member("Message", error.message)
        }
        return answer(error.status < 500 ? 400 : error.status, "application/x-amz-json-1.1", json.bytes)
    }

    private func answer(_ status: Int, _ type: String, _ body: [UInt8]) -> Answer {
        Answer(
            status: status,
            headers: [
                ReceivedRequest.Header(name: "x-amzn-RequestId", value: requestID),
                ReceivedRequest.Header(name: "Content-Type", value: type),
                ReceivedRequest.Header(name: "Date", value: now.httpDate),
            ],
            body: body
        )
    }
}

extension Instant {
    /// The form of HTTP's Date header: `Sun, 22 Nov 2026 15:00:00 GMT`.
    fileprivate var httpDate: String {
        let parts = components
        let days = epochSeconds.quotientAndRemainder(dividingBy: 86_400).quotient
        // 1 January 1970 was a Thursday.
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days % 7)]
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][parts.month - 1]
        let text = iso8601
        return "\(weekday), \(text.dropFirst(8).prefix(2)) \(month) \(parts.year) \(text.dropFirst(11).prefix(8)) GMT"
    }
}
