import Domain

extension Check {
    static let serverCertificateExpired = Check(
        "server-certificate-expired",
        family: .certificates,
        title: "No expired server certificate is stored in IAM",
        severity: .medium,
        rationale: """
            An expired certificate that a load balancer takes up by mistake stops the service, and nobody removes \
            the private key.
            """,
        remediation: "Delete the certificate, and keep new ones in AWS Certificate Manager, which renews them.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-26",
        ],
        mappings: .init(
            soc2: ["CC6.1"],
            iso27001: ["A.8.24"],
            nist80053: ["SC-17"],
            cis: ["5.0 1.18", "6.0 2.18", "7.0 2.17"],
            fsbp: ["IAM.26"]
        ),
        peers: .init(prowler: ["iam_no_expired_server_certificates_stored"]),
        needs: [.serverCertificates],
        examples: [
            .passes("no certificate") { _ in },
            .passes("expires this second") { $0.addServerCertificate(expiresIn: 0) },
            .fails("expired a second ago", on: ["www"], severity: .medium) { $0.addServerCertificate(expiresIn: -1) },
            .notAssessed("AWS does not tell the end", on: ["www"]) { $0.addServerCertificate(expiresIn: nil) },
            .notAssessed("list denied") { $0.facts.serverCertificates = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeServerCertificates { resource, expiresAt in
            guard expiresAt < input.asOf else { return .pass(resource) }
            return .fail(
                resource,
                "The server certificate \(resource.name) in \(input.place) expired \(days(input.age(expiresAt))) ago.",
                facts: [Fact("expires_at", expiresAt)]
            )
        }
    }
}

extension CheckInput {
    /// Judges every stored server certificate by its end.
    func judgeServerCertificates(_ judge: (Resource, Instant) -> Assessment) -> [Assessment] {
        let certificates = (facts.serverCertificates.value ?? []).sorted { $0.arn < $1.arn }
        guard !certificates.isEmpty else { return [.pass(.account(facts))] }
        return certificates.map { certificate in
            let resource = Resource(type: .certificate, arn: certificate.arn, name: certificate.name)
            guard let expiresAt = certificate.expiresAt else {
                let sentence = "AWS does not tell when the server certificate \(certificate.name) in \(place) expires."
                return .notAssessed(resource, sentence)
            }
            return judge(resource, expiresAt)
        }
    }
}
