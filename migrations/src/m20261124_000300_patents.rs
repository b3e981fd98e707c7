use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "Patent rights, the evidence they stand on, and the panel kept ready for each.",
    [
        // What a register answered, unchanged. The same body is kept once.
        "CREATE TABLE patent_snapshots (
            id {uuid} NOT NULL CONSTRAINT patent_snapshots_pkey PRIMARY KEY,
            source text NOT NULL,
            call text NOT NULL,
            kind text NOT NULL,
            fetched_at {instant} NOT NULL,
            http_status integer,
            etag text,
            body_sha256 text NOT NULL,
            body text NOT NULL,
            parser_version integer NOT NULL,
            CONSTRAINT patent_snapshots_source_call_body_sha256_key UNIQUE (source, call, body_sha256)
        )",
        "CREATE TABLE patents (
            id {uuid} NOT NULL CONSTRAINT patents_pkey PRIMARY KEY,
            office text NOT NULL,
            application_key text CONSTRAINT patents_application_key_key UNIQUE,
            application text NOT NULL,
            right_type text NOT NULL CONSTRAINT patents_right_type_known CHECK (right_type IN (
                'invention', 'utility_model', 'design', 'plant', 'provisional', 'pct')),
            is_sample boolean NOT NULL,
            created_at {instant} NOT NULL,
            checked_at {instant} NOT NULL
        )",
        // Every number of every right: any of them finds it.
        "CREATE TABLE patent_numbers (
            number_key text NOT NULL,
            form text NOT NULL CONSTRAINT patent_numbers_form_known CHECK (form IN ('application', 'publication', 'grant')),
            patent_id {uuid} NOT NULL,
            display text NOT NULL,
            kind text NOT NULL,
            published_on {date},
            CONSTRAINT patent_numbers_pkey PRIMARY KEY (patent_id, form, number_key, kind),
            CONSTRAINT patent_numbers_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX patent_numbers_key_idx ON patent_numbers (number_key)",
        "CREATE TABLE patent_evidence (
            patent_id {uuid} NOT NULL,
            snapshot_id {uuid} NOT NULL,
            CONSTRAINT patent_evidence_pkey PRIMARY KEY (patent_id, snapshot_id),
            CONSTRAINT patent_evidence_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT patent_evidence_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES patent_snapshots (id)
        )",
        "CREATE INDEX patent_evidence_snapshot_idx ON patent_evidence (snapshot_id)",
        "CREATE TABLE patent_events (
            id {uuid} NOT NULL CONSTRAINT patent_events_pkey PRIMARY KEY,
            patent_id {uuid} NOT NULL,
            snapshot_id {uuid} NOT NULL,
            source text NOT NULL,
            office text NOT NULL,
            code text NOT NULL,
            territory text,
            event_on {date},
            text {json} NOT NULL,
            detail {json} NOT NULL,
            dedupe_key text NOT NULL CONSTRAINT patent_events_dedupe_key_key UNIQUE,
            recorded_at {instant} NOT NULL,
            CONSTRAINT patent_events_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT patent_events_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES patent_snapshots (id)
        )",
        "CREATE INDEX patent_events_patent_idx ON patent_events (patent_id, event_on, id)",
        // What each answer said of the status: added to, never changed.
        "CREATE TABLE patent_statuses (
            id {uuid} NOT NULL CONSTRAINT patent_statuses_pkey PRIMARY KEY,
            patent_id {uuid} NOT NULL,
            snapshot_id {uuid} NOT NULL,
            value text NOT NULL CONSTRAINT patent_statuses_value_known CHECK (value IN (
                'filed', 'published', 'under_examination', 'allowed', 'in_force', 'refused', 'withdrawn', 'abandoned',
                'lapsed', 'expired', 'surrendered', 'revoked', 'unknown')),
            status {json} NOT NULL,
            as_of {date} NOT NULL,
            recorded_at {instant} NOT NULL,
            CONSTRAINT patent_statuses_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT patent_statuses_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES patent_snapshots (id)
        )",
        "CREATE INDEX patent_statuses_patent_idx ON patent_statuses (patent_id, as_of, id)",
        // All that is shown at a glance, rewritten with each new evidence.
        "CREATE TABLE patent_panels (
            patent_id {uuid} NOT NULL CONSTRAINT patent_panels_pkey PRIMARY KEY,
            panel {json} NOT NULL,
            updated_at {instant} NOT NULL,
            CONSTRAINT patent_panels_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
    ],
    postgres: [
        append_only_postgres!("patent_snapshots"),
        append_only_postgres!("patent_events"),
        append_only_postgres!("patent_statuses"),
        append_only_postgres!("patent_evidence"),
    ],
    sqlite: [
        append_only_sqlite!("patent_snapshots"),
        append_only_sqlite!("patent_events"),
        append_only_sqlite!("patent_statuses"),
        append_only_sqlite!("patent_evidence"),
    ],
);
