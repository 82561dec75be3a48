extension Schema {
    /// What the checks said, and what became of it.
    ///
    /// Only `fail` and `not_assessed` stand in `assessments`: passes are by far the most, and the facts prove them again.
    static let judged = """
        CREATE TABLE assessments (
            id INTEGER PRIMARY KEY,
            account_id TEXT NOT NULL,
            check_id TEXT NOT NULL REFERENCES checks,
            outcome TEXT NOT NULL CHECK (outcome IN ('fail', 'not_assessed')),
            resource_type TEXT NOT NULL,
            resource_arn TEXT NOT NULL,
            resource_name TEXT NOT NULL,
            discriminator TEXT NOT NULL,
            severity TEXT,
            detail TEXT NOT NULL,
            facts TEXT NOT NULL
        ) STRICT;
        CREATE INDEX assessments_by_account ON assessments (account_id, check_id);

        CREATE TABLE assessment_counts (
            account_id TEXT NOT NULL,
            check_id TEXT NOT NULL REFERENCES checks,
            pass INTEGER NOT NULL,
            fail INTEGER NOT NULL,
            not_assessed INTEGER NOT NULL,
            not_applicable INTEGER NOT NULL,
            PRIMARY KEY (account_id, check_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE findings (
            assessment_id INTEGER PRIMARY KEY REFERENCES assessments ON DELETE CASCADE,
            finding_id TEXT NOT NULL UNIQUE,
            account_id TEXT NOT NULL,
            check_id TEXT NOT NULL,
            resource_arn TEXT NOT NULL,
            discriminator TEXT NOT NULL,
            status TEXT NOT NULL,
            severity TEXT NOT NULL,
            severity_rank INTEGER NOT NULL AS (
                CASE severity WHEN 'critical' THEN 4 WHEN 'high' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END
            ),
            change TEXT NOT NULL,
            first_seen_at INTEGER,
            due_at INTEGER,
            owner TEXT NOT NULL,
            exception_id TEXT REFERENCES judgements
        ) STRICT;
        CREATE INDEX findings_by_severity
            ON findings (severity_rank DESC, check_id, account_id, resource_arn, discriminator);
        CREATE INDEX findings_by_account ON findings (account_id, check_id, status);
        CREATE INDEX findings_by_exception ON findings (exception_id) WHERE exception_id IS NOT NULL;

        CREATE TABLE resolved (
            finding_id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL,
            check_id TEXT NOT NULL,
            resource_type TEXT NOT NULL,
            resource_arn TEXT NOT NULL,
            resource_name TEXT NOT NULL,
            discriminator TEXT NOT NULL,
            status TEXT NOT NULL,
            severity TEXT NOT NULL,
            detail TEXT NOT NULL,
            facts TEXT NOT NULL,
            first_seen_at INTEGER NOT NULL,
            due_at INTEGER,
            owner TEXT NOT NULL,
            exception_id TEXT,
            resolved_because TEXT NOT NULL
        ) STRICT;
        """
}
