use crate::dialect::migration;

migration!(
    "Documents of CNIPA that people hand in for rights whose register no program may ask. What was stated and the hash of the \
     file are kept as they were handed in; somebody else decides.",
    [
        "CREATE TABLE patent_documents (
            id {uuid} NOT NULL CONSTRAINT patent_documents_pkey PRIMARY KEY,
            patent_id {uuid} NOT NULL,
            submitted_by {uuid} NOT NULL,
            kind text NOT NULL CONSTRAINT patent_documents_kind_known CHECK (kind IN ('register_extract', 'fee_receipt')),
            stated {json} NOT NULL,
            file_id {uuid} NOT NULL CONSTRAINT patent_documents_file_id_key UNIQUE,
            file_sha256 text NOT NULL CONSTRAINT patent_documents_file_sha256_length CHECK (length(file_sha256) = 64),
            state text NOT NULL CONSTRAINT patent_documents_state_known CHECK (state IN (
                'submitted', 'approved', 'refused', 'withdrawn')),
            submitted_at {instant} NOT NULL,
            reviewer_id {uuid},
            claimed_at {instant},
            decided_at {instant},
            reason text CONSTRAINT patent_documents_reason_known CHECK (reason IN (
                'unreadable', 'other_right', 'says_otherwise', 'not_of_the_office', 'too_old', 'other')),
            note text,
            CONSTRAINT patent_documents_decided_whole CHECK ((state = 'submitted') = (decided_at IS NULL)),
            CONSTRAINT patent_documents_refused_with_reason CHECK ((state = 'refused') = (reason IS NOT NULL)),
            CONSTRAINT patent_documents_reviewer_other CHECK (reviewer_id <> submitted_by),
            CONSTRAINT patent_documents_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id),
            CONSTRAINT patent_documents_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES users (id),
            CONSTRAINT patent_documents_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES users (id),
            CONSTRAINT patent_documents_file_id_fkey FOREIGN KEY (file_id) REFERENCES files (id)
        )",
        "CREATE INDEX patent_documents_waiting_idx ON patent_documents (submitted_at, id) WHERE state = 'submitted'",
        "CREATE INDEX patent_documents_submitted_by_idx ON patent_documents (submitted_by, patent_id)",
    ],
);
