import Domain

/// The session of a role for a token of an identity provider, as a pod or a pipeline has it in a file.
///
/// The call is not signed: the token says who calls. It is read anew each time, since it lives shorter than the run.
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
struct WebIdentityCredentials: CredentialSource {
    let name: String
    private let roleARN: ARN
    private let sessionName: String
    private let tokenFile: String
    /// What names the token file: a variable or a key.
    private let setting: String
    private let tools: CredentialTools

    /// Nil if neither the environment nor the profile names a token file; each value is taken where it stands first.
    init?(
        _ profile: SharedProfile,
        environment: [String: String],
        _ tools: CredentialTools
    ) throws(CredentialsFailure) {
        let variable = environment["AWS_WEB_IDENTITY_TOKEN_FILE"].nonEmpty
        guard let tokenFile = variable ?? profile["web_identity_token_file"] else { return nil }
        guard let role = environment["AWS_ROLE_ARN"].nonEmpty ?? profile["role_arn"] else {
            throw .misconfigured(
                source: variable == nil ? "the \(profile.label)" : "the environment",
                problem: "it has a web identity token file, but no role",
                remedy: "set \(variable == nil ? "role_arn" : "AWS_ROLE_ARN")"
            )
        }
        self.name = variable == nil ? "\(profile.label): web identity" : "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)"
        self.tokenFile = tokenFile
        self.setting =
            variable == nil ? "web_identity_token_file in the \(profile.label)" : "AWS_WEB_IDENTITY_TOKEN_FILE"
        self.roleARN = try profile.roleARN(
            role,
            key: environment["AWS_ROLE_ARN"].nonEmpty == nil ? "role_arn" : "AWS_ROLE_ARN"
        )
        self.sessionName =
            environment["AWS_ROLE_SESSION_NAME"].nonEmpty ?? profile["role_session_name"]
            ?? CredentialTools.sessionName
        self.tools = tools
    }

    func fetch() async throws -> Credentials {
        let token = Secret(
            try tools.text(
                of: tokenFile,
                for: name,
                remedy: "mount the token there, or unset \(setting)"
            )
        )
        let call = QueryCall(
            service: .sts,
            action: "AssumeRoleWithWebIdentity",
            parameters: [
                (name: "RoleArn", value: roleARN.description), (name: "RoleSessionName", value: sessionName),
                (name: "WebIdentityToken", value: token.reveal),
            ]
        )
        do {
            return try await tools.session(of: roleARN, call: call, signedBy: nil, for: name, hiding: [token])
        } catch let failure as AWSFailure where ErrorCode.expiredToken.contains(failure.code) {
            throw CredentialsFailure.unavailable(
                provider: name,
                problem: "the token in \(tokenFile.singleLine(limit: 300)) has expired",
                remedy:
                    "have it renewed (Kubernetes does so by itself while the pod runs), and set this machine's clock"
            )
        }
    }
}
