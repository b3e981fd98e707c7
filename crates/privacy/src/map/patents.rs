//! Patent rights: facts of public registers, and documents that people handed in for them.

use super::{Basis, Concern, EVIDENCE, Table};

pub(super) const TABLES: &[Table] = &[
    Table::nobodys(
        "patent_snapshots",
        "answers of public registers, as they came; what they say of inventors and owners is public by law",
        "id source call kind fetched_at http_status etag body_sha256 body parser_version is_recording",
    ),
    Table::nobodys(
        "patents",
        "patent rights",
        "id office application_key application right_type is_sample created_at checked_at",
    ),
    Table::nobodys(
        "patent_numbers",
        "their numbers",
        "number_key form patent_id display kind published_on",
    ),
    Table::nobodys(
        "patent_evidence",
        "which answers tell of them",
        "patent_id snapshot_id",
    ),
    Table::nobodys(
        "patent_events",
        "what the registers entered",
        "id patent_id snapshot_id source office code territory event_on text detail dedupe_key recorded_at",
    ),
    Table::nobodys(
        "patent_event_marks",
        "what was learned of entries",
        "event_id mark snapshot_id recorded_at",
    ),
    Table::nobodys(
        "patent_panels",
        "rights as they are shown",
        "patent_id panel updated_at",
    ),
    Table::nobodys(
        "patent_facts",
        "facts read from answers",
        "patent_id snapshot_id parser_version stated_on facts recorded_at",
    ),
    Table::nobodys(
        "patent_assessments",
        "how a right stood, day by day",
        "id patent_id seq rule_version parser_version as_of cause evidence status assessment panel computed_at",
    ),
    Table::nobodys(
        "patent_confirmations",
        "that a register said the same again",
        "patent_id snapshot_id confirmed_on recorded_at",
    ),
    Table::nobodys(
        "patent_watch",
        "when registers are asked again",
        "patent_id tier level next_check_at last_checked_at failures trouble updated_at",
    ),
    Table::nobodys(
        "patent_signals",
        "what there is to look out for",
        "id patent_id kind sub cause level signal_on raised_at cleared_at",
    ),
    Table::nobodys(
        "patent_changes",
        "changes of rights",
        "id patent_id assessment_id kind sub cause severity changed_on detected_at",
    ),
    Table::nobodys(
        "patent_lookups",
        "numbers that were looked up",
        "number_key is_application state patent_id asked_at answered_at trouble",
    ),
    Table::nobodys(
        "patent_tiers",
        "how closely a right is watched",
        "id patent_id tier since",
    ),
    Table::nobodys(
        "patent_family_keys",
        "which rights are one invention",
        "patent_id family_key",
    ),
    Table {
        basis: Basis::Trail,
        plain: "id patent_id kind stated file_id file_sha256 state submitted_at claimed_at decided_at reason",
        people: "submitted_by reviewer_id",
        concerns: &[Concern::new("submitter", "submitted_by = $1", "note", EVIDENCE)],
        prefix: "pdoc",
        ..Table::named(
            "patent_documents",
            "documents of an office that people handed in for a right: facts of its register",
        )
    },
];
