use crate::dialect::migration;

migration!(
    "How far the payment provider's own list of events was read: the safety net below its messages.",
    ["CREATE TABLE provider_cursors (
            provider text NOT NULL CONSTRAINT provider_cursors_pkey PRIMARY KEY,
            read_until {instant} NOT NULL,
            updated_at {instant} NOT NULL
        )",],
);
