extension Schema {
    /// The other half of every trust in another role: who may assume what, and which roles are the same everywhere.
    static let assuming = """
        CREATE TABLE assumptions (
            account_id TEXT NOT NULL REFERENCES coverage ON DELETE CASCADE,
            position INTEGER NOT NULL,
            principal_arn TEXT NOT NULL,
            effect TEXT NOT NULL,
            is_negated INTEGER NOT NULL,
            resources TEXT NOT NULL,
            is_conditional INTEGER NOT NULL,
            statement TEXT NOT NULL,
            PRIMARY KEY (account_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX assumptions_by_principal ON assumptions (principal_arn);

        CREATE TABLE platform_roles (
            role_arn TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL REFERENCES coverage ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX platform_roles_by_account ON platform_roles (account_id);
        """
}
