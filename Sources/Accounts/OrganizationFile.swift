import Domain

/// Reads organization.yaml into a `Configuration`; nothing in the file is ever ignored.
struct OrganizationFile {
    /// The catalogue's checks, so that thresholds and severities can only name what exists.
    let catalogue: [CheckDescription]

    private static let known = [
        "concurrency", "controls", "deadline", "exclude", "external_id", "fail_on", "include",
        "management_with_base_credentials", "organizations", "people", "region", "role", "roster", "service_levels",
        "session", "severities", "thresholds", "trusted",
    ]
    private static let later = [
        "identity_center": "reading Identity Center users"
    ]

    func read(_ text: String, file: String) throws(ConfigurationFailure) -> Configuration {
        var configuration = Configuration()
        guard let root = try YAMLReader.parse(text, file: file) else { return configuration }
        let keys = try root.members(known: Self.known, later: Self.later)
        if let value = keys["organizations"] { configuration.usesOrganizations = try value.flag() }
        if let value = keys["role"] { try roles(value, into: &configuration) }
        if let value = keys["external_id"] {
            configuration.externalID = Secret(try value.text())
            guard configuration.externalID.map({ IAMNames.isExternalID($0.reveal) }) == true else {
                throw .malformedExternalID(file: file, line: value.line)
            }
        }
        if let value = keys["management_with_base_credentials"] {
            configuration.managementWithBaseCredentials = try value.flag()
        }
        if let value = keys["session"] { try session(value, into: &configuration) }
        if let value = keys["region"] { configuration.region = try value.text() }
        if let value = keys["include"] { try ScopeReader.include(value, into: &configuration) }
        if let value = keys["exclude"] { configuration.exclusions = try ScopeReader.exclusions(value) }
        if let value = keys["thresholds"] { configuration.thresholds = try thresholds(value) }
        if let value = keys["severities"] { configuration.severities = try severities(value) }
        if let value = keys["controls"] { configuration.controls = try controls(value) }
        if let value = keys["people"] { try people(value, into: &configuration) }
        if let value = keys["roster"] { configuration.rosterSource = try RosterSourceReader.read(value) }
        if let value = keys["trusted"] { configuration.trusted = try TrustedReader.read(value) }
        if let value = keys["service_levels"] { try serviceLevels(value, into: &configuration) }
        if let value = keys["concurrency"] { configuration.concurrency = try value.number(1...1_000) }
        if let value = keys["deadline"] { configuration.deadlineSeconds = try deadline(value) }
        if let value = keys["fail_on"] {
            configuration.failOn = try failOn(value)
        }
        return configuration
    }

    /// One role, or a chain of which the last is the role in the account that is swept.
    private func roles(_ value: YAMLReader, into configuration: inout Configuration) throws(ConfigurationFailure) {
        guard value.isList else { return configuration.role = try value.text() }
        let chain = try value.elements()
        guard let last = chain.last else {
            throw value.failure("an empty list", "Name the read-only role that stands in every account")
        }
        configuration.role = try last.text()
        for hop in chain.dropLast() {
            let text = try hop.text()
            guard let arn = ARN(text), arn.rolePath != nil, arn.account == "{account_id}" || arn.accountID != nil else {
                throw hop.failure(
                    "not the ARN of a role",
                    "Write arn:aws:iam::111122223333:role/NAME; only the last role of a chain may be a name, for a name "
                        + "does not tell the account"
                )
            }
            configuration.hops.append(text)
        }
    }

    private func session(_ value: YAMLReader, into configuration: inout Configuration) throws(ConfigurationFailure) {
        let keys = try value.members(known: ["duration", "name", "source_identity", "tags"])
        var tags: [Tag] = []
        for (key, value) in try keys["tags"]?.entries() ?? [] { tags.append(Tag(key: key, value: try value.text())) }
        let standard = SessionSettings.standard
        let name = try keys["name"]?.text() ?? standard.name
        let duration = try keys["duration"]?.seconds() ?? Int64(standard.durationSeconds)
        let sourceIdentity = try keys["source_identity"].flatMap { $0.isNull ? nil : $0 }?.text()
        do throws(SessionSettingsFailure) {
            configuration.session = try SessionSettings(
                name: name,
                durationSeconds: Int(duration),
                sourceIdentity: sourceIdentity,
                tags: tags.sorted { $0.key < $1.key }
            )
        } catch {
            throw (keys[error.key] ?? value).failure(error.problem, error.remedy)
        }
    }

