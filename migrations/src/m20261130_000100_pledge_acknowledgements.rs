use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "What an investor said to know of before pledging: the grave risks of the patents, as they were shown. It is evidence.",
    [
        "CREATE TABLE pledge_acknowledgements (
            pledge_id {uuid} NOT NULL,
            pledge_version bigint NOT NULL,
            risks_hash text NOT NULL,
            risks {json} NOT NULL,
            acknowledged_at {instant} NOT NULL,
            CONSTRAINT pledge_acknowledgements_pkey PRIMARY KEY (pledge_id, pledge_version),
            CONSTRAINT pledge_acknowledgements_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id)
        )",
    ],
    postgres: [append_only_postgres!("pledge_acknowledgements")],
    sqlite: [append_only_sqlite!("pledge_acknowledgements")],
);
