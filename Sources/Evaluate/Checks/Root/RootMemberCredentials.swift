import Domain

extension Check {
    static let rootMemberCredentials = Check(
        "root-member-credentials",
        family: .root,
        title: "Root users of member accounts have no credentials where they are managed centrally",
        severity: .medium,
        rationale: """
            With centralized root access nobody needs to sign in as root of a member account, so credentials that \
            are left there are only a way in.
            """,
        remediation:
            "Delete the root credentials of the member account from the management account, with root access of IAM.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html",
        ],
        mappings: .init(
            soc2: ["CC6.1", "CC6.3"],
            iso27001: ["A.8.2"],
            nist80053: ["AC-6(5)"],
            cis: ["7.0 2.1.1"]
        ),
        needsOneOf: [.summary, .credentialReport],
        examples: [
            .passes("no credentials") { _ in },
            .passes("a password in the management account") {
                $0.giveRootPassword()
                $0.facts.isManagement = true
            },
            .passes("a password, root credentials not managed centrally") {
                $0.giveRootPassword()
                $0.organization.managesRootCredentials = false
            },
            .passes("a password, the account in no organization") {
                $0.giveRootPassword()
                $0.organization.accountIDs = [ExampleAccount.managementID]
            },
            .fails("a password", on: ["<root_account>"], severity: .medium) { $0.giveRootPassword() },
            .fails("an access key alone", on: ["<root_account>"]) {
                $0.editSummary { $0["AccountAccessKeysPresent"] = 1 }
            },
            .fails("a certificate alone", on: ["<root_account>"]) {
                $0.editSummary { $0["AccountSigningCertificatesPresent"] = 1 }
            },
            .notAssessed("a password, and AWS does not tell of central management", on: ["<root_account>"]) {
                $0.giveRootPassword()
                $0.organization.managesRootCredentials = nil
            },
            .notAssessed("summary without the password, report unreadable", on: ["<root_account>"]) {
                $0.editSummary { $0["AccountPasswordPresent"] = nil }
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("summary and report denied") {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let root = input.account.root
        let resource = Resource.root(root)
        let organization = input.organization
        guard !input.facts.isManagement, organization.confirmed,
            organization.accountIDs.contains(input.facts.accountID)
        else {
            return [.notApplicable(resource, "\(input.place) is no member account of the organization.")]
        }
        guard organization.managesRootCredentials != false else {
            let sentence = "Root credentials are not managed centrally; root-central-management tells it."
            return [.notApplicable(resource, sentence)]
        }
        let credentials = [
            ("password", root.hasPassword), ("access key", root.hasAccessKey),
            ("signing certificate", root.hasSigningCertificate),
        ]
        let present = credentials.filter { $0.1 == true }.map(\.0)
        guard !present.isEmpty else {
            guard let unknown = credentials.first(where: { $0.1 == nil }) else { return [.pass(resource)] }
            let sentence = "Whether root of \(input.place) has a \(unknown.0) is in neither summary nor report."
            return [.notAssessed(resource, sentence)]
        }
        let facts = present.map { Fact("credential", $0) }
        guard organization.managesRootCredentials != nil else {
            let sentence =
                "Root of \(input.place) has credentials; whether they are managed centrally is not known because "
                + "ListOrganizationsFeatures was not answered."
            return [.notAssessed(resource, sentence, facts: facts)]
        }
        return [
            .fail(
                resource,
                "Root of the member account \(input.place) has credentials although they are managed centrally.",
                facts: facts
            )
        ]
    }
}
