use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "The journal: every entry of the books sealed into a chain of hashes, so that one changed byte is found.",
    [
        "CREATE TABLE ledger_journal (
            seq bigint NOT NULL CONSTRAINT ledger_journal_pkey PRIMARY KEY,
            entry_id {uuid} NOT NULL CONSTRAINT ledger_journal_entry_id_key UNIQUE,
            prev_hash text NOT NULL,
            hash text NOT NULL CONSTRAINT ledger_journal_hash_key UNIQUE,
            CONSTRAINT ledger_journal_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES ledger_entries (id)
        )",
        // Entries that wait to be sealed. The database itself queues each one, so that none can be forgotten.
        "CREATE TABLE ledger_unsealed (
            entry_id {uuid} NOT NULL CONSTRAINT ledger_unsealed_pkey PRIMARY KEY,
            CONSTRAINT ledger_unsealed_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES ledger_entries (id)
        )",
        "INSERT INTO ledger_unsealed (entry_id) SELECT id FROM ledger_entries",
    ],
    postgres: [
        append_only_postgres!("ledger_journal"),
        "CREATE FUNCTION ledger_queue_entry() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO ledger_unsealed (entry_id) VALUES (NEW.id);
                RETURN NULL;
            END $$",
        "CREATE TRIGGER ledger_entries_queue AFTER INSERT ON ledger_entries
            FOR EACH ROW EXECUTE FUNCTION ledger_queue_entry()",
    ],
    sqlite: [
        append_only_sqlite!("ledger_journal"),
        "CREATE TRIGGER ledger_entries_queue AFTER INSERT ON ledger_entries BEGIN
            INSERT INTO ledger_unsealed (entry_id) VALUES (NEW.id);
        END",
    ],
);
