//! Pledges, charges, refunds, payouts, the books, and the sandbox that stands in for a payment provider.

use super::{BOOKS, Basis, Concern, Erasure, MONEY, Table};

/// Rows that hang on a pledge of the person.
macro_rules! of_own_pledge {
    () => {
        "pledge_id IN (SELECT p.id FROM pledges p WHERE p.investor_id = $1)"
    };
}

/// What a provider keeps is removed by it.
const PROVIDER: Erasure = Erasure::Elsewhere("the payment provider, who is asked to delete its customer");

pub(super) const TABLES: &[Table] = &[
    Table {
        basis: Basis::Law,
        plain: "pledge_id version reward_id quantity unit_minor currency",
        concerns: &[Concern::new("investor", of_own_pledge!(), "", MONEY)],
        kept: BOOKS,
        ..Table::named("pledge_items", "what a pledge chose")
    },
    Table {
        basis: Basis::Law,
        plain: "pledge_id pledge_version risks_hash risks acknowledged_at",
        concerns: &[Concern::new("investor", of_own_pledge!(), "", MONEY)],
        kept: BOOKS,
        ..Table::named("pledge_acknowledgements", "risks that an investor was shown and took")
    },
    Table {
        basis: Basis::Law,
        plain: "id pledge_id currency before_minor after_minor reward_before reward_after dossier_before dossier_after adjusted_at
            items_before items_after",
        concerns: &[Concern::new("investor", of_own_pledge!(), "", MONEY)],
        kept: BOOKS,
        prefix: "adjustment",
        ..Table::named("pledge_adjustments", "changes of a pledge")
    },
    Table {
        basis: Basis::Law,
        plain: "change_id pledge_id charged asked_at answer answered_at dossier_hash",
        concerns: &[Concern::new("investor", of_own_pledge!(), "", MONEY)],
        kept: BOOKS,
        ..Table::named("reconfirmations", "whether an investor stayed after a change of the patents")
    },
    Table {
        basis: Basis::Law,
        plain: "id pledge_id attempt provider provider_id state card_brand card_last4 card_exp_month card_exp_year failure_code
            failure_text created_at updated_at customer_id payment_method_id",
        secret: "idem_key client_secret next_action",
        concerns: &[Concern::new("investor", of_own_pledge!(), "", MONEY)],
        kept: BOOKS,
        prefix: "setup",
        ..Table::named("payment_setups", "cards that were saved for a pledge: brand, last four digits, expiry")
    },
    Table {
        basis: Basis::Law,
        plain: "id pledge_id campaign_id attempt cause setup_id provider provider_id amount_minor currency state failure_code
            failure_text fee_minor fee_currency refunded_minor disputed_minor created_at asked_at finished_at",
        secret: "idem_key client_secret next_action",
        concerns: &[Concern::new("investor", of_own_pledge!(), "", MONEY)],
        kept: BOOKS,
        prefix: "attempt",
        ..Table::named("payment_attempts", "tries at charging a card")
    },
    Table {
        basis: Basis::Law,
        plain: "id attempt_id pledge_id campaign_id amount_minor currency reason requested_at state provider provider_id asked_at
            failure_code failure_text finished_at bearer",
        people: "requested_by",
        // What an officer wrote for the next one.
        secret: "idem_key note",
        concerns: &[Concern::new("investor", of_own_pledge!(), "", MONEY)],
        kept: BOOKS,
        prefix: "refund",
        ..Table::named("refunds", "money that went back")
    },
    Table {
        basis: Basis::Law,
        plain: "refund_id reward_id quantity",
        concerns: &[Concern::new(
            "investor",
            "refund_id IN (SELECT r.id FROM refunds r JOIN pledges p ON p.id = r.pledge_id WHERE p.investor_id = $1)",
            "",
            MONEY,
        )],
        kept: BOOKS,
        ..Table::named("refund_items", "what was given back of a pledge")
    },
    Table {
        basis: Basis::Law,
        plain: "refund_id repays_id paid_on recorded_at decided_at rejected_because",
        people: "investor_id founder_id recorded_by decided_by",
        concerns: &[
            Concern::new("investor", "investor_id = $1", "bank_reference evidence", MONEY),
            Concern::new("founder", "founder_id = $1", "", MONEY),
        ],
        kept: BOOKS,
        ..Table::named("repayments", "money that went back by bank transfer")
    },
    Table {
        basis: Basis::Law,
        plain: "id attempt_id pledge_id campaign_id provider provider_id amount_minor counted_minor currency reason state
            is_withdrawn fee_minor fee_currency evidence_due_at evidence_at opened_at closed_at version",
        people: "evidence_by",
        // What the platform tells the bank against the charge's return.
        secret: "evidence",
        concerns: &[Concern::new("investor", of_own_pledge!(), "", MONEY)],
        kept: BOOKS,
        prefix: "dispute",
        ..Table::named("disputes", "charges that their payer contested")
    },
    Table::nobodys("dispute_recounts", "changes of what a dispute counts for", "id dispute_id minor recounted_at"),
    Table {
        basis: Basis::Law,
        plain: "id campaign_id reward_id amount_minor currency state end_reason placed_at reserved_until committed_at ended_at
            dossier_hash version items_version regime",
        people: "investor_id",
        secret: "idem_key",
        concerns: &[Concern::new("investor", "investor_id = $1", "", MONEY)],
        kept: BOOKS,
        prefix: "pledge",
        ..Table::named("pledges", "promises of money")
    },
    Table::nobodys("shown_dossiers", "what investors were shown of a campaign's patents", "hash body first_shown_at"),
    Table {
        basis: Basis::Law,
        plain: "campaign_id stage currency goal_minor shortfall_rule closed_at pledged_minor pledge_count collected_minor
            collected_count dropped_minor dropped_count refunded_minor grace_until remind_at reminders_sent decide_until settled_at
            version disputed_minor regime without_payout_at",
        people: "founder_id",
        secret: "planned_through",
        concerns: &[Concern::new("founder", "founder_id = $1", "", MONEY)],
        kept: BOOKS,
        ..Table::named("settlements", "the money of a campaign that ended")
    },
    Table {
        basis: Basis::Law,
        plain: "id campaign_id severity scope state outcome dossier_hash opened_at notified_at reconfirm_until deadline_before
            closed_at reclassified_at reason reclassified_from version",
        people: "founder_id",
        concerns: &[Concern::new("founder", "founder_id = $1", "", MONEY)],
        kept: BOOKS,
        prefix: "change",
        ..Table::named("material_changes", "changes of a campaign's patents that mattered")
    },
    Table::nobodys(
        "material_change_causes",
        "what changed",
        "change_id patent_id kind detail severity happened_on assessment_id told_at",
    ),
    Table {
        basis: Basis::Law,
        plain: "id campaign_id sequence purpose payee_id amount_minor currency state hold_reason requested_at decided_at provider
            provider_id asked_at failure_code failure_text finished_at version",
        people: "founder_id requested_by decided_by",
        secret: "idem_key",
        concerns: &[Concern::new("founder", "founder_id = $1", "evidence", MONEY)],
        kept: BOOKS,
        prefix: "payout",
        ..Table::named("payouts", "money that was paid out")
    },
    Table {
        basis: Basis::Law,
        plain: "id method provider provider_id country payouts_enabled disabled_reason destination_since created_at retired_at
            version",
        people: "founder_id",
        secret: "idem_key",
        concerns: &[Concern::new("founder", "founder_id = $1", "requirements destination", MONEY)],
        kept: BOOKS,
        prefix: "payee",
        ..Table::named("payees", "the account through which somebody is paid")
    },
    Table {
        basis: Basis::Law,
        plain: "entry_id line amount_minor currency account_id",
        concerns: &[
            Concern::new(
                "owner of the account",
                "account_id IN (SELECT a.id FROM ledger_accounts a WHERE a.owner_id = $1)",
                "",
                MONEY,
            ),
            Concern::new(
                "founder",
                "account_id IN (SELECT a.id FROM ledger_accounts a JOIN campaigns c ON c.id = a.owner_id WHERE c.founder_id = $1)",
                "",
                MONEY,
            ),
        ],
        kept: BOOKS,
        ..Table::named("ledger_postings", "lines of the books")
    },
    Table {
        basis: Basis::Law,
        plain: "id kind owner_type currency normal_side may_overdraw created_at",
        people: "owner_id",
        concerns: &[Concern::new("owner", "owner_id = $1", "", MONEY)],
        kept: BOOKS,
        prefix: "account",
        ..Table::named("ledger_accounts", "accounts of the books")
    },
    Table {
        basis: Basis::Law,
        plain: "account_id balance_minor normal_side may_overdraw",
        concerns: &[Concern::new(
            "owner",
            "account_id IN (SELECT a.id FROM ledger_accounts a WHERE a.owner_id = $1)",
            "",
            MONEY,
        )],
        kept: BOOKS,
        ..Table::named("ledger_balances", "what an account comes to")
    },
    Table::nobodys("ledger_entries", "entries of the books", "id kind ref_type ref_id idem_key reverses_entry_id at"),
    Table::nobodys("ledger_journal", "the hashes that hold the books together", "seq entry_id prev_hash hash"),
    Table::nobodys("ledger_unsealed", "entries that wait for their hash", "entry_id"),
    Table::nobodys("provider_cursors", "until when the provider was read", "provider read_until updated_at"),
    Table::nobodys("provider_movements", "what moved at the provider", "provider id kind source net_minor currency moved_at read_at"),
    Table::nobodys(
        "reconciliations",
        "comparisons of provider and books",
        "id provider reconciled_at moved_until new_movements compared under_way",
    ),
    Table::nobodys(
        "reconciliation_differences",
        "where they differed",
        "reconciliation_id source currency books_minor provider_minor",
    ),
    Table {
        basis: Basis::Law,
        plain: "id created_at",
        people: "investor",
        secret: "metadata",
        concerns: &[Concern::new("customer", "investor = $2", "", PROVIDER)],
        ..Table::named("sandbox_customers", "the pretended provider's customers")
    },
    Table {
        basis: Basis::Law,
        plain: "id status card_brand card_last4 card_exp_month card_exp_year failure_code failure_text created_at updated_at
            payment_method_id",
        people: "customer customer_id reference",
        secret: "idem_key request_hash client_secret metadata",
        concerns: &[Concern::new(
            "customer",
            "customer_id IN (SELECT c.id FROM sandbox_customers c WHERE c.investor = $2)",
            "",
            PROVIDER,
        )],
        ..Table::named("sandbox_setups", "the pretended provider's saved cards")
    },
    Table {
        basis: Basis::Law,
        plain: "id transfer_group payment_method_id amount_minor currency status failure_code failure_text received_minor fee_minor
            refunded_minor disputed_minor was_disputed created_at updated_at",
        people: "customer_id",
        secret: "client_secret metadata_key metadata",
        concerns: &[Concern::new(
            "customer",
            "customer_id IN (SELECT c.id FROM sandbox_customers c WHERE c.investor = $2)",
            "",
            PROVIDER,
        )],
        ..Table::named("sandbox_charges", "the pretended provider's charges")
    },
    Table::nobodys("sandbox_keys", "keys the pretended provider was given", "idem_key request_hash object_id refusal_code refusal_text created_at"),
    Table::nobodys("sandbox_answers", "its answers to them", "idem_key request_hash status body created_at"),
    Table::nobodys(
        "sandbox_refunds",
        "its refunds",
        "id charge_id metadata_key metadata amount_minor currency status failure_code failure_text answer_at answer created_at updated_at",
    ),
    Table::nobodys(
        "sandbox_disputes",
        "its disputes",
        "id charge_id amount_minor currency reason status evidence submitted_at evidence_due_at is_withdrawn fee_minor created_at updated_at",
    ),
    Table::nobodys(
        "sandbox_payees",
        "its payees",
        "id metadata_key metadata country details_submitted payouts_enabled requirements disabled_reason destination created_at updated_at",
    ),
    Table::nobodys(
        "sandbox_transfers",
        "its transfers",
        "id payee_id metadata_key metadata transfer_group amount_minor currency reversed_minor created_at updated_at",
    ),
    Table::nobodys("sandbox_reversals", "its reversals", "id transfer_id metadata_key metadata amount_minor currency created_at"),
    Table::nobodys("sandbox_movements", "what moved at it", "id kind source amount_minor fee_minor currency moved_at"),
    Table::nobodys(
        "sandbox_events",
        "its messages",
        "id seq object_id kind body created_at deliver_at delivered_at attempts last_error",
    ),
];
