use crate::dialect::migration;

migration!(
    "Disputes: charges that their payers contest at the bank, and what was handed in against that.",
    [
        // Contested or lost money is not kept, however the campaign stands.
        "ALTER TABLE settlements ADD COLUMN disputed_minor bigint NOT NULL DEFAULT 0
            CONSTRAINT settlements_disputed_minor_not_negative CHECK (disputed_minor >= 0)",
        "CREATE TABLE disputes (
            id {uuid} NOT NULL CONSTRAINT disputes_pkey PRIMARY KEY,
            attempt_id {uuid} NOT NULL,
            pledge_id {uuid} NOT NULL,
            campaign_id {uuid} NOT NULL,
            provider text NOT NULL,
            provider_id text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT disputes_amount_minor_positive CHECK (amount_minor > 0),
            counted_minor bigint NOT NULL CONSTRAINT disputes_counted_minor_range
                CHECK (counted_minor BETWEEN 0 AND amount_minor),
            currency text NOT NULL CONSTRAINT disputes_currency_code CHECK (length(currency) = 3),
            reason text NOT NULL,
            state text NOT NULL CONSTRAINT disputes_state_known CHECK (state IN (
                'warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review',
                'won', 'lost')),
            is_withdrawn boolean NOT NULL,
            fee_minor bigint,
            fee_currency text,
            evidence_due_at {instant},
            evidence {json},
            evidence_by text,
            evidence_at {instant},
            opened_at {instant} NOT NULL,
            closed_at {instant},
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT disputes_provider_provider_id_key UNIQUE (provider, provider_id),
            CONSTRAINT disputes_fee_whole CHECK ((fee_minor IS NULL) = (fee_currency IS NULL)),
            CONSTRAINT disputes_evidence_whole CHECK ((evidence IS NULL) = (evidence_at IS NULL)),
            CONSTRAINT disputes_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES payment_attempts (id),
            CONSTRAINT disputes_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id),
            CONSTRAINT disputes_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE INDEX disputes_pledge_idx ON disputes (pledge_id)",
        "CREATE INDEX disputes_attempt_idx ON disputes (attempt_id)",
        "CREATE INDEX disputes_campaign_idx ON disputes (campaign_id, opened_at)",
        "CREATE INDEX disputes_open_idx ON disputes (evidence_due_at) WHERE closed_at IS NULL",
    ],
);
