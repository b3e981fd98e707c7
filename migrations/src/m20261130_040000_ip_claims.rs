use crate::dialect::migration;

migration!(
    "Claims of third parties against campaigns, and the pauses of campaigns as rows: a deadline moves by exactly what they add \
     up to. How a claimant can be reached is sealed with the claimant's key.",
    [
        "ALTER TABLE campaigns ADD COLUMN paused_at {instant}",
        "CREATE TABLE ip_claims (
            id {uuid} NOT NULL CONSTRAINT ip_claims_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            founder_id {uuid} NOT NULL,
            claimant_id {uuid} NOT NULL,
            kind text NOT NULL CONSTRAINT ip_claims_kind_known CHECK (kind IN (
                'patent', 'design', 'trade_mark', 'copyright', 'trade_secret', 'other')),
            patent_id {uuid},
            claimed_right text NOT NULL CONSTRAINT ip_claims_claimed_right_present CHECK (length(claimed_right) > 0),
            holder text NOT NULL CONSTRAINT ip_claims_holder_present CHECK (length(holder) > 0),
            statement text NOT NULL CONSTRAINT ip_claims_statement_present CHECK (length(statement) > 0),
            evidence text,
            file_id {uuid} CONSTRAINT ip_claims_file_id_key UNIQUE,
            contact_sealed {bytes} NOT NULL,
            state text NOT NULL CONSTRAINT ip_claims_state_known CHECK (state IN (
                'submitted', 'inquiry', 'answered', 'dismissed', 'rejected', 'upheld', 'withdrawn', 'moot')),
            filed_at {instant} NOT NULL,
            reviewer_id {uuid},
            claimed_at {instant},
            inquiry_at {instant},
            answer_until {instant},
            answer text,
            answer_file_id {uuid} CONSTRAINT ip_claims_answer_file_id_key UNIQUE,
            answered_at {instant},
            decided_at {instant},
            reason text CONSTRAINT ip_claims_reason_known CHECK (reason IN (
                'no_right_shown', 'not_theirs', 'not_used', 'not_in_force', 'campaign_over', 'other')),
            note text,
            CONSTRAINT ip_claims_claimant_other CHECK (claimant_id <> founder_id),
            CONSTRAINT ip_claims_reviewer_other CHECK (reviewer_id <> founder_id AND reviewer_id <> claimant_id),
            CONSTRAINT ip_claims_inquiry_whole CHECK ((inquiry_at IS NULL) = (answer_until IS NULL)),
            CONSTRAINT ip_claims_answer_whole CHECK ((answer IS NULL) = (answered_at IS NULL)
                AND (answer IS NULL OR inquiry_at IS NOT NULL)),
            CONSTRAINT ip_claims_decided_whole CHECK (
                (state IN ('submitted', 'inquiry', 'answered')) = (decided_at IS NULL)),
            CONSTRAINT ip_claims_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT ip_claims_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id),
            CONSTRAINT ip_claims_claimant_id_fkey FOREIGN KEY (claimant_id) REFERENCES users (id),
            CONSTRAINT ip_claims_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT ip_claims_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES users (id),
            CONSTRAINT ip_claims_file_id_fkey FOREIGN KEY (file_id) REFERENCES files (id),
            CONSTRAINT ip_claims_answer_file_id_fkey FOREIGN KEY (answer_file_id) REFERENCES files (id)
        )",
        "CREATE UNIQUE INDEX ip_claims_campaign_id_claimant_id_key ON ip_claims (campaign_id, claimant_id)
            WHERE state IN ('submitted', 'inquiry', 'answered')",
        "CREATE INDEX ip_claims_open_idx ON ip_claims (filed_at, id) WHERE state IN ('submitted', 'inquiry', 'answered')",
        "CREATE INDEX ip_claims_silent_idx ON ip_claims (answer_until) WHERE state = 'inquiry'",
        "CREATE INDEX ip_claims_campaign_idx ON ip_claims (campaign_id, id)",
        "CREATE INDEX ip_claims_claimant_idx ON ip_claims (claimant_id, filed_at)",
        "CREATE TABLE campaign_pauses (
            id {uuid} NOT NULL CONSTRAINT campaign_pauses_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            reason text NOT NULL CONSTRAINT campaign_pauses_reason_known CHECK (reason IN ('ip_claim', 'staff')),
            claim_id {uuid},
            started_at {instant} NOT NULL,
            ended_at {instant},
            CONSTRAINT campaign_pauses_claim_named CHECK ((reason = 'ip_claim') = (claim_id IS NOT NULL)),
            CONSTRAINT campaign_pauses_order CHECK (ended_at >= started_at),
            CONSTRAINT campaign_pauses_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT campaign_pauses_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES ip_claims (id)
        )",
        "CREATE UNIQUE INDEX campaign_pauses_campaign_id_key ON campaign_pauses (campaign_id) WHERE ended_at IS NULL",
        "CREATE INDEX campaign_pauses_campaign_idx ON campaign_pauses (campaign_id, started_at)",
    ],
);
