//! Deciding on a third party's claim.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Act, Tx};
use kernel::{Caller, IpClaimId, Role, policy::Action};

use super::{Projects, pause::go_on, person, step};
use crate::{
    Error, Result,
    campaign::{Campaign, CampaignState, Transition},
    events::{CampaignSuspended, IpClaimOpened, IpClaimSettled},
    ip_claim::{IpClaim, IpClaimReason, IpClaimState, IpClaimStep},
    store, text,
    validation::{Violation, ViolationCode},
};

/// The longest note.
const NOTE: usize = 2_000;

/// What a reviewer decides on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IpClaimVerdict {
    /// The campaign is stopped, and its founder asked.
    Inquire,
    /// There is nothing to look into.
    Dismiss(IpClaimReason),
    /// It is wrong: the campaign goes on.
    Reject(IpClaimReason),
    /// It is right: the campaign is ended, and nothing is charged.
    Uphold,
}

/// A decision on a claim.
#[derive(Debug, Clone)]
pub struct DecideIpClaim {
    /// The claim.
    pub id: IpClaimId,
    /// What is decided.
    pub verdict: IpClaimVerdict,
    /// What claimant and founder are told beside that.
    pub note: Option<String>,
}

impl Projects {
    /// Takes a claim off the queue: how its claimant can be reached and its documents may be read by this reviewer, for a day
    /// at the most.
    ///
    /// # Errors
    /// [`Error::ReviewClaimed`]; [`Error::IpClaimMoved`]; [`Error::Forbidden`] on one's own campaign or claim.
    #[tracing::instrument(name = "projects.take_ip_claim", skip_all, fields(claim.id = %id))]
    pub async fn take_ip_claim(&self, caller: &Caller, id: IpClaimId) -> Result<IpClaim> {
        let reviewer = caller.user_id()?;
        let tx = self.db.begin().await?;
        let (_, before) = self.ip_claim_locked(&tx, caller, id, review).await?;
        if !before.state.is_open() {
            return Err(Error::IpClaimMoved(before.state));
        }
        let now = tx.now().await?;
        match before.holder_at(now) {
            Some(holder) if holder == reviewer => return Ok(before),
            Some(_) => return Err(Error::ReviewClaimed),
            None => {}
        }
        let after = IpClaim {
            reviewer_id: Some(reviewer),
            claimed_at: Some(now),
            ..before
        };
        store::ip_claims::update(&tx, &after).await?;
        grant_files(&tx, &after).await?;
        tx.record(caller, Act::new("ip_claim.take", id)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Gives a claim back to the queue.
    ///
    /// # Errors
    /// [`Error::ReviewClaimed`] unless the caller has taken it; [`Error::IpClaimMoved`].
    #[tracing::instrument(name = "projects.release_ip_claim", skip_all, fields(claim.id = %id))]
    pub async fn release_ip_claim(&self, caller: &Caller, id: IpClaimId) -> Result<IpClaim> {
        let tx = self.db.begin().await?;
        let (_, before) = self.ip_claim_locked(&tx, caller, id, review).await?;
        if !before.state.is_open() {
            return Err(Error::IpClaimMoved(before.state));
        }
        let now = tx.now().await?;
        if before.holder_at(now) != person(caller) {
            return Err(Error::ReviewClaimed);
        }
        let after = IpClaim {
            reviewer_id: None,
            claimed_at: None,
            ..before
        };
        store::ip_claims::update(&tx, &after).await?;
        grant_files(&tx, &after).await?;
        tx.record(caller, Act::new("ip_claim.release", id)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Decides on a claim the caller has taken: to look into it, and later what came of it.
    ///
    /// # Errors
    /// [`Error::ReviewClaimed`] unless the caller has taken it; [`Error::Invalid`] without the note that a reason "other", or
    /// an end of the campaign, asks for; [`Error::FounderNotHeard`]; [`Error::IpClaimMoved`]; [`Error::NotEditable`] or
    /// [`Error::FundingOver`] if the campaign can no longer be stopped; [`Error::Forbidden`] on one's own campaign or claim.
    #[tracing::instrument(name = "projects.decide_ip_claim", skip_all, fields(claim.id = %request.id))]
    pub async fn decide_ip_claim(&self, caller: &Caller, request: DecideIpClaim) -> Result<IpClaim> {
        let note = request
            .note
            .map(|note| text::line("note", &note, NOTE))
            .transpose();
        let note = note.map_err(|violation| Error::Invalid(vec![violation]))?;
        let note = note.filter(|note| !note.is_empty());
        let tx = self.db.begin().await?;
        let (campaign, before) = self.ip_claim_locked(&tx, caller, request.id, decide).await?;
        let now = tx.now().await?;
        if !before.state.is_open() {
            return Err(Error::IpClaimMoved(before.state));
        }
        if person(caller).is_none() || before.holder_at(now) != person(caller) {
            return Err(Error::ReviewClaimed);
        }
        let needs_note = matches!(
            request.verdict,
            IpClaimVerdict::Uphold
                | IpClaimVerdict::Dismiss(IpClaimReason::Other)
                | IpClaimVerdict::Reject(IpClaimReason::Other)
        );
        if needs_note && note.is_none() {
            let required = Violation::new("note", ViolationCode::Required);
            return Err(Error::Invalid(vec![required]));
        }
        let after = match request.verdict {
            IpClaimVerdict::Inquire => self.inquire(&tx, caller, &campaign, &before, note, now).await?,
            IpClaimVerdict::Dismiss(reason) => {
                let after = conclude(&tx, caller, &before, IpClaimStep::Dismiss, now, |claim| {
                    (claim.reason, claim.note) = (Some(reason), note);
                })
                .await?;
                go_on(&tx, caller, campaign, "the claim was dismissed", now).await?;
                after
            }
            IpClaimVerdict::Reject(reason) => {
                let after = conclude(&tx, caller, &before, IpClaimStep::Reject, now, |claim| {
                    (claim.reason, claim.note) = (Some(reason), note);
                })
                .await?;
                go_on(&tx, caller, campaign, "the claim was found wrong", now).await?;
                after
            }
            IpClaimVerdict::Uphold => {
                if let Some(until) = before.answer_until.filter(|_| !before.is_heard(now)) {
                    return Err(Error::FounderNotHeard { until });
                }
                uphold(&tx, caller, &campaign, &before, note, now).await?
            }
        };
        tx.commit().await?;
        Ok(after)
    }

    /// Stops the campaign, unless it stands still already, and asks its founder.
    async fn inquire(
        &self,
        tx: &Tx,
        caller: &Caller,
        campaign: &Campaign,
        before: &IpClaim,
        note: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<IpClaim> {
        match campaign.state {
            CampaignState::Live => {
                let cause = format!("the claim {} is looked into", before.id);
                self.stop_for_claim(tx, caller, campaign, before, cause, now)
                    .await?;
            }
            // For another claim, or by staff: each reason lasts as long as it lasts.
            CampaignState::Paused => {}
            other => return Err(Error::NotEditable(other)),
        }
        let until = now + TimeDelta::days(IpClaim::ANSWER_DAYS);
        let after = conclude(tx, caller, before, IpClaimStep::Inquire, now, |claim| {
            claim.inquiry_at = Some(now);
            claim.answer_until = Some(until);
            claim.note = note;
        })
        .await?;
        tx.publish(&IpClaimOpened {
            campaign_id: campaign.id,
            claim_id: after.id,
            founder_id: after.founder_id,
            claimant_id: after.claimant_id,
            answer_until: until,
            at: now,
        })
        .await?;
        Ok(after)
    }

    /// Upholds the claims whose founders said nothing in time, up to `limit`: their campaigns are ended. Returns how many.
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless the platform or an administrator asks; or if the database does not answer: what was done
    /// stays done.
    #[tracing::instrument(name = "projects.uphold_silent", skip_all)]
    pub async fn uphold_silent(&self, caller: &Caller, limit: u64) -> Result<usize> {
        caller.require(Role::Administrator)?;
        let now = self.db.clock().now();
        let silent = store::ip_claims::silent(self.db.primary(), now, limit).await?;
        let mut upheld = 0;
        for id in silent {
            let tx = self.db.begin().await?;
            let Some(found) = store::ip_claims::find(&*tx, id).await? else {
                continue;
            };
            let campaign = store::campaigns::lock(&tx, found.claim.campaign_id).await?;
            let claim = store::ip_claims::lock(&tx, id).await?;
            let (Some(campaign), Some(claim)) = (campaign, claim) else {
                continue;
            };
            // After the locks: the founder may have answered, or somebody decided.
            let now = tx.now().await?;
            if claim.state != IpClaimState::Inquiry || !claim.is_heard(now) {
                continue;
            }
            uphold(&tx, caller, &campaign, &claim, None, now).await?;
            tx.commit().await?;
            upheld += 1;
        }
        Ok(upheld)
    }
}

fn review(owner: kernel::UserId, claimant: kernel::UserId) -> Action {
    Action::IpClaimReview { owner, claimant }
}

fn decide(owner: kernel::UserId, claimant: kernel::UserId) -> Action {
    Action::IpClaimDecide { owner, claimant }
}

/// Ends the campaign for a claim.
async fn uphold(
    tx: &Tx,
    caller: &Caller,
    campaign: &Campaign,
    before: &IpClaim,
    note: Option<String>,
    now: DateTime<Utc>,
) -> Result<IpClaim> {
    let after = conclude(tx, caller, before, IpClaimStep::Uphold, now, |claim| {
        claim.note = note.or(claim.note.take());
    })
    .await?;
    let cause = match before.answered_at {
        Some(_) => format!("the claim {} was upheld", before.id),
        None => format!("the claim {} was upheld: its founder did not answer", before.id),
    };
    step(
        tx,
        caller,
        campaign,
        Transition::Suspend,
        Some(cause),
        now,
        |_| {},
    )
    .await?;
    tx.publish(&CampaignSuspended {
        campaign_id: campaign.id,
        launched: true,
    })
    .await?;
    Ok(after)
}

/// The claims against a campaign that has ended otherwise are over.
pub(super) async fn drop_claims(
    tx: &Tx,
    caller: &Caller,
    campaign: &Campaign,
    now: DateTime<Utc>,
) -> Result<()> {
    for claim in store::ip_claims::lock_open(tx, campaign.id).await? {
        conclude(tx, caller, &claim, IpClaimStep::Drop, now, |_| {}).await?;
    }
    Ok(())
}

/// Takes a locked claim a step on: the row, who may read its documents, the audit entry, and whoever is to be told.
pub(super) async fn conclude(
    tx: &Tx,
    caller: &Caller,
    before: &IpClaim,
    by: IpClaimStep,
    now: DateTime<Utc>,
    change: impl FnOnce(&mut IpClaim),
) -> Result<IpClaim> {
    let state = before.state.after(by);
    let mut after = IpClaim {
        state: state.map_err(|_| Error::IpClaimMoved(before.state))?,
        ..before.clone()
    };
    change(&mut after);
    if !after.state.is_open() {
        after.decided_at = Some(now);
    }
    store::ip_claims::update(tx, &after).await?;
    grant_files(tx, &after).await?;
    let act = Act::new(verb(by), after.id)
        .before(trace(before))
        .after(trace(&after));
    tx.record(caller, act).await?;
    if !after.state.is_open() {
        tx.publish(&IpClaimSettled {
            campaign_id: after.campaign_id,
            claim_id: after.id,
            claimant_id: after.claimant_id,
            founder_id: after.concerns_founder().then_some(after.founder_id),
            state: after.state,
            at: now,
        })
        .await?;
    }
    Ok(after)
}

/// A claim's documents are read by whoever works on it; what the claimant handed in also by the founder who is asked.
async fn grant_files(tx: &Tx, claim: &IpClaim) -> Result<()> {
    let reviewer = claim.reviewer_id.filter(|_| claim.state.is_open());
    let reviewer = reviewer.map(|reviewer| (reviewer, claim.claimed_at.map(kernel::held_until)));
    let asked = claim.state.stops_campaign().then_some((claim.founder_id, None));
    for (file, founder) in [(claim.file_id, asked), (claim.answer_file_id, None)] {
        let Some(file) = file else { continue };
        files::revoke(tx, file).await?;
        for (reader, until) in reviewer.into_iter().chain(founder) {
            files::grant(tx, file, reader, until).await?;
        }
    }
    Ok(())
}

fn verb(step: IpClaimStep) -> &'static str {
    match step {
        IpClaimStep::Inquire => "ip_claim.inquire",
        IpClaimStep::Answer => "ip_claim.answer",
        IpClaimStep::Dismiss => "ip_claim.dismiss",
        IpClaimStep::Reject => "ip_claim.reject",
        IpClaimStep::Uphold => "ip_claim.uphold",
        IpClaimStep::Withdraw => "ip_claim.withdraw",
        IpClaimStep::Drop => "ip_claim.drop",
    }
}

/// What the audit trail keeps of a claim: how far it has come, not what was written.
pub(super) fn trace(claim: &IpClaim) -> serde_json::Value {
    serde_json::json!({
        "campaign": claim.campaign_id,
        "kind": claim.kind,
        "patent": claim.patent_id,
        "state": claim.state,
        "reviewer": claim.reviewer_id,
        "answer_until": claim.answer_until,
        "reason": claim.reason,
        "files": [claim.file_id, claim.answer_file_id],
    })
}
