//! Every word that a page asks for is there.

use std::{fs, path::Path};

use kernel::Locale;

use crate::graphql::{self as g, Named};

/// The texts of templates and pages.
fn asked(folder: &Path, texts: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            asked(&path, texts);
        } else if path.extension().is_some_and(|ext| ext == "html" || ext == "rs") {
            texts.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_message_a_page_asks_for_is_there() {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    asked(&crate_root.join("templates"), &mut texts);
    asked(&crate_root.join("src"), &mut texts);
    let known = i18n::keys(Locale::En);
    let mut count = 0;
    for (file, text) in texts.iter().filter(|(file, _)| !file.contains("words_tests")) {
        for call in [
            "w.t(\"",
            "w.t1(\"",
            "w.t2(\"",
            "w.n(\"",
            "words().t(\"",
            "words().t1(\"",
            "Shell::new(visit, \"",
        ] {
            for (at, _) in text.match_indices(call) {
                let rest = &text[at + call.len()..];
                let key = &rest[..rest.find('"').unwrap()];
                count += 1;
                assert!(known.iter().any(|known| known == key), "{file} asks for {key}");
            }
        }
    }
    assert!(
        count > 200,
        "only {count} were found: has the way of asking changed?"
    );
}

#[test]
fn every_value_that_a_page_shows_has_a_label() {
    fn family<T: Named>(name: &str, values: &[T]) {
        for value in values {
            let key = format!("{name}-{}", i18n::kebab(&value.name()));
            assert!(
                i18n::has(Locale::En, &key) && i18n::has(Locale::ZhHans, &key),
                "{key}"
            );
        }
    }
    family("campaign-state", g::CampaignState::ALL);
    family("pledge-state", g::PledgeState::ALL);
    family("pledge-next", g::PledgeState::ALL);
    family("payment-cause", g::PaymentAttemptCause::ALL);
    family("refund-reason", g::RefundReason::ALL);
    family("dispute-state", g::DisputeState::ALL);
    family("collection-stage", g::CollectionStage::ALL);
    family("payee-method", g::PayeeMethod::ALL);
    family("payee-means", g::PayeeMethod::ALL);
    family("payout-state", g::PayoutState::ALL);
    family("payout-purpose", g::PayoutPurpose::ALL);
    family("payout-hold", g::PayoutHoldReason::ALL);
    family("money-account", g::CampaignAccount::ALL);
    family("money-entry", g::CampaignEntryKind::ALL);
    family("shortfall-rule", g::ShortfallRule::ALL);
    family("shortfall-help", g::ShortfallRule::ALL);
    family("shortfall-decision", g::ShortfallDecision::ALL);
    family("shortfall-means", g::ShortfallDecision::ALL);
    family("campaign-shortfall", g::ShortfallRule::ALL);
    family("refund-bearer", g::FeeBearer::ALL);
    family("refund-state", g::RefundState::ALL);
    family("field", g::TechnologyField::ALL);
    family("office", g::Office::ALL);
    family("status", g::PatentStatusValue::ALL);
    family("right", g::PatentRightType::ALL);
    family("patent-watch", g::WatchLevel::ALL);
    family("confidence", g::StatusConfidence::ALL);
    family("owner-match", g::OwnerMatch::ALL);
    family("owner-proof-badge", g::OwnerProof::ALL);
    family("claim-kind", g::OwnershipClaimKind::ALL);
    family("claim-state", g::OwnershipClaimState::ALL);
    family("patent-document-kind", g::PatentDocumentKind::ALL);
    family("patent-document-state", g::PatentDocumentState::ALL);
    family("patent-document-reason", g::PatentDocumentReason::ALL);
    family("patent-document-reason-told", g::PatentDocumentReason::ALL);
    family("claim-reason", g::OwnershipClaimReason::ALL);
    family("claim-reason-told", g::OwnershipClaimReason::ALL);
    family("ip-claim-kind", g::IpClaimKind::ALL);
    family("ip-claim-state", g::IpClaimState::ALL);
    family("ip-claim-means", g::IpClaimState::ALL);
    family("ip-claim-reason", g::IpClaimReason::ALL);
    family("ip-claim-reason-told", g::IpClaimReason::ALL);
    family("ip-claim-decision", g::IpClaimDecision::ALL);
    for name in ["verification-kind", "verification-kind-help", "verification-open"] {
        family(name, g::VerificationKind::ALL);
    }
    family("verification-state", g::VerificationState::ALL);
    family("verification-next", g::VerificationState::ALL);
    family("verification-document", g::VerificationDocumentKind::ALL);
    family("verification-reason", g::VerificationReason::ALL);
    family("verification-reason-told", g::VerificationReason::ALL);
    family("annuity", g::AnnuityState::ALL);
    family("encumbrance", g::EncumbranceKind::ALL);
    family("lapse-risk", g::LapseRisk::ALL);
    family("term-basis", g::TermBasis::ALL);
    family("conveyance", g::ConveyanceClass::ALL);
    family("patent-marked", g::PatentEventMark::ALL);
    family("assessment-cause", g::AssessmentCause::ALL);
    family("aspect", g::EvidenceAspect::ALL);
    family("change-severity", g::MaterialChangeSeverity::ALL);
    family("change-make", g::MaterialChangeSeverity::ALL);
    family("change-make-what", g::MaterialChangeSeverity::ALL);
    family("change-scope", g::MaterialChangeScope::ALL);
    family("change-state", g::MaterialChangeState::ALL);
    family("change-outcome", g::MaterialChangeOutcome::ALL);
    family("reconfirm-answer", g::ReconfirmationAnswer::ALL);
    family("help-status", g::PatentStatusValue::ALL);
    family("help-level", g::WatchLevel::ALL);
    family("help-confidence", g::StatusConfidence::ALL);
    family("update-state", g::CampaignUpdateState::ALL);
    family("update-audience", g::CampaignUpdateAudience::ALL);
    family("questions-show", g::QuestionFilter::ALL);
    family("questions-none", g::QuestionFilter::ALL);
    family("report-reason", g::QuestionReportReason::ALL);
    family("role", g::Role::ALL);
    family("role-request", g::RoleRequestState::ALL);
    family("happened", g::CampaignHappeningKind::ALL);
    family("history-state", g::HistoricalCampaignState::ALL);
}

#[test]
fn every_sentence_about_a_sum_is_there() {
    fn family<T: Named>(name: &str, values: &[T]) {
        let known = i18n::keys(Locale::En);
        for value in values {
            let key = format!("{name}-{}", i18n::kebab(&value.name()));
            assert!(known.contains(&key), "{key}");
        }
    }
    family("payment-told", g::PaymentAttemptState::ALL);
    family("refund-told", g::RefundState::ALL);
}
