import Domain

extension Check {
    /// The list tells when a certificate was uploaded; its own end date stands in a body that is not read.
    static let signingCertificateActive = Check(
        "signing-certificate-active",
        family: .certificates,
        title: "Users have no active X.509 signing certificate",
        severity: .medium,
        rationale: """
            Signing certificates are for SOAP interfaces that AWS has given up; what still has one is forgotten or \
            very old.
            """,
        remediation: "Find out which client still signs with it, give that a role, then delete the certificate.",
        references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html"],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.8.24"]),
        needs: [.authorization],
        parameters: [.days(365, "high", "From this age on, exceeded, the severity is high")],
        discriminator: "the upload instant of the certificate",
        examples: [
            .passes("no certificate") { _ in },
            .passes("an inactive certificate") { $0.setCertificate(status: "Inactive", age: .days(500)) },
            .fails("active and exactly 365 days old", on: ["j.doe"], severity: .medium) {
                $0.setCertificate(age: .days(365))
            },
            .fails("active, 365 days and one second old", on: ["j.doe"], severity: .high) {
                $0.setCertificate(age: .days(365) + 1)
            },
            .fails("list denied, the report stands", on: ["j.doe"]) {
                $0.facts.signingCertificates["j.doe"] = .unavailable(ExampleAccount.denied)
                $0.editRow { $0.certificates[0] = .init(active: true, rotatedAt: ExampleAccount.ago(.days(10))) }
            },
            .notAssessed("neither list nor report readable", on: ["j.doe"]) {
                $0.facts.signingCertificates["j.doe"] = .unavailable(ExampleAccount.denied)
                $0.facts.signingCertificates["svc-export"] = .value([])
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.flatMap { user -> [Assessment] in
            let resource = Resource.credential(.certificate, of: user.user)
            switch input.certificates(of: user) {
            case .unknown(let reason):
                let sentence = "The signing certificates of \(input.name(of: user)) could not be assessed because"
                return [.notAssessed(.user(user.user), "\(sentence) \(reason).")]
            case .known(let certificates):
                let active = certificates.filter(\.isActive)
                guard !active.isEmpty else { return [.pass(.user(user.user))] }
                return active.map { certificate in
                    let age = certificate.uploadedAt.map(input.age)
                    return .fail(
                        resource,
                        discriminator: certificate.uploadedAt?.iso8601 ?? "",
                        severity: age.map { $0 > input.parameters["high"] } ?? false ? .high : nil,
                        "\(input.name(of: user)) has an active signing certificate"
                            + "\(age.map { " that is \(days($0)) old" } ?? "").",
                        facts: [
                            Fact("certificate_id", certificate.id ?? "not listed"),
                            Fact("uploaded_at", certificate.uploadedAt),
                            Fact("high", input.parameters.text(">", "high")),
                        ]
                    )
                }
            }
        }
    }
}
