use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "The watch over rights: when each is asked about again, what stands, what changed, and numbers being looked up.",
    [
        // A register gave the same answer again: what it says holds for that day too.
        "CREATE TABLE patent_confirmations (
            patent_id {uuid} NOT NULL,
            snapshot_id {uuid} NOT NULL,
            confirmed_on {date} NOT NULL,
            recorded_at {instant} NOT NULL,
            CONSTRAINT patent_confirmations_pkey PRIMARY KEY (patent_id, snapshot_id, confirmed_on),
            CONSTRAINT patent_confirmations_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT patent_confirmations_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES patent_snapshots (id)
        )",
        "CREATE TABLE patent_watch (
            patent_id {uuid} NOT NULL CONSTRAINT patent_watch_pkey PRIMARY KEY,
            tier text NOT NULL CONSTRAINT patent_watch_tier_known CHECK (tier IN ('hot', 'warm', 'cool', 'cold')),
            level text NOT NULL CONSTRAINT patent_watch_level_known CHECK (level IN ('green', 'notice', 'alert', 'lost')),
            next_check_at {instant} NOT NULL,
            last_checked_at {instant},
            failures integer NOT NULL CONSTRAINT patent_watch_failures_not_negative CHECK (failures >= 0),
            trouble text,
            updated_at {instant} NOT NULL,
            CONSTRAINT patent_watch_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX patent_watch_due_idx ON patent_watch (next_check_at, patent_id)",
        // One row for each signal by its cause, however often it is found.
        "CREATE TABLE patent_signals (
            id {uuid} NOT NULL CONSTRAINT patent_signals_pkey PRIMARY KEY,
            patent_id {uuid} NOT NULL,
            kind text NOT NULL,
            sub text NOT NULL,
            cause text NOT NULL,
            level text NOT NULL CONSTRAINT patent_signals_level_known CHECK (level IN ('green', 'notice', 'alert', 'lost')),
            signal_on {date},
            raised_at {instant} NOT NULL,
            cleared_at {instant},
            CONSTRAINT patent_signals_patent_id_kind_cause_key UNIQUE (patent_id, kind, cause),
            CONSTRAINT patent_signals_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        // One row for each change by its cause: it is told once.
        "CREATE TABLE patent_changes (
            id {uuid} NOT NULL CONSTRAINT patent_changes_pkey PRIMARY KEY,
            patent_id {uuid} NOT NULL,
            assessment_id {uuid} NOT NULL,
            kind text NOT NULL,
            sub text NOT NULL,
            cause text NOT NULL,
            severity text NOT NULL CONSTRAINT patent_changes_severity_known CHECK (severity IN ('none', 'minor', 'major')),
            changed_on {date},
            detected_at {instant} NOT NULL,
            CONSTRAINT patent_changes_patent_id_kind_cause_key UNIQUE (patent_id, kind, cause),
            CONSTRAINT patent_changes_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT patent_changes_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES patent_assessments (id)
        )",
        "CREATE INDEX patent_changes_newest_idx ON patent_changes (patent_id, detected_at, id)",
        // Numbers that somebody asked for and no register had told of.
        "CREATE TABLE patent_lookups (
            number_key text NOT NULL,
            is_application boolean NOT NULL,
            number {json} NOT NULL,
            state text NOT NULL CONSTRAINT patent_lookups_state_known CHECK (state IN (
                'pending', 'found', 'not_found', 'unavailable', 'no_register')),
            patent_id {uuid},
            asked_at {instant} NOT NULL,
            answered_at {instant},
            trouble text,
            CONSTRAINT patent_lookups_pkey PRIMARY KEY (number_key, is_application),
            CONSTRAINT patent_lookups_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
    ],
    postgres: [
        append_only_postgres!("patent_confirmations"),
        append_only_postgres!("patent_changes"),
    ],
    sqlite: [
        append_only_sqlite!("patent_confirmations"),
        append_only_sqlite!("patent_changes"),
    ],
);
