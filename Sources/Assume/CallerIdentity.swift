package import AWS
package import Domain

/// Who runs the sweep, as AWS sees the base credentials; it takes no permission to ask.
///
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
package struct CallerIdentity: Sendable, Hashable {
    package let accountID: AccountID
    package let arn: String
    package let userID: String
    package let partition: Partition
    /// Finds the call in the caller's CloudTrail.
    package let requestID: String

    /// Whether the credentials are a role's session, which makes of every role that they assume a chained one.
    package var isRoleSession: Bool {
        guard let arn = ARN(arn) else { return false }
        return arn.service == "sts" && arn.resource.hasPrefix("assumed-role/")
    }

    package static func fetch(
        client: AWSClient,
        credentials: any CredentialsProvider,
        context: CallContext
    ) async throws(AWSFailure) -> CallerIdentity {
        let call = QueryCall(service: .sts, action: "GetCallerIdentity", parameters: [])
        let page = try await client.query(call, decoder: Decoder(), credentials: credentials, context: context)
        return CallerIdentity(page.output, requestID: page.requestID)
    }

    private init(_ answer: Decoder.Output, requestID: String) {
        self.init(
            accountID: answer.accountID,
            arn: answer.arn,
            userID: answer.userID,
            partition: answer.partition,
            requestID: requestID
        )
    }

    init(accountID: AccountID, arn: String, userID: String, partition: Partition, requestID: String) {
        self.accountID = accountID
        self.arn = arn
        self.userID = userID
        self.partition = partition
        self.requestID = requestID
    }
}

extension CallerIdentity {
    private struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case account = "Account"
            case arn = "Arn"
            case userID = "UserId"
        }

        struct Output: Sendable {
            let accountID: AccountID
            let arn: String
            let userID: String
            let partition: Partition
        }

        private var accountID: AccountID?
        private var arn: String?
        private var userID = ""
        private var partition: Partition?

        mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure) {}

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            switch element {
            case .account: accountID = AccountID(text.string)
            case .arn:
                arn = text.string
                partition = ARN(text.string).flatMap { Partition(rawValue: $0.partition) }
            case .userID: userID = text.string
            }
        }

        mutating func finish() throws(XMLFailure) -> Output {
            guard let accountID else { throw .invalid(element: "Account", detail: "not an account id") }
            guard let arn, let partition else {
                throw .invalid(element: "Arn", detail: "not an ARN of a partition that we know")
            }
            return Output(accountID: accountID, arn: arn, userID: userID, partition: partition)
        }
    }
}
