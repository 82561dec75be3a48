import AWS
import Domain

/// One AssumeRole, in as many attempts as it takes to find how long the session may last.
struct AssumeRoleCall: Sendable {
    let roleARN: String
    let policy: String
    var externalID: Secret?
    let settings: SessionSettings
    /// Whether the base credentials make the call; then it sets the source identity and the tags.
    let isFirst: Bool
    /// Whether the session is to assume a further role.
    let isHop: Bool

    /// The longest session of a role that a role's session assumes.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
    static let longestChained = 3_600

    struct Answer: Sendable {
        let credentials: Credentials
        let requestID: String
        /// What AWS granted: it holds for the renewals as well.
        let seconds: Int
    }

    /// Falls back to an hour, then to a quarter of one, where AWS says that the role's sessions may not last that long.
    ///
    /// Each refusal is a call of its own in the evidence. Throws `AWSFailure`, of kind `malformed` for the session of
    /// another account.
    func make(
        _ client: AWSClient,
        _ credentials: any CredentialsProvider,
        seconds: Int,
        context: CallContext
    ) async throws(AWSFailure) -> Answer {
        var shorter = [Self.longestChained, 900].filter { $0 < seconds }[...]
        var seconds = seconds
        while true {
            do throws(AWSFailure) {
                let page = try await client.query(
                    QueryCall(service: .sts, action: "AssumeRole", parameters: parameters(seconds)),
                    decoder: AssumeRoleDecoder(),
                    credentials: credentials,
                    context: context
                )
                try check(page.output.sessionARN, requestID: page.requestID)
                return Answer(credentials: page.output.credentials, requestID: page.requestID, seconds: seconds)
            } catch {
                guard error.isAboutDuration, let next = shorter.popFirst() else { throw error }
                seconds = next
            }
        }
    }

    private func parameters(_ seconds: Int) -> [(name: String, value: String)] {
        var parameters = [
            (name: "RoleArn", value: roleARN),
            (name: "RoleSessionName", value: settings.name),
            (name: "DurationSeconds", value: String(seconds)),
            (name: "Policy", value: policy),
        ]
        if let externalID { parameters.append(("ExternalId", externalID.reveal)) }
        // Along a chain both live on by themselves, and AWS refuses whoever sets them again.
        guard isFirst else { return parameters }
        if let sourceIdentity = settings.sourceIdentity { parameters.append(("SourceIdentity", sourceIdentity)) }
        for (number, tag) in zip(1..., settings.tags) {
            parameters.append(("Tags.member.\(number).Key", tag.key))
            parameters.append(("Tags.member.\(number).Value", tag.value))
            if isHop { parameters.append(("TransitiveTagKeys.member.\(number)", tag.key)) }
        }
        return parameters
    }

    private func check(_ sessionARN: String, requestID: String) throws(AWSFailure) {
        guard let account = ARN(roleARN)?.accountID, ARN(sessionARN)?.accountID == account else {
            throw AWSFailure(
                kind: .malformed,
                service: .sts,
                action: "AssumeRole",
                message: "the session belongs to \(sessionARN.debugDescription), not to \(ARN(roleARN)?.account ?? "")",
                httpStatus: 200,
                requestID: requestID
            )
        }
    }
}

extension AWSFailure {
    /// Whether AWS says that the session would last too long, for the role or for a chain.
    fileprivate var isAboutDuration: Bool {
        code == "ValidationError" && (message.contains("MaxSessionDuration") || message.contains("session limit"))
    }
}
