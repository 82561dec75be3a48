package import Domain
package import HTTP
package import Logging
import Synchronization

/// Signs, sends and reads calls to AWS, tries them again where that helps, and leaves a record of each.
package final class AWSClient: Sendable {
    let http: HTTPClient
    let endpoints: Endpoints
    let retry: RetryPolicy
    let time: Timekeeper
    let logger: Logger
    let signer = SigV4Signer()
    private let parsers = ParserPool()
    /// Of the calls that count against the caller's account: AssumeRole and Organizations.
    let callerPace: Pace
    /// What to add to this machine's clock to get AWS's.
    let clockSkew = Atomic<Int64>(0)

    package init(
        http: HTTPClient,
        endpoints: Endpoints,
        retry: RetryPolicy,
        time: Timekeeper,
        logger: Logger,
        callerPace: Pace = Pace()
    ) {
        self.callerPace = callerPace
        self.http = http
        self.endpoints = endpoints
        self.retry = retry
        self.time = time
        self.logger = logger
    }

    /// How many seconds AWS's clock is ahead of this machine's; 0 as long as AWS has not complained.
    package var clockSkewSeconds: Int64 { clockSkew.load(ordering: .relaxed) }

    /// Makes one call in the query protocol and decodes the answer while it arrives.
    ///
    /// Without a provider the request is not signed, as AssumeRoleWithWebIdentity wants it.
    package func query<D: XMLRecordDecoder>(
        _ call: QueryCall,
        decoder: D,
        credentials: (any CredentialsProvider)?,
        context: CallContext
    ) async throws(AWSFailure) -> Page<D.Output> {
        let operation = Operation(
            service: call.service,
            action: call.action,
            headers: [HTTPHeader("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: call.body
        )
        let (page, requestID) = try await perform(operation, credentials: credentials, context: context) {
            QuerySink(action: call.action, decoder: decoder, parsers: parsers)
        }
        return Page(
            output: page.output,
            isTruncated: page.isTruncated,
            marker: page.marker,
            requestID: requestID
        )
    }

    /// Makes one call in the JSON 1.1 protocol; the target is spelt `AWSOrganizationsV20161128.ListAccounts`.
    package func json<Output: Decodable & Sendable>(
        service: AWSService,
        target: String,
        body: String,
        as type: Output.Type,
        credentials: any CredentialsProvider,
        context: CallContext
    ) async throws(AWSFailure) -> Output {
        let operation = Operation(
            service: service,
            action: target.split(separator: ".").last.map(String.init) ?? target,
            headers: [
                HTTPHeader("content-type", "application/x-amz-json-1.1"),
                HTTPHeader("x-amz-target", target),
            ],
            body: Array(body.utf8)
        )
        return try await perform(operation, credentials: credentials, context: context) { JSONSink<Output>() }.value
    }
}

/// One call before it is addressed and signed, whatever its protocol.
struct Operation: Sendable {
    var service: AWSService
    var action: String
    var headers: [HTTPHeader]
    var body: [UInt8]

    func request(to endpoint: Endpoint) -> HTTPRequest {
        HTTPRequest(method: "POST", url: endpoint.url + "/", headers: headers, body: body)
    }
}
