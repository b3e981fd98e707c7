use crate::dialect::migration;

migration!(
    "What people ask about their own data: an export of everything, and the erasure of their account. One export is made and \
     one erasure waits at a time. What is taken out of the search index of SQLite is overwritten in it.",
    [
        "CREATE TABLE privacy_exports (
            id {uuid} NOT NULL CONSTRAINT privacy_exports_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            state text NOT NULL CONSTRAINT privacy_exports_state_known CHECK (state IN ('waiting', 'ready', 'over')),
            asked_at {instant} NOT NULL,
            made_at {instant},
            expires_at {instant},
            byte_size bigint CONSTRAINT privacy_exports_byte_size_positive CHECK (byte_size > 0),
            sha256 text CONSTRAINT privacy_exports_sha256_whole CHECK (length(sha256) = 64),
            CONSTRAINT privacy_exports_made_whole CHECK (
                (state = 'waiting') = (made_at IS NULL) AND (made_at IS NULL) = (expires_at IS NULL)
                AND (made_at IS NULL) = (byte_size IS NULL) AND (made_at IS NULL) = (sha256 IS NULL)),
            CONSTRAINT privacy_exports_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE UNIQUE INDEX privacy_exports_user_id_key ON privacy_exports (user_id) WHERE state = 'waiting'",
        "CREATE INDEX privacy_exports_user_idx ON privacy_exports (user_id, id)",
        "CREATE INDEX privacy_exports_ending_idx ON privacy_exports (expires_at) WHERE state = 'ready'",
        "CREATE TABLE erasures (
            id {uuid} NOT NULL CONSTRAINT erasures_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            state text NOT NULL CONSTRAINT erasures_state_known CHECK (state IN ('waiting', 'withdrawn', 'done')),
            asked_at {instant} NOT NULL,
            due_at {instant} NOT NULL CONSTRAINT erasures_due_at_later CHECK (due_at >= asked_at),
            held_at {instant},
            told_at {instant},
            ended_at {instant},
            CONSTRAINT erasures_ended_whole CHECK ((state = 'waiting') = (ended_at IS NULL)),
            CONSTRAINT erasures_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE UNIQUE INDEX erasures_user_id_key ON erasures (user_id) WHERE state = 'waiting'",
    ],
    sqlite: ["INSERT INTO campaign_fts (campaign_fts, rank) VALUES ('secure-delete', 1)"],
);
