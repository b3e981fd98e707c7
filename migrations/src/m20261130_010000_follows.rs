use crate::dialect::migration;

migration!(
    "Follows: who wants to be told of a campaign, a founder or a patent right. The secret stands in the link by which a mail \
     lets its reader end it without signing in.",
    [
        "CREATE TABLE follows (
            id {uuid} NOT NULL CONSTRAINT follows_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            kind text NOT NULL CONSTRAINT follows_kind_known CHECK (kind IN ('campaign', 'founder', 'patent')),
            campaign_id {uuid},
            founder_id {uuid},
            patent_id {uuid},
            secret text NOT NULL CONSTRAINT follows_secret_key UNIQUE,
            followed_at {instant} NOT NULL,
            CONSTRAINT follows_one_thing CHECK (
                (kind = 'campaign') = (campaign_id IS NOT NULL) AND (kind = 'founder') = (founder_id IS NOT NULL)
                AND (kind = 'patent') = (patent_id IS NOT NULL)),
            CONSTRAINT follows_campaign_id_user_id_key UNIQUE (campaign_id, user_id),
            CONSTRAINT follows_founder_id_user_id_key UNIQUE (founder_id, user_id),
            CONSTRAINT follows_patent_id_user_id_key UNIQUE (patent_id, user_id),
            CONSTRAINT follows_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
            CONSTRAINT follows_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT follows_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id),
            CONSTRAINT follows_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX follows_user_idx ON follows (user_id, id)",
        // Of which deadlines it was told that they come near: an extended one is another.
        "CREATE TABLE campaign_reminders (
            campaign_id {uuid} NOT NULL,
            deadline_at {instant} NOT NULL,
            told_at {instant} NOT NULL,
            CONSTRAINT campaign_reminders_pkey PRIMARY KEY (campaign_id, deadline_at),
            CONSTRAINT campaign_reminders_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
    ],
);
