/// A company that other companies let into their accounts, by the account from which it says to come.
///
/// Source: https://github.com/fwdcloudsec/known_aws_accounts
struct Vendor: Sendable {
    let roleName: String
    let accountID: String

    static let all = [
        Vendor(roleName: "DatadogIntegrationRole", accountID: "464622532012"),
        Vendor(roleName: "CloudHealthRole", accountID: "454464851268"),
        Vendor(roleName: "lacework-audit", accountID: "434813966438"),
        Vendor(roleName: "CloudabilityRole", accountID: "165736516723"),
    ]

    /// Who watches production, and was approved like the vendors above.
    static let monitoringAccountID = "444455556666"

    static let approvedAccountIDs = Set(all.map(\.accountID) + [monitoringAccountID])
}
