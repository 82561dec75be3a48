/// One profile as the credentials file and the config file describe it together.
struct SharedProfile {
    /// One of the two files.
    struct File {
        let path: String
        /// Nil if there is no such file.
        let content: INIFile?
    }

    let name: String
    let credentialsFile: File
    let configFile: File
    /// The profile's part in each file, nil if it has none.
    let inCredentials: INIFile.Section?
    let inConfig: INIFile.Section?

    init(
        named name: String,
        environment: [String: String],
        readFile: (String) throws -> String?
    ) throws(CredentialsFailure) {
        func file(_ variable: String, default standard: String) throws(CredentialsFailure) -> File {
            let path = Self.expand(environment[variable].nonEmpty ?? standard, home: environment["HOME"].nonEmpty)
            return File(path: path, content: try Self.read(path, with: readFile))
        }
        self.name = name
        credentialsFile = try file("AWS_SHARED_CREDENTIALS_FILE", default: "~/.aws/credentials")
        configFile = try file("AWS_CONFIG_FILE", default: "~/.aws/config")
        inCredentials = credentialsFile.content?.section(name)
        inConfig = configFile.content?.profile(name)
    }

    var exists: Bool { inCredentials != nil || inConfig != nil }

    /// The profiles that could have been meant, each once, in the order of the files.
    var knownNames: [String] {
        let names = (credentialsFile.content?.sections.map(\.name) ?? []) + (configFile.content?.profileNames ?? [])
        return names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
    }

    /// The value of a key, for which the credentials file is asked first.
    subscript(key: String) -> String? {
        (inCredentials?.values[key] ?? inConfig?.values[key])?.text.nonEmpty
    }

    private static func expand(_ path: String, home: String?) -> String {
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

extension String? {
    /// A variable or key that is set to nothing counts as not set, as in the AWS CLI.
    var nonEmpty: String? { self?.isEmpty == true ? nil : self }
}
