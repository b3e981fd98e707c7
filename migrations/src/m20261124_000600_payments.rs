use crate::dialect::migration;

migration!(
    "The sandbox payment provider's own state, so that it survives a restart as a real one would.",
    [
        // No card number is ever kept, only what a provider shows of one.
        "CREATE TABLE sandbox_setups (
            id text NOT NULL CONSTRAINT sandbox_setups_pkey PRIMARY KEY,
            idem_key text NOT NULL CONSTRAINT sandbox_setups_idem_key_key UNIQUE,
            request_hash text NOT NULL,
            reference text NOT NULL,
            customer text NOT NULL,
            client_secret text NOT NULL CONSTRAINT sandbox_setups_client_secret_key UNIQUE,
            status text NOT NULL CONSTRAINT sandbox_setups_status_known CHECK (status IN (
                'requires_payment_method', 'requires_action', 'succeeded', 'canceled')),
            card_brand text,
            card_last4 text CONSTRAINT sandbox_setups_card_last4_length CHECK (length(card_last4) = 4),
            card_exp_month integer,
            card_exp_year integer,
            failure_code text,
            failure_text text,
            created_at {instant} NOT NULL,
            updated_at {instant} NOT NULL
        )",
        "CREATE TABLE sandbox_events (
            id text NOT NULL CONSTRAINT sandbox_events_pkey PRIMARY KEY,
            setup_id text NOT NULL,
            kind text NOT NULL,
            body text NOT NULL,
            created_at {instant} NOT NULL,
            deliver_at {instant} NOT NULL,
            delivered_at {instant},
            attempts integer NOT NULL DEFAULT 0,
            last_error text,
            CONSTRAINT sandbox_events_setup_id_fkey FOREIGN KEY (setup_id) REFERENCES sandbox_setups (id)
        )",
        "CREATE INDEX sandbox_events_due_idx ON sandbox_events (deliver_at) WHERE delivered_at IS NULL",
        "CREATE INDEX sandbox_events_setup_idx ON sandbox_events (setup_id)",
    ],
);
