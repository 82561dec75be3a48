import Domain

extension OrganizationInput {
    /// What a finding about the organization as a whole stands under; nil where there is no account at all.
    ///
    /// Where AWS Organizations tells no management account, the first account of the population takes its place.
    var whole: (accountID: AccountID, resource: Resource)? {
        let organization = view.organization
        let partition = view.accounts.first.flatMap { ARN($0.account.roleARN)?.partition } ?? Partition.aws.rawValue
        guard let id = organization.organizationID, let management = organization.managementAccountID else {
            guard let first = view.accounts.first?.account else { return nil }
            return (first.id, .account(first.id, name: first.name, partition: partition))
        }
        let arn = ARN(
            partition: partition,
            service: "organizations",
            account: management.description,
            resource: "organization/\(id)"
        )
        return (management, Resource(type: .organization, arn: arn.description, name: id))
    }
}
