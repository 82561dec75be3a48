/// The credentials file and the config file of the AWS CLI, read once.
struct SharedFiles: Sendable {
    /// One of the two files.
    struct File: Sendable {
        let path: String
        /// Nil if there is no such file.
        let content: INIFile?
    }

    let credentials: File
    let config: File

    init(environment: [String: String], readFile: (String) throws -> String?) throws(CredentialsFailure) {
        func file(_ variable: String, default standard: String) throws(CredentialsFailure) -> File {
            let path = Self.expand(environment[variable].nonEmpty ?? standard, home: environment["HOME"].nonEmpty)
            return File(path: path, content: try Self.read(path, with: readFile))
        }
        credentials = try file("AWS_SHARED_CREDENTIALS_FILE", default: "~/.aws/credentials")
        config = try file("AWS_CONFIG_FILE", default: "~/.aws/config")
    }

    func profile(_ name: String) -> SharedProfile {
        SharedProfile(
            name: name,
            files: self,
            inCredentials: credentials.content?.section(name),
            inConfig: config.content?.profile(name)
        )
    }

    /// The profiles that could have been meant, each once, in the order of the files.
    var profileNames: [String] {
        let names = (credentials.content?.sections.map(\.name) ?? []) + (config.content?.profileNames ?? [])
        return names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
    }

    static func expand(_ path: String, home: String?) -> String {
        guard let home, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }

    private static func read(
        _ path: String,
        with readFile: (String) throws -> String?
    ) throws(CredentialsFailure) -> INIFile? {
        let text: String?
        do {
            text = try readFile(path)
        } catch {
            throw .unreadableFile(path: path, detail: "\(error)")
        }
        guard let text else { return nil }
        do {
            return try INIFile(text)
        } catch {
            throw .malformedFile(path: path, line: error.line, detail: error.detail)
        }
    }
}

/// One profile as the two files describe it together.
struct SharedProfile: Sendable {
    let name: String
    let files: SharedFiles
    /// The profile's part in each file, nil if it has none.
    let inCredentials: INIFile.Section?
    let inConfig: INIFile.Section?

    var exists: Bool { inCredentials != nil || inConfig != nil }

    /// The value of a key, for which the credentials file is asked first.
    subscript(key: String) -> String? {
        (inCredentials?.values[key] ?? inConfig?.values[key])?.text.nonEmpty
    }

    /// The profile in messages and in run.json, whatever characters its name has.
    var label: String { "profile \(name.singleLine(limit: 128))" }

    func mistake(_ problem: String, _ remedy: String) -> CredentialsFailure {
        .misconfigured(source: "the \(label)", problem: problem, remedy: remedy)
    }
}

extension String? {
    /// A variable or key that is set to nothing counts as not set, as in the AWS CLI.
    var nonEmpty: String? { self?.isEmpty == true ? nil : self }
}
