use crate::dialect::migration;

migration!(
    "What rights share with others of their family: a family's number, numbers of members, a common parent. Two campaigns must \
     not raise money with one invention. It follows from the evidence and is written with each assessment.",
    [
        "CREATE TABLE patent_family_keys (
            patent_id {uuid} NOT NULL,
            family_key text NOT NULL,
            CONSTRAINT patent_family_keys_pkey PRIMARY KEY (patent_id, family_key),
            CONSTRAINT patent_family_keys_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX patent_family_keys_key_idx ON patent_family_keys (family_key, patent_id)",
    ],
);
