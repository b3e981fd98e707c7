use crate::dialect::migration;

migration!(
    "Fingerprints of the master keys that data is sealed with, so that a start with another key is refused. \
     A key that is being replaced stays until everything was sealed anew.",
    ["CREATE TABLE installation_keys (
            fingerprint text NOT NULL CONSTRAINT installation_keys_pkey PRIMARY KEY,
            since {instant} NOT NULL,
            retired_at {instant},
            CONSTRAINT installation_keys_fingerprint_whole CHECK (length(fingerprint) = 16)
        )",],
);
