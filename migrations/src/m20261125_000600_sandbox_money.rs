use crate::dialect::migration;

migration!(
    "The sandbox provider's money: customers, charges, refunds, disputes, founders' accounts and transfers.",
    [
        "CREATE TABLE sandbox_customers (
            id text NOT NULL CONSTRAINT sandbox_customers_pkey PRIMARY KEY,
            investor text NOT NULL,
            metadata {json} NOT NULL,
            created_at {instant} NOT NULL
        )",
        "CREATE INDEX sandbox_customers_investor_idx ON sandbox_customers (investor, created_at)",
        // What was told under each key, refusals too: a provider does not change its mind.
        "CREATE TABLE sandbox_keys (
            idem_key text NOT NULL CONSTRAINT sandbox_keys_pkey PRIMARY KEY,
            request_hash text NOT NULL,
            object_id text,
            refusal_code text,
            refusal_text text,
            created_at {instant} NOT NULL,
            CONSTRAINT sandbox_keys_one_outcome CHECK ((object_id IS NULL) = (refusal_code IS NOT NULL))
        )",
        "INSERT INTO sandbox_keys (idem_key, request_hash, object_id, created_at)
            SELECT idem_key, request_hash, id, created_at FROM sandbox_setups",
        // The same for keys that come by HTTP, which get the first answer again, word for word.
        "CREATE TABLE sandbox_answers (
            idem_key text NOT NULL CONSTRAINT sandbox_answers_pkey PRIMARY KEY,
            request_hash text NOT NULL,
            status integer NOT NULL,
            body text NOT NULL,
            created_at {instant} NOT NULL
        )",
        // What was called customer is the investor; the customer is the provider's own object.
        "ALTER TABLE sandbox_setups ADD COLUMN customer_id text
            CONSTRAINT sandbox_setups_customer_id_fkey REFERENCES sandbox_customers (id)",
        "ALTER TABLE sandbox_setups ADD COLUMN payment_method_id text",
        "ALTER TABLE sandbox_setups ADD COLUMN metadata {json}",
        "CREATE UNIQUE INDEX sandbox_setups_payment_method_id_key ON sandbox_setups (payment_method_id)",
        "CREATE TABLE sandbox_charges (
            id text NOT NULL CONSTRAINT sandbox_charges_pkey PRIMARY KEY,
            client_secret text NOT NULL CONSTRAINT sandbox_charges_client_secret_key UNIQUE,
            metadata_key text,
            metadata {json} NOT NULL,
            transfer_group text,
            customer_id text NOT NULL,
            payment_method_id text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT sandbox_charges_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT sandbox_charges_currency_code CHECK (length(currency) = 3),
            status text NOT NULL CONSTRAINT sandbox_charges_status_known CHECK (status IN (
                'requires_confirmation', 'requires_action', 'declined', 'succeeded', 'canceled')),
            failure_code text,
            failure_text text,
            received_minor bigint NOT NULL DEFAULT 0,
            fee_minor bigint CONSTRAINT sandbox_charges_fee_minor_not_negative CHECK (fee_minor >= 0),
            refunded_minor bigint NOT NULL DEFAULT 0
                CONSTRAINT sandbox_charges_refunded_minor_not_negative CHECK (refunded_minor >= 0),
            disputed_minor bigint NOT NULL DEFAULT 0
                CONSTRAINT sandbox_charges_disputed_minor_not_negative CHECK (disputed_minor >= 0),
            was_disputed boolean NOT NULL DEFAULT false,
            created_at {instant} NOT NULL,
            updated_at {instant} NOT NULL,
            CONSTRAINT sandbox_charges_received_whole CHECK (
                received_minor = CASE WHEN status = 'succeeded' THEN amount_minor ELSE 0 END),
            CONSTRAINT sandbox_charges_taken_back_within_received CHECK (refunded_minor + disputed_minor <= received_minor),
            CONSTRAINT sandbox_charges_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES sandbox_customers (id),
            CONSTRAINT sandbox_charges_payment_method_id_fkey
                FOREIGN KEY (payment_method_id) REFERENCES sandbox_setups (payment_method_id)
        )",
        "CREATE INDEX sandbox_charges_metadata_key_idx ON sandbox_charges (metadata_key)",
        "CREATE TABLE sandbox_refunds (
            id text NOT NULL CONSTRAINT sandbox_refunds_pkey PRIMARY KEY,
            charge_id text NOT NULL,
            metadata_key text,
            metadata {json} NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT sandbox_refunds_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT sandbox_refunds_currency_code CHECK (length(currency) = 3),
            status text NOT NULL CONSTRAINT sandbox_refunds_status_known CHECK (status IN (
                'pending', 'succeeded', 'failed', 'canceled')),
            failure_code text,
            failure_text text,
            -- When the bank's later answer comes, and what it will be.
            answer_at {instant},
            answer text CONSTRAINT sandbox_refunds_answer_known CHECK (answer IN ('succeeded', 'failed')),
            created_at {instant} NOT NULL,
            updated_at {instant} NOT NULL,
            CONSTRAINT sandbox_refunds_answer_whole CHECK ((answer IS NULL) = (answer_at IS NULL)),
            CONSTRAINT sandbox_refunds_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES sandbox_charges (id)
        )",
        "CREATE INDEX sandbox_refunds_charge_idx ON sandbox_refunds (charge_id)",
        "CREATE INDEX sandbox_refunds_answer_idx ON sandbox_refunds (answer_at) WHERE answer_at IS NOT NULL",
        "CREATE TABLE sandbox_disputes (
            id text NOT NULL CONSTRAINT sandbox_disputes_pkey PRIMARY KEY,
            charge_id text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT sandbox_disputes_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT sandbox_disputes_currency_code CHECK (length(currency) = 3),
            reason text NOT NULL,
            status text NOT NULL CONSTRAINT sandbox_disputes_status_known CHECK (status IN (
                'warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review',
                'won', 'lost')),
            evidence {json},
            submitted_at {instant},
            evidence_due_at {instant} NOT NULL,
            is_withdrawn boolean NOT NULL,
            fee_minor bigint NOT NULL DEFAULT 0
                CONSTRAINT sandbox_disputes_fee_minor_not_negative CHECK (fee_minor >= 0),
            created_at {instant} NOT NULL,
            updated_at {instant} NOT NULL,
            CONSTRAINT sandbox_disputes_withdrawn_by_status CHECK (
                is_withdrawn = (status IN ('needs_response', 'under_review', 'lost'))),
            CONSTRAINT sandbox_disputes_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES sandbox_charges (id)
        )",
        // A bank has one open dispute of a charge at a time.
        "CREATE UNIQUE INDEX sandbox_disputes_charge_id_key ON sandbox_disputes (charge_id)
            WHERE status NOT IN ('warning_closed', 'won', 'lost')",
        "CREATE INDEX sandbox_disputes_charge_idx ON sandbox_disputes (charge_id)",
        "CREATE TABLE sandbox_payees (
            id text NOT NULL CONSTRAINT sandbox_payees_pkey PRIMARY KEY,
            metadata_key text,
            metadata {json} NOT NULL,
            country text NOT NULL CONSTRAINT sandbox_payees_country_code CHECK (length(country) = 2),
            details_submitted boolean NOT NULL,
            payouts_enabled boolean NOT NULL,
            requirements {json} NOT NULL,
            disabled_reason text,
            destination text,
            created_at {instant} NOT NULL,
            updated_at {instant} NOT NULL,
            CONSTRAINT sandbox_payees_enabled_or_why CHECK (payouts_enabled = (disabled_reason IS NULL))
        )",
        "CREATE TABLE sandbox_transfers (
            id text NOT NULL CONSTRAINT sandbox_transfers_pkey PRIMARY KEY,
            payee_id text NOT NULL,
            metadata_key text,
            metadata {json} NOT NULL,
            transfer_group text,
            amount_minor bigint NOT NULL CONSTRAINT sandbox_transfers_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT sandbox_transfers_currency_code CHECK (length(currency) = 3),
            reversed_minor bigint NOT NULL DEFAULT 0,
            created_at {instant} NOT NULL,
            updated_at {instant} NOT NULL,
            CONSTRAINT sandbox_transfers_reversed_within_amount CHECK (reversed_minor BETWEEN 0 AND amount_minor),
            CONSTRAINT sandbox_transfers_payee_id_fkey FOREIGN KEY (payee_id) REFERENCES sandbox_payees (id)
        )",
        "CREATE INDEX sandbox_transfers_group_idx ON sandbox_transfers (transfer_group, metadata_key)",
        "CREATE INDEX sandbox_transfers_payee_idx ON sandbox_transfers (payee_id)",
        "CREATE TABLE sandbox_reversals (
            id text NOT NULL CONSTRAINT sandbox_reversals_pkey PRIMARY KEY,
            transfer_id text NOT NULL,
            metadata_key text,
            metadata {json} NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT sandbox_reversals_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT sandbox_reversals_currency_code CHECK (length(currency) = 3),
            created_at {instant} NOT NULL,
            CONSTRAINT sandbox_reversals_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES sandbox_transfers (id)
        )",
        "CREATE INDEX sandbox_reversals_transfer_idx ON sandbox_reversals (transfer_id)",
        // Messages are about any object now, and counted in the order in which they were made.
        "CREATE TABLE sandbox_events_kept AS
            SELECT id, setup_id AS object_id, kind, body, created_at, deliver_at, delivered_at, attempts, last_error,
                row_number() OVER (ORDER BY created_at, id) AS seq FROM sandbox_events",
        "DROP TABLE sandbox_events",
        "CREATE TABLE sandbox_events (
            id text NOT NULL CONSTRAINT sandbox_events_pkey PRIMARY KEY,
            seq bigint NOT NULL CONSTRAINT sandbox_events_seq_key UNIQUE,
            object_id text NOT NULL,
            kind text NOT NULL,
            body text NOT NULL,
            created_at {instant} NOT NULL,
            deliver_at {instant} NOT NULL,
            delivered_at {instant},
            attempts integer NOT NULL DEFAULT 0,
            last_error text
        )",
        "INSERT INTO sandbox_events
                (id, seq, object_id, kind, body, created_at, deliver_at, delivered_at, attempts, last_error)
            SELECT id, seq, object_id, kind, body, created_at, deliver_at, delivered_at, attempts, last_error
            FROM sandbox_events_kept",
        "DROP TABLE sandbox_events_kept",
        "CREATE INDEX sandbox_events_due_idx ON sandbox_events (deliver_at) WHERE delivered_at IS NULL",
        "CREATE INDEX sandbox_events_object_idx ON sandbox_events (object_id)",
    ],
);
