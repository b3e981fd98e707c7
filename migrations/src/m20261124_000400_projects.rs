use crate::dialect::migration;

migration!(
    "Projects, campaigns, rewards, reviews, and what discovery filters and sorts by.",
    [
        "CREATE TABLE projects (
            id {uuid} NOT NULL CONSTRAINT projects_pkey PRIMARY KEY,
            founder_id {uuid} NOT NULL,
            title {json} NOT NULL,
            field text NOT NULL CONSTRAINT projects_field_known CHECK (field IN (
                'energy_storage', 'medical_devices', 'robotics', 'semiconductors', 'new_materials', 'agriculture',
                'water_treatment', 'optics', 'aerospace', 'software_ai', 'other')),
            country text CONSTRAINT projects_country_code CHECK (length(country) = 2),
            created_at {instant} NOT NULL,
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT projects_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id)
        )",
        "CREATE INDEX projects_founder_idx ON projects (founder_id, id)",
        // Story, risks and team stand in campaign_texts and the words to search by in campaign_search:
        // a pledge rewrites this row, so it is kept small and free of full-text indexes.
        "CREATE TABLE campaigns (
            id {uuid} NOT NULL CONSTRAINT campaigns_pkey PRIMARY KEY,
            project_id {uuid} NOT NULL,
            founder_id {uuid} NOT NULL,
            slug text NOT NULL CONSTRAINT campaigns_slug_key UNIQUE,
            state text NOT NULL CONSTRAINT campaigns_state_known CHECK (state IN (
                'draft', 'in_review', 'changes_requested', 'approved', 'scheduled', 'live', 'paused', 'collecting',
                'grace', 'shortfall_decision', 'funded', 'finance_review', 'paying', 'completed', 'failed',
                'cancelled', 'suspended')),
            stage text NOT NULL CONSTRAINT campaigns_stage_known CHECK (stage IN (
                'hidden', 'upcoming', 'open', 'succeeded', 'failed', 'stopped')),
            pause_reason text CONSTRAINT campaigns_pause_reason_known CHECK (pause_reason IN ('ip_claim', 'staff')),
            field text NOT NULL CONSTRAINT campaigns_field_known CHECK (field IN (
                'energy_storage', 'medical_devices', 'robotics', 'semiconductors', 'new_materials', 'agriculture',
                'water_treatment', 'optics', 'aerospace', 'software_ai', 'other')),
            country text CONSTRAINT campaigns_country_code CHECK (length(country) = 2),
            currency text NOT NULL CONSTRAINT campaigns_currency_code CHECK (length(currency) = 3),
            goal_minor bigint CONSTRAINT campaigns_goal_minor_positive CHECK (goal_minor > 0),
            title {json} NOT NULL,
            blurb {json} NOT NULL,
            cover text NOT NULL,
            zone text NOT NULL,
            starts_at {instant},
            duration_days integer CONSTRAINT campaigns_duration_days_range CHECK (duration_days BETWEEN 1 AND 60),
            deadline_local text,
            deadline_at {instant},
            created_at {instant} NOT NULL,
            submitted_at {instant},
            listed_at {instant} NOT NULL,
            launched_at {instant},
            ended_at {instant},
            pledged_minor bigint NOT NULL DEFAULT 0
                CONSTRAINT campaigns_pledged_minor_not_negative CHECK (pledged_minor >= 0),
            investor_count bigint NOT NULL DEFAULT 0
                CONSTRAINT campaigns_investor_count_not_negative CHECK (investor_count >= 0),
            funded_bps bigint NOT NULL DEFAULT 0,
            raised_weight bigint NOT NULL DEFAULT 0,
            dossier_hash text,
            patent_count integer NOT NULL DEFAULT 0,
            in_force_count integer NOT NULL DEFAULT 0,
            patent_standing text NOT NULL DEFAULT 'unknown' CONSTRAINT campaigns_patent_standing_known CHECK (
                patent_standing IN ('strong', 'mixed', 'pending', 'weak', 'unknown')),
            earliest_expiry {date},
            standing_rank bigint NOT NULL DEFAULT 0,
            is_sample boolean NOT NULL DEFAULT false,
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT campaigns_launched_has_terms CHECK (
                launched_at IS NULL OR (goal_minor IS NOT NULL AND dossier_hash IS NOT NULL)),
            CONSTRAINT campaigns_live_has_deadline CHECK (
                state <> 'live' OR (launched_at IS NOT NULL AND deadline_at IS NOT NULL)),
            CONSTRAINT campaigns_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id),
            CONSTRAINT campaigns_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id)
        )",
        "CREATE INDEX campaigns_project_idx ON campaigns (project_id)",
        "CREATE INDEX campaigns_founder_idx ON campaigns (founder_id, id)",
        // One per order of discovery: a list walks one of them and stops after its page.
        "CREATE INDEX campaigns_newest_idx ON campaigns (stage, listed_at, id)",
        "CREATE INDEX campaigns_ending_idx ON campaigns (stage, deadline_at, id)",
        "CREATE INDEX campaigns_raised_idx ON campaigns (stage, raised_weight, id)",
        "CREATE INDEX campaigns_funded_idx ON campaigns (stage, funded_bps, id)",
        "CREATE INDEX campaigns_standing_idx ON campaigns (stage, standing_rank, id)",
        "CREATE INDEX campaigns_field_idx ON campaigns (stage, field, listed_at, id)",
        // The sweeps and the reviewers' queue.
        "CREATE INDEX campaigns_due_idx ON campaigns (deadline_at) WHERE state = 'live'",
        "CREATE INDEX campaigns_starting_idx ON campaigns (starts_at) WHERE state = 'scheduled'",
        "CREATE INDEX campaigns_review_idx ON campaigns (submitted_at, id) WHERE state = 'in_review'",
        "CREATE TABLE campaign_texts (
            campaign_id {uuid} NOT NULL CONSTRAINT campaign_texts_pkey PRIMARY KEY,
            story {json} NOT NULL,
            risks {json} NOT NULL,
            team {json} NOT NULL,
            CONSTRAINT campaign_texts_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE TABLE campaign_patents (
            campaign_id {uuid} NOT NULL,
            patent_id {uuid} NOT NULL,
            position integer NOT NULL,
            added_at {instant} NOT NULL,
            active boolean NOT NULL DEFAULT false,
            office text NOT NULL,
            legal_status text NOT NULL CONSTRAINT campaign_patents_legal_status_known CHECK (legal_status IN (
                'filed', 'published', 'under_examination', 'allowed', 'in_force', 'refused', 'withdrawn', 'abandoned',
                'lapsed', 'expired', 'surrendered', 'revoked', 'unknown')),
            right_type text NOT NULL,
            expires_on {date},
            CONSTRAINT campaign_patents_pkey PRIMARY KEY (campaign_id, patent_id),
            CONSTRAINT campaign_patents_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT campaign_patents_patent_id_fkey FOREIGN KEY (patent_id) REFERENCES patents (id)
        )",
        "CREATE INDEX campaign_patents_patent_idx ON campaign_patents (patent_id, campaign_id)",
        "CREATE INDEX campaign_patents_facts_idx ON campaign_patents (office, legal_status, campaign_id)",
        "CREATE INDEX campaign_patents_status_idx ON campaign_patents (legal_status, campaign_id)",
        // A right stands behind one unfinished campaign at a time.
        "CREATE UNIQUE INDEX campaign_patents_patent_id_key ON campaign_patents (patent_id) WHERE active",
        // The IPC symbols of a campaign's patents, padded as in WIPO ST.8 so that a prefix is a prefix.
        "CREATE TABLE campaign_ipc (
            campaign_id {uuid} NOT NULL,
            symbol text NOT NULL,
            subclass text NOT NULL,
            CONSTRAINT campaign_ipc_pkey PRIMARY KEY (campaign_id, symbol),
            CONSTRAINT campaign_ipc_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE INDEX campaign_ipc_subclass_idx ON campaign_ipc (subclass, campaign_id)",
        "CREATE TABLE rewards (
            id {uuid} NOT NULL CONSTRAINT rewards_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            title {json} NOT NULL,
            description {json} NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT rewards_amount_minor_positive CHECK (amount_minor > 0),
            limit_quantity integer CONSTRAINT rewards_limit_quantity_not_negative CHECK (limit_quantity >= 0),
            claimed integer NOT NULL DEFAULT 0 CONSTRAINT rewards_claimed_not_negative CHECK (claimed >= 0),
            deliver_on {date},
            position integer NOT NULL,
            retired_at {instant},
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT rewards_claimed_within_limit CHECK (limit_quantity IS NULL OR claimed <= limit_quantity),
            CONSTRAINT rewards_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE INDEX rewards_campaign_idx ON rewards (campaign_id, position)",
        "CREATE TABLE campaign_reviews (
            id {uuid} NOT NULL CONSTRAINT campaign_reviews_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            opened_at {instant} NOT NULL,
            reviewer_id {uuid},
            claimed_at {instant},
            decided_at {instant},
            decision text CONSTRAINT campaign_reviews_decision_known CHECK (
                decision IN ('approved', 'changes_requested', 'withdrawn')),
            note text,
            CONSTRAINT campaign_reviews_decided_whole CHECK ((decided_at IS NULL) = (decision IS NULL)),
            CONSTRAINT campaign_reviews_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT campaign_reviews_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES users (id)
        )",
        "CREATE UNIQUE INDEX campaign_reviews_campaign_id_key ON campaign_reviews (campaign_id) WHERE decided_at IS NULL",
        "CREATE INDEX campaign_reviews_campaign_idx ON campaign_reviews (campaign_id, opened_at)",
    ],
    postgres: [
        // Space beside each row, so that totals can be rewritten in place.
        "ALTER TABLE campaigns SET (fillfactor = 80)",
        // Some statuses are rare at some offices: known together, a rare pair is looked up instead of
        // met by chance on a walk through every campaign.
        "CREATE STATISTICS campaign_patents_facts_stats (dependencies, mcv) ON office, legal_status FROM campaign_patents",
        // The words are cut by the program, so that both engines find the same; no parser cuts them again.
        "CREATE TABLE campaign_search (
            row_no integer GENERATED BY DEFAULT AS IDENTITY CONSTRAINT campaign_search_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL CONSTRAINT campaign_search_campaign_id_key UNIQUE,
            search_text text NOT NULL,
            search_vector tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search_text, ' '))) STORED,
            CONSTRAINT campaign_search_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE INDEX campaign_search_vector_idx ON campaign_search USING gin (search_vector)",
    ],
    sqlite: [
        // An integer key of its own: the row numbers of a table without one may change by VACUUM.
        "CREATE TABLE campaign_search (
            row_no integer NOT NULL CONSTRAINT campaign_search_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL CONSTRAINT campaign_search_campaign_id_key UNIQUE,
            search_text text NOT NULL,
            CONSTRAINT campaign_search_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE VIRTUAL TABLE campaign_fts USING fts5(
            search_text, content='campaign_search', content_rowid='row_no', tokenize='unicode61 remove_diacritics 0')",
        "CREATE TRIGGER campaign_search_insert AFTER INSERT ON campaign_search BEGIN
            INSERT INTO campaign_fts (rowid, search_text) VALUES (new.row_no, new.search_text); END",
        "CREATE TRIGGER campaign_search_delete AFTER DELETE ON campaign_search BEGIN
            INSERT INTO campaign_fts (campaign_fts, rowid, search_text) VALUES ('delete', old.row_no, old.search_text); END",
        "CREATE TRIGGER campaign_search_update AFTER UPDATE ON campaign_search BEGIN
            INSERT INTO campaign_fts (campaign_fts, rowid, search_text) VALUES ('delete', old.row_no, old.search_text);
            INSERT INTO campaign_fts (rowid, search_text) VALUES (new.row_no, new.search_text); END",
    ],
);
