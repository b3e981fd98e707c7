use crate::dialect::migration;

migration!(
    "Refunds: money given back to the card it came from, in part or whole, each with its reason.",
    [
        "CREATE TABLE refunds (
            id {uuid} NOT NULL CONSTRAINT refunds_pkey PRIMARY KEY,
            attempt_id {uuid} NOT NULL,
            pledge_id {uuid} NOT NULL,
            campaign_id {uuid} NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT refunds_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT refunds_currency_code CHECK (length(currency) = 3),
            reason text NOT NULL CONSTRAINT refunds_reason_known CHECK (reason IN (
                'campaign_failed', 'investor_request', 'not_delivered', 'duplicate', 'fraud', 'patent_changed', 'goodwill',
                'at_provider')),
            bearer text NOT NULL CONSTRAINT refunds_bearer_known CHECK (bearer IN ('platform', 'founder')),
            note text,
            requested_by text NOT NULL,
            requested_at {instant} NOT NULL,
            state text NOT NULL CONSTRAINT refunds_state_known CHECK (state IN (
                'requested', 'sent', 'succeeded', 'failed', 'manual')),
            provider text NOT NULL,
            provider_id text,
            idem_key text NOT NULL CONSTRAINT refunds_idem_key_key UNIQUE,
            asked_at {instant},
            failure_code text,
            failure_text text,
            finished_at {instant},
            CONSTRAINT refunds_provider_provider_id_key UNIQUE (provider, provider_id),
            CONSTRAINT refunds_finished_whole CHECK ((state IN ('requested', 'sent')) = (finished_at IS NULL)),
            CONSTRAINT refunds_manual_has_note CHECK (state <> 'manual' OR note IS NOT NULL),
            CONSTRAINT refunds_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES payment_attempts (id),
            CONSTRAINT refunds_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id),
            CONSTRAINT refunds_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE INDEX refunds_pledge_idx ON refunds (pledge_id)",
        "CREATE INDEX refunds_attempt_idx ON refunds (attempt_id)",
        "CREATE INDEX refunds_campaign_idx ON refunds (campaign_id, requested_at)",
        "CREATE INDEX refunds_open_idx ON refunds (requested_at) WHERE state IN ('requested', 'sent', 'failed')",
    ],
);
