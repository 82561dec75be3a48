extension Schema {
    /// What of an identity counts when the person's other accounts are looked at.
    static let rosterAccess = """
        ALTER TABLE roster_matches ADD COLUMN access TEXT NOT NULL DEFAULT 'unknown';
        CREATE INDEX roster_matches_by_account ON roster_matches (account_id);
        """
}
