import Domain

/// Credentials that a program of the user prints, as `credential_process` names it.
///
/// No shell runs it, and nothing that it prints is shown: either stream may hold secrets, and so may its arguments.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
struct ProcessCredentials: CredentialSource {
    let name: String
    private let arguments: [String]
    private let remedy: String
    private let tools: CredentialTools

    /// Nil if the profile has no `credential_process`.
    init?(_ profile: SharedProfile, _ tools: CredentialTools) throws(CredentialsFailure) {
        guard let command = profile["credential_process"] else { return nil }
        do {
            arguments = try ShellWords.split(command)
        } catch {
            let problem = error == .openQuote ? "a quotation mark is never closed" : "a backslash stands at the end"
            throw profile.mistake("credential_process cannot be split into words: \(problem)", "correct it")
        }
        name = "\(profile.label): credential_process"
        remedy = "run the program of credential_process in \(profile.label) by hand and see what it prints"
        self.tools = tools
    }

    func fetch() async throws -> Credentials {
        let output: ChildProcess.Output
        do {
            output = try await ChildProcess.run(
                arguments,
                environment: tools.environment,
                limit: tools.processLimit,
                time: tools.client.time
            )
        } catch let failure as ChildProcess.Failure {
            throw CredentialsFailure.unavailable(provider: name, problem: "\(failure)", remedy: remedy)
        }
        switch output.ending {
        case .exit(0): break
        case .exit(let code): throw unavailable("it exited with \(code)")
        case .signal(let number): throw unavailable("it was ended by signal \(number)")
        }
        guard let text = String(validating: output.bytes, as: UTF8.self) else {
            throw unavailable("it printed no UTF-8 text")
        }
        guard text.contains(where: { !$0.isWhitespace }) else { throw unavailable("it printed nothing") }
        let document = try CredentialsDocument(text, from: name, remedy: remedy)
        guard document.version == 1 else {
            throw unavailable(
                document.version.map { "it printed Version \($0), not 1" } ?? "Version is missing "
                    + "in the JSON"
            )
        }
        return try document.processCredentials(from: name, remedy: remedy)
            .stillValid(at: tools.now, from: name, remedy: remedy)
    }

    private func unavailable(_ problem: String) -> CredentialsFailure {
        .unavailable(provider: name, problem: problem, remedy: remedy)
    }
}
