use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "What moved on the balance at the payment provider, and each comparison of it with the books. The sandbox keeps its own movements from now on; those before follow from its charges, refunds, disputes and transfers.",
    [
        "CREATE TABLE sandbox_movements (
            id text NOT NULL CONSTRAINT sandbox_movements_pkey PRIMARY KEY,
            kind text NOT NULL,
            source text NOT NULL,
            amount_minor bigint NOT NULL,
            fee_minor bigint NOT NULL,
            currency text NOT NULL,
            moved_at {instant} NOT NULL
        )",
        "CREATE INDEX sandbox_movements_moved_idx ON sandbox_movements (moved_at, id)",
        "INSERT INTO sandbox_movements (id, kind, source, amount_minor, fee_minor, currency, moved_at)
            SELECT replace(id, 'pi_', 'txn_'), 'charge', id, received_minor, COALESCE(fee_minor, 0), currency, created_at
            FROM sandbox_charges WHERE received_minor > 0
            UNION ALL SELECT 'txn_' || id, 'refund', id, -amount_minor, 0, currency, created_at
            FROM sandbox_refunds WHERE status IN ('pending', 'succeeded')
            UNION ALL SELECT 'txn_' || id, 'adjustment', id, -amount_minor, fee_minor, currency, created_at
            FROM sandbox_disputes WHERE fee_minor > 0
            UNION ALL SELECT 'txn_back_' || id, 'adjustment', id, amount_minor, 0, currency, updated_at
            FROM sandbox_disputes WHERE fee_minor > 0 AND NOT is_withdrawn
            UNION ALL SELECT 'txn_' || id, 'transfer', id, -amount_minor, 0, currency, created_at FROM sandbox_transfers
            UNION ALL SELECT 'txn_' || id, 'transfer_refund', transfer_id, amount_minor, 0, currency, created_at
            FROM sandbox_reversals",
        "CREATE TABLE provider_movements (
            provider text NOT NULL,
            id text NOT NULL,
            kind text NOT NULL CONSTRAINT provider_movements_kind_known CHECK (kind IN (
                'charge', 'refund', 'dispute', 'transfer', 'other')),
            source text NOT NULL,
            net_minor bigint NOT NULL,
            currency text NOT NULL CONSTRAINT provider_movements_currency_code CHECK (length(currency) = 3),
            moved_at {instant} NOT NULL,
            read_at {instant} NOT NULL,
            CONSTRAINT provider_movements_pkey PRIMARY KEY (provider, id)
        )",
        "CREATE INDEX provider_movements_source_idx ON provider_movements (provider, source)",
        "CREATE TABLE reconciliations (
            id {uuid} NOT NULL CONSTRAINT reconciliations_pkey PRIMARY KEY,
            provider text NOT NULL,
            reconciled_at {instant} NOT NULL,
            moved_until {instant} NOT NULL,
            new_movements bigint NOT NULL,
            compared bigint NOT NULL,
            under_way bigint NOT NULL
        )",
        "CREATE INDEX reconciliations_reconciled_idx ON reconciliations (provider, reconciled_at)",
        "CREATE TABLE reconciliation_differences (
            reconciliation_id {uuid} NOT NULL,
            source text NOT NULL,
            currency text NOT NULL,
            books_minor bigint NOT NULL,
            provider_minor bigint NOT NULL,
            CONSTRAINT reconciliation_differences_pkey PRIMARY KEY (reconciliation_id, source, currency),
            CONSTRAINT reconciliation_differences_differ CHECK (books_minor <> provider_minor),
            CONSTRAINT reconciliation_differences_reconciliation_id_fkey
                FOREIGN KEY (reconciliation_id) REFERENCES reconciliations (id)
        )",
    ],
    postgres: [
        append_only_postgres!("provider_movements"),
        append_only_postgres!("reconciliations"),
        append_only_postgres!("reconciliation_differences"),
    ],
    sqlite: [
        append_only_sqlite!("provider_movements"),
        append_only_sqlite!("reconciliations"),
        append_only_sqlite!("reconciliation_differences"),
    ],
);
