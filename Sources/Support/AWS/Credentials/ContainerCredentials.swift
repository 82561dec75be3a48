import Domain
import HTTP

/// The credentials of an ECS task, of a pod with EKS Pod Identity, or of an agent that speaks as they do.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
struct ContainerCredentials: CredentialSource {
    let name = "container"
    private let url: String
    private let tools: CredentialTools

    private static let timeout = Duration.seconds(2)
    private static let attempts = 3

    /// Nil if the environment names no address; the relative one counts if both are there.
    init?(_ tools: CredentialTools) throws(CredentialsFailure) {
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        if let path = tools.environment[relative].nonEmpty {
            guard path.hasPrefix("/"), path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw Self.misconfigured(
                    "\(relative) is not a path",
                    "it begins with a slash; the container's "
                        + "agent sets it"
                )
            }
            url = tools.containerEndpoint + path
        } else if let text = tools.environment[full].nonEmpty {
            guard let address = ContainerAddress(text) else {
                throw Self.misconfigured(
                    "\(full) is not an address",
                    "write it as https://host/path or "
                        + "http://127.0.0.1/path"
                )
            }
            guard address.isAllowed else {
                throw Self.misconfigured(
                    "\(full) leads to \(address.host.singleLine(limit: 200)), which may not be asked without TLS",
                    "use https, a loopback address, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]"
                )
            }
            url = text
        } else {
            return nil
        }
        self.tools = tools
    }

    func fetch() async throws -> Credentials {
        var headers = [HTTPHeader("accept", "application/json")]
        if let token = try authorization() { headers.append(HTTPHeader("authorization", token.reveal)) }
        let host = HTTPFailure.host(of: url)
        let answer = try await send(headers)
        guard answer.status == 200 else {
            throw unavailable(
                "\(host) answered HTTP \(answer.status)",
                [401, 403].contains(answer.status)
                    ? "check the authorization token and the role of the task or the pod"
                    : "check the container's agent"
            )
        }
        let remedy = "check that \(host) is the container's agent"
        return try CredentialsDocument(answer.body, from: name, remedy: remedy)
            .metadataCredentials(from: name, remedy: remedy)
            .stillValid(at: tools.now, from: name, remedy: remedy)
    }

    /// The token, from its file anew each time: EKS replaces it while the pod runs.
    private func authorization() throws(CredentialsFailure) -> Secret? {
        let variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
        let text: String
        if let file = tools.environment["\(variable)_FILE"].nonEmpty {
            text = try tools.text(of: file, for: name, remedy: "mount the token that \(variable)_FILE names")
        } else if let value = tools.environment[variable].nonEmpty {
            text = value
        } else {
            return nil
        }
        // It becomes a header value, where a line break would begin a header of its own.
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw unavailable(
                "the authorization token is not one line of ASCII",
                "check \(variable) or "
                    + "\(variable)_FILE"
            )
        }
        return Secret(text)
    }

    private func send(_ headers: [HTTPHeader]) async throws -> LocalHTTP.Answer {
        let http = try LocalHTTP(tools.http, timeout: Self.timeout)
        var attempt = 1
        while true {
            do {
                let answer = try await http.send("GET", url, headers: headers)
                guard answer.status >= 500 || answer.status == 429, attempt < Self.attempts else { return answer }
            } catch let failure as HTTPFailure {
                guard attempt < Self.attempts else { throw unavailable("\(failure)", "check the container's agent") }
            }
            try await tools.client.time.sleep(.seconds(1))
            attempt += 1
        }
    }

    private func unavailable(_ problem: String, _ remedy: String) -> CredentialsFailure {
        .unavailable(provider: name, problem: problem, remedy: remedy)
    }

    private static func misconfigured(_ problem: String, _ remedy: String) -> CredentialsFailure {
        .misconfigured(source: "container", problem: problem, remedy: remedy)
    }
}
