use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "Material changes: a campaign's patents changed, and those who pledged are asked to confirm. What they answered is evidence.",
    [
        // The hold beside a campaign's state.
        "ALTER TABLE campaigns ADD COLUMN held_at {instant}",
        "CREATE INDEX campaigns_held_idx ON campaigns (held_at) WHERE held_at IS NOT NULL",
        "CREATE TABLE material_changes (
            id {uuid} NOT NULL CONSTRAINT material_changes_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            founder_id {uuid} NOT NULL,
            severity text NOT NULL CONSTRAINT material_changes_severity_known CHECK (severity IN ('major', 'minor')),
            scope text NOT NULL CONSTRAINT material_changes_scope_known CHECK (scope IN ('reconfirm', 'payout', 'inform')),
            state text NOT NULL CONSTRAINT material_changes_state_known CHECK (state IN (
                'opened', 'notified', 'reconfirming', 'closed')),
            outcome text CONSTRAINT material_changes_outcome_known CHECK (outcome IN (
                'answered', 'informed', 'superseded', 'reclassified', 'campaign_over')),
            dossier_hash text NOT NULL,
            opened_at {instant} NOT NULL,
            notified_at {instant},
            reconfirm_until {instant},
            deadline_before {instant},
            closed_at {instant},
            reclassified_at {instant},
            reason text,
            reclassified_from {uuid},
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT material_changes_closed_whole CHECK (
                (state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (outcome IS NOT NULL)),
            CONSTRAINT material_changes_reconfirm_has_end CHECK (scope <> 'reconfirm' OR reconfirm_until IS NOT NULL),
            CONSTRAINT material_changes_inform_is_minor CHECK ((scope = 'inform') = (severity = 'minor')),
            CONSTRAINT material_changes_reclassified_has_reason CHECK (
                reclassified_at IS NULL OR reason IS NOT NULL),
            CONSTRAINT material_changes_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT material_changes_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id),
            CONSTRAINT material_changes_dossier_hash_fkey FOREIGN KEY (dossier_hash) REFERENCES shown_dossiers (hash),
            CONSTRAINT material_changes_reclassified_from_fkey FOREIGN KEY (reclassified_from) REFERENCES material_changes (id)
        )",
        // One at a time: what follows joins the clock of a new one.
        "CREATE UNIQUE INDEX material_changes_campaign_id_key ON material_changes (campaign_id)
            WHERE state <> 'closed' AND severity = 'major'",
        "CREATE INDEX material_changes_campaign_idx ON material_changes (campaign_id, opened_at)",
        "CREATE INDEX material_changes_founder_idx ON material_changes (founder_id)",
        "CREATE INDEX material_changes_dossier_idx ON material_changes (dossier_hash)",
        "CREATE UNIQUE INDEX material_changes_reclassified_from_key ON material_changes (reclassified_from)",
        "CREATE INDEX material_changes_open_idx ON material_changes (opened_at) WHERE state <> 'closed'",
        "CREATE TABLE material_change_causes (
            change_id {uuid} NOT NULL,
            patent_id {uuid} NOT NULL,
            kind text NOT NULL,
            detail text NOT NULL,
            severity text NOT NULL CONSTRAINT material_change_causes_severity_known CHECK (severity IN ('major', 'minor')),
            happened_on {date},
            assessment_id {uuid} NOT NULL,
            told_at {instant} NOT NULL,
            CONSTRAINT material_change_causes_pkey PRIMARY KEY (change_id, patent_id, kind, detail),
            CONSTRAINT material_change_causes_change_id_fkey FOREIGN KEY (change_id) REFERENCES material_changes (id),
            CONSTRAINT material_change_causes_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX material_change_causes_assessment_idx ON material_change_causes (assessment_id)",
        "CREATE INDEX material_change_causes_patent_idx ON material_change_causes (patent_id)",
        "CREATE TABLE reconfirmations (
            change_id {uuid} NOT NULL,
            pledge_id {uuid} NOT NULL,
            charged boolean NOT NULL,
            asked_at {instant} NOT NULL,
            answer text CONSTRAINT reconfirmations_answer_known CHECK (answer IN ('kept', 'declined', 'silent', 'withdrawn')),
            answered_at {instant},
            dossier_hash text,
            CONSTRAINT reconfirmations_pkey PRIMARY KEY (change_id, pledge_id),
            CONSTRAINT reconfirmations_answered_whole CHECK ((answer IS NULL) = (answered_at IS NULL)),
            CONSTRAINT reconfirmations_kept_has_dossier CHECK (answer <> 'kept' OR dossier_hash IS NOT NULL),
            CONSTRAINT reconfirmations_change_id_fkey FOREIGN KEY (change_id) REFERENCES material_changes (id),
            CONSTRAINT reconfirmations_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id),
            CONSTRAINT reconfirmations_dossier_hash_fkey FOREIGN KEY (dossier_hash) REFERENCES shown_dossiers (hash)
        )",
        "CREATE INDEX reconfirmations_pledge_idx ON reconfirmations (pledge_id, asked_at)",
        "CREATE INDEX reconfirmations_dossier_idx ON reconfirmations (dossier_hash)",
        "CREATE INDEX reconfirmations_open_idx ON reconfirmations (change_id, pledge_id) WHERE answer IS NULL",
    ],
    postgres: [
        append_only_postgres!("material_change_causes"),
        "CREATE FUNCTION reconfirmations_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'an answer is never changed' USING CONSTRAINT = 'reconfirmations_answered_once', ERRCODE = '23514'; END $$",
        "CREATE TRIGGER reconfirmations_answered_once BEFORE UPDATE ON reconfirmations FOR EACH ROW
            WHEN (OLD.answer IS NOT NULL) EXECUTE FUNCTION reconfirmations_answered_once()",
        "CREATE TRIGGER reconfirmations_kept BEFORE DELETE ON reconfirmations FOR EACH ROW
            EXECUTE FUNCTION reconfirmations_answered_once()",
        "ALTER TABLE pledges DROP CONSTRAINT pledges_end_reason_known",
        "ALTER TABLE pledges ADD CONSTRAINT pledges_end_reason_known CHECK (end_reason IN (
            'by_investor', 'expired', 'campaign_closed', 'campaign_failed', 'campaign_cancelled', 'not_reconfirmed'))",
    ],
    // One more word in a CHECK touches no row: the migration of collecting says why it is done so.
    sqlite: [
        append_only_sqlite!("material_change_causes"),
        "CREATE TRIGGER reconfirmations_answered_once BEFORE UPDATE ON reconfirmations FOR EACH ROW WHEN OLD.answer IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'reconfirmations_answered_once'); END",
        "CREATE TRIGGER reconfirmations_kept BEFORE DELETE ON reconfirmations FOR EACH ROW
            BEGIN SELECT RAISE(ABORT, 'reconfirmations_answered_once'); END",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, '''campaign_failed'', ''campaign_cancelled'')', '''campaign_failed'', ''campaign_cancelled'', ''not_reconfirmed'')')
            WHERE type = 'table' AND name = 'pledges'",
        "PRAGMA writable_schema = RESET",
        "DROP INDEX reconfirmations_dossier_idx",
        "CREATE INDEX reconfirmations_dossier_idx ON reconfirmations (dossier_hash)",
    ],
);
