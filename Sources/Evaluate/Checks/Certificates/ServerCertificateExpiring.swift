import Domain

extension Check {
    static let serverCertificateExpiring = Check(
        "server-certificate-expiring",
        family: .certificates,
        title: "Server certificates in IAM are renewed 30 days before they expire",
        severity: .low,
        rationale: "IAM renews no certificate and warns nobody, so the service stops on the day that it expires.",
        remediation: "Replace the certificate, and keep the new one in AWS Certificate Manager, which renews it.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html"],
        mappings: .init(soc2: ["A1.2"], iso27001: ["A.8.24"]),
        needs: [.serverCertificates],
        parameters: [.days(30, "limit", "A certificate fails when it expires within this time")],
        examples: [
            .passes("expires in 30 days and one second") { $0.addServerCertificate(expiresIn: .days(30) + 1) },
            .fails("expires in exactly 30 days", on: ["www"], severity: .low) {
                $0.addServerCertificate(expiresIn: .days(30))
            },
            .fails("expires this second", on: ["www"]) { $0.addServerCertificate(expiresIn: 0) },
            .passes("expired, which server-certificate-expired tells") { $0.addServerCertificate(expiresIn: -1) },
            .notAssessed("AWS does not tell the end", on: ["www"]) { $0.addServerCertificate(expiresIn: nil) },
            .notAssessed("list denied") { $0.facts.serverCertificates = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeServerCertificates { resource, expiresAt in
            let left = expiresAt.seconds(since: input.asOf)
            let name = "The server certificate \(resource.name) in \(input.place)"
            guard left >= 0 else {
                return .notApplicable(resource, "\(name) has expired; server-certificate-expired tells it.")
            }
            guard left <= input.parameters["limit"] else { return .pass(resource) }
            return .fail(
                resource,
                "\(name) expires in \(days(left)).",
                facts: [Fact("expires_at", expiresAt), Fact("limit", input.parameters.text("<=", "limit"))]
            )
        }
    }
}
