//! Projects, campaigns, what is said about them, and who claims what against them.
//!
//! A campaign that was never launched is its founder's alone and goes with them. One that was is the offer that investors
//! accepted: its words stay, but for what it says of the people behind it.

use super::{Basis, Concern, EVIDENCE, Erasure, Kept, Table};

/// Campaigns of the person that never took a pledge.
macro_rules! unlaunched {
    () => {
        "campaign_id IN (SELECT c.id FROM campaigns c WHERE c.founder_id = $1 AND c.launched_at IS NULL)"
    };
}

/// Campaigns of the person that did.
macro_rules! launched {
    () => {
        "campaign_id IN (SELECT c.id FROM campaigns c WHERE c.founder_id = $1 AND c.launched_at IS NOT NULL)"
    };
}

/// Why the words of a campaign that was launched stay.
const OFFER: &str =
    "evidence: what investors were promised; of a campaign that was never launched they are overwritten";

pub(super) const TABLES: &[Table] = &[
    Table {
        plain: "row_no campaign_id search_text",
        concerns: &[Concern::new("founder", unlaunched!(), "", Erasure::Delete)],
        basis: Basis::Contract,
        ..Table::named("campaign_search", "the words a campaign is found by")
    },
    Table {
        basis: Basis::Contract,
        plain: "campaign_id story risks",
        concerns: &[
            Concern::new("founder", launched!(), "team", Erasure::Overwrite("team = '{}'")),
            Concern::new(
                "founder of a draft",
                unlaunched!(),
                "team",
                Erasure::Overwrite("story = '{}', risks = '{}', team = '{}'"),
            ),
        ],
        ..Table::named("campaign_texts", "what a campaign says of itself and of the people behind it")
    },
    Table::nobodys(
        "campaign_patents",
        "the rights a campaign stands on",
        "campaign_id patent_id position added_at active office legal_status right_type expires_on level owner_match owner_proof",
    ),
    Table::nobodys("campaign_ipc", "the fields of those rights", "campaign_id symbol subclass"),
    Table {
        basis: Basis::Trail,
        plain: "id campaign_id opened_at claimed_at decided_at decision note",
        people: "reviewer_id",
        concerns: &[
            Concern::new("founder", launched!(), "", EVIDENCE),
            Concern::new("founder of a draft", unlaunched!(), "", Erasure::Overwrite("note = NULL")),
        ],
        ..Table::named("campaign_reviews", "reviews of campaigns")
    },
    Table {
        basis: Basis::Contract,
        plain: "id campaign_id title description amount_minor limit_quantity claimed deliver_on position retired_at version
            kind pool_id per_pledge_limit offered_with",
        concerns: &[
            Concern::new("founder", launched!(), "", Erasure::Keep(OFFER)),
            Concern::new("founder of a draft", unlaunched!(), "", Erasure::Delete),
        ],
        prefix: "reward",
        ..Table::named("rewards", "what a pledge earns")
    },
    Table {
        basis: Basis::Contract,
        plain: "id campaign_id name limit_quantity claimed position version",
        concerns: &[
            Concern::new("founder", launched!(), "", Erasure::Keep(OFFER)),
            Concern::new("founder of a draft", unlaunched!(), "", Erasure::Delete),
        ],
        prefix: "pool",
        ..Table::named("reward_pools", "stocks that rewards share")
    },
    Table {
        basis: Basis::Contract,
        plain: "update_id version title body replaced_at",
        concerns: &[Concern::new(
            "author",
            "update_id IN (SELECT u.id FROM campaign_updates u WHERE u.author_id = $1)",
            "",
            EVIDENCE,
        )],
        ..Table::named("campaign_update_versions", "what an update said before it was changed")
    },
    Table {
        basis: Basis::Contract,
        plain: "id campaign_id number state audience title body created_at publish_at published_at edited_at version",
        people: "author_id",
        concerns: &[
            Concern::new("author", "author_id = $1 AND state = 'published'", "", EVIDENCE),
            Concern::new("author of a draft", "author_id = $1 AND state <> 'published'", "", Erasure::Delete),
        ],
        prefix: "update",
        ..Table::named("campaign_updates", "what a founder told of a campaign")
    },
    Table {
        basis: Basis::Contract,
        plain: "id reason reported_at decided_at decision question_id",
        people: "reporter_id decided_by",
        concerns: &[Concern::new("reporter", "reporter_id = $1", "note", Erasure::Overwrite("note = NULL"))],
        kept: Kept::Days {
            days: 730,
            due: "decided_at < $1",
            why: "who reports without reason, again and again, is seen over two years",
        },
        prefix: "report",
        ..Table::named("question_reports", "readers' reports of questions")
    },
    Table {
        basis: Basis::Contract,
        plain: "id campaign_id asked_at answered_at answer_edited_at hidden_at hidden_reason version",
        people: "asker_id answered_by hidden_by",
        concerns: &[
            Concern::new("asker", "asker_id = $1", "body", Erasure::Overwrite("body = $4")),
            Concern::new("who answered", "answered_by = $1", "answer", EVIDENCE),
        ],
        prefix: "question",
        ..Table::named("campaign_questions", "questions to a founder, with their answers")
    },
    Table::nobodys("campaign_pauses", "when a campaign stood still", "id campaign_id reason claim_id started_at ended_at"),
    Table {
        basis: Basis::Trail,
        plain: "id campaign_id kind patent_id state filed_at claimed_at inquiry_at answer_until answered_at decided_at reason",
        people: "founder_id claimant_id reviewer_id",
        // What a reviewer wrote for the next one.
        secret: "note",
        sealed: &[super::SealedColumn { column: "contact_sealed", place: "ip_claims/{id}", is_json: false }],
        concerns: &[
            Concern::new(
                "claimant",
                "claimant_id = $1",
                "claimed_right holder statement evidence contact_sealed file_id",
                Erasure::Overwrite("claimed_right = '–', holder = '–', statement = '–', evidence = NULL, contact_sealed = {empty}"),
            ),
            Concern::new(
                "founder",
                "founder_id = $1",
                "answer answer_file_id",
                Erasure::Overwrite("answer = CASE WHEN answer IS NULL THEN NULL ELSE '–' END, note = NULL"),
            ),
        ],
        kept: Kept::Years(3, "who claimed what against whom may come before a court"),
        prefix: "ipclaim",
        ..Table::named("ip_claims", "what third parties claim against campaigns")
    },
    Table {
        basis: Basis::Trail,
        plain: "id campaign_id patent_id kind dated_on file_id state submitted_at claimed_at decided_at reason outdated_at",
        people: "founder_id reviewer_id",
        concerns: &[Concern::new(
            "founder",
            "founder_id = $1",
            "counterparty note",
            Erasure::Overwrite("counterparty = '–', note = NULL"),
        )],
        kept: Kept::Years(3, "why a campaign was let stand on a right may come before a court"),
        prefix: "claim",
        ..Table::named("ownership_claims", "documents that are to show why a founder may bring a right to market")
    },
    Table {
        basis: Basis::Contract,
        plain: "id slug state stage pause_reason field country currency goal_minor title blurb cover zone starts_at
            duration_days deadline_local deadline_at created_at submitted_at listed_at launched_at ended_at pledged_minor
            investor_count funded_bps raised_weight dossier_hash patent_count in_force_count patent_standing
            earliest_expiry standing_rank is_sample version level_rank shortfall_rule held_at paused_at project_id regime",
        people: "founder_id",
        concerns: &[
            Concern::new("founder", "founder_id = $1 AND launched_at IS NOT NULL", "", Erasure::Keep(OFFER)),
            Concern::new(
                "founder of a draft",
                "founder_id = $1 AND launched_at IS NULL",
                "",
                Erasure::Overwrite("title = '{}', blurb = '{}', cover = '', slug = 'deleted-' || {id}, state = 'cancelled',
                    stage = 'hidden', country = NULL, version = version + 1"),
            ),
        ],
        prefix: "campaign",
        ..Table::named("campaigns", "attempts to fund a project")
    },
    Table {
        basis: Basis::Contract,
        plain: "id title field country created_at version",
        people: "founder_id",
        concerns: &[
            Concern::new(
                "founder",
                "founder_id = $1 AND EXISTS (
                    SELECT 1 FROM campaigns c WHERE c.project_id = projects.id AND c.launched_at IS NOT NULL)",
                "",
                Erasure::Keep(OFFER),
            ),
            Concern::new(
                "founder of a draft",
                "founder_id = $1 AND NOT EXISTS (
                    SELECT 1 FROM campaigns c WHERE c.project_id = projects.id AND c.launched_at IS NOT NULL)",
                "",
                Erasure::Overwrite("title = '{}', country = NULL, version = version + 1"),
            ),
        ],
        prefix: "project",
        ..Table::named("projects", "inventions being brought to market")
    },
];
