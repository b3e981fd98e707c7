use crate::dialect::migration;

migration!(
    "Questions to the founder of a campaign, their answers, and readers' reports of them. What is hidden is kept.",
    [
        "CREATE TABLE campaign_questions (
            id {uuid} NOT NULL CONSTRAINT campaign_questions_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            asker_id {uuid} NOT NULL,
            body text NOT NULL CONSTRAINT campaign_questions_body_present CHECK (length(body) > 0),
            asked_at {instant} NOT NULL,
            answer text,
            answered_by {uuid},
            answered_at {instant},
            answer_edited_at {instant},
            hidden_at {instant},
            hidden_by {uuid},
            hidden_reason text,
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT campaign_questions_answer_whole CHECK (
                (answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)
                AND (answer_edited_at IS NULL OR answer IS NOT NULL)),
            CONSTRAINT campaign_questions_hidden_whole CHECK (
                (hidden_at IS NULL) = (hidden_by IS NULL) AND (hidden_at IS NULL) = (hidden_reason IS NULL)),
            CONSTRAINT campaign_questions_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT campaign_questions_asker_id_fkey FOREIGN KEY (asker_id) REFERENCES users (id),
            CONSTRAINT campaign_questions_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES users (id),
            CONSTRAINT campaign_questions_hidden_by_fkey FOREIGN KEY (hidden_by) REFERENCES users (id)
        )",
        "CREATE INDEX campaign_questions_campaign_idx ON campaign_questions (campaign_id, id)",
        "CREATE INDEX campaign_questions_open_idx ON campaign_questions (campaign_id, id)
            WHERE answer IS NULL AND hidden_at IS NULL",
        "CREATE INDEX campaign_questions_asker_idx ON campaign_questions (asker_id, asked_at)",
        "CREATE TABLE question_reports (
            id {uuid} NOT NULL CONSTRAINT question_reports_pkey PRIMARY KEY,
            question_id {uuid} NOT NULL,
            reporter_id {uuid} NOT NULL,
            reason text NOT NULL CONSTRAINT question_reports_reason_known CHECK (reason IN (
                'spam', 'abuse', 'personal_data', 'ip_claim', 'misleading', 'other')),
            note text,
            reported_at {instant} NOT NULL,
            decided_at {instant},
            decided_by {uuid},
            decision text CONSTRAINT question_reports_decision_known CHECK (decision IN ('hidden', 'dismissed')),
            CONSTRAINT question_reports_question_id_reporter_id_key UNIQUE (question_id, reporter_id),
            CONSTRAINT question_reports_decided_whole CHECK (
                (decided_at IS NULL) = (decision IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
            CONSTRAINT question_reports_question_id_fkey FOREIGN KEY (question_id) REFERENCES campaign_questions (id),
            CONSTRAINT question_reports_reporter_id_fkey FOREIGN KEY (reporter_id) REFERENCES users (id),
            CONSTRAINT question_reports_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users (id)
        )",
        "CREATE INDEX question_reports_open_idx ON question_reports (question_id) WHERE decided_at IS NULL",
        "CREATE INDEX question_reports_reporter_idx ON question_reports (reporter_id, reported_at)",
    ],
);
