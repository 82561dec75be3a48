import AWS

/// The profiles of an AWS config file that stand for an account.
enum ProfileInventory {
    static func read(_ text: FileText) throws(ConfigurationFailure) -> [InventoryEntry] {
        let profiles: [ProfileAccount]
        do throws(ProfileAccount.Failure) {
            profiles = try ProfileAccount.all(in: text.text)
        } catch {
            throw ConfigurationFailure(
                file: text.file,
                line: error.line,
                problem: ConfigurationFailure.printable(error.problem, limit: 200),
                remedy: error.remedy
            )
        }
        return profiles.map { profile in
            InventoryEntry(
                id: profile.accountID,
                roleARN: profile.roleARN,
                externalID: profile.externalID,
                label: profile.name,
                source: "\(text.file):\(profile.line)"
            )
        }
    }
}
