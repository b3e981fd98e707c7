use crate::dialect::migration;

migration!(
    "Collecting: what became of a campaign's money after its deadline, and each try at charging a pledge.",
    [
        // How the goal is tested again when all cards were tried. Frozen at launch like the goal.
        "ALTER TABLE campaigns ADD COLUMN shortfall_rule text NOT NULL DEFAULT 'accept'
            CONSTRAINT campaigns_shortfall_rule_known CHECK (shortfall_rule IN ('accept', 'founder_decides', 'refund_all'))",
        // The provider's names of the saved card, by which it is charged.
        "ALTER TABLE payment_setups ADD COLUMN customer_id text",
        "ALTER TABLE payment_setups ADD COLUMN payment_method_id text",
        // One row for each campaign whose goal was reached. Sums stand beside the pledges they sum up.
        "CREATE TABLE settlements (
            campaign_id {uuid} NOT NULL CONSTRAINT settlements_pkey PRIMARY KEY,
            founder_id {uuid} NOT NULL,
            stage text NOT NULL CONSTRAINT settlements_stage_known CHECK (stage IN (
                'planning', 'collecting', 'grace', 'last_tries', 'deciding', 'refunding', 'settled', 'failed')),
            currency text NOT NULL CONSTRAINT settlements_currency_code CHECK (length(currency) = 3),
            goal_minor bigint NOT NULL CONSTRAINT settlements_goal_minor_positive CHECK (goal_minor > 0),
            shortfall_rule text NOT NULL CONSTRAINT settlements_shortfall_rule_known
                CHECK (shortfall_rule IN ('accept', 'founder_decides', 'refund_all')),
            closed_at {instant} NOT NULL,
            pledged_minor bigint NOT NULL CONSTRAINT settlements_pledged_minor_not_negative CHECK (pledged_minor >= 0),
            planned_through {uuid},
            pledge_count bigint NOT NULL DEFAULT 0
                CONSTRAINT settlements_pledge_count_not_negative CHECK (pledge_count >= 0),
            collected_minor bigint NOT NULL DEFAULT 0
                CONSTRAINT settlements_collected_minor_not_negative CHECK (collected_minor >= 0),
            collected_count bigint NOT NULL DEFAULT 0
                CONSTRAINT settlements_collected_count_not_negative CHECK (collected_count >= 0),
            dropped_minor bigint NOT NULL DEFAULT 0
                CONSTRAINT settlements_dropped_minor_not_negative CHECK (dropped_minor >= 0),
            dropped_count bigint NOT NULL DEFAULT 0
                CONSTRAINT settlements_dropped_count_not_negative CHECK (dropped_count >= 0),
            refunded_minor bigint NOT NULL DEFAULT 0
                CONSTRAINT settlements_refunded_minor_range CHECK (refunded_minor BETWEEN 0 AND collected_minor),
            grace_until {instant},
            remind_at {instant},
            reminders_sent integer NOT NULL DEFAULT 0
                CONSTRAINT settlements_reminders_sent_not_negative CHECK (reminders_sent >= 0),
            decide_until {instant},
            settled_at {instant},
            version bigint NOT NULL DEFAULT 1,
            CONSTRAINT settlements_grace_has_end CHECK (stage NOT IN ('grace', 'last_tries') OR grace_until IS NOT NULL),
            CONSTRAINT settlements_deciding_has_end CHECK (stage <> 'deciding' OR decide_until IS NOT NULL),
            CONSTRAINT settlements_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT settlements_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id)
        )",
        "CREATE INDEX settlements_founder_idx ON settlements (founder_id)",
        "CREATE INDEX settlements_open_idx ON settlements (stage) WHERE stage NOT IN ('settled', 'failed')",
        "CREATE TABLE payment_attempts (
            id {uuid} NOT NULL CONSTRAINT payment_attempts_pkey PRIMARY KEY,
            pledge_id {uuid} NOT NULL,
            campaign_id {uuid} NOT NULL,
            attempt integer NOT NULL CONSTRAINT payment_attempts_attempt_positive CHECK (attempt > 0),
            cause text NOT NULL CONSTRAINT payment_attempts_cause_known CHECK (cause IN ('deadline', 'repair', 'last_try')),
            setup_id {uuid} NOT NULL,
            provider text NOT NULL,
            provider_id text,
            idem_key text NOT NULL CONSTRAINT payment_attempts_idem_key_key UNIQUE,
            amount_minor bigint NOT NULL CONSTRAINT payment_attempts_amount_minor_positive CHECK (amount_minor > 0),
            currency text NOT NULL CONSTRAINT payment_attempts_currency_code CHECK (length(currency) = 3),
            state text NOT NULL CONSTRAINT payment_attempts_state_known CHECK (state IN (
                'created', 'unknown', 'processing', 'action_required', 'succeeded', 'failed', 'canceled', 'mismatched')),
            failure_code text,
            failure_text text,
            client_secret text,
            next_action {json},
            fee_minor bigint CONSTRAINT payment_attempts_fee_minor_not_negative CHECK (fee_minor >= 0),
            fee_currency text,
            refunded_minor bigint NOT NULL DEFAULT 0,
            disputed_minor bigint NOT NULL DEFAULT 0
                CONSTRAINT payment_attempts_disputed_minor_not_negative CHECK (disputed_minor >= 0),
            created_at {instant} NOT NULL,
            asked_at {instant},
            finished_at {instant},
            CONSTRAINT payment_attempts_refunded_within_charge CHECK (
                refunded_minor >= 0 AND refunded_minor + disputed_minor <= amount_minor),
            CONSTRAINT payment_attempts_fee_whole CHECK ((fee_minor IS NULL) = (fee_currency IS NULL)),
            CONSTRAINT payment_attempts_succeeded_whole CHECK (
                state <> 'succeeded' OR (provider_id IS NOT NULL AND finished_at IS NOT NULL)),
            CONSTRAINT payment_attempts_pledge_id_attempt_key UNIQUE (pledge_id, attempt),
            CONSTRAINT payment_attempts_provider_provider_id_key UNIQUE (provider, provider_id),
            CONSTRAINT payment_attempts_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledges (id),
            CONSTRAINT payment_attempts_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
            CONSTRAINT payment_attempts_setup_id_fkey FOREIGN KEY (setup_id) REFERENCES payment_setups (id)
        )",
        // Nobody is charged twice: the database itself knows one try per pledge that is open or had success.
        "CREATE UNIQUE INDEX payment_attempts_pledge_id_key ON payment_attempts (pledge_id)
            WHERE state NOT IN ('failed', 'canceled')",
        "CREATE INDEX payment_attempts_campaign_idx ON payment_attempts (campaign_id, state)",
        "CREATE INDEX payment_attempts_unsure_idx ON payment_attempts (asked_at)
            WHERE state IN ('created', 'unknown', 'processing')",
        "CREATE INDEX pledges_settling_idx ON pledges (campaign_id, id)
            WHERE state IN ('committed', 'collecting', 'errored', 'action_required')",
    ],
    postgres: [
        // What founders owe back, and what is on its way to them, have accounts of their own.
        "ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_kind_known",
        "ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_kind_known CHECK (kind IN (
            'investor_receivable', 'platform_clearing', 'processor_fee', 'campaign_held', 'founder_payable',
            'founder_receivable', 'payout_in_transit', 'platform_fee', 'tax', 'dispute_reserve', 'refund_payable', 'fx_rounding', 'suspense',
            'investor_commitment', 'campaign_commitment'))",
    ],
    // SQLite cannot change a constraint of a table that others refer to without a copy of it. One more
    // word in a CHECK touches no row, so the text of the schema is changed instead: SQLite's documentation
    // of ALTER TABLE gives this way for it. The indexes made after it let every connection read it anew.
    sqlite: [
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, '''founder_payable'',', '''founder_payable'', ''founder_receivable'', ''payout_in_transit'',')
            WHERE type = 'table' AND name = 'ledger_accounts'",
        "PRAGMA writable_schema = RESET",
        "DROP INDEX settlements_founder_idx",
        "CREATE INDEX settlements_founder_idx ON settlements (founder_id)",
    ],
);
