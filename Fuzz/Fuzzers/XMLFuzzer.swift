import Domain

@testable import AWS
@testable import Collect

/// Answers of IAM to every planned call, as a whole and in pieces; the root element says which call is answered.
enum XMLFuzzer {
    static func feed(_ input: [UInt8]) {
        let call = CallPlan(rawValue: action(of: input)) ?? .getAccountAuthorizationDetails
        switch call {
        case .generateCredentialReport: check(GenerateCredentialReport(), input)
        case .getAccountAuthorizationDetails:
            let details = GetAccountAuthorizationDetails(documents: DocumentPool(), tags: TagFilter(["owner"]))
            check(details, input, .authorization) { $0.authorization = .value($1.details) }
        case .getAccountPasswordPolicy:
            check(GetAccountPasswordPolicy(), input, .passwordPolicy) { $0.passwordPolicy = .value($1) }
        case .getAccountSummary: check(GetAccountSummary(), input, .summary) { $0.summary = .value($1) }
        case .getCredentialReport:
            check(GetCredentialReport(), input, .credentialReport) { $0.credentialReport = .value($1) }
        case .listAccountAliases: check(ListAccountAliases(), input, .aliases) { $0.aliases = .value($1) }
        case .listRoles: check(ListRoles(), input, .roleSettings) { $0.roleSettings = .value($1) }
        case .listServerCertificates:
            check(ListServerCertificates(), input, .serverCertificates) { $0.serverCertificates = .value($1) }
        case .listServiceSpecificCredentials:
            check(ListServiceSpecificCredentials(), input, .serviceCredentials) { $0.serviceCredentials = .value($1) }
        case .listVirtualMFADevices:
            check(ListVirtualMFADevices(), input, .virtualMFADevices) { $0.virtualMFADevices = .value($1) }
        case .getOpenIDConnectProvider, .getPolicy, .getPolicyVersion, .listOpenIDConnectProviders, .listSAMLProviders:
            feedPolicyOrProvider(call, input)
        case .getLoginProfile, .getUser, .listAccessKeys, .listMFADevices, .listSSHPublicKeys, .listSigningCertificates:
            feedUser(call, input)
        }
    }

    private static func feedPolicyOrProvider(_ call: CallPlan, _ input: [UInt8]) {
        let arn = "arn:aws:iam::aws:policy/SecurityAudit"
        switch call {
        case .getOpenIDConnectProvider:
            check(GetOpenIDConnectProvider(arn: arn), input, .oidcProviders) { $0.oidcProviders = .value([$1]) }
        case .getPolicy: check(GetPolicy(arn: arn), input)
        case .getPolicyVersion:
            let version = GetPolicyVersion(arn: arn, versionID: "v1", documents: DocumentPool())
            check(version, input, .managedPolicies) {
                $0.managedPolicies[arn] = .value(ManagedPolicy(arn: arn, versionID: "v1", document: $1.id))
            }
        case .listOpenIDConnectProviders: check(ListOpenIDConnectProviders(), input)
        case .listSAMLProviders: check(ListSAMLProviders(), input, .samlProviders) { $0.samlProviders = .value($1) }
        default: preconditionFailure("no call of a policy or a provider")
        }
    }

    private static func feedUser(_ call: CallPlan, _ input: [UInt8]) {
        let name = "alice"
        let unread = Unavailable(reason: .callDenied, action: "", message: "")
        let unreported = UnreportedUser(
            passwordLastUsedAt: .unavailable(unread),
            passwordCreatedAt: .unavailable(unread),
            mfaDevices: .unavailable(unread)
        )
        switch call {
        case .getLoginProfile:
            check(GetLoginProfile(userName: name), input, .unreportedUsers) {
                $0.unreportedUsers[name] = unreported
                $0.unreportedUsers[name]?.passwordCreatedAt = .value($1)
            }
        case .getUser:
            check(GetUser(userName: name), input, .unreportedUsers) {
                $0.unreportedUsers[name] = unreported
                $0.unreportedUsers[name]?.passwordLastUsedAt = .value($1)
            }
        case .listMFADevices:
            check(ListMFADevices(userName: name), input, .unreportedUsers) {
                $0.unreportedUsers[name] = unreported
                $0.unreportedUsers[name]?.mfaDevices = .value($1)
            }
        case .listAccessKeys:
            check(ListAccessKeys(userName: name), input, .accessKeys) { $0.accessKeys[name] = .value($1) }
        case .listSSHPublicKeys:
            check(ListSSHPublicKeys(userName: name), input, .sshKeys) { $0.sshKeys[name] = .value($1) }
        case .listSigningCertificates:
            check(ListSigningCertificates(userName: name), input, .signingCertificates) {
                $0.signingCertificates[name] = .value($1)
            }
        default: preconditionFailure("no call of a user")
        }
    }

    private static func action(of input: [UInt8]) -> String {
        let name = input.drop { $0 != UInt8(ascii: "<") }.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        return String(decoding: name.dropLast("Response".utf8.count), as: UTF8.self)
    }

    private static func check<Call: PlannedCall>(
        _ call: Call,
        _ input: [UInt8],
        _ section: FactSection? = nil,
        keep: (inout AccountFacts, Call.Decoder.Output) -> Void = { _, _ in }
    ) where Call.Decoder.Output: Equatable {
        let whole = parse(call, [input[...]])
        let inPieces = parse(call, Pieces(input))
        switch (whole, inPieces) {
        case (.success(.value(let page, _)), .success(.value(let other, _))):
            precondition(page.output == other.output, "what is read depends on the pieces that it arrives in")
            precondition(page.isTruncated == other.isTruncated && page.marker == other.marker)
            guard let section else { return }
            var facts = RoundTrip.emptyFacts
            keep(&facts, page.output)
            RoundTrip.check(section, of: facts)
        case (.success(.error(let error)), .success(.error(let other))):
            precondition(error == other, "an error depends on the pieces that it arrives in")
        case (.failure, .failure): break
        default: preconditionFailure("whether it can be read depends on the pieces: \(whole), \(inPieces)")
        }
    }

    private static func parse<Call: PlannedCall>(
        _ call: Call,
        _ pieces: some Sequence<ArraySlice<UInt8>>
    ) -> Result<Answer<Page<Call.Decoder.Output>>, XMLFailure> {
        do throws(XMLFailure) {
            let parser = try ResponseParser(action: Call.action.rawValue, decoder: call.makeDecoder())
            for piece in pieces {
                try piece.withUnsafeBufferPointer { bytes throws(XMLFailure) in
                    try parser.feed(UnsafeRawBufferPointer(bytes))
                }
            }
            return .success(try parser.finish())
        } catch {
            return .failure(error)
        }
    }
}
