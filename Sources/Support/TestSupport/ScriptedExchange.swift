/// One request as it arrived at a `ScriptedServer`.
package struct ScriptedRequest: Sendable {
    package let method: String
    /// The target of the request line as sent: with the query, and an absolute URL if the client takes us for a proxy.
    package let path: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// The number of requests that arrived before this one, on any connection.
    package internal(set) var index = 0

    package func header(_ name: String) -> String? {
        headers.last { $0.name.lowercased() == name.lowercased() }?.value
    }

    package var bodyText: String { String(decoding: body, as: UTF8.self) }
}

/// What a `ScriptedServer` does once it has read a request; after the last step the connection stays open.
package struct ScriptedAnswer: Sendable, ExpressibleByArrayLiteral {
    package enum Step: Sendable {
        case bytes([UInt8])
        case pause(Duration)
        /// Ends the connection properly, even in the middle of a body.
        case close
        /// Ends the connection with a TCP reset.
        case reset
        /// Sends nothing more until the client goes away or the server is stopped.
        case hang

        package static func text(_ text: String) -> Step { .bytes(Array(text.utf8)) }
    }

    package var steps: [Step]

    package init(_ steps: [Step]) {
        self.steps = steps
    }

    package init(arrayLiteral elements: Step...) {
        self.steps = elements
    }

    /// A whole response with its Content-Length.
    package static func http(
        status: Int = 200,
        headers: [(name: String, value: String)] = [],
        body: [UInt8]
    ) -> ScriptedAnswer {
        var head = "HTTP/1.1 \(status) Scripted\r\nContent-Length: \(body.count)\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        // One write: two small ones would wait for each other's acknowledgement.
        return [.bytes(Array((head + "\r\n").utf8) + body)]
    }

    package static func http(
        status: Int = 200,
        headers: [(name: String, value: String)] = [],
        body: String = ""
    ) -> ScriptedAnswer {
        http(status: status, headers: headers, body: Array(body.utf8))
    }

    package static var hang: ScriptedAnswer { [.hang] }

    /// The same answer, but late.
    package func after(_ pause: Duration) -> ScriptedAnswer {
        ScriptedAnswer([.pause(pause)] + steps)
    }
}
