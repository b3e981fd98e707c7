use crate::dialect::migration;

migration!(
    "Verification of people and companies: one row for each round. What was stated, what the screening found and what the \
     reviewer wrote are sealed with the person's own key.",
    [
        "CREATE TABLE verifications (
            id {uuid} NOT NULL CONSTRAINT verifications_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            kind text NOT NULL CONSTRAINT verifications_kind_known CHECK (kind IN ('person', 'company')),
            state text NOT NULL CONSTRAINT verifications_state_known CHECK (state IN (
                'unsubmitted', 'submitted', 'approved', 'refused', 'expired')),
            facts {bytes} NOT NULL,
            screening {bytes},
            is_flagged boolean NOT NULL DEFAULT false,
            created_at {instant} NOT NULL,
            submitted_at {instant},
            waiting_since {instant},
            reviewer_id {uuid},
            claimed_at {instant},
            decided_at {instant},
            reason text,
            note {bytes},
            expires_at {instant},
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT verifications_submitted_waits CHECK (state <> 'submitted' OR (
                submitted_at IS NOT NULL AND waiting_since IS NOT NULL)),
            CONSTRAINT verifications_approved_ends CHECK (state <> 'approved' OR (
                decided_at IS NOT NULL AND expires_at IS NOT NULL)),
            CONSTRAINT verifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
            CONSTRAINT verifications_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES users (id)
        )",
        "CREATE INDEX verifications_user_idx ON verifications (user_id, id)",
        // One round of a kind under way, one that holds.
        "CREATE UNIQUE INDEX verifications_user_id_kind_key ON verifications (user_id, kind)
            WHERE state IN ('unsubmitted', 'submitted')",
        "CREATE INDEX verifications_waiting_idx ON verifications (waiting_since, id) WHERE waiting_since IS NOT NULL",
        "CREATE INDEX verifications_ending_idx ON verifications (expires_at) WHERE state = 'approved'",
        "CREATE TABLE verification_documents (
            verification_id {uuid} NOT NULL,
            file_id {uuid} NOT NULL,
            kind text NOT NULL CONSTRAINT verification_documents_kind_known CHECK (kind IN (
                'identity', 'registration', 'authority', 'owners')),
            attached_at {instant} NOT NULL,
            CONSTRAINT verification_documents_pkey PRIMARY KEY (verification_id, file_id),
            CONSTRAINT verification_documents_file_id_key UNIQUE (file_id),
            CONSTRAINT verification_documents_verification_id_fkey FOREIGN KEY (verification_id) REFERENCES verifications (id),
            CONSTRAINT verification_documents_file_id_fkey FOREIGN KEY (file_id) REFERENCES files (id)
        )",
    ],
);
