use crate::dialect::migration;

migration!(
    "Files: what people upload, whom it was shown to, and the keys their personal data is sealed with. The bytes stand in the \
     object store, sealed; the name is sealed too, for names of files say who somebody is.",
    [
        "CREATE TABLE person_keys (
            user_id {uuid} NOT NULL CONSTRAINT person_keys_pkey PRIMARY KEY,
            wrapped {bytes} NOT NULL,
            created_at {instant} NOT NULL,
            CONSTRAINT person_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE TABLE files (
            id {uuid} NOT NULL CONSTRAINT files_pkey PRIMARY KEY,
            owner_id {uuid} NOT NULL,
            state text NOT NULL CONSTRAINT files_state_known CHECK (state IN ('arriving', 'staged', 'kept', 'leaving')),
            media_type text NOT NULL CONSTRAINT files_media_type_known CHECK (
                media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'image/webp')),
            name {bytes} NOT NULL,
            byte_size bigint NOT NULL CONSTRAINT files_byte_size_positive CHECK (byte_size > 0),
            sha256 text NOT NULL CONSTRAINT files_sha256_whole CHECK (length(sha256) = 64),
            subject text,
            uploaded_at {instant} NOT NULL,
            kept_at {instant},
            CONSTRAINT files_kept_whole CHECK ((state = 'kept') = (subject IS NOT NULL AND kept_at IS NOT NULL)),
            CONSTRAINT files_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id)
        )",
        "CREATE INDEX files_owner_idx ON files (owner_id, state)",
        "CREATE INDEX files_unclaimed_idx ON files (uploaded_at) WHERE state <> 'kept'",
        "CREATE TABLE file_grants (
            file_id {uuid} NOT NULL,
            user_id {uuid} NOT NULL,
            granted_at {instant} NOT NULL,
            CONSTRAINT file_grants_pkey PRIMARY KEY (file_id, user_id),
            CONSTRAINT file_grants_file_id_fkey FOREIGN KEY (file_id) REFERENCES files (id),
            CONSTRAINT file_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE TABLE file_accesses (
            id {uuid} NOT NULL CONSTRAINT file_accesses_pkey PRIMARY KEY,
            file_id {uuid} NOT NULL,
            user_id {uuid} NOT NULL,
            at {instant} NOT NULL,
            CONSTRAINT file_accesses_file_id_fkey FOREIGN KEY (file_id) REFERENCES files (id),
            CONSTRAINT file_accesses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE INDEX file_accesses_file_idx ON file_accesses (file_id, id)",
    ],
);
