package import Domain

/// What goes wrong between AWS and the client with the answer of one call.
package enum Interference: Sendable {
    /// A load balancer answers with its own page, as HTML with status 502.
    case badGateway
    /// The connection ends in the middle of the document.
    case breakOff

    /// Decides for each IAM call, by account and action; nil leaves the answer alone.
    package typealias Rule = @Sendable (AccountID, String) -> Interference?

    func applied(to answer: Answer) -> Answer {
        switch self {
        case .badGateway:
            let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
            return Answer(
                status: 502,
                headers: [ReceivedRequest.Header(name: "Content-Type", value: "text/html")],
                body: Array(page.utf8)
            )
        case .breakOff:
            var cut = answer
            cut.breaksOff = true
            return cut
        }
    }
}
