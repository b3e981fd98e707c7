use crate::dialect::migration;

migration!(
    "What a dispute counts for changes when a refund of the same charge fails after it, or is heard of after it. Each change is an entry in the books of its own, found by the dispute.",
    [
        "CREATE TABLE dispute_recounts (
            id {uuid} NOT NULL CONSTRAINT dispute_recounts_pkey PRIMARY KEY,
            dispute_id {uuid} NOT NULL,
            minor bigint NOT NULL CONSTRAINT dispute_recounts_minor_not_zero CHECK (minor <> 0),
            recounted_at {instant} NOT NULL,
            CONSTRAINT dispute_recounts_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes (id)
        )",
        "CREATE INDEX dispute_recounts_dispute_idx ON dispute_recounts (dispute_id)",
    ],
);
