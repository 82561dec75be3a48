import Domain
import HTTP

/// The credentials of an EC2 instance's role, by version 2 of its metadata service alone.
///
/// Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
struct InstanceCredentials: CredentialSource {
    let name = "instance metadata"
    /// Nil if the environment forbids to ask.
    private let endpoint: String?
    private let timeout: Duration
    private let attempts: Int
    private let tools: CredentialTools

    private static let path = "/latest/meta-data/iam/security-credentials/"

    init(_ profile: SharedProfile, _ tools: CredentialTools) throws(CredentialsFailure) {
        let environment = tools.environment
        func setting(_ name: String) -> String? { environment["AWS_\(name)"].nonEmpty ?? profile[name.lowercased()] }
        func number(_ name: String) throws(CredentialsFailure) -> Int? {
            guard let text = setting(name) else { return nil }
            guard let number = Int(text), (1...60).contains(number) else {
                throw .misconfigured(
                    source: "instance metadata",
                    problem: "AWS_\(name) is not a number from 1 to 60",
                    remedy: "correct it, or leave it out for 1"
                )
            }
            return number
        }
        let isForbidden = environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true"
        self.endpoint = isForbidden ? nil : try Self.endpoint(setting)
        // One second, once: a laptop has no such service and shall not be kept waiting.
        self.timeout = .seconds(try number("METADATA_SERVICE_TIMEOUT") ?? 1)
        self.attempts = try number("METADATA_SERVICE_NUM_ATTEMPTS") ?? 1
        self.tools = tools
    }

    private static func endpoint(_ setting: (String) -> String?) throws(CredentialsFailure) -> String {
        if let text = setting("EC2_METADATA_SERVICE_ENDPOINT") {
            do {
                return try Endpoint.url(text, variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT")
            } catch {
                throw .misconfigured(
                    source: "instance metadata",
                    problem: "AWS_EC2_METADATA_SERVICE_ENDPOINT is not the address of a host",
                    remedy: "write it as http://host, or leave it out"
                )
            }
        }
        let isIPv6 = setting("EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased() == "ipv6"
        return isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    }

    func fetch() async throws -> Credentials {
        guard let endpoint else {
            throw unavailable("AWS_EC2_METADATA_DISABLED is true", "unset it, or choose other credentials")
        }
        let http = try LocalHTTP(tools.http, timeout: timeout)
        let token = try await token(from: endpoint, by: http)
        let header = HTTPHeader("x-aws-ec2-metadata-token", token)
        let list = try await send("GET", endpoint + Self.path, headers: [header], by: http)
        guard list.status != 404 else {
            throw unavailable("no role is attached to this instance", "attach an instance profile")
        }
        let role = list.body.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        guard list.status == 200, !role.isEmpty, role.utf8.allSatisfy(Self.isAllowedInRoleName) else {
            throw unavailable(
                "\(endpoint) named no role (HTTP \(list.status))",
                "check AWS_EC2_METADATA_SERVICE_ENDPOINT"
            )
        }
        let answer = try await send("GET", endpoint + Self.path + role, headers: [header], by: http)
        guard answer.status == 200 else {
            throw unavailable("HTTP \(answer.status) instead of credentials for \(role)", "try again later")
        }
        return try credentials(answer.body)
    }

    private func credentials(_ text: String) throws -> Credentials {
        let remedy = "check the instance profile and AWS_EC2_METADATA_SERVICE_ENDPOINT"
        let document = try CredentialsDocument(text, from: name, remedy: remedy)
        if let code = document.code, code != "Success" {
            throw unavailable("it answered \(code.singleLine(limit: 128))", "let ec2.amazonaws.com assume the role")
        }
        let found = try document.metadataCredentials(from: name, remedy: remedy)
        guard let expiration = found.expiration, expiration <= tools.now else { return found }
        // When the service cannot rotate them, AWS goes on accepting the old ones: its SDKs use them, and ask again.
        return Credentials(
            accessKeyID: found.accessKeyID,
            secretAccessKey: found.secretAccessKey,
            sessionToken: found.sessionToken,
            expiration: tools.now.adding(seconds: 900)
        )
    }

    private func token(from endpoint: String, by http: borrowing LocalHTTP) async throws -> String {
        let lifetime = HTTPHeader("x-aws-ec2-metadata-token-ttl-seconds", "21600")
        let answer = try await send("PUT", endpoint + "/latest/api/token", headers: [lifetime], by: http)
        guard answer.status == 200 else {
            throw unavailable(
                "\(endpoint) answered HTTP \(answer.status) when asked for a token",
                answer.status == 403
                    ? "enable the instance's metadata endpoint" : "check AWS_EC2_METADATA_SERVICE_ENDPOINT"
            )
        }
        guard !answer.body.isEmpty, answer.body.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw unavailable("\(endpoint) gave no token", "check AWS_EC2_METADATA_SERVICE_ENDPOINT")
        }
        return answer.body
    }

    private func send(
        _ method: String,
        _ url: String,
        headers: [HTTPHeader],
        by http: borrowing LocalHTTP
    ) async throws -> LocalHTTP.Answer {
        var attempt = 1
        while true {
            do {
                return try await http.send(method, url, headers: headers)
            } catch let failure as HTTPFailure {
                // The answer to the token request may be limited to one hop, which ends on the host of a container.
                let remedy = "on EC2, check the metadata endpoint, and in a container raise the hop limit to 2"
                guard attempt < attempts else { throw unavailable("\(failure)", remedy) }
                attempt += 1
            }
        }
    }

    private static func isAllowedInRoleName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "+=,.@_-".utf8.contains(byte)
    }

    private func unavailable(_ problem: String, _ remedy: String) -> CredentialsFailure {
        .unavailable(provider: name, problem: problem, remedy: remedy)
    }
}
