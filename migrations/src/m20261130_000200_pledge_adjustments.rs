use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "A pledge may be changed while its campaign takes pledges: what it was and what it became. It is evidence, and what the books refer to.",
    [
        "CREATE TABLE pledge_adjustments (
            id {uuid} NOT NULL CONSTRAINT pledge_adjustments_pkey PRIMARY KEY,
            pledge_id {uuid} NOT NULL,
            currency text NOT NULL CONSTRAINT pledge_adjustments_currency_code CHECK (length(currency) = 3),
            before_minor bigint NOT NULL CONSTRAINT pledge_adjustments_before_minor_positive CHECK (before_minor > 0),
            after_minor bigint NOT NULL CONSTRAINT pledge_adjustments_after_minor_positive CHECK (after_minor > 0),
            reward_before {uuid},
            reward_after {uuid},
            dossier_before text NOT NULL,
            dossier_after text NOT NULL,
            adjusted_at {instant} NOT NULL,
            CONSTRAINT pledge_adjustments_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id),
            CONSTRAINT pledge_adjustments_reward_before_fkey FOREIGN KEY (reward_before) REFERENCES rewards (id),
            CONSTRAINT pledge_adjustments_reward_after_fkey FOREIGN KEY (reward_after) REFERENCES rewards (id),
            CONSTRAINT pledge_adjustments_dossier_before_fkey FOREIGN KEY (dossier_before) REFERENCES shown_dossiers (hash),
            CONSTRAINT pledge_adjustments_dossier_after_fkey FOREIGN KEY (dossier_after) REFERENCES shown_dossiers (hash)
        )",
        "CREATE INDEX pledge_adjustments_pledge_idx ON pledge_adjustments (pledge_id, id)",
        "CREATE INDEX pledge_adjustments_reward_before_idx ON pledge_adjustments (reward_before)",
        "CREATE INDEX pledge_adjustments_reward_after_idx ON pledge_adjustments (reward_after)",
        "CREATE INDEX pledge_adjustments_dossier_before_idx ON pledge_adjustments (dossier_before)",
        "CREATE INDEX pledge_adjustments_dossier_after_idx ON pledge_adjustments (dossier_after)",
    ],
    postgres: [append_only_postgres!("pledge_adjustments")],
    sqlite: [append_only_sqlite!("pledge_adjustments")],
);
