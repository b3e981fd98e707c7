use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "How closely rights were watched when: what was shown as stale on a day can be told later.",
    [
        "CREATE TABLE patent_tiers (
            id {uuid} NOT NULL CONSTRAINT patent_tiers_pkey PRIMARY KEY,
            patent_id {uuid} NOT NULL,
            tier text NOT NULL CONSTRAINT patent_tiers_tier_known CHECK (tier IN ('hot', 'warm', 'cool', 'cold')),
            since {instant} NOT NULL,
            CONSTRAINT patent_tiers_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX patent_tiers_newest_idx ON patent_tiers (patent_id, since, id)",
        // Of each right only the newest is known of the time before; a right's own id is used once.
        "INSERT INTO patent_tiers (id, patent_id, tier, since) SELECT patent_id, patent_id, tier, updated_at FROM patent_watch",
    ],
    postgres: [append_only_postgres!("patent_tiers")],
    sqlite: [append_only_sqlite!("patent_tiers")],
);
