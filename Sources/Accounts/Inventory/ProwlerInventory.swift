import Domain

/// Prowler's list of providers for bulk provisioning; those of other clouds are passed over.
///
/// Source: https://github.com/prowler-cloud/prowler/tree/master/util/prowler-bulk-provisioning
enum ProwlerInventory {
    static func read(_ root: YAMLReader) throws(ConfigurationFailure) -> [InventoryEntry] {
        var entries: [InventoryEntry] = []
        for provider in try root.elements() {
            let keys = try provider.fields()
            guard let kind = keys["provider"] else {
                throw provider.failure("provider is missing", "Write provider: aws")
            }
            let name = try kind.text().lowercased()
            guard name == "aws" || others.contains(name) else {
                throw kind.failure(
                    "no provider that Prowler knows",
                    "Write aws, or the other cloud's name as Prowler does"
                )
            }
            if name == "aws" { entries.append(try entry(provider, keys)) }
        }
        return entries
    }

    /// Passed over by name, so that a misspelt `aws` is not.
    private static let others: Set<String> = [
        "alibabacloud", "azure", "cloudflare", "gcp", "github", "googleworkspace", "iac", "image", "kubernetes", "llm",
        "m365", "microsoft365", "mongodbatlas", "nhn", "openstack", "oraclecloud",
    ]

    private static func entry(
        _ provider: YAMLReader,
        _ keys: [String: YAMLReader]
    ) throws(ConfigurationFailure) -> InventoryEntry {
        guard let uid = keys["uid"] else {
            throw provider.failure("uid is missing", "Write uid: \"111122223333\"")
        }
        var entry = InventoryEntry(id: try uid.quotedAccountID(), source: provider.source)
        entry.label = try keys["alias"]?.text() ?? ""
        if let method = keys["auth_method"], try method.text() != "role" {
            throw method.failure("only a role can be assumed", "Write auth_method: role, and credentials.role_arn")
        }
        let credentials = try keys["credentials"]?.fields() ?? [:]
        for key in ["access_key_id", "secret_access_key", "session_token"] {
            if let secret = credentials[key], !secret.isEmpty {
                throw secret.failure(
                    "an access key",
                    "Take it out and keep it out: the folder is evidence; base credentials come from the environment"
                )
            }
        }
        if let role = credentials["role_arn"] {
            entry.roleARN = try role.text()
            guard InventoryEntry.isRole(entry.roleARN, in: entry.id) else {
                throw role.failure(
                    "not the ARN of a role in account \(entry.id)",
                    "Write arn:aws:iam::\(entry.id):role/NAME"
                )
            }
        }
        if let externalID = credentials["external_id"] { entry.externalID = Secret(try externalID.text()) }
        return entry
    }
}
