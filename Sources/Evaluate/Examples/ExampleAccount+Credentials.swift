import Domain

// Deviations in credentials, users and settings that a few checks are about.

extension ExampleAccount {
    /// Takes away every credential of the user, in lists and report; the user stays.
    mutating func removeCredentials(of user: String = userName) {
        leaveOnlyPassword(of: user)
        editRow(of: user) { row in
            row.passwordEnabled = false
            row.passwordLastUsed = .notApplicable
            row.passwordLastChangedAt = nil
            row.mfaActive = false
        }
    }

    mutating func leaveOnlyPassword(of user: String = userName) {
        setKeys(of: user)
        facts.sshKeys[user] = .value([])
        facts.serviceCredentials = .value((facts.serviceCredentials.value ?? []).filter { $0.userName != user })
    }

    mutating func setCertificate(status: String = "Active", age: Int64, of user: String = userName) {
        facts.signingCertificates[user] = .value([
            SigningCertificate(id: "TA7SMP42TDN5Z26OBPJE7EXAMPLE", status: status, uploadedAt: Self.ago(age))
        ])
        editRow(of: user) { $0.certificates[0] = .init(active: status == "Active", rotatedAt: Self.ago(age)) }
    }

    /// Adds a virtual MFA device of a user, of `root`, or of nobody.
    mutating func addVirtualDevice(_ name: String, of owner: String?) {
        let device = VirtualMFADevice(
            serialNumber: "\(Self.arn):mfa/\(name)",
            userARN: owner.map { "\(Self.arn):\($0)" }
        )
        facts.virtualMFADevices = .value((facts.virtualMFADevices.value ?? []) + [device])
    }

    mutating func setCreation(ago seconds: Int64, of user: String = userName) {
        editUser(user) { $0.createdAt = Self.ago(seconds) }
        editRow(of: user) { $0.createdAt = Self.ago(seconds) }
    }

    mutating func giveRootPassword() {
        editSummary { $0["AccountPasswordPresent"] = 1 }
        editRow(of: CredentialReport.rootUserName) { $0.passwordEnabled = true }
    }

    mutating func setRootUse(ago seconds: Int64) {
        editRow(of: CredentialReport.rootUserName) { $0.passwordLastUsed = .at(Self.ago(seconds)) }
    }

    mutating func setReportAge(_ seconds: Int64) {
        guard case .value(var report) = facts.credentialReport else { return }
        report.generatedAt = Self.ago(seconds)
        facts.credentialReport = .value(report)
    }

    mutating func editPasswordPolicy(_ edit: (inout PasswordPolicy) -> Void) {
        guard case .value(var policy?) = facts.passwordPolicy else { return }
        edit(&policy)
        facts.passwordPolicy = .value(policy)
    }

    mutating func addServerCertificate(expiresIn seconds: Int64?) {
        facts.serverCertificates = .value([
            ServerCertificate(
                arn: "\(Self.arn):server-certificate/www",
                name: "www",
                id: "ASCAEXAMPLE000000001",
                uploadedAt: Self.ago(.days(300)),
                expiresAt: seconds.map { Self.asOf.adding(seconds: $0) }
            )
        ])
    }

    /// Attaches AWS's quarantine policy, or one of the same name that stands elsewhere.
    mutating func quarantine(_ place: String) {
        let name = "AWSCompromisedKeyQuarantineV3"
        let arn = "\(place)/\(name)"
        let (id, text) = Self.document(
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}]}"#
        )
        facts.documents[id] = text
        facts.managedPolicies[arn] = .value(ManagedPolicy(arn: arn, versionID: "v1", document: id))
        editUser { $0.attachedPolicies.append(AttachedPolicy(arn: arn, name: name)) }
    }

    /// Adds a user as the Bedrock console makes them, with a token unless there is none left.
    mutating func addPhantom(tokenStatus: String?) {
        let name = "BedrockAPIKey-x1y2"
        let created = Self.ago(.days(40))
        edit { $0.users.append(User(arn: "\(Self.arn):user/\(name)", name: name, createdAt: created)) }
        facts.accessKeys[name] = .value([])
        facts.sshKeys[name] = .value([])
        if case .value(var report) = facts.credentialReport {
            report.rows.append(
                CredentialReport.Row(user: name, arn: "\(Self.arn):user/\(name)", createdAt: created)
            )
            facts.credentialReport = .value(report)
        }
        if let tokenStatus { addToken(status: tokenStatus, of: name, expiresIn: .days(30)) }
    }

    /// A document with one Allow of the given actions on everything.
    static func allow(_ actions: String...) -> String {
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\#(list)],"Resource":"*"}]}"#
    }

    static let escalationDocument = allow("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")
    static let conditionalAdministratorDocument = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",\
        "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}
        """
}
