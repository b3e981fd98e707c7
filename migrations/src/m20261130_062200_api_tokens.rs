use crate::dialect::migration;

migration!(
    "Tokens by which programs act for people: with an end, for a part of what the person may do. Only the SHA-256 of a \
     token is kept, and its beginning, by which its owner knows it again.",
    [
        "CREATE TABLE api_tokens (
            id {uuid} NOT NULL CONSTRAINT api_tokens_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            token_hash text NOT NULL CONSTRAINT api_tokens_token_hash_key UNIQUE
                CONSTRAINT api_tokens_token_hash_sha256 CHECK (length(token_hash) = 64),
            beginning text NOT NULL CONSTRAINT api_tokens_beginning_short CHECK (length(beginning) <= 12),
            name text NOT NULL CONSTRAINT api_tokens_name_present CHECK (length(name) > 0),
            scopes text NOT NULL CONSTRAINT api_tokens_scopes_present CHECK (length(scopes) > 0),
            created_at {instant} NOT NULL,
            expires_at {instant} NOT NULL CONSTRAINT api_tokens_expires_later CHECK (expires_at > created_at),
            last_used_at {instant},
            revoked_at {instant},
            CONSTRAINT api_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE INDEX api_tokens_user_id_idx ON api_tokens (user_id) WHERE revoked_at IS NULL",
        "CREATE INDEX api_tokens_expires_at_idx ON api_tokens (expires_at)",
    ],
);
