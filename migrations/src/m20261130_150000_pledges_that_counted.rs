use crate::dialect::migration;

migration!(
    "The pledges to a campaign that count or counted, in the order in which they were placed: the list of its founder.",
    ["CREATE INDEX pledges_counted_idx ON pledges (campaign_id, id) WHERE committed_at IS NOT NULL",],
);
