use crate::dialect::migration;

migration!(
    "Mails that are kept instead of sent, where no mail server is set: for development and demonstration.",
    ["CREATE TABLE captured_mails (
            id {uuid} NOT NULL CONSTRAINT captured_mails_pkey PRIMARY KEY,
            message_id text NOT NULL CONSTRAINT captured_mails_message_id_key UNIQUE,
            recipient text NOT NULL,
            subject text NOT NULL,
            text text NOT NULL,
            html text NOT NULL,
            locale text NOT NULL CONSTRAINT captured_mails_locale_known CHECK (locale IN ('en', 'zh-Hans')),
            captured_at {instant} NOT NULL
        )",],
);
