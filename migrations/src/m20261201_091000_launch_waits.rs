use crate::dialect::migration;

migration!(
    "That founders were told why their scheduled campaigns wait.",
    [
        "CREATE TABLE campaign_launch_waits (
            campaign_id {uuid} NOT NULL,
            starts_at {instant} NOT NULL,
            reason text NOT NULL CONSTRAINT campaign_launch_waits_reason_known CHECK (reason IN ('owner_unproven', 'right_lost', 'rule_refused')),
            told_at {instant} NOT NULL,
            CONSTRAINT campaign_launch_waits_pkey PRIMARY KEY (campaign_id, starts_at, reason),
            CONSTRAINT campaign_launch_waits_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
    ],
);
