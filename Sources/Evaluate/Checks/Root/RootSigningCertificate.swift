import Domain

extension Check {
    static let rootSigningCertificate = Check(
        "root-signing-certificate",
        family: .root,
        title: "Root user has no X.509 signing certificate",
        severity: .high,
        rationale: """
            Whoever holds the private key of the certificate can sign requests as root to the older SOAP \
            interfaces.
            """,
        remediation:
            "Find out which client still signs with it, give that a role, then delete the certificate as root.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.8.2"]),
        peers: .init(scoutSuite: ["iam-root-account-with-active-certs"]),
        needsOneOf: [.summary, .credentialReport],
        examples: [
            .passes("no certificate") { _ in },
            .passes("an inactive certificate in the report") {
                $0.editRow(of: CredentialReport.rootUserName) {
                    $0.certificates[0] = .init(active: false, rotatedAt: ExampleAccount.ago(.days(500)))
                }
            },
            .fails("one in the summary", on: ["<root_account>"], severity: .high) {
                $0.editSummary { $0["AccountSigningCertificatesPresent"] = 1 }
            },
            .fails("summary denied, an active one in the report", on: ["<root_account>"]) {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.editRow(of: CredentialReport.rootUserName) {
                    $0.certificates[1] = .init(active: true, rotatedAt: ExampleAccount.ago(.days(500)))
                }
            },
            .notAssessed("summary and report denied") {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("summary without the count, report unreadable", on: ["<root_account>"]) {
                $0.editSummary { $0["AccountSigningCertificatesPresent"] = nil }
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let root = input.account.root
        let resource = Resource.root(root)
        guard let hasCertificate = root.hasSigningCertificate else {
            let sentence = "Whether root of \(input.place) has a signing certificate is in neither summary nor report."
            return [.notAssessed(resource, sentence)]
        }
        guard hasCertificate else { return [.pass(resource)] }
        let reported = root.row?.certificates.filter(\.exists) ?? []
        return [
            .fail(
                resource,
                "The root user of \(input.place) has an X.509 signing certificate.",
                facts: [
                    Fact("account_signing_certificates_present", root.signingCertificatesPresent.map(String.init) ?? "")
                ]
                    + reported.map { slot in
                        let state = slot.active ? "active" : "inactive"
                        return Fact("reported_certificate", "\(state), created \(slot.rotatedAt?.iso8601 ?? "unknown")")
                    }
            )
        ]
    }
}
