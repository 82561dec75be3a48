import Domain

extension Check {
    static let rootCentralManagement = Check(
        organization: "root-central-management",
        family: .root,
        title: "Root credentials of member accounts are managed centrally",
        severity: .medium,
        rationale:
            "Without it every member account keeps a root password that somebody has to guard, or nobody does.",
        remediation: """
            Enable trusted access for IAM in the organization and switch centralized root access on; then delete \
            the root credentials of the member accounts.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html"],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.8.2"], cis: ["7.0 2.1.1"]),
        peers: .init(prowler: ["iam_root_credentials_management_enabled"]),
        examples: [
            .organization("managed centrally", .passes) { _ in },
            .organization("no organization", .passes) { $0.organization.confirmed = false },
            .organization("not managed centrally", .fails(on: ["o-a1b2c3d4e5"], severity: .medium)) { view in
                view.organization.managesRootCredentials = false
            },
            .organization("not answered", .notAssessed(on: ["o-a1b2c3d4e5"])) { view in
                view.organization.managesRootCredentials = nil
            },
        ]
    ) { input in
        let organization = input.view.organization
        guard organization.confirmed, let (management, resource) = input.whole, resource.type == .organization else {
            return []
        }
        let id = resource.name
        let assessment: Assessment =
            switch organization.managesRootCredentials {
            case true?: .pass(resource)
            case false?:
                .fail(
                    resource,
                    "The organization \(id) does not manage the root credentials of its accounts centrally."
                )
            case nil:
                .notAssessed(
                    resource,
                    "Whether the organization \(id) manages root credentials centrally is not known because "
                        + "ListOrganizationsFeatures was not answered."
                )
            }
        return [AccountAssessment(accountID: management, assessment: assessment)]
    }
}
