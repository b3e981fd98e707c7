use crate::dialect::migration;

migration!(
    "From which network somebody signed in, and from what they signed in before: a sign-in from something new is told by \
     mail. Of a device only a hash is kept.",
    [
        "ALTER TABLE sessions ADD COLUMN network text",
        "CREATE TABLE known_devices (
            user_id {uuid} NOT NULL,
            device_hash text NOT NULL CONSTRAINT known_devices_device_hash_sha256 CHECK (length(device_hash) = 64),
            first_seen_at {instant} NOT NULL,
            last_seen_at {instant} NOT NULL,
            CONSTRAINT known_devices_pkey PRIMARY KEY (user_id, device_hash),
            CONSTRAINT known_devices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE INDEX known_devices_last_seen_at_idx ON known_devices (last_seen_at)",
    ],
);
