import GRDB

/// The tables of a ledger, written for two readers: this program, and an auditor with `sqlite3` and no program at all.
///
/// - Account ids are text of twelve digits, instants are seconds since 1970 in UTC, booleans are 0 and 1, and JSON
///   uses the property names of Domain. Empty text means that there is none; NULL means that nobody knows.
/// - What was observed (`population`, `coverage`, `calls`, `facts`, `documents`, the inventory, `assessments`) is
///   written once. What is concluded from it (`findings`, `resolved`) can be made again at any time.
/// - The frozen part of a run is frozen by triggers, so that not even this program can change it by mistake.
/// - A newer program adds a migration; it reads an older ledger as it is, for a sealed file never changes.
enum Schema {
    /// "OSWP", by which `file` and this program know a ledger from any other database.
    static let applicationID = 0x4F53_5750
    static let version = 5

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: run + observed + inventory + judged)
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: interrupted)
        }
        migrator.registerMigration("3") { db in
            try db.execute(sql: hops)
        }
        migrator.registerMigration("4") { db in
            try db.execute(sql: assuming)
        }
        migrator.registerMigration("5") { db in
            try db.execute(sql: rosterAccess)
            // Both numbers stand in the header of the file, where a pragma cannot take arguments.
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version);")
        }
        return migrator
    }

    /// The run itself: what was decided before the first account was swept.
    private static let run = """
        CREATE TABLE run (
            id TEXT NOT NULL PRIMARY KEY,
            as_of INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            clock_skew_seconds INTEGER,
            header TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE population (
            account_id TEXT NOT NULL PRIMARY KEY CHECK (length(account_id) = 12),
            partition TEXT NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            ou_path TEXT NOT NULL,
            state TEXT NOT NULL,
            source TEXT NOT NULL,
            is_management INTEGER NOT NULL,
            excluded_by TEXT,
            role_arn TEXT NOT NULL,
            owner TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE checks (
            id TEXT NOT NULL PRIMARY KEY,
            position INTEGER NOT NULL UNIQUE,
            title TEXT NOT NULL,
            family TEXT NOT NULL,
            severity TEXT NOT NULL,
            is_organizational INTEGER NOT NULL,
            is_coverage INTEGER NOT NULL,
            description TEXT NOT NULL
        ) STRICT;

        CREATE TABLE judgements (
            id TEXT NOT NULL PRIMARY KEY,
            position INTEGER NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            check_id TEXT NOT NULL,
            account_id TEXT NOT NULL,
            resource TEXT NOT NULL,
            owner TEXT NOT NULL,
            approver TEXT NOT NULL,
            approved TEXT NOT NULL,
            expires TEXT NOT NULL,
            ticket TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;

        CREATE TRIGGER one_run BEFORE INSERT ON run WHEN EXISTS (SELECT 1 FROM run)
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;
        CREATE TRIGGER run_frozen BEFORE UPDATE OF id, as_of, started_at, header ON run
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;
        CREATE TRIGGER run_kept BEFORE DELETE ON run
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;
        CREATE TRIGGER population_closed BEFORE INSERT ON population WHEN EXISTS (SELECT 1 FROM run)
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;
        CREATE TRIGGER population_frozen BEFORE UPDATE ON population
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;
        CREATE TRIGGER population_kept BEFORE DELETE ON population
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;

        """

    /// What was seen of each account; a row in `coverage` means that the account is done.
    private static let observed = """
        CREATE TABLE coverage (
            account_id TEXT NOT NULL PRIMARY KEY REFERENCES population,
            coverage TEXT NOT NULL,
            reason TEXT,
            error_code TEXT NOT NULL,
            message TEXT NOT NULL,
            request_id TEXT NOT NULL,
            role_arn TEXT NOT NULL,
            narrowed INTEGER,
            started_at INTEGER,
            finished_at INTEGER,
            credential_report_generated_at INTEGER,
            users_expected INTEGER,
            users_read INTEGER,
            roles_expected INTEGER,
            roles_read INTEGER
        ) STRICT, WITHOUT ROWID;

        -- account_id is empty for calls of the organization, which belong to no account.
        CREATE TABLE calls (
            account_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            service TEXT NOT NULL,
            action TEXT NOT NULL,
            request_id TEXT NOT NULL,
            http_status INTEGER NOT NULL,
            error_code TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            duration_ms INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (account_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE facts (
            account_id TEXT NOT NULL REFERENCES coverage ON DELETE CASCADE,
            section TEXT NOT NULL,
            json TEXT NOT NULL,
            reason TEXT,
            PRIMARY KEY (account_id, section)
        ) STRICT;

        CREATE TABLE documents (
            sha256 TEXT NOT NULL PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT;

        """

    /// What stood between the start of the run and its end: who took it up again, and where AWS held it back.
    private static let interrupted = """
        CREATE TABLE resumptions (
            position INTEGER PRIMARY KEY,
            started_at INTEGER NOT NULL,
            caller_arn TEXT NOT NULL,
            caller_request_id TEXT NOT NULL,
            host TEXT NOT NULL,
            command_line TEXT NOT NULL,
            accounts INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE throttling (
            account_id TEXT NOT NULL PRIMARY KEY,
            waited_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// The roles to assume on the way to an account's own, as frozen as the population that they belong to.
    private static let hops = """
        CREATE TABLE hops (
            account_id TEXT NOT NULL REFERENCES population,
            position INTEGER NOT NULL,
            role_arn TEXT NOT NULL,
            PRIMARY KEY (account_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER hops_closed BEFORE INSERT ON hops WHEN EXISTS (SELECT 1 FROM run)
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;
        CREATE TRIGGER hops_frozen BEFORE UPDATE ON hops
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;
        CREATE TRIGGER hops_kept BEFORE DELETE ON hops
            BEGIN SELECT RAISE(ABORT, 'frozen'); END;
        """

    /// Who and what exists; `position` only tells rows apart, the order of a file is that of its documented key.
    private static let inventory = """
        CREATE TABLE identities (
            account_id TEXT NOT NULL REFERENCES coverage ON DELETE CASCADE,
            position INTEGER NOT NULL,
            type TEXT NOT NULL,
            arn TEXT NOT NULL,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            created_at INTEGER,
            last_used_at INTEGER,
            owner TEXT NOT NULL,
            person TEXT NOT NULL DEFAULT '',
            admin TEXT NOT NULL,
            mfa TEXT NOT NULL,
            tags TEXT NOT NULL,
            PRIMARY KEY (account_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identities_by_arn ON identities (account_id, arn);

        CREATE TABLE credentials (
            account_id TEXT NOT NULL REFERENCES coverage ON DELETE CASCADE,
            position INTEGER NOT NULL,
            user_arn TEXT NOT NULL,
            user_name TEXT NOT NULL,
            kind TEXT NOT NULL,
            credential_id TEXT NOT NULL,
            status TEXT NOT NULL,
            created_at INTEGER,
            last_used_at INTEGER,
            last_used_service TEXT NOT NULL,
            last_used_region TEXT NOT NULL,
            expires_at INTEGER,
            PRIMARY KEY (account_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX credentials_by_id ON credentials (account_id, credential_id);

        CREATE TABLE entitlements (
            account_id TEXT NOT NULL REFERENCES coverage ON DELETE CASCADE,
            position INTEGER NOT NULL,
            principal_arn TEXT NOT NULL,
            via TEXT NOT NULL,
            policy_arn TEXT NOT NULL,
            policy_name TEXT NOT NULL,
            admin TEXT NOT NULL,
            PRIMARY KEY (account_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE trusts (
            account_id TEXT NOT NULL REFERENCES coverage ON DELETE CASCADE,
            position INTEGER NOT NULL,
            role_arn TEXT NOT NULL,
            party TEXT NOT NULL,
            party_kind TEXT NOT NULL,
            standing TEXT NOT NULL,
            conditions TEXT NOT NULL,
            admin TEXT NOT NULL,
            PRIMARY KEY (account_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE roster_matches (
            employee_id TEXT NOT NULL,
            account_id TEXT NOT NULL,
            identity_arn TEXT NOT NULL,
            rule TEXT NOT NULL,
            status TEXT NOT NULL,
            PRIMARY KEY (employee_id, account_id, identity_arn, rule)
        ) STRICT, WITHOUT ROWID;

        """
}
