extension StruckFaults {
    /// Throws what AWS answers instead of doing what it was asked.
    ///
    /// `principal` and `resource` are as its messages print them.
    func refuse(
        _ principal: @autoclosure () -> String,
        _ action: String,
        on resource: @autoclosure () -> String
    ) throws(ServiceError) {
        guard !kinds.isEmpty else { return }
        // In the order in which AWS would notice.
        for kind in Fault.Kind.allCases where kinds.contains(kind) {
            guard let refusal = Self.refusal(kind, principal(), action, resource()) else { continue }
            apply(kind)
            throw refusal
        }
    }

    private static func refusal(
        _ kind: Fault.Kind,
        _ principal: String,
        _ action: String,
        _ resource: String
    ) -> ServiceError? {
        switch kind {
        case .throttling: ServiceError(400, "Throttling", "Rate exceeded")
        case .denied: denial(principal, action, resource)
        case .scpDenied:
            .denied(
                "User: \(principal) is not authorized to perform: \(action) on resource: \(resource) "
                    + "with an explicit deny in a service control policy"
            )
        case .serverError:
            ServiceError(
                500,
                "ServiceFailure",
                "The request processing has failed because of an unknown error, exception or failure."
            )
        case .serviceUnavailable:
            ServiceError(
                503,
                "ServiceUnavailable",
                "The request has failed due to a temporary failure of the server."
            )
        case .credentialsExpire:
            ServiceError(403, "ExpiredToken", "The security token included in the request is expired")
        // What sessions of a suspended account hear: they are not denied, they are nobody.
        case .accountClosing:
            ServiceError(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        case .accountGone:
            .denied("User: \(principal) is not authorized to perform: \(action) on resource: \(resource)")
        default: nil
        }
    }

    private static func denial(_ principal: String, _ action: String, _ resource: String) -> ServiceError {
        if action.hasPrefix("organizations:") { return OrganizationsOperations.denied }
        if action.hasPrefix("sts:") {
            return .denied("User: \(principal) is not authorized to perform: \(action) on resource: \(resource)")
        }
        return RehearsalService.denied(principal, action, on: resource, because: "identity-based")
    }
}
