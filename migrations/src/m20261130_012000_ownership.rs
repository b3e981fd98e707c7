use crate::dialect::migration;

migration!(
    "The ownership gate: what each right of a campaign shows of its owner, and the documents by which founders claim what the \
     register does not say. A claim is decided by somebody who is not the founder.",
    [
        "ALTER TABLE campaign_patents ADD COLUMN owner_match text CONSTRAINT campaign_patents_owner_match_known CHECK (
            owner_match IN ('exact', 'normalised', 'other_party', 'unknown'))",
        "ALTER TABLE campaign_patents ADD COLUMN owner_proof text CONSTRAINT campaign_patents_owner_proof_known CHECK (
            owner_proof IN ('register', 'document'))",
        "CREATE TABLE ownership_claims (
            id {uuid} NOT NULL CONSTRAINT ownership_claims_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            patent_id {uuid} NOT NULL,
            founder_id {uuid} NOT NULL,
            kind text NOT NULL CONSTRAINT ownership_claims_kind_known CHECK (kind IN ('assignment', 'licence')),
            counterparty text NOT NULL CONSTRAINT ownership_claims_counterparty_present CHECK (length(counterparty) > 0),
            dated_on {date} NOT NULL,
            file_id {uuid} NOT NULL CONSTRAINT ownership_claims_file_id_key UNIQUE,
            state text NOT NULL CONSTRAINT ownership_claims_state_known CHECK (state IN (
                'submitted', 'approved', 'refused', 'withdrawn')),
            submitted_at {instant} NOT NULL,
            reviewer_id {uuid},
            claimed_at {instant},
            decided_at {instant},
            reason text CONSTRAINT ownership_claims_reason_known CHECK (reason IN (
                'unreadable', 'other_right', 'other_party', 'not_in_force', 'no_right_to_fund', 'other')),
            note text,
            CONSTRAINT ownership_claims_decided_whole CHECK ((state = 'submitted') = (decided_at IS NULL)),
            CONSTRAINT ownership_claims_reviewer_other CHECK (reviewer_id <> founder_id),
            CONSTRAINT ownership_claims_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT ownership_claims_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT ownership_claims_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id),
            CONSTRAINT ownership_claims_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES users (id),
            CONSTRAINT ownership_claims_file_id_fkey FOREIGN KEY (file_id) REFERENCES files (id)
        )",
        "CREATE UNIQUE INDEX ownership_claims_campaign_id_patent_id_key ON ownership_claims (campaign_id, patent_id)
            WHERE state IN ('submitted', 'approved')",
        "CREATE INDEX ownership_claims_waiting_idx ON ownership_claims (submitted_at, id) WHERE state = 'submitted'",
    ],
);
