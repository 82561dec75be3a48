import Domain
import Synchronization

/// The session of a role that a profile names, assumed with the credentials of its source.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
final class RoleCredentials: CredentialSource {
    let name: String
    private let profile: SharedProfile
    private let roleARN: ARN
    private let durationSeconds: Int?
    private let source: any CredentialsProvider
    private let tools: CredentialTools
    private let hasAskedForCode = Mutex(false)

    /// `way` says what leads to the source: `source_profile hub`.
    init(
        _ profile: SharedProfile,
        by way: String,
        from source: any CredentialSource,
        _ tools: CredentialTools
    ) throws(CredentialsFailure) {
        self.name = "\(profile.label): assume-role via \(way.singleLine(limit: 300))"
        self.profile = profile
        self.roleARN = try profile.roleARN(profile["role_arn"] ?? "", key: "role_arn")
        self.durationSeconds = try profile["duration_seconds"].map { text throws(CredentialsFailure) in
            guard let seconds = Int(text), (900...43_200).contains(seconds) else {
                throw profile.mistake(
                    "duration_seconds is not a number of seconds from 900 to 43200",
                    "correct it, or leave it out for an hour"
                )
            }
            return seconds
        }
        self.source = source.provider(tools)
        self.tools = tools
    }

    func fetch() async throws -> Credentials {
        // First, so that what is wrong with the source is told as it is and not as a failed call.
        _ = try await source.credentials()
        var parameters = [
            (name: "RoleArn", value: roleARN.description),
            (name: "RoleSessionName", value: profile["role_session_name"] ?? CredentialTools.sessionName),
        ]
        if let durationSeconds { parameters.append(("DurationSeconds", String(durationSeconds))) }
        let externalID = profile["external_id"].map { Secret($0) }
        if let externalID { parameters.append(("ExternalId", externalID.reveal)) }
        let code = try await mfaCode()
        if let code { parameters += [("SerialNumber", code.serial), ("TokenCode", code.code.reveal)] }
        let call = QueryCall(service: .sts, action: "AssumeRole", parameters: parameters)
        return try await tools.session(
            of: roleARN,
            call: call,
            signedBy: source,
            for: name,
            hiding: [externalID, code?.code].compactMap(\.self)
        )
    }

    /// The code that the role's trust policy wants, asked for once: a session that ends later stays ended.
    private func mfaCode() async throws -> (serial: String, code: Secret)? {
        guard let serial = profile["mfa_serial"] else { return nil }
        let isFirst = hasAskedForCode.withLock { asked in
            defer { asked = true }
            return !asked
        }
        guard isFirst else {
            throw CredentialsFailure.unavailable(
                provider: name,
                problem: "its session is over, and an MFA code is asked for once in a run",
                remedy: "raise duration_seconds in the profile, and continue with --resume"
            )
        }
        guard let code = try await tools.mfaCode(serial) else {
            throw CredentialsFailure.unavailable(
                provider: name,
                problem: "it has mfa_serial, and there is no terminal to ask for the code",
                remedy: "pass --mfa-code"
            )
        }
        return (serial, code)
    }
}

extension SharedProfile {
    /// The text as the ARN of a role.
    func roleARN(_ text: String, key: String) throws(CredentialsFailure) -> ARN {
        guard let role = ARN(text), role.service == "iam", role.resource.hasPrefix("role/"), role.accountID != nil
        else {
            throw mistake(
                "\(key) \(text.singleLine(limit: 200).debugDescription) is not the ARN of a role",
                "write arn:aws:iam::111122223333:role/NAME"
            )
        }
        return role
    }
}

extension CredentialTools {
    /// As of the member sessions, so that CloudTrail shows one name.
    static let sessionName = "orgsweep"

    /// Makes a call that answers with a role's session; without a signer it is not signed.
    ///
    /// AWS's messages quote parameters that it does not like, so secrets among them are named to be hidden.
    func session(
        of role: ARN,
        call: QueryCall,
        signedBy signer: (any CredentialsProvider)?,
        for provider: String,
        hiding secrets: [Secret]
    ) async throws -> Credentials {
        let page: Page<AssumeRoleDecoder.Output>
        do {
            page = try await client.query(call, decoder: AssumeRoleDecoder(), credentials: signer, context: context)
        } catch {
            if error.kind == .cancelled { throw CancellationError() }
            var failure = error
            for secret in secrets { failure.message.hide(secret) }
            failure.message = "\(provider): \(failure.message)"
            throw failure
        }
        let session = ARN(page.output.sessionARN)
        guard session?.account == role.account, session?.partition == role.partition else {
            throw CredentialsFailure.unavailable(
                provider: provider,
                problem: "STS answered with a session of another account than that of \(role)",
                remedy: "check AWS_ENDPOINT_URL_STS"
            )
        }
        return page.output.credentials
    }
}
