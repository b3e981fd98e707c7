use crate::dialect::migration;

migration!(
    "People, their sign-ins and their roles.",
    [
        "CREATE TABLE users (
            id {uuid} NOT NULL CONSTRAINT users_pkey PRIMARY KEY,
            email text NOT NULL,
            email_canonical text NOT NULL CONSTRAINT users_email_canonical_key UNIQUE,
            display_name text NOT NULL CONSTRAINT users_display_name_present CHECK (length(display_name) > 0),
            password_hash text NOT NULL,
            locale text NOT NULL CONSTRAINT users_locale_known CHECK (locale IN ('en', 'zh-Hans')),
            created_at {instant} NOT NULL,
            version integer NOT NULL DEFAULT 1 CONSTRAINT users_version_positive CHECK (version > 0)
        )",
        "CREATE TABLE user_roles (
            user_id {uuid} NOT NULL,
            role text NOT NULL CONSTRAINT user_roles_role_known
                CHECK (role IN ('investor', 'founder', 'reviewer', 'finance', 'administrator')),
            granted_by text NOT NULL,
            granted_at {instant} NOT NULL,
            CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role),
            CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        // Only the SHA-256 of a token is kept: a stolen copy of this table opens nothing.
        "CREATE TABLE sessions (
            id {uuid} NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            token_hash text NOT NULL CONSTRAINT sessions_token_hash_key UNIQUE
                CONSTRAINT sessions_token_hash_sha256 CHECK (length(token_hash) = 64),
            kind text NOT NULL CONSTRAINT sessions_kind_known CHECK (kind IN ('cookie', 'bearer')),
            label text,
            user_agent text,
            created_at {instant} NOT NULL,
            last_seen_at {instant} NOT NULL,
            expires_at {instant} NOT NULL CONSTRAINT sessions_expires_later CHECK (expires_at > created_at),
            revoked_at {instant},
            CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE INDEX sessions_user_id_idx ON sessions (user_id, last_seen_at) WHERE revoked_at IS NULL",
        "CREATE INDEX sessions_expires_at_idx ON sessions (expires_at)",
    ],
);
