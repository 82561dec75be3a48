/// What a profile says of IAM Identity Center, its `[sso-session]` taken in.
struct SSOSettings: Sendable {
    let accountID: String
    let roleName: String
    let region: String
    /// What the cache's file is named after: the session, or for the older form the start URL.
    let cacheKey: String

    /// Nil unless the profile names a permission set or its account, as in botocore.
    init?(_ profile: SharedProfile) throws(CredentialsFailure) {
        guard profile["sso_account_id"] != nil || profile["sso_role_name"] != nil else { return nil }
        let sessionName = profile["sso_session"]
        let session = try sessionName.map { name throws(CredentialsFailure) in try Self.session(name, of: profile) }
        func value(_ key: String) throws(CredentialsFailure) -> String {
            let own = profile[key]
            let shared = session?.values[key]?.text.nonEmpty
            if let own, let shared, own != shared {
                throw profile.mistake("\(key) is not that of its sso_session", "keep it in one of the two")
            }
            guard let value = own ?? shared else {
                throw profile.mistake("it uses SSO, but \(key) is missing", "run aws configure sso, or add it")
            }
            return value
        }
        accountID = try value("sso_account_id")
        roleName = try value("sso_role_name")
        region = try value("sso_region")
        guard isRegionName(region) else {
            throw profile.mistake("sso_region is not the name of a Region", "write one such as eu-central-1")
        }
        let startURL = try value("sso_start_url")
        cacheKey = sessionName ?? startURL
    }

    private static func session(
        _ name: String,
        of profile: SharedProfile
    ) throws(CredentialsFailure) -> INIFile.Section {
        let file = profile.files.config
        guard let section = file.content?.section("sso-session", named: name) else {
            throw profile.mistake(
                "sso_session \(name.debugDescription) is not in \(file.path)",
                "run aws configure sso-session"
            )
        }
        return section
    }
}
