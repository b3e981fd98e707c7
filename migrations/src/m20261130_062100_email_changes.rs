use crate::dialect::migration;

migration!(
    "Changes of mail addresses: asked for, confirmed by the new address, and held back for a time in which the old one \
     can take them back. One at a time for each person.",
    [
        "CREATE TABLE email_changes (
            id {uuid} NOT NULL CONSTRAINT email_changes_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            email text NOT NULL,
            email_canonical text NOT NULL,
            old_email text NOT NULL,
            session_id {uuid} NOT NULL,
            asked_at {instant} NOT NULL,
            held_until {instant} NOT NULL CONSTRAINT email_changes_held_until_later CHECK (held_until >= asked_at),
            expires_at {instant} NOT NULL CONSTRAINT email_changes_expires_later CHECK (expires_at > asked_at),
            confirmed_at {instant},
            ended_at {instant},
            outcome text CONSTRAINT email_changes_outcome_known CHECK (
                outcome IN ('taken', 'replaced', 'cancelled', 'withdrawn', 'expired', 'refused')),
            CONSTRAINT email_changes_ended_whole CHECK ((ended_at IS NULL) = (outcome IS NULL)),
            CONSTRAINT email_changes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE UNIQUE INDEX email_changes_user_id_key ON email_changes (user_id) WHERE ended_at IS NULL",
    ],
);
