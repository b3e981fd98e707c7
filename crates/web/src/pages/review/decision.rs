//! A case is taken, and decided.

use axum::{extract::Path, response::Response};

use super::{case, reviewer};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{ReviewDecision, schema},
    pages::founder::{at, calls::campaign_calls, campaign_id},
    parts::user_errors::CampaignUserError,
    routes,
    visit::Visit,
    words::Words,
};

/// The reasons offered: their labels are `review-reason-…`, what the founder is told
/// `review-reason-text-…`.
pub(super) const REASONS: [&str; 7] = ["owner", "status", "scope", "risks", "goal", "rewards", "words"];

/// A campaign to be taken for review.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignReviewClaimInput {
    id: cynic::Id,
}

/// A decision.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignReviewDecideInput {
    id: cynic::Id,
    decision: ReviewDecision,
    note: Option<String>,
}

campaign_calls! {
    /// Takes a case.
    claim_review, ClaimReview: CampaignReviewClaimInput => campaign_review_claim, "CampaignReviewClaimPayload";
    /// Decides on a case.
    decide_review, DecideReview: CampaignReviewDecideInput => campaign_review_decide, "CampaignReviewDecidePayload";
}

/// `POST /review/{id}/claim`
pub(crate) async fn claim(visit: Visit, Path(id): Path<String>) -> Response {
    let visit = at(visit, format!("/review/{id}"));
    match take(&visit, &id).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn take(visit: &Visit, id: &str) -> Result<Response, Failure> {
    reviewer(visit)?;
    let input = CampaignReviewClaimInput { id: campaign_id(id)? };
    let outcome = claim_review(visit, input).await?;
    if outcome.errors.is_empty() {
        return Ok(routes::done(&visit.url(&format!("/review/{id}?done=claimed"))));
    }
    case::refused(visit, id, Fields::default(), Problems::of(outcome.errors)).await
}

/// `POST /review/{id}/decide`
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/review/{id}"));
    match settle(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn settle(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    reviewer(visit)?;
    let w = visit.words();
    let Some(decision) = fields.get("decision").and_then(ReviewDecision::of) else {
        let problem = Problems::one("decision", w.t("review-decision-needed"));
        return case::refused(visit, id, fields, problem).await;
    };
    let input = CampaignReviewDecideInput {
        id: campaign_id(id)?,
        decision,
        note: note(&fields, w),
    };
    let outcome = decide_review(visit, input).await?;
    if !outcome.errors.is_empty() {
        let errors = outcome.errors.into_iter().map(placed);
        return case::refused(visit, id, fields, Problems::of(errors)).await;
    }
    let done = match decision {
        ReviewDecision::Approved => "approved",
        ReviewDecision::ChangesRequested => "changes-requested",
    };
    Ok(routes::done(&visit.url(&format!("/review?done={done}"))))
}

/// What the founder is told: the reason chosen, in both languages because the founder may read either,
/// then the reviewer's own words.
fn note(fields: &Fields, w: Words) -> Option<String> {
    let reason = REASONS.iter().find(|reason| fields.get("reason") == Some(reason));
    let told = |w: Words| reason.map(|reason| w.label_of("review-reason-text", reason));
    let own = fields.get("note").map(str::to_owned);
    let parts: Vec<String> = [told(w), told(w.other()), own].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// The note is the only field the gateway knows of this form.
fn placed(error: CampaignUserError) -> CampaignUserError {
    let is_note = error.field.as_deref().is_some_and(|path| path == ["note"]);
    CampaignUserError {
        field: error.field.filter(|_| is_note),
        ..error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Words = Words(kernel::Locale::ZhHans);

    #[test]
    fn the_reason_stands_before_the_note_in_both_languages() {
        let told = note(&Fields::read(b"reason=owner&note=See+the+assignment."), W).unwrap();
        let parts: Vec<_> = told.split("\n\n").collect();
        assert_eq!(parts.len(), 3, "{told}");
        assert_eq!(parts[0], W.t("review-reason-text-owner"));
        assert_eq!(parts[1], W.other().t("review-reason-text-owner"));
        assert_eq!(parts[2], "See the assignment.");
    }

    #[test]
    fn without_reason_and_words_there_is_no_note() {
        assert_eq!(note(&Fields::read(b"reason=&note=++"), W), None);
        assert_eq!(note(&Fields::read(b"reason=made-up"), W), None);
    }

    #[test]
    fn every_reason_has_its_words() {
        for reason in REASONS {
            for w in [W, W.other()] {
                assert!(w.label_of("review-reason-text", reason).len() > 20, "{reason}");
                assert!(i18n::has(w.0, &format!("review-reason-{reason}")), "{reason}");
            }
        }
    }
}
