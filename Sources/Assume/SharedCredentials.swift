import Domain

/// Credentials that several accounts wait for, none of which can take the renewal away from the others.
///
/// An account that is stopped stops waiting; the renewal goes on for whoever else needs it.
struct SharedCredentials: CredentialsProvider {
    private let source: any CredentialsProvider

    init(_ source: any CredentialsProvider) {
        self.source = source
    }

    func credentials() async throws -> Credentials {
        try await Self.outliving { try await source.credentials() }
    }

    func renewed(after expired: Credentials) async throws -> Credentials {
        try await Self.outliving { try await source.renewed(after: expired) }
    }

    private static func outliving(_ work: @escaping @Sendable () async throws -> Credentials) async throws
        -> Credentials
    {
        let (answers, answer) = AsyncThrowingStream<Credentials, any Error>.makeStream()
        // Unstructured, so that it is not cancelled with the account that happened to ask first.
        Task {
            do {
                answer.yield(try await work())
                answer.finish()
            } catch {
                answer.finish(throwing: error)
            }
        }
        // A cancelled reader of a stream gets no element.
        for try await credentials in answers { return credentials }
        throw CancellationError()
    }
}
