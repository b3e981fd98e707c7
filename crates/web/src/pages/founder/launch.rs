//! An approved campaign goes live; a campaign ends before its time.

use super::{
    calls::{self, CampaignCancelInput, CampaignLaunchInput},
    carry::Work,
    places, typed,
};
use crate::failure::Failure;

/// Launches it: now only if the form says so, else at the moment it names.
pub(super) async fn launch(work: &mut Work<'_>) -> Result<(), Failure> {
    let w = work.visit.words();
    let fields = work.form.fields();
    let starts_at = if fields.get("when") == Some("now") {
        None
    } else {
        let at = fields.get("startsAt");
        let instant = at.and_then(|at| typed::instant(at, &work.draft.zone));
        if instant.is_none() {
            let key = if at.is_some() {
                "editor-moment-unreadable"
            } else {
                "violation-required"
            };
            work.refuse(vec![places::refusal("startsAt".to_owned(), w.t(key))], "");
            return Ok(());
        }
        instant
    };
    let input = CampaignLaunchInput {
        id: work.draft.id.clone(),
        starts_at,
    };
    let outcome = calls::launch_campaign(work.visit, input).await?;
    work.took(outcome, "");
    work.done = (
        if starts_at.is_some() {
            "scheduled"
        } else {
            "launched"
        },
        "top",
    );
    Ok(())
}

/// Ends it. Why is told to its investors.
pub(super) async fn cancel(work: &mut Work<'_>) -> Result<(), Failure> {
    let input = CampaignCancelInput {
        id: work.draft.id.clone(),
        reason: work.form.fields().get("reason").unwrap_or_default().to_owned(),
    };
    let outcome = calls::cancel_campaign(work.visit, input).await?;
    work.took(outcome, "");
    work.done = ("cancelled", "top");
    Ok(())
}
