/// Why there are no base credentials: what is wrong, where, and what to do; never a part of a secret.
package enum CredentialsFailure: Error, Hashable, Sendable {
    /// Half a key pair: `missing` is absent or empty beside `present`.
    case incomplete(source: String, present: String, missing: String)
    /// A value with white space or control characters, which no key, secret or token has.
    case malformedValue(source: String, key: String)
    case malformedExpiration
    case malformedFile(path: String, line: Int, detail: String)
    case unreadableFile(path: String, detail: String)
    case noSuchProfile(String, variable: String, files: [String], known: [String])
    /// Settings of a profile or the environment that do not fit together.
    case misconfigured(source: String, problem: String, remedy: String)
    /// A way to credentials that was chosen and did not lead to any.
    case unavailable(provider: String, problem: String, remedy: String)
    /// A way to credentials, or a setting, that exists in the AWS CLI and not yet here.
    case notYet(source: String, key: String, remedy: String)
    case notFound(lookedAt: [String])
}

extension CredentialsFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .incomplete(let source, let present, let missing):
            "\(source) has \(present) but not \(missing): set both, or neither"
        case .malformedValue(let source, let key):
            "\(source): the value of \(key) holds white space or control characters: "
                + "write it on one line, with comments on lines of their own"
        case .malformedExpiration:
            "AWS_CREDENTIAL_EXPIRATION is not an ISO 8601 instant such as 2026-11-22T15:00:00Z: correct or unset it"
        case .malformedFile(let path, let line, let detail):
            "\(path), line \(line): \(detail): correct the line"
        case .unreadableFile(let path, let detail):
            "\(path) cannot be read: \(detail): correct its permissions, or name another file with "
                + "AWS_SHARED_CREDENTIALS_FILE or AWS_CONFIG_FILE"
        case .noSuchProfile(let name, let variable, let files, let known):
            "\(variable) names the profile \"\(name)\", which is not in \(files.joined(separator: " or ")): "
                + (known.isEmpty ? "unset \(variable)" : "choose one of \(known.joined(separator: ", "))")
        case .misconfigured(let source, let problem, let remedy): "\(source): \(problem): \(remedy)"
        case .unavailable(let provider, let problem, let remedy): "\(provider): \(problem): \(remedy)"
        case .notYet(let source, let key, let remedy):
            "\(source) uses \(key), which is not yet supported: \(remedy)"
        case .notFound(let lookedAt):
            "no AWS credentials: looked at \(lookedAt.joined(separator: "; ")): set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, or choose a profile with AWS_PROFILE"
        }
    }
}
