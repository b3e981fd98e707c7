use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "Pledges, the cards saved for them and the state of the patents each investor was shown.",
    [
        // What investors were shown, by its hash: many pledges were shown the same.
        "CREATE TABLE shown_dossiers (
            hash text NOT NULL CONSTRAINT shown_dossiers_pkey PRIMARY KEY,
            body {json} NOT NULL,
            first_shown_at {instant} NOT NULL
        )",
        "CREATE TABLE pledges (
            id {uuid} NOT NULL CONSTRAINT pledges_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            investor_id {uuid} NOT NULL,
            reward_id {uuid},
            amount_minor bigint NOT NULL CONSTRAINT pledges_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT pledges_currency_code CHECK (length(currency) = 3),
            state text NOT NULL CONSTRAINT pledges_state_known CHECK (state IN (
                'reserved', 'authorised', 'committed', 'reconfirm_due', 'collecting', 'collected', 'errored',
                'action_required', 'dropped', 'cancelled', 'released', 'refunded', 'disputed', 'won', 'lost')),
            end_reason text CONSTRAINT pledges_end_reason_known CHECK (end_reason IN (
                'by_investor', 'expired', 'campaign_closed', 'campaign_failed', 'campaign_cancelled')),
            placed_at {instant} NOT NULL,
            reserved_until {instant} NOT NULL,
            committed_at {instant},
            ended_at {instant},
            dossier_hash text NOT NULL,
            idem_key text NOT NULL,
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT pledges_investor_id_idem_key_key UNIQUE (investor_id, idem_key),
            CONSTRAINT pledges_reserved_later CHECK (reserved_until > placed_at),
            CONSTRAINT pledges_committed_whole CHECK (
                committed_at IS NOT NULL OR state IN ('reserved', 'authorised', 'cancelled', 'released')),
            CONSTRAINT pledges_ended_whole CHECK (
                (state IN ('cancelled', 'released')) = (ended_at IS NOT NULL AND end_reason IS NOT NULL)),
            CONSTRAINT pledges_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT pledges_investor_id_fkey FOREIGN KEY (investor_id) REFERENCES users (id),
            CONSTRAINT pledges_reward_id_fkey FOREIGN KEY (reward_id) REFERENCES rewards (id),
            CONSTRAINT pledges_dossier_hash_fkey FOREIGN KEY (dossier_hash) REFERENCES shown_dossiers (hash)
        )",
        "CREATE INDEX pledges_investor_idx ON pledges (investor_id, id)",
        "CREATE INDEX pledges_campaign_idx ON pledges (campaign_id, state, id)",
        "CREATE INDEX pledges_campaign_investor_idx ON pledges (campaign_id, investor_id)",
        "CREATE INDEX pledges_reward_idx ON pledges (reward_id, state)",
        "CREATE INDEX pledges_reserved_idx ON pledges (investor_id) WHERE state = 'reserved'",
        "CREATE TABLE payment_setups (
            id {uuid} NOT NULL CONSTRAINT payment_setups_pkey PRIMARY KEY,
            pledge_id {uuid} NOT NULL,
            attempt integer NOT NULL CONSTRAINT payment_setups_attempt_positive CHECK (attempt > 0),
            provider text NOT NULL,
            provider_id text,
            idem_key text NOT NULL CONSTRAINT payment_setups_idem_key_key UNIQUE,
            client_secret text,
            state text NOT NULL CONSTRAINT payment_setups_state_known CHECK (state IN (
                'created', 'requires_card', 'requires_action', 'succeeded', 'failed', 'canceled')),
            card_brand text,
            card_last4 text CONSTRAINT payment_setups_card_last4_length CHECK (length(card_last4) = 4),
            card_exp_month integer,
            card_exp_year integer,
            failure_code text,
            failure_text text,
            next_action {json},
            created_at {instant} NOT NULL,
            updated_at {instant} NOT NULL,
            CONSTRAINT payment_setups_pledge_id_attempt_key UNIQUE (pledge_id, attempt),
            CONSTRAINT payment_setups_provider_provider_id_key UNIQUE (provider, provider_id),
            CONSTRAINT payment_setups_known_to_provider CHECK (
                state IN ('created', 'failed', 'canceled') OR provider_id IS NOT NULL),
            CONSTRAINT payment_setups_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id)
        )",
        "CREATE INDEX payment_setups_unsent_idx ON payment_setups (created_at) WHERE state = 'created'",
    ],
    postgres: [append_only_postgres!("shown_dossiers")],
    sqlite: [append_only_sqlite!("shown_dossiers")],
);
