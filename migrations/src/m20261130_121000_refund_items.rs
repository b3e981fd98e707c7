use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "A refund may be for some of the things a pledge chose: which, and how many of each.",
    [
        "CREATE TABLE refund_items (
            refund_id {uuid} NOT NULL,
            reward_id {uuid} NOT NULL,
            quantity integer NOT NULL CONSTRAINT refund_items_quantity_positive CHECK (quantity > 0),
            CONSTRAINT refund_items_pkey PRIMARY KEY (refund_id, reward_id),
            CONSTRAINT refund_items_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refunds (id),
            CONSTRAINT refund_items_reward_id_fkey FOREIGN KEY (reward_id) REFERENCES rewards (id)
        )",
        "CREATE INDEX refund_items_reward_idx ON refund_items (reward_id)",
    ],
    postgres: [append_only_postgres!("refund_items")],
    sqlite: [append_only_sqlite!("refund_items")],
);
