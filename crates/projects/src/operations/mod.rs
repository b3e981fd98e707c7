//! What people do with projects and campaigns: one file for each kind of act.

mod close;
mod create;
mod edit;
mod hold;
mod ip_claim_outcome;
mod ip_claims;
mod launch;
mod leaving;
mod ownership;
mod patents;
mod pause;
mod pools;
mod questions;
mod read_ip_claims;
mod read_questions;
mod read_updates;
mod reads;
mod regime;
mod reliance;
mod remind;
mod review;
mod rewards;
mod stop;
mod submit;
mod updates;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use db::{Act, Db, Tx, Vault};
use kernel::{Caller, CampaignId, UserId, Who, policy};
use uuid::Uuid;

use crate::{
    Error, Result,
    campaign::{Campaign, CampaignState, Transition},
    ports::{Backers, NoBackers, OwnerCheck, PatentCheck, RegimeRules, RewardsOnly},
    store,
};

use ip_claim_outcome::drop_claims;

pub use close::ClosedCampaign;
pub use create::{BeginCampaign, CreateProject};
pub use hold::{extend_deadline, hold, lift_hold};
pub use ip_claim_outcome::{DecideIpClaim, IpClaimVerdict};
pub use ip_claims::{AnswerIpClaim, FileIpClaim};
pub use leaving::OpenWork;
pub use ownership::{ClaimOwnership, DecideClaim};
pub use reliance::Reliance;

/// Projects and their campaigns: listing, writing, review, launch, closing, discovery.
#[derive(Debug, Clone)]
pub struct Projects {
    pub(crate) db: Db,
    pub(crate) vault: Vault,
    pub(crate) patents: Arc<dyn PatentCheck>,
    pub(crate) owners: Arc<dyn OwnerCheck>,
    pub(crate) backers: Arc<dyn Backers>,
    pub(crate) regimes: Arc<dyn RegimeRules>,
}

impl Projects {
    /// The service over a database, with the vault for personal data, somebody who knows the patents, and somebody who knows
    /// whose they are.
    pub fn new(db: Db, vault: Vault, patents: Arc<dyn PatentCheck>, owners: Arc<dyn OwnerCheck>) -> Self {
        let backers = Arc::new(NoBackers);
        let regimes = Arc::new(RewardsOnly);
        Self {
            db,
            vault,
            patents,
            owners,
            backers,
            regimes,
        }
    }

    /// The same with somebody who knows who pledged.
    #[must_use]
    pub fn backed_by(self, backers: Arc<dyn Backers>) -> Self {
        Self { backers, ..self }
    }

    /// The same with somebody who knows the rules of regulated campaigns.
    #[must_use]
    pub fn ruled_by(self, regimes: Arc<dyn RegimeRules>) -> Self {
        Self { regimes, ..self }
    }

    /// Locks a campaign for an act on it, if the caller may do it. To whoever may not see it, it
    /// is not there.
    async fn locked(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: CampaignId,
        act: impl Fn(UserId) -> policy::Action,
    ) -> Result<Campaign> {
        let Some(campaign) = store::campaigns::lock(tx, id).await? else {
            // The answer is the one for another's campaign, so that ids cannot be tried out.
            policy::can(caller, act(UserId::from_uuid(Uuid::nil())))?;
            return Err(Error::NotFound);
        };
        policy::can(caller, act(campaign.founder_id))?;
        Ok(campaign)
    }
}

/// The person who calls, if it is one.
fn person(caller: &Caller) -> Option<UserId> {
    match caller.who {
        Who::User { id, .. } => Some(id),
        Who::Anonymous | Who::System(_) => None,
    }
}

/// Refuses a change that was made for another version.
fn expect_version(expected: i64, current: i64) -> Result<()> {
    if expected == current {
        Ok(())
    } else {
        Err(Error::Conflict { current })
    }
}

/// What the audit trail keeps of a campaign: its state and terms, not its texts.
fn trace(campaign: &Campaign) -> serde_json::Value {
    serde_json::json!({
        "state": campaign.state,
        "version": campaign.version,
        "regime": campaign.regime,
        "goal": campaign.goal,
        "deadline": campaign.deadline,
        "deadline_at": campaign.deadline_at,
        "held_at": campaign.held_at,
        "pause_reason": campaign.pause_reason,
        "paused_at": campaign.paused_at,
        "starts_at": campaign.starts_at,
        "dossier_hash": campaign.dossier_hash,
    })
}

fn verb(transition: Transition) -> &'static str {
    match transition {
        Transition::Submit => "campaign.submit",
        Transition::RequestChanges => "campaign.request_changes",
        Transition::Approve => "campaign.approve",
        Transition::Schedule => "campaign.schedule",
        Transition::Launch => "campaign.launch",
        Transition::Pause => "campaign.pause",
        Transition::Resume => "campaign.resume",
        Transition::CloseReached => "campaign.close_reached",
        Transition::CloseMissed => "campaign.close_missed",
        Transition::BeginGrace => "campaign.begin_grace",
        Transition::CollectAgain => "campaign.collect_again",
        Transition::AskShortfall => "campaign.ask_shortfall",
        Transition::Fund => "campaign.fund",
        Transition::Fail => "campaign.fail",
        Transition::ReviewFinance => "campaign.review_finance",
        Transition::Pay => "campaign.pay",
        Transition::Complete => "campaign.complete",
        Transition::Cancel => "campaign.cancel",
        Transition::Suspend => "campaign.suspend",
    }
}

/// Takes a locked campaign through a transition: the new state, the patents it holds or lets go,
/// the row and the audit entry. `change` sets what belongs to the new state.
async fn step(
    tx: &Tx,
    caller: &Caller,
    before: &Campaign,
    transition: Transition,
    cause: Option<String>,
    now: DateTime<Utc>,
    change: impl FnOnce(&mut Campaign),
) -> Result<Campaign> {
    let mut after = before.clone();
    after.state = before.state.after(transition)?;
    after.version += 1;
    change(&mut after);
    if before.state.is_before_close() && !after.state.is_before_close() {
        after.ended_at = Some(now);
    }
    let goes_on = before.state == CampaignState::Paused && after.state != CampaignState::Paused;
    if goes_on {
        after.pause_reason = None;
        after.paused_at = None;
    }
    store::campaigns::update(tx, &after).await?;
    if goes_on {
        store::pauses::end(tx, after.id, now).await?;
    }
    if before.state.holds_patents() != after.state.holds_patents() {
        store::patents::set_active(tx, after.id, after.state.holds_patents()).await?;
    }
    let act = Act::new(verb(transition), after.id)
        .before(trace(before))
        .after(trace(&after));
    tx.record(caller, Act { cause, ..act }).await?;
    if after.state.is_final() && after.launched_at.is_some() {
        drop_claims(tx, caller, &after, now).await?;
    }
    Ok(after)
}

/// Takes a campaign through a transition that another part of the platform decided on, inside its
/// transaction: collecting, grace, payout. The asker has checked the right to do so.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::WrongState`] if the transition does not lead from its state.
pub async fn advance(
    tx: &Tx,
    caller: &Caller,
    id: CampaignId,
    transition: Transition,
    cause: Option<String>,
) -> Result<Campaign> {
    let before = store::campaigns::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let now = tx.now().await?;
    step(tx, caller, &before, transition, cause, now, |_| {}).await
}