    /// As on the command line: a run that fails at `info` would never pass.
    private func failOn(_ value: YAMLReader) throws(ConfigurationFailure) -> Severity? {
        let level = try value.text()
        guard level != "never" else { return nil }
        guard let severity = Severity(rawValue: level), severity != .info else {
            throw value.failure("not a fail level", "Write critical, high, medium, low or never")
        }
        return severity
    }

    private func deadline(_ value: YAMLReader) throws(ConfigurationFailure) -> Int64 {
        let seconds = try value.seconds()
        guard seconds > 0 else { throw value.failure("must be positive", "Write it as 2h, 90m or 5400s") }
        return seconds
    }

    private func thresholds(_ value: YAMLReader) throws(ConfigurationFailure) -> [String: [String: Int64]] {
        var thresholds: [String: [String: Int64]] = [:]
        for (id, parameters) in try value.entries() {
            let check = try check(id, at: parameters)
            for (name, seconds) in try parameters.entries() {
                guard check.parameters.contains(where: { $0.name == name }) else {
                    let names = check.parameters.map(\.name).sorted().joined(separator: ", ")
                    let choices = names.isEmpty ? "\(id) has no threshold" : "The parameters of \(id) are: \(names)"
                    throw seconds.failure("unknown parameter", choices)
                }
                let value = try seconds.seconds()
                guard value > 0 else { throw seconds.failure("must be positive", "Write it as 90d or 36h") }
                thresholds[id, default: [:]][name] = value
            }
        }
        return thresholds
    }

    private func severities(_ value: YAMLReader) throws(ConfigurationFailure) -> [String: Severity] {
        var severities: [String: Severity] = [:]
        for (id, severity) in try value.entries() {
            severities[try check(id, at: severity).id] = try severity.severity()
        }
        return severities
    }

    private func controls(_ value: YAMLReader) throws(ConfigurationFailure) -> [String: [String]] {
        var controls: [String: [String]] = [:]
        for (control, checks) in try value.entries() {
            guard control.contains(where: { !$0.isWhitespace }), !control.contains(where: { $0 == ";" || $0.isNewline })
            else { throw checks.failure("not a control id", "Write text without semicolons, which separate the ids") }
            var ids: [String] = []
            for element in try checks.elements() {
                let id = try check(try element.text(), at: element).id
                guard !ids.contains(id) else { throw element.failure("\(id) stands twice", "Keep one of them") }
                ids.append(id)
            }
            guard !ids.isEmpty else {
                throw checks.failure("an empty list", "Name the checks that give evidence for it")
            }
            controls[control] = ids
        }
        return controls
    }

    private func check(_ id: String, at place: YAMLReader) throws(ConfigurationFailure) -> CheckDescription {
        guard let check = catalogue.first(where: { $0.id == id }) else {
            throw place.failure("unknown check", "`orgsweep checks` lists the ids")
        }
        return check
    }

    private func people(_ value: YAMLReader, into configuration: inout Configuration) throws(ConfigurationFailure) {
        let keys = try value.members(known: ["break_glass", "leaver_grace", "owner_tags", "service_users"])
        if let tags = keys["owner_tags"] {
            configuration.ownerTags = []
            for element in try tags.elements() { configuration.ownerTags.append(try element.text()) }
            configuration.requiresOwnerTags = !configuration.ownerTags.isEmpty
        }
        if let grace = keys["leaver_grace"] { configuration.leaverGraceSeconds = try grace.seconds() }
        if let patterns = keys["service_users"] {
            configuration.serviceUsers = []
            for element in try patterns.elements() { configuration.serviceUsers.append(try element.text()) }
        }
        for element in try keys["break_glass"]?.elements() ?? [] {
            let entry = try element.members(known: ["account", "arn", "ticket"])
            guard let account = entry["account"], let arn = entry["arn"], let ticket = entry["ticket"] else {
                throw element.failure("incomplete", "Give account, arn and ticket")
            }
            let breakGlass = Configuration.BreakGlass(
                account: try account.accountID(),
                arn: try arn.text(),
                ticket: try ticket.text()
            )
            configuration.breakGlass.append(breakGlass)
        }
    }

    private func serviceLevels(
        _ value: YAMLReader,
        into configuration: inout Configuration
    ) throws(ConfigurationFailure) {
        for (name, level) in try value.members(known: Severity.allCases.map(\.rawValue)) {
            if let severity = Severity(rawValue: name) { configuration.serviceLevels[severity] = try level.seconds() }
        }
    }
}
