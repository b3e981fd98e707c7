use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "What every operation leans on: jobs, outbox, inbox, idempotency keys and the audit trail.",
    [
        "CREATE TABLE jobs (
            id {uuid} NOT NULL CONSTRAINT jobs_pkey PRIMARY KEY,
            kind text NOT NULL,
            payload {json} NOT NULL,
            dedupe_key text CONSTRAINT jobs_dedupe_key_key UNIQUE,
            run_at {instant} NOT NULL,
            attempts integer NOT NULL DEFAULT 0,
            max_attempts integer NOT NULL CONSTRAINT jobs_max_attempts_positive CHECK (max_attempts > 0),
            locked_until {instant},
            locked_by text,
            done_at {instant},
            dead_at {instant},
            last_error text,
            created_at {instant} NOT NULL
        )",
        "CREATE INDEX jobs_due_idx ON jobs (run_at) WHERE done_at IS NULL AND dead_at IS NULL",
        "CREATE INDEX jobs_dead_idx ON jobs (dead_at) WHERE dead_at IS NOT NULL",
        "CREATE TABLE outbox (
            id {uuid} NOT NULL CONSTRAINT outbox_pkey PRIMARY KEY,
            kind text NOT NULL,
            payload {json} NOT NULL,
            created_at {instant} NOT NULL,
            dispatched_at {instant}
        )",
        "CREATE INDEX outbox_undispatched_idx ON outbox (id) WHERE dispatched_at IS NULL",
        "CREATE TABLE inbox (
            id {uuid} NOT NULL CONSTRAINT inbox_pkey PRIMARY KEY,
            provider text NOT NULL,
            event_id text NOT NULL,
            kind text NOT NULL,
            body text NOT NULL,
            received_at {instant} NOT NULL,
            processed_at {instant},
            quarantined_at {instant},
            attempts integer NOT NULL DEFAULT 0,
            last_error text,
            CONSTRAINT inbox_provider_event_id_key UNIQUE (provider, event_id)
        )",
        "CREATE INDEX inbox_unprocessed_idx ON inbox (received_at) WHERE processed_at IS NULL",
        "CREATE TABLE idempotency_keys (
            user_id {uuid} NOT NULL,
            operation text NOT NULL,
            key {uuid} NOT NULL,
            request_hash text NOT NULL,
            response {json} NOT NULL,
            created_at {instant} NOT NULL,
            CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, operation, key)
        )",
        "CREATE TABLE audit_entries (
            id {uuid} NOT NULL CONSTRAINT audit_entries_pkey PRIMARY KEY,
            actor text NOT NULL,
            action text NOT NULL,
            subject text NOT NULL,
            cause text,
            before {json},
            after {json},
            request_id text NOT NULL,
            at {instant} NOT NULL
        )",
        "CREATE INDEX audit_entries_subject_idx ON audit_entries (subject, at)",
        "CREATE TABLE audit_chain (
            seq bigint NOT NULL CONSTRAINT audit_chain_pkey PRIMARY KEY,
            entry_id {uuid} NOT NULL CONSTRAINT audit_chain_entry_id_key UNIQUE,
            prev_hash text NOT NULL,
            hash text NOT NULL CONSTRAINT audit_chain_hash_key UNIQUE,
            CONSTRAINT audit_chain_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entries (id)
        )",
        // Entries that wait to be sealed into the chain; the sealer empties it.
        "CREATE TABLE audit_unsealed (
            entry_id {uuid} NOT NULL CONSTRAINT audit_unsealed_pkey PRIMARY KEY,
            CONSTRAINT audit_unsealed_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entries (id)
        )",
    ],
    postgres: [
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$",
        append_only_postgres!("audit_entries"),
        append_only_postgres!("audit_chain"),
    ],
    sqlite: [append_only_sqlite!("audit_entries"), append_only_sqlite!("audit_chain")],
);
