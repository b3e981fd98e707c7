use crate::dialect::migration;

migration!(
    "What discovery needs to filter by kind, end and risk of a right, and to sort by the latter two.",
    [
        // Not known until the projection is rebuilt, which is also done once a day.
        "ALTER TABLE campaign_patents ADD COLUMN level text
            CONSTRAINT campaign_patents_level_known CHECK (level IN ('green', 'notice', 'alert', 'lost'))",
        // The worst level of a campaign's rights by its place in that order.
        "ALTER TABLE campaigns ADD COLUMN level_rank bigint
            CONSTRAINT campaigns_level_rank_range CHECK (level_rank BETWEEN 0 AND 3)",
        "CREATE INDEX campaign_patents_type_idx ON campaign_patents (right_type, campaign_id)",
        "CREATE INDEX campaign_patents_expiry_idx ON campaign_patents (expires_on, campaign_id)",
        // Two ways round, because a campaign without such a day comes last both ways.
        "CREATE INDEX campaigns_expiring_first_idx ON campaigns (stage, COALESCE(earliest_expiry, '9999-12-31'), id)",
        "CREATE INDEX campaigns_expiring_last_idx ON campaigns (stage, COALESCE(earliest_expiry, '0001-01-01'), id)",
        "CREATE INDEX campaigns_risk_idx ON campaigns (stage, COALESCE(level_rank, 4), id)",
    ],
);
