use crate::dialect::migration;

migration!(
    "Past campaigns of other platforms, shown as comparables, and the runs that imported them.",
    [
        "CREATE TABLE import_runs (
            id {uuid} NOT NULL CONSTRAINT import_runs_pkey PRIMARY KEY,
            file_sha256 text NOT NULL,
            mapping text NOT NULL,
            state text NOT NULL CONSTRAINT import_runs_state_known CHECK (state IN ('running', 'interrupted', 'done')),
            next_line bigint NOT NULL,
            report {json} NOT NULL,
            started_at {instant} NOT NULL,
            updated_at {instant} NOT NULL,
            CONSTRAINT import_runs_file_sha256_mapping_key UNIQUE (file_sha256, mapping)
        )",
        "CREATE TABLE import_refusals (
            import_id {uuid} NOT NULL,
            line bigint NOT NULL,
            reason text NOT NULL,
            raw text NOT NULL,
            CONSTRAINT import_refusals_pkey PRIMARY KEY (import_id, line),
            CONSTRAINT import_refusals_import_id_fkey FOREIGN KEY (import_id) REFERENCES import_runs (id)
        )",
        "CREATE TABLE historical_campaigns (
            id {uuid} NOT NULL CONSTRAINT historical_campaigns_pkey PRIMARY KEY,
            source text NOT NULL,
            source_id text NOT NULL,
            name text NOT NULL,
            category text NOT NULL,
            main_category text NOT NULL,
            currency text NOT NULL CONSTRAINT historical_campaigns_currency_code CHECK (length(currency) = 3),
            goal_minor bigint NOT NULL
                CONSTRAINT historical_campaigns_goal_minor_not_negative CHECK (goal_minor >= 0),
            pledged_minor bigint NOT NULL
                CONSTRAINT historical_campaigns_pledged_minor_not_negative CHECK (pledged_minor >= 0),
            state text NOT NULL CONSTRAINT historical_campaigns_state_known CHECK (state IN (
                'successful', 'failed', 'cancelled', 'suspended', 'live', 'undefined')),
            backers bigint NOT NULL CONSTRAINT historical_campaigns_backers_not_negative CHECK (backers >= 0),
            country text NOT NULL CONSTRAINT historical_campaigns_country_code CHECK (length(country) = 2),
            launched_at {instant} NOT NULL,
            deadline_on {date} NOT NULL,
            usd_goal_minor bigint,
            usd_pledged_minor bigint,
            row_hash text NOT NULL,
            import_id {uuid} NOT NULL,
            CONSTRAINT historical_campaigns_source_source_id_key UNIQUE (source, source_id),
            CONSTRAINT historical_campaigns_import_id_fkey FOREIGN KEY (import_id) REFERENCES import_runs (id)
        )",
        // Nearest goals of a category: two short walks of this index, one up and one down.
        "CREATE INDEX historical_campaigns_nearest_idx ON historical_campaigns (main_category, usd_goal_minor, id)",
    ],
);
