use crate::dialect::migration;

migration!(
    "Payouts: the accounts through which founders are paid, and each payout with the two people who let it go.",
    [
        "CREATE TABLE payees (
            id {uuid} NOT NULL CONSTRAINT payees_pkey PRIMARY KEY,
            founder_id {uuid} NOT NULL,
            method text NOT NULL CONSTRAINT payees_method_known CHECK (method IN ('provider', 'bank')),
            provider text NOT NULL,
            provider_id text,
            idem_key text NOT NULL CONSTRAINT payees_idem_key_key UNIQUE,
            country text NOT NULL CONSTRAINT payees_country_code CHECK (length(country) = 2),
            payouts_enabled boolean NOT NULL DEFAULT false,
            requirements {json} NOT NULL,
            disabled_reason text,
            destination text,
            destination_since {instant},
            created_at {instant} NOT NULL,
            retired_at {instant},
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT payees_provider_provider_id_key UNIQUE (provider, provider_id),
            CONSTRAINT payees_destination_whole CHECK ((destination IS NULL) = (destination_since IS NULL)),
            CONSTRAINT payees_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id)
        )",
        // A founder is paid through one account at a time; earlier ones stay as evidence.
        "CREATE UNIQUE INDEX payees_founder_id_key ON payees (founder_id) WHERE retired_at IS NULL",
        "CREATE TABLE payouts (
            id {uuid} NOT NULL CONSTRAINT payouts_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            founder_id {uuid} NOT NULL,
            sequence integer NOT NULL CONSTRAINT payouts_sequence_positive CHECK (sequence > 0),
            purpose text NOT NULL CONSTRAINT payouts_purpose_known CHECK (purpose IN ('proceeds', 'reserve')),
            payee_id {uuid} NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT payouts_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT payouts_currency_code CHECK (length(currency) = 3),
            state text NOT NULL CONSTRAINT payouts_state_known CHECK (state IN (
                'scheduled', 'held', 'approved', 'sent', 'paid', 'failed', 'rejected')),
            hold_reason text,
            requested_by {uuid} NOT NULL,
            requested_at {instant} NOT NULL,
            decided_by {uuid},
            decided_at {instant},
            provider text NOT NULL,
            provider_id text,
            idem_key text NOT NULL CONSTRAINT payouts_idem_key_key UNIQUE,
            asked_at {instant},
            evidence text,
            failure_code text,
            failure_text text,
            finished_at {instant},
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT payouts_campaign_id_sequence_key UNIQUE (campaign_id, sequence),
            CONSTRAINT payouts_provider_provider_id_key UNIQUE (provider, provider_id),
            CONSTRAINT payouts_three_people CHECK (requested_by <> founder_id
                AND (decided_by IS NULL OR (decided_by <> requested_by AND decided_by <> founder_id))),
            CONSTRAINT payouts_decided_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
            CONSTRAINT payouts_gone_was_approved CHECK (
                state NOT IN ('approved', 'sent', 'paid', 'failed') OR decided_by IS NOT NULL),
            CONSTRAINT payouts_held_has_reason CHECK ((state = 'held') = (hold_reason IS NOT NULL)),
            CONSTRAINT payouts_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT payouts_payee_id_fkey FOREIGN KEY (payee_id) REFERENCES payees (id),
            CONSTRAINT payouts_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES users (id),
            CONSTRAINT payouts_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users (id),
            CONSTRAINT payouts_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id)
        )",
        // One payout of a campaign is under way at a time.
        "CREATE UNIQUE INDEX payouts_campaign_id_key ON payouts (campaign_id)
            WHERE state NOT IN ('paid', 'failed', 'rejected')",
        "CREATE INDEX payouts_founder_idx ON payouts (founder_id, requested_at)",
        "CREATE INDEX payouts_payee_idx ON payouts (payee_id)",
        "CREATE INDEX payouts_open_idx ON payouts (requested_at) WHERE state NOT IN ('paid', 'failed', 'rejected')",
    ],
);
