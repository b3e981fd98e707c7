use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "Rewards may share a stock, things may be chosen beside them, and what each pledge chose is kept with its price. What a pledge chose before stands as one item; a reward that nobody held may have become dearer since, but nothing cost more than was promised.",
    [
        "CREATE TABLE reward_pools (
            id {uuid} NOT NULL CONSTRAINT reward_pools_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            name {json} NOT NULL,
            limit_quantity integer CONSTRAINT reward_pools_limit_quantity_not_negative CHECK (limit_quantity >= 0),
            claimed integer NOT NULL DEFAULT 0 CONSTRAINT reward_pools_claimed_not_negative CHECK (claimed >= 0),
            position integer NOT NULL,
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT reward_pools_claimed_within_limit CHECK (limit_quantity IS NULL OR claimed <= limit_quantity),
            CONSTRAINT reward_pools_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE INDEX reward_pools_campaign_idx ON reward_pools (campaign_id, position)",
        "ALTER TABLE rewards ADD COLUMN kind text NOT NULL DEFAULT 'reward'
            CONSTRAINT rewards_kind_known CHECK (kind IN ('reward', 'add_on'))",
        "ALTER TABLE rewards ADD COLUMN pool_id {uuid} CONSTRAINT rewards_pool_id_fkey REFERENCES reward_pools (id)",
        "ALTER TABLE rewards ADD COLUMN per_pledge_limit integer NOT NULL DEFAULT 1
            CONSTRAINT rewards_per_pledge_limit_positive CHECK (per_pledge_limit > 0)",
        // The ids of the rewards an add-on is offered with; absent is all of them, and none.
        "ALTER TABLE rewards ADD COLUMN offered_with {json}",
        "CREATE INDEX rewards_pool_idx ON rewards (pool_id)",
        "CREATE TABLE pledge_items (
            pledge_id {uuid} NOT NULL,
            version bigint NOT NULL,
            reward_id {uuid} NOT NULL,
            quantity integer NOT NULL CONSTRAINT pledge_items_quantity_positive CHECK (quantity > 0),
            unit_minor bigint NOT NULL CONSTRAINT pledge_items_unit_minor_positive CHECK (unit_minor > 0),
            currency text NOT NULL CONSTRAINT pledge_items_currency_code CHECK (length(currency) = 3),
            CONSTRAINT pledge_items_pkey PRIMARY KEY (pledge_id, version, reward_id),
            CONSTRAINT pledge_items_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id),
            CONSTRAINT pledge_items_reward_id_fkey FOREIGN KEY (reward_id) REFERENCES rewards (id)
        )",
        "CREATE INDEX pledge_items_reward_idx ON pledge_items (reward_id)",
        "ALTER TABLE pledges ADD COLUMN items_version bigint",
        "ALTER TABLE pledge_adjustments ADD COLUMN items_before bigint",
        "ALTER TABLE pledge_adjustments ADD COLUMN items_after bigint",
        "INSERT INTO pledge_items (pledge_id, version, reward_id, quantity, unit_minor, currency)
         SELECT p.id, p.version, p.reward_id, 1,
            CASE WHEN r.amount_minor < p.amount_minor THEN r.amount_minor ELSE p.amount_minor END, p.currency
         FROM pledges p JOIN rewards r ON r.id = p.reward_id",
        "UPDATE pledges SET items_version = version WHERE reward_id IS NOT NULL",
    ],
    postgres: [append_only_postgres!("pledge_items")],
    sqlite: [append_only_sqlite!("pledge_items")],
);
