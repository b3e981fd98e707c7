//! Stopping a campaign's clock, and letting it go on: its deadline moves by exactly the time it stood still.

use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{Caller, CampaignId, IpClaimId, policy::Action};

use super::{Projects, step};
use crate::{
    Error, Result,
    campaign::{Campaign, CampaignState, IllegalTransition, PauseReason, Transition},
    events::{CampaignPaused, CampaignResumed},
    ip_claim::IpClaim,
    pause::{Pause, deadline_from},
    store, text,
    validation::{Violation, ViolationCode},
};

/// Longest reason.
const REASON: usize = 1_000;

impl Projects {
    /// Stops a live campaign while staff look into something. No pledges are taken meanwhile; those there are may be taken back.
    ///
    /// # Errors
    /// [`Error::WrongState`]; [`Error::FundingOver`] once its deadline has come; [`Error::Invalid`] without a reason.
    #[tracing::instrument(name = "projects.pause", skip_all, fields(campaign.id = %id))]
    pub async fn pause(&self, caller: &Caller, id: CampaignId, reason: &str) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignPause { owner })
            .await?;
        let cause = given(reason)?;
        let now = tx.now().await?;
        let after = self.stop_clock(&tx, caller, &before, None, cause, now).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Lets a campaign go on that staff had stopped.
    ///
    /// # Errors
    /// [`Error::WrongState`]; [`Error::IpClaimOpen`] while a claim of a third party is looked into, or waits at the deadline: deciding
    /// on it lets the campaign go on; [`Error::Invalid`] without a reason.
    #[tracing::instrument(name = "projects.resume", skip_all, fields(campaign.id = %id))]
    pub async fn resume(&self, caller: &Caller, id: CampaignId, reason: &str) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignPause { owner })
            .await?;
        let cause = given(reason)?;
        before.state.after(Transition::Resume)?;
        let claims = store::ip_claims::lock_open(&tx, id).await?;
        let for_claims = before.pause_reason == Some(PauseReason::IpClaim);
        if claims
            .iter()
            .any(|claim| for_claims || claim.state.stops_campaign())
        {
            return Err(Error::IpClaimOpen);
        }
        let now = tx.now().await?;
        let after = start_clock(&tx, caller, &before, cause, now).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Stops the clock of a locked campaign: for a claim, or else for staff.
    async fn stop_clock(
        &self,
        tx: &Tx,
        caller: &Caller,
        before: &Campaign,
        claim: Option<IpClaimId>,
        cause: String,
        now: DateTime<Utc>,
    ) -> Result<Campaign> {
        before.state.after(Transition::Pause)?;
        // Once it is to be decided on, a campaign is decided on by what was promised until then, whenever that is done. One that is
        // held is not decided on yet.
        if before.held_at.is_none() && !self.is_undecided(before, now) {
            return Err(Error::FundingOver);
        }
        stand_still(tx, caller, before, claim, cause, now).await
    }

    /// Stops the clock of a locked campaign for a claim that was filed before it was to be decided on, also once that has come:
    /// nothing is collected on it before somebody has looked.
    pub(super) async fn stop_for_claim(
        &self,
        tx: &Tx,
        caller: &Caller,
        before: &Campaign,
        claim: &IpClaim,
        cause: String,
        now: DateTime<Utc>,
    ) -> Result<Campaign> {
        if self.is_undecided(before, claim.filed_at) {
            stand_still(tx, caller, before, Some(claim.id), cause, now).await
        } else {
            self.stop_clock(tx, caller, before, Some(claim.id), cause, now)
                .await
        }
    }

    /// The newest hundred pauses of each of these campaigns, which the caller was shown; the oldest of them first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn pauses_of(&self, ids: &[CampaignId]) -> Result<Vec<Pause>> {
        Ok(store::pauses::of_campaigns(self.db.reader(), ids).await?)
    }
}

fn given(reason: &str) -> Result<String> {
    let reason = text::line("reason", reason, REASON).map_err(|violation| Error::Invalid(vec![violation]))?;
    if reason.is_empty() {
        let required = Violation::new("reason", ViolationCode::Required);
        return Err(Error::Invalid(vec![required]));
    }
    Ok(reason)
}

async fn stand_still(
    tx: &Tx,
    caller: &Caller,
    before: &Campaign,
    claim: Option<IpClaimId>,
    cause: String,
    now: DateTime<Utc>,
) -> Result<Campaign> {
    let reason = match claim {
        Some(_) => PauseReason::IpClaim,
        None => PauseReason::Staff,
    };
    let after = step(
        tx,
        caller,
        before,
        Transition::Pause,
        Some(cause),
        now,
        |campaign| {
            campaign.pause_reason = Some(reason);
            campaign.paused_at = Some(now);
        },
    )
    .await?;
    let pause = Pause {
        id: tx.db().ids().uuid(now),
        campaign_id: before.id,
        reason,
        claim_id: claim,
        claim_state: None,
        started_at: now,
        ended_at: None,
    };
    store::pauses::insert(tx, &pause).await?;
    tx.publish(&CampaignPaused {
        campaign_id: before.id,
        founder_id: before.founder_id,
        reason,
        at: now,
    })
    .await?;
    Ok(after)
}

/// Lets the clock of a locked campaign go on. The pause itself ends with the step.
pub(super) async fn start_clock(
    tx: &Tx,
    caller: &Caller,
    before: &Campaign,
    cause: String,
    now: DateTime<Utc>,
) -> Result<Campaign> {
    let deadline = deadline_from(before.deadline_at, before.paused_at, now);
    let (Some(reason), Some(_), Some(deadline_at)) = (before.pause_reason, before.paused_at, deadline) else {
        return Err(IllegalTransition {
            from: before.state,
            transition: Transition::Resume,
        }
        .into());
    };
    let after = step(
        tx,
        caller,
        before,
        Transition::Resume,
        Some(cause),
        now,
        |campaign| {
            campaign.deadline_at = Some(deadline_at);
        },
    )
    .await?;
    tx.publish(&CampaignResumed {
        campaign_id: before.id,
        founder_id: before.founder_id,
        reason,
        deadline_at,
        at: now,
    })
    .await?;
    Ok(after)
}

/// Lets a locked campaign go on that stood still for claims, if none of them is looked into any more.
pub(super) async fn go_on(
    tx: &Tx,
    caller: &Caller,
    campaign: Campaign,
    cause: &str,
    now: DateTime<Utc>,
) -> Result<Campaign> {
    let for_claims =
        campaign.state == CampaignState::Paused && campaign.pause_reason == Some(PauseReason::IpClaim);
    let deadline = deadline_from(campaign.deadline_at, campaign.paused_at, now);
    let is_due = deadline.is_some_and(|deadline| deadline <= now);
    let claims = store::ip_claims::lock_open(tx, campaign.id).await?;
    // One whose deadline has come waits for every claim: it would be stopped again at once.
    let waits = claims.iter().any(|claim| is_due || claim.state.stops_campaign());
    if !for_claims || waits {
        return Ok(campaign);
    }
    start_clock(tx, caller, &campaign, cause.to_owned(), now).await
}
