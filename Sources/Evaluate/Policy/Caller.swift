package import Domain

/// A principal as far as conditions and policy variables can ask about it.
package struct Caller: Sendable {
    package var arn: ARN
    /// The unique id; empty where it is not known.
    package var id: String
    /// Those that are known; there may be others.
    package var tags: [Tag]
    /// Nil where it is not known, which is not the same as none.
    package var organizationID: String?
    /// Whether a user has a password or an MFA device; a user with neither has its keys and nothing else.
    package var hasSessions: Bool
    /// Nil: no time is known.
    package var asOf: Instant?

    package init(
        _ arn: ARN,
        id: String = "",
        tags: [Tag] = [],
        organizationID: String? = nil,
        hasSessions: Bool = true,
        asOf: Instant? = nil
    ) {
        self.arn = arn
        self.id = id
        self.tags = tags
        self.organizationID = organizationID
        self.hasSessions = hasSessions
        self.asOf = asOf
    }

    /// A group stands for the users in it.
    var isUser: Bool { !arn.resource.hasPrefix("role/") }

    /// How a principal can sign a request; it takes the way that lets it further.
    enum Credential: Sendable {
        /// A user's access key: such requests have neither `aws:TokenIssueTime` nor anything about MFA.
        case longTermKey
        /// The key of a user without a session, after the user has registered a device.
        case longTermKeyWithDevice
        /// A role's session, or a user's: that of the console, or one from GetSessionToken.
        case session
    }

    /// The ways in which the principal signs; a user without password and device is judged by its key.
    ///
    /// What GetSessionToken gives a user without MFA may not call IAM, nor STS but for AssumeRole. Still a device can be
    /// registered any day.
    var credentials: [Credential] {
        guard isUser else { return [.session] }
        return hasSessions ? [.longTermKey, .session] : [.longTermKey, .longTermKeyWithDevice]
    }
}

/// What is known of the condition keys of a request before it is made.
///
/// Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
struct RequestContext: Sendable {
    var caller: Caller
    var credential: Caller.Credential
    /// What the request itself says, by key in lower case.
    var request: [String: String] = [:]

    enum Value: Sendable, Hashable {
        /// No request of this kind has the key.
        case absent
        case text(String)
        /// Present, and some text of this form.
        case like(Wildcard)
        /// Present, and this moment or a later one.
        case since(Instant)
        /// Anything, or absent.
        case open

        static let present = Value.like(Wildcard("*"))
    }

    func value(of key: String) -> Value {
        let key = key.lowercased()
        if let text = request[key] { return .text(text) }
        if let known = valueOfCaller(key) ?? valueOfSession(key) { return known }
        if key.hasPrefix("aws:principaltag/") {
            let name = key.dropFirst("aws:principaltag/".count)
            // A role's session may carry a tag of its own in place of the role's.
            guard caller.isUser, let tag = caller.tags.first(where: { $0.key.lowercased() == name }) else {
                return .open
            }
            return .text(tag.value)
        }
        // Keys of identity providers: a session that came through one may keep them, a user has none.
        let prefix = key.prefix { $0 != ":" }
        if caller.isUser, prefix == "saml" || prefix.contains(".") { return .absent }
        return .open
    }

    private func valueOfCaller(_ key: String) -> Value? {
        switch key {
        case "aws:username": caller.isUser ? .text(caller.arn.name) : .absent
        case "aws:userid":
            if caller.id.isEmpty {
                .present
            } else if caller.isUser {
                .text(caller.id)
            } else {
                .like(Wildcard("\(caller.id):*"))
            }
        case "aws:principalarn": .text(caller.arn.description)
        case "aws:principalaccount": .text(caller.arn.account)
        case "aws:principaltype": .text(caller.isUser ? "User" : "AssumedRole")
        case "aws:principalorgid": caller.organizationID.map { .text($0) } ?? .open
        case "aws:principalorgpaths": caller.organizationID.map { .like(Wildcard("\($0)/*")) } ?? .open
        case "aws:principalisawsservice": .text("false")
        case "aws:principalservicename", "aws:principalservicenameslist", "aws:assumedroot": .absent
        // IAM and STS are spoken to over TLS only, and elsewhere the caller chooses.
        case "aws:securetransport": .text("true")
        case "aws:currenttime", "aws:epochtime": caller.asOf.map { .since($0) } ?? .present
        // They belong to sessions that were made in a workload, or by somebody else.
        case "aws:federatedprovider", "aws:sourceidentity", "aws:ec2instancesourcevpc",
            "aws:ec2instancesourceprivateipv4", "ec2:sourceinstancearn", "lambda:sourcefunctionarn",
            "ssm:sourceinstancearn", "ecs:sourcetaskarn":
            caller.isUser ? .absent : .open
        default: nil
        }
    }

    /// Sessions last 36 hours at most.
    private func valueOfSession(_ key: String) -> Value? {
        switch (key, credential) {
        case ("aws:tokenissuetime", .session):
            caller.asOf.map { .since($0.adding(seconds: -36 * 3_600)) } ?? .present
        case ("aws:tokenissuetime", _): .absent
        case ("aws:multifactorauthpresent", .longTermKey), ("aws:multifactorauthage", .longTermKey): .absent
        // A role's session has the key where a person assumed the role; services do not set it.
        case ("aws:multifactorauthpresent", _): caller.isUser ? .present : .open
        case ("aws:multifactorauthage", _): .open
        default: nil
        }
    }
}
