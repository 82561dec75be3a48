package import Domain

/// The credentials of an assumed role, and whose they are, as every AssumeRole call answers them.
package struct AssumeRoleDecoder: XMLRecordDecoder {
    package enum Element: String, CaseIterable {
        case credentials = "Credentials"
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case sessionToken = "SessionToken"
        case expiration = "Expiration"
        case assumedRoleUser = "AssumedRoleUser"
        case arn = "Arn"
    }

    package struct Output: Sendable {
        package let credentials: Credentials
        /// The session's own ARN: `arn:aws:sts::123456789012:assumed-role/Role/session`.
        package let sessionARN: String
    }

    private var accessKeyID: String?
    private var secretAccessKey: Secret?
    private var sessionToken: Secret?
    private var expiration: Instant?
    private var sessionARN: String?

    package init() {}

    package mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure) {}

    package mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
        switch element {
        case .accessKeyID: accessKeyID = try text.requireString("AccessKeyId")
        case .secretAccessKey: secretAccessKey = Secret(try text.requireString("SecretAccessKey"))
        case .sessionToken: sessionToken = Secret(try text.requireString("SessionToken"))
        case .expiration: expiration = try text.requireInstant("Expiration")
        case .arn where path.parent == .assumedRoleUser: sessionARN = try text.requireString("Arn")
        case .arn, .credentials, .assumedRoleUser: break
        }
    }

    package mutating func finish() throws(XMLFailure) -> Output {
        guard let accessKeyID else { throw .missing(element: "AccessKeyId") }
        guard let secretAccessKey else { throw .missing(element: "SecretAccessKey") }
        guard let sessionToken else { throw .missing(element: "SessionToken") }
        guard let expiration else { throw .missing(element: "Expiration") }
        guard let sessionARN else { throw .missing(element: "Arn") }
        let credentials = Credentials(
            accessKeyID: accessKeyID,
            secretAccessKey: secretAccessKey,
            sessionToken: sessionToken,
            expiration: expiration
        )
        return Output(credentials: credentials, sessionARN: sessionARN)
    }
}
