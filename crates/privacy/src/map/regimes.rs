//! Regulated campaigns: licences of the platform, what is stated of offerings, what investors declare, and money a third party keeps.

use super::{BOOKS, Basis, Concern, EVIDENCE, Erasure, Kept, SealedColumn, Table};

/// The longest time for which one of the regimes asks for records (China, draft of 2014: ten years; 17 CFR 227.404: five).
const RECORDS: Kept = Kept::Years(
    10,
    "records of investments are kept for five to ten years, as their law says",
);

pub(super) const TABLES: &[Table] = &[
    Table {
        basis: Basis::Law,
        plain: "declaration_id approved reason decided_at",
        people: "investor_id decided_by",
        concerns: &[Concern::new("investor", "investor_id = $1", "", EVIDENCE)],
        kept: RECORDS,
        ..Table::named(
            "regime_declaration_decisions",
            "whether the proof of a class of investors was accepted",
        )
    },
    Table {
        basis: Basis::Law,
        plain: "declaration_id file_id",
        concerns: &[Concern::new(
            "investor",
            "declaration_id IN (SELECT d.id FROM regime_declarations d WHERE d.investor_id = $1)",
            "",
            Erasure::Delete,
        )],
        ..Table::named(
            "regime_declaration_files",
            "documents that prove a class of investors",
        )
    },
    Table {
        basis: Basis::Law,
        plain: "id regime kind campaign_id declared_at",
        people: "investor_id",
        sealed: &[SealedColumn {
            column: "body",
            place: "regime_declarations/{id}/body",
            is_json: true,
        }],
        concerns: &[Concern::new(
            "investor",
            "investor_id = $1",
            "body",
            Erasure::Keep(
                "evidence that something was declared; what it was is sealed with the person's key, which is destroyed",
            ),
        )],
        kept: RECORDS,
        prefix: "declaration",
        ..Table::named(
            "regime_declarations",
            "what an investor declared of themselves for a regulated campaign",
        )
    },
    Table {
        basis: Basis::Law,
        plain: "pledge_id pledge_version regime grounds cancel_until judged_at",
        concerns: &[Concern::new(
            "investor",
            "pledge_id IN (SELECT p.id FROM pledges p WHERE p.investor_id = $1)",
            "",
            EVIDENCE,
        )],
        kept: RECORDS,
        ..Table::named(
            "regime_commitments",
            "by what a commitment to a regulated campaign was judged",
        )
    },
    Table {
        basis: Basis::Law,
        plain: "pledge_id moment pledge_version body confirmed_at",
        concerns: &[Concern::new(
            "investor",
            "pledge_id IN (SELECT p.id FROM pledges p WHERE p.investor_id = $1)",
            "",
            EVIDENCE,
        )],
        kept: RECORDS,
        ..Table::named(
            "regime_confirmations",
            "what an investor was confirmed to have bought",
        )
    },
    Table {
        basis: Basis::Law,
        plain: "campaign_id named_at",
        people: "user_id named_by",
        concerns: &[Concern::new("promoter", "user_id = $1", "", EVIDENCE)],
        kept: RECORDS,
        ..Table::named("regime_promoters", "who promotes a regulated campaign")
    },
    Table {
        basis: Basis::Law,
        plain: "campaign_id version security currency unit_price_minor method maximum_minor existing_holders platform_pay_bps stated_at",
        people: "stated_by",
        concerns: &[Concern::new("founder", "stated_by = $1", "", EVIDENCE)],
        kept: RECORDS,
        ..Table::named("regime_offerings", "what a regulated campaign offers")
    },
    Table {
        basis: Basis::Law,
        plain: "campaign_id version file_id pages reason published_at",
        people: "published_by",
        concerns: &[Concern::new("founder", "published_by = $1", "", EVIDENCE)],
        kept: RECORDS,
        ..Table::named("regime_sheets", "key investment information sheets")
    },
    Table {
        basis: Basis::Law,
        plain: "id campaign_id party passed recorded_at",
        people: "recorded_by",
        // Where a reviewer finds the check.
        secret: "reference",
        concerns: &[Concern::new(
            "founder",
            "campaign_id IN (SELECT c.id FROM campaigns c WHERE c.founder_id = $1)",
            "",
            EVIDENCE,
        )],
        kept: RECORDS,
        ..Table::named("regime_checks", "background checks of an issuer")
    },
    Table {
        basis: Basis::Trail,
        plain: "id regime holder authority number valid_from valid_until document_id reference entered_at",
        people: "entered_by",
        concerns: &[Concern::new("administrator", "entered_by = $1", "", EVIDENCE)],
        kept: RECORDS,
        prefix: "licence",
        ..Table::named("regime_licences", "licences of the platform")
    },
    Table {
        basis: Basis::Trail,
        plain: "licence_id act done_at reason",
        people: "entered_by done_by",
        concerns: &[Concern::new("administrator", "done_by = $1", "", EVIDENCE)],
        kept: RECORDS,
        ..Table::named("regime_licence_acts", "that a licence was confirmed or withdrawn")
    },
    Table {
        basis: Basis::Trail,
        plain: "campaign_id number deadline_before closes_at told_at outcome ended_at",
        people: "told_by",
        concerns: &[Concern::new("founder", "told_by = $1", "", EVIDENCE)],
        kept: RECORDS,
        ..Table::named("campaign_early_closings", "that a campaign was to close early")
    },
    Table {
        kept: BOOKS,
        ..Table::nobodys(
            "escrow_answers",
            "what the third party that keeps money answered",
            "campaign_id number done reason answered_at",
        )
    },
    Table {
        kept: BOOKS,
        ..Table::nobodys(
            "escrow_movements",
            "money on its way to or from the third party that keeps it",
            "campaign_id number kind amount_minor currency movement_key ordered_at",
        )
    },
    Table::nobodys(
        "sandbox_escrow_movements",
        "the pretended third party's journal",
        "movement_key account kind amount_minor currency moved_at",
    ),
];
