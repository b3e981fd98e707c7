use crate::dialect::{append_only_postgres, append_only_sqlite, migration};

migration!(
    "Regimes: the law a campaign raises money under, and a pledge was placed under; the licences of the platform; what is stated of \
     an offering and of its issuer; what investors declare, sealed; what a commitment was judged by. All but the two columns is \
     evidence and never changes: licences are confirmed and withdrawn, declarations decided on, by rows beside them.",
    [
        "ALTER TABLE campaigns ADD COLUMN regime text NOT NULL DEFAULT 'reward'
            CONSTRAINT campaigns_regime_known CHECK (regime IN ('reward', 'reg_cf', 'ecspr', 'cn_private'))",
        "ALTER TABLE pledges ADD COLUMN regime text NOT NULL DEFAULT 'reward'
            CONSTRAINT pledges_regime_known CHECK (regime IN ('reward', 'reg_cf', 'ecspr', 'cn_private'))",
        "ALTER TABLE settlements ADD COLUMN regime text NOT NULL DEFAULT 'reward'
            CONSTRAINT settlements_regime_known CHECK (regime IN ('reward', 'reg_cf', 'ecspr', 'cn_private'))",
        "CREATE INDEX settlements_regulated_idx ON settlements (closed_at, campaign_id) WHERE regime <> 'reward'",
        "CREATE TABLE escrow_movements (
            campaign_id {uuid} NOT NULL,
            number integer NOT NULL,
            kind text NOT NULL CONSTRAINT escrow_movements_kind_known CHECK (kind IN ('hold', 'return', 'release')),
            amount_minor bigint NOT NULL CONSTRAINT escrow_movements_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL,
            movement_key text NOT NULL CONSTRAINT escrow_movements_movement_key_key UNIQUE,
            ordered_at {instant} NOT NULL,
            CONSTRAINT escrow_movements_pkey PRIMARY KEY (campaign_id, number),
            CONSTRAINT escrow_movements_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES settlements (campaign_id)
        )",
        "CREATE TABLE escrow_answers (
            campaign_id {uuid} NOT NULL,
            number integer NOT NULL,
            done boolean NOT NULL,
            reason text,
            answered_at {instant} NOT NULL,
            CONSTRAINT escrow_answers_pkey PRIMARY KEY (campaign_id, number),
            CONSTRAINT escrow_answers_reason_of_refusal CHECK (done = (reason IS NULL)),
            CONSTRAINT escrow_answers_movement_fkey FOREIGN KEY (campaign_id, number)
                REFERENCES escrow_movements (campaign_id, number)
        )",
        "CREATE INDEX pledges_regulated_investor_idx ON pledges (investor_id, regime) WHERE regime <> 'reward'",
        "CREATE INDEX campaigns_regulated_founder_idx ON campaigns (founder_id, regime) WHERE regime <> 'reward'",
        "CREATE TABLE regime_licences (
            id {uuid} NOT NULL CONSTRAINT regime_licences_pkey PRIMARY KEY,
            regime text NOT NULL CONSTRAINT regime_licences_regime_regulated CHECK (regime IN ('reg_cf', 'ecspr', 'cn_private')),
            holder text NOT NULL CONSTRAINT regime_licences_holder_present CHECK (length(holder) > 0),
            authority text NOT NULL CONSTRAINT regime_licences_authority_present CHECK (length(authority) > 0),
            number text NOT NULL CONSTRAINT regime_licences_number_present CHECK (length(number) > 0),
            valid_from {date} NOT NULL,
            valid_until {date},
            document_id {uuid},
            reference text NOT NULL CONSTRAINT regime_licences_reference_present CHECK (length(reference) > 0),
            entered_by {uuid} NOT NULL,
            entered_at {instant} NOT NULL,
            CONSTRAINT regime_licences_order CHECK (valid_until >= valid_from),
            CONSTRAINT regime_licences_document_id_fkey FOREIGN KEY (document_id) REFERENCES files (id),
            CONSTRAINT regime_licences_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES users (id)
        )",
        "CREATE TABLE regime_licence_acts (
            licence_id {uuid} NOT NULL,
            act text NOT NULL CONSTRAINT regime_licence_acts_act_known CHECK (act IN ('confirmed', 'withdrawn')),
            entered_by {uuid} NOT NULL,
            done_by {uuid} NOT NULL,
            done_at {instant} NOT NULL,
            reason text,
            CONSTRAINT regime_licence_acts_pkey PRIMARY KEY (licence_id, act),
            CONSTRAINT regime_licence_acts_four_eyes CHECK (act <> 'confirmed' OR done_by <> entered_by),
            CONSTRAINT regime_licence_acts_reason_of_withdrawal CHECK ((act = 'withdrawn') = (reason IS NOT NULL)),
            CONSTRAINT regime_licence_acts_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES regime_licences (id),
            CONSTRAINT regime_licence_acts_done_by_fkey FOREIGN KEY (done_by) REFERENCES users (id)
        )",
        "CREATE TABLE regime_offerings (
            campaign_id {uuid} NOT NULL,
            version integer NOT NULL,
            security text NOT NULL,
            currency text NOT NULL,
            unit_price_minor bigint NOT NULL CONSTRAINT regime_offerings_unit_price_minor_positive CHECK (unit_price_minor > 0),
            method text NOT NULL CONSTRAINT regime_offerings_method_known CHECK (method IN ('none', 'first_come', 'pro_rata', 'other')),
            maximum_minor bigint,
            platform_pay_bps integer NOT NULL,
            stated_by {uuid} NOT NULL,
            stated_at {instant} NOT NULL,
            CONSTRAINT regime_offerings_pkey PRIMARY KEY (campaign_id, version),
            CONSTRAINT regime_offerings_maximum_of_method CHECK ((method = 'none') = (maximum_minor IS NULL)),
            CONSTRAINT regime_offerings_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT regime_offerings_stated_by_fkey FOREIGN KEY (stated_by) REFERENCES users (id)
        )",
        "CREATE TABLE regime_checks (
            id {uuid} NOT NULL CONSTRAINT regime_checks_pkey PRIMARY KEY,
            campaign_id {uuid} NOT NULL,
            party text NOT NULL CONSTRAINT regime_checks_party_known CHECK (party IN ('issuer', 'officers', 'holders')),
            passed boolean NOT NULL,
            reference text NOT NULL CONSTRAINT regime_checks_reference_present CHECK (length(reference) > 0),
            recorded_by {uuid} NOT NULL,
            recorded_at {instant} NOT NULL,
            CONSTRAINT regime_checks_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT regime_checks_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES users (id)
        )",
        "CREATE INDEX regime_checks_campaign_idx ON regime_checks (campaign_id, id)",
        "CREATE TABLE regime_sheets (
            campaign_id {uuid} NOT NULL,
            version integer NOT NULL,
            file_id {uuid} NOT NULL,
            pages integer NOT NULL CONSTRAINT regime_sheets_pages_positive CHECK (pages > 0),
            reason text NOT NULL,
            published_by {uuid} NOT NULL,
            published_at {instant} NOT NULL,
            CONSTRAINT regime_sheets_pkey PRIMARY KEY (campaign_id, version),
            CONSTRAINT regime_sheets_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT regime_sheets_file_id_fkey FOREIGN KEY (file_id) REFERENCES files (id),
            CONSTRAINT regime_sheets_published_by_fkey FOREIGN KEY (published_by) REFERENCES users (id)
        )",
        "CREATE TABLE regime_promoters (
            campaign_id {uuid} NOT NULL,
            user_id {uuid} NOT NULL,
            named_by {uuid} NOT NULL,
            named_at {instant} NOT NULL,
            CONSTRAINT regime_promoters_pkey PRIMARY KEY (campaign_id, user_id),
            CONSTRAINT regime_promoters_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT regime_promoters_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE TABLE regime_declarations (
            id {uuid} NOT NULL CONSTRAINT regime_declarations_pkey PRIMARY KEY,
            investor_id {uuid} NOT NULL,
            regime text NOT NULL CONSTRAINT regime_declarations_regime_regulated CHECK (regime IN ('reg_cf', 'ecspr', 'cn_private')),
            kind text NOT NULL CONSTRAINT regime_declarations_kind_known CHECK (kind IN (
                'figures', 'class', 'education', 'knowledge_test', 'loss_simulation', 'large_investment')),
            campaign_id {uuid},
            body {bytes} NOT NULL,
            declared_at {instant} NOT NULL,
            CONSTRAINT regime_declarations_investor_id_fkey FOREIGN KEY (investor_id) REFERENCES users (id),
            CONSTRAINT regime_declarations_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE INDEX regime_declarations_investor_idx ON regime_declarations (investor_id, regime, kind, id)",
        "CREATE INDEX regime_declarations_class_idx ON regime_declarations (id) WHERE kind = 'class'",
        "CREATE TABLE regime_declaration_files (
            declaration_id {uuid} NOT NULL,
            file_id {uuid} NOT NULL,
            CONSTRAINT regime_declaration_files_pkey PRIMARY KEY (declaration_id, file_id),
            CONSTRAINT regime_declaration_files_declaration_id_fkey FOREIGN KEY (declaration_id) REFERENCES regime_declarations (id),
            CONSTRAINT regime_declaration_files_file_id_fkey FOREIGN KEY (file_id) REFERENCES files (id)
        )",
        "CREATE TABLE regime_declaration_decisions (
            declaration_id {uuid} NOT NULL CONSTRAINT regime_declaration_decisions_pkey PRIMARY KEY,
            investor_id {uuid} NOT NULL,
            approved boolean NOT NULL,
            reason text,
            decided_by {uuid} NOT NULL,
            decided_at {instant} NOT NULL,
            CONSTRAINT regime_declaration_decisions_reason_of_refusal CHECK (approved OR reason IS NOT NULL),
            CONSTRAINT regime_declaration_decisions_not_own CHECK (decided_by <> investor_id),
            CONSTRAINT regime_declaration_decisions_declaration_id_fkey FOREIGN KEY (declaration_id) REFERENCES regime_declarations (id),
            CONSTRAINT regime_declaration_decisions_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users (id)
        )",
        "CREATE TABLE regime_commitments (
            pledge_id {uuid} NOT NULL,
            pledge_version bigint NOT NULL,
            regime text NOT NULL,
            grounds {json} NOT NULL,
            cancel_until {instant} NOT NULL,
            judged_at {instant} NOT NULL,
            CONSTRAINT regime_commitments_pkey PRIMARY KEY (pledge_id, pledge_version),
            CONSTRAINT regime_commitments_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id)
        )",
        "CREATE TABLE regime_confirmations (
            pledge_id {uuid} NOT NULL,
            moment text NOT NULL CONSTRAINT regime_confirmations_moment_known CHECK (moment IN ('commitment', 'completion')),
            pledge_version bigint NOT NULL,
            body {json} NOT NULL,
            confirmed_at {instant} NOT NULL,
            CONSTRAINT regime_confirmations_pkey PRIMARY KEY (pledge_id, moment, pledge_version),
            CONSTRAINT regime_confirmations_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id)
        )",
        "CREATE TABLE campaign_early_closings (
            campaign_id {uuid} NOT NULL,
            number integer NOT NULL,
            deadline_before {instant} NOT NULL,
            closes_at {instant} NOT NULL,
            told_by {uuid} NOT NULL,
            told_at {instant} NOT NULL,
            outcome text CONSTRAINT campaign_early_closings_outcome_known CHECK (outcome IN ('closed', 'resumed', 'superseded')),
            ended_at {instant},
            CONSTRAINT campaign_early_closings_pkey PRIMARY KEY (campaign_id, number),
            CONSTRAINT campaign_early_closings_earlier CHECK (closes_at < deadline_before),
            CONSTRAINT campaign_early_closings_end_whole CHECK ((outcome IS NULL) = (ended_at IS NULL)),
            CONSTRAINT campaign_early_closings_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
        )",
        "CREATE UNIQUE INDEX campaign_early_closings_campaign_id_key ON campaign_early_closings (campaign_id) WHERE outcome IS NULL",
        "CREATE TABLE sandbox_escrow_movements (
            movement_key text NOT NULL CONSTRAINT sandbox_escrow_movements_pkey PRIMARY KEY,
            account text NOT NULL,
            kind text NOT NULL CONSTRAINT sandbox_escrow_movements_kind_known CHECK (kind IN ('hold', 'return', 'release')),
            amount_minor bigint NOT NULL CONSTRAINT sandbox_escrow_movements_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL,
            moved_at {instant} NOT NULL
        )",
        "CREATE INDEX sandbox_escrow_movements_account_idx ON sandbox_escrow_movements (account)",
    ],
    postgres: [
        append_only_postgres!("regime_licences"),
        append_only_postgres!("regime_licence_acts"),
        append_only_postgres!("regime_offerings"),
        append_only_postgres!("regime_checks"),
        append_only_postgres!("regime_sheets"),
        append_only_postgres!("regime_declarations"),
        append_only_postgres!("regime_declaration_decisions"),
        append_only_postgres!("regime_commitments"),
        append_only_postgres!("regime_confirmations"),
        append_only_postgres!("escrow_movements"),
        append_only_postgres!("escrow_answers"),
        append_only_postgres!("sandbox_escrow_movements"),
    ],
    sqlite: [
        append_only_sqlite!("regime_licences"),
        append_only_sqlite!("regime_licence_acts"),
        append_only_sqlite!("regime_offerings"),
        append_only_sqlite!("regime_checks"),
        append_only_sqlite!("regime_sheets"),
        append_only_sqlite!("regime_declarations"),
        append_only_sqlite!("regime_declaration_decisions"),
        append_only_sqlite!("regime_commitments"),
        append_only_sqlite!("regime_confirmations"),
        append_only_sqlite!("escrow_movements"),
        append_only_sqlite!("escrow_answers"),
        append_only_sqlite!("sandbox_escrow_movements"),
    ],
);
