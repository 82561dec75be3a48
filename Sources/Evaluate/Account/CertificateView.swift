import Domain

/// An X.509 signing certificate of a user: listed, or as the credential report has it.
struct CertificateView: Sendable {
    /// Nil where only the report knows the certificate, which has no ids there.
    var id: String?
    var isActive: Bool
    var uploadedAt: Instant?
}

extension CheckInput {
    /// The signing certificates of a user; only those that the report shows with one were asked for.
    func certificates(of user: UserView) -> Known<[CertificateView]> {
        let listed = facts.signingCertificates[user.user.name]
        if case .value(let certificates) = listed {
            return .known(
                certificates.sorted { $0.id < $1.id }.map {
                    CertificateView(id: $0.id, isActive: $0.status == "Active", uploadedAt: $0.uploadedAt)
                }
            )
        }
        guard let row = user.row else {
            return .unknown(
                listed?.unavailable?.phrase ?? "they were not listed and the credential report does not tell"
            )
        }
        return .known(
            row.certificates.filter(\.exists).map {
                CertificateView(id: nil, isActive: $0.active, uploadedAt: $0.rotatedAt)
            }
        )
    }
}
