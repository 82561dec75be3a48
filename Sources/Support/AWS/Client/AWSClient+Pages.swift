package import Domain

extension AWSClient {
    /// Far beyond the quotas: 10,000 pages of 1,000 entities.
    private static let maximumPages = 10_000

    /// Reads every page of a call, each with the same parameters and the marker of the page before it.
    ///
    /// Only `IsTruncated` says whether there is more: a page may hold fewer items than asked for, even none. IAM binds
    /// a marker to the filter that it was given for, so the filter is repeated too. A marker that is missing or comes a
    /// second time would lose entities or never end, and fails the call.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
    package func pages<D: XMLRecordDecoder>(
        _ call: QueryCall,
        decoder: D,
        credentials: any CredentialsProvider,
        context: CallContext
    ) async throws(AWSFailure) -> [D.Output] {
        var outputs: [D.Output] = []
        var markers: Set<String> = []
        var request = call
        while true {
            let page = try await query(request, decoder: decoder, credentials: credentials, context: context)
            outputs.append(page.output)
            guard page.isTruncated else { return outputs }
            guard let marker = page.marker else {
                throw pagingFailure(call, page.requestID, "IsTruncated is true but there is no Marker")
            }
            guard markers.insert(marker).inserted else {
                throw pagingFailure(call, page.requestID, "the Marker of an earlier page came again")
            }
            guard outputs.count < Self.maximumPages else {
                throw pagingFailure(call, page.requestID, "more than \(Self.maximumPages) pages")
            }
            request.parameters = call.parameters + [(name: "Marker", value: marker)]
        }
    }

    private func pagingFailure(_ call: QueryCall, _ requestID: String, _ message: String) -> AWSFailure {
        AWSFailure(
            kind: .malformed,
            service: call.service,
            action: call.action,
            message: message,
            httpStatus: 200,
            requestID: requestID
        )
    }
}
