use crate::dialect::migration;

migration!(
    "Notifications: what people are told of what concerns them, and the mail that says the same. The facts are kept as \
     they stood; the words are made when they are read, in the reader's language.",
    [
        "CREATE TABLE notifications (
            id {uuid} NOT NULL CONSTRAINT notifications_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            kind text NOT NULL CONSTRAINT notifications_kind_present CHECK (length(kind) > 0),
            campaign_id {uuid},
            pledge_id {uuid},
            payout_id {uuid},
            patent_id {uuid},
            facts {json} NOT NULL,
            dedupe_key text NOT NULL,
            made_at {instant} NOT NULL,
            read_at {instant},
            CONSTRAINT notifications_user_id_dedupe_key_key UNIQUE (user_id, dedupe_key),
            CONSTRAINT notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
            CONSTRAINT notifications_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT notifications_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id),
            CONSTRAINT notifications_payout_id_fkey FOREIGN KEY (payout_id) REFERENCES payouts (id),
            CONSTRAINT notifications_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX notifications_user_idx ON notifications (user_id, id)",
        "CREATE INDEX notifications_unread_idx ON notifications (user_id, id) WHERE read_at IS NULL",
        // No address is kept here: it is asked for when the mail is sent, so that a changed one counts.
        "CREATE TABLE mails (
            id {uuid} NOT NULL CONSTRAINT mails_pkey PRIMARY KEY,
            notification_id {uuid} NOT NULL CONSTRAINT mails_notification_id_key UNIQUE,
            state text NOT NULL CONSTRAINT mails_state_known CHECK (state IN ('queued', 'sent', 'failed')),
            attempts integer NOT NULL DEFAULT 0 CONSTRAINT mails_attempts_not_negative CHECK (attempts >= 0),
            queued_at {instant} NOT NULL,
            asked_at {instant},
            finished_at {instant},
            last_error text,
            CONSTRAINT mails_finished_whole CHECK ((state = 'queued') = (finished_at IS NULL)),
            CONSTRAINT mails_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notifications (id)
        )",
        "CREATE INDEX mails_queued_idx ON mails (queued_at) WHERE state = 'queued'",
    ],
);
