use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "What each answer says of a right, how the right stood by all answers known, and what became of its entries.",
    [
        // A body recorded at an unknown time holds for the day it states, not for the day it was read.
        "ALTER TABLE patent_snapshots ADD COLUMN is_recording boolean NOT NULL DEFAULT true",
        // What a parser read from a snapshot of one right. A newer parser adds its own reading.
        "CREATE TABLE patent_facts (
            patent_id {uuid} NOT NULL,
            snapshot_id {uuid} NOT NULL,
            parser_version integer NOT NULL,
            stated_on {date} NOT NULL,
            facts {json} NOT NULL,
            recorded_at {instant} NOT NULL,
            CONSTRAINT patent_facts_pkey PRIMARY KEY (patent_id, snapshot_id, parser_version),
            CONSTRAINT patent_facts_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT patent_facts_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES patent_snapshots (id)
        )",
        // One row for each time a right was found to stand otherwise than before.
        "CREATE TABLE patent_assessments (
            id {uuid} NOT NULL CONSTRAINT patent_assessments_pkey PRIMARY KEY,
            patent_id {uuid} NOT NULL,
            seq integer NOT NULL CONSTRAINT patent_assessments_seq_positive CHECK (seq > 0),
            rule_version integer NOT NULL,
            parser_version integer NOT NULL,
            as_of {date} NOT NULL,
            cause text NOT NULL CONSTRAINT patent_assessments_cause_known CHECK (cause IN ('evidence', 'calendar', 'rules')),
            evidence {json} NOT NULL,
            status text NOT NULL CONSTRAINT patent_assessments_status_known CHECK (status IN (
                'filed', 'published', 'under_examination', 'allowed', 'in_force', 'refused', 'withdrawn', 'abandoned',
                'lapsed', 'expired', 'surrendered', 'revoked', 'unknown')),
            assessment {json} NOT NULL,
            panel {json} NOT NULL,
            computed_at {instant} NOT NULL,
            CONSTRAINT patent_assessments_patent_id_seq_key UNIQUE (patent_id, seq),
            CONSTRAINT patent_assessments_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX patent_assessments_known_idx ON patent_assessments (patent_id, computed_at, seq)",
        // An entry is never taken back from the record: it is marked.
        "CREATE TABLE patent_event_marks (
            event_id {uuid} NOT NULL,
            mark text NOT NULL CONSTRAINT patent_event_marks_mark_known CHECK (mark IN ('corrected', 'retracted', 'restated')),
            snapshot_id {uuid} NOT NULL,
            recorded_at {instant} NOT NULL,
            CONSTRAINT patent_event_marks_pkey PRIMARY KEY (event_id, snapshot_id, mark),
            CONSTRAINT patent_event_marks_event_id_fkey FOREIGN KEY (event_id) REFERENCES patent_events (id),
            CONSTRAINT patent_event_marks_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES patent_snapshots (id)
        )",
        // What each answer said of the status stands in patent_facts now, with all else it said.
        "DROP TABLE patent_statuses",
    ],
    postgres: [
        append_only_postgres!("patent_facts"),
        append_only_postgres!("patent_assessments"),
        append_only_postgres!("patent_event_marks"),
    ],
    sqlite: [
        append_only_sqlite!("patent_facts"),
        append_only_sqlite!("patent_assessments"),
        append_only_sqlite!("patent_event_marks"),
    ],
);
