use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "Updates: what a founder tells of a campaign. A published one may be bettered, and what it said before is kept.",
    [
        "CREATE TABLE campaign_updates (
            id {uuid} NOT NULL CONSTRAINT campaign_updates_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            author_id {uuid} NOT NULL,
            number integer CONSTRAINT campaign_updates_number_positive CHECK (number > 0),
            state text NOT NULL CONSTRAINT campaign_updates_state_known CHECK (state IN ('draft', 'scheduled', 'published')),
            audience text NOT NULL CONSTRAINT campaign_updates_audience_known CHECK (audience IN ('everyone', 'backers')),
            title {json} NOT NULL,
            body {json} NOT NULL,
            created_at {instant} NOT NULL,
            publish_at {instant},
            published_at {instant},
            edited_at {instant},
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT campaign_updates_campaign_id_number_key UNIQUE (campaign_id, number),
            CONSTRAINT campaign_updates_published_whole CHECK (
                (state = 'published') = (published_at IS NOT NULL) AND (state = 'published') = (number IS NOT NULL)),
            CONSTRAINT campaign_updates_scheduled_whole CHECK ((state = 'scheduled') = (publish_at IS NOT NULL)),
            CONSTRAINT campaign_updates_edited_after CHECK (edited_at IS NULL OR published_at IS NOT NULL),
            CONSTRAINT campaign_updates_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT campaign_updates_author_id_fkey FOREIGN KEY (author_id) REFERENCES users (id)
        )",
        "CREATE INDEX campaign_updates_unpublished_idx ON campaign_updates (campaign_id, id) WHERE state <> 'published'",
        "CREATE INDEX campaign_updates_due_idx ON campaign_updates (publish_at) WHERE state = 'scheduled'",
        "CREATE TABLE campaign_update_versions (
            update_id {uuid} NOT NULL,
            version bigint NOT NULL,
            title {json} NOT NULL,
            body {json} NOT NULL,
            replaced_at {instant} NOT NULL,
            CONSTRAINT campaign_update_versions_pkey PRIMARY KEY (update_id, version),
            CONSTRAINT campaign_update_versions_update_id_fkey FOREIGN KEY (update_id) REFERENCES campaign_updates (id)
        )",
    ],
    postgres: [append_only_postgres!("campaign_update_versions")],
    sqlite: [append_only_sqlite!("campaign_update_versions")],
);
