/// One request in the query protocol, without the version that the client adds.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/iam-api-requests.html
package struct QueryCall: Sendable {
    package var service: AWSService
    package var action: String
    /// In the order in which they are sent; lists are spelt `Filter.member.1`, booleans `true` and `false`.
    package var parameters: [(name: String, value: String)]

    package init(service: AWSService, action: String, parameters: [(name: String, value: String)] = []) {
        self.service = service
        self.action = action
        self.parameters = parameters
    }
}

extension QueryCall {
    /// The form that is posted, percent-encoded by RFC 3986: a space is `%20`, not `+`.
    var body: [UInt8] {
        var body = Array("Action=".utf8)
        URIEncoding.append(action.utf8, to: &body)
        body.append(contentsOf: "&Version=\(service.queryVersion)".utf8)
        for (name, value) in parameters {
            body.append(UInt8(ascii: "&"))
            URIEncoding.append(name.utf8, to: &body)
            body.append(UInt8(ascii: "="))
            URIEncoding.append(value.utf8, to: &body)
        }
        return body
    }
}

extension AWSService {
    /// The API version of the service's query protocol; Organizations speaks JSON and has none.
    fileprivate var queryVersion: String {
        switch self {
        case .iam: "2010-05-08"
        case .sts: "2011-06-15"
        case .organizations: ""
        }
    }
}
