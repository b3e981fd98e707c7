use crate::dialect::migration;

migration!(
    "Whether mail to a person's address reaches them, and the links that are mailed to find out: each works once, for a \
     short time. Accounts from before have not been asked; they confirm like new ones.",
    [
        "ALTER TABLE users ADD COLUMN email_confirmed_at {instant}",
        // Only the SHA-256 of a link's secret is kept: a stolen copy of this table opens nothing.
        "CREATE TABLE account_links (
            id {uuid} NOT NULL CONSTRAINT account_links_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            purpose text NOT NULL CONSTRAINT account_links_purpose_present CHECK (length(purpose) > 0),
            token_hash text NOT NULL CONSTRAINT account_links_token_hash_key UNIQUE
                CONSTRAINT account_links_token_hash_sha256 CHECK (length(token_hash) = 64),
            made_at {instant} NOT NULL,
            expires_at {instant} NOT NULL CONSTRAINT account_links_expires_later CHECK (expires_at > made_at),
            used_at {instant},
            CONSTRAINT account_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE INDEX account_links_user_id_idx ON account_links (user_id, purpose) WHERE used_at IS NULL",
        "CREATE INDEX account_links_expires_at_idx ON account_links (expires_at)",
    ],
);
