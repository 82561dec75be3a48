/// What AWS answered, whatever the protocol: the value that was asked for, or an error.
enum Answer<Value: Sendable>: Sendable {
    case value(Value, requestID: String)
    case error(ErrorDocument)
}

/// AWS's own account of what went wrong, as it came over the wire.
struct ErrorDocument: Sendable, Equatable {
    var code = ""
    var message = ""
    var requestID = ""
}

/// The result of one request, and where the next page begins.
package struct Page<Output: Sendable>: Sendable {
    package let output: Output
    package let isTruncated: Bool
    package let marker: String?
    package let requestID: String

    package init(output: Output, isTruncated: Bool, marker: String?, requestID: String) {
        self.output = output
        self.isTruncated = isTruncated
        self.marker = marker
        self.requestID = requestID
    }
}
