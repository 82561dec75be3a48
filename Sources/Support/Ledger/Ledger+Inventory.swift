import Domain
import GRDB

extension Ledger {
    static func insert(_ inventory: AccountInventory, of accountID: AccountID, into db: Database) throws {
        let account = accountID.description
        try insert(inventory.identities, of: account, into: db)
        try insert(inventory.credentials, of: account, into: db)
        try insert(inventory.entitlements, of: account, into: db)
        try insert(inventory.trusts, of: account, into: db)
        try insert(inventory.assumptions, of: account, into: db)
        let platform = try db.cachedStatement(sql: "INSERT INTO platform_roles VALUES (?, ?)")
        for role in inventory.platformRoles { try platform.run([role, account]) }
        try insert(inventory.matches, of: account, into: db)
    }

    private static func insert(
        _ identities: [AccountInventory.Identity],
        of account: String,
        into db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO identities
                (account_id, position, type, arn, name, path, created_at, last_used_at, owner, person, admin, mfa, tags)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for (position, identity) in identities.enumerated() {
            try statement.run([
                account, position, identity.type, identity.arn, identity.name, identity.path,
                identity.createdAt?.epochSeconds, identity.lastUsedAt?.epochSeconds, identity.owner,
                identity.person, identity.isAdmin.rawValue, identity.mfa, JSONWriter.text(of: identity.tags),
            ])
        }
    }

    private static func insert(
        _ credentials: [AccountInventory.Credential],
        of account: String,
        into db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO credentials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        for (position, credential) in credentials.enumerated() {
            try statement.run([
                account, position, credential.userARN, credential.userName, credential.kind,
                credential.credentialID, credential.status, credential.createdAt?.epochSeconds,
                credential.lastUsedAt?.epochSeconds, credential.lastUsedService, credential.lastUsedRegion,
                credential.expiresAt?.epochSeconds,
            ])
        }
    }

    private static func insert(
        _ entitlements: [AccountInventory.Entitlement],
        of account: String,
        into db: Database
    ) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO entitlements VALUES (?, ?, ?, ?, ?, ?, ?)")
        for (position, entitlement) in entitlements.enumerated() {
            try statement.run([
                account, position, entitlement.principalARN, entitlement.via, entitlement.policyARN,
                entitlement.policyName, entitlement.isAdmin.rawValue,
            ])
        }
    }

    private static func insert(_ trusts: [AccountInventory.Trust], of account: String, into db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO trusts VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, trust) in trusts.enumerated() {
            try statement.run([
                account, position, trust.roleARN, trust.party, trust.partyKind, trust.standing.rawValue,
                trust.conditions, trust.isAdmin.rawValue,
            ])
        }
    }
}
