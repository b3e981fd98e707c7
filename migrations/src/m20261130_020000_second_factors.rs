use crate::dialect::migration;

migration!(
    "Second factors: codes of an authenticator, recovery codes, sign-ins that wait for one; and when a person last proved \
     to be there, which acts on money and rights ask for.",
    [
        // The seed is sealed with the installation's key: a copy of the database alone makes no codes.
        "CREATE TABLE second_factors (
            user_id {uuid} NOT NULL CONSTRAINT second_factors_pkey PRIMARY KEY,
            sealed_seed {bytes} NOT NULL,
            made_at {instant} NOT NULL,
            confirmed_at {instant},
            last_step bigint,
            CONSTRAINT second_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE TABLE recovery_codes (
            id {uuid} NOT NULL CONSTRAINT recovery_codes_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            code_hash text NOT NULL CONSTRAINT recovery_codes_code_hash_sha256 CHECK (length(code_hash) = 64),
            made_at {instant} NOT NULL,
            used_at {instant},
            CONSTRAINT recovery_codes_user_id_code_hash_key UNIQUE (user_id, code_hash),
            CONSTRAINT recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE TABLE sign_in_challenges (
            id {uuid} NOT NULL CONSTRAINT sign_in_challenges_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            token_hash text NOT NULL CONSTRAINT sign_in_challenges_token_hash_key UNIQUE
                CONSTRAINT sign_in_challenges_token_hash_sha256 CHECK (length(token_hash) = 64),
            kind text NOT NULL CONSTRAINT sign_in_challenges_kind_known CHECK (kind IN ('cookie', 'bearer')),
            label text,
            user_agent text,
            tries integer NOT NULL DEFAULT 0 CONSTRAINT sign_in_challenges_tries_not_negative CHECK (tries >= 0),
            made_at {instant} NOT NULL,
            expires_at {instant} NOT NULL CONSTRAINT sign_in_challenges_expires_later CHECK (expires_at > made_at),
            ended_at {instant},
            CONSTRAINT sign_in_challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE INDEX sign_in_challenges_user_id_idx ON sign_in_challenges (user_id) WHERE ended_at IS NULL",
        "CREATE INDEX sign_in_challenges_expires_at_idx ON sign_in_challenges (expires_at)",
        // Sign-ins from before were proved when they were made.
        "ALTER TABLE sessions ADD COLUMN proved_at {instant}",
    ],
);
