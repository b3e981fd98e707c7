//! Changing the amount or the reward of a pledge that counts.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, Tx, hash_request};
use kernel::{
    Caller, Forbidden, Money, PledgeId, RewardId,
    policy::{Action, can},
};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Reference};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Item, ItemWish, NewItems, NewPromise, PlacePledgeError, Pledge, PledgeError, PledgeErrorCode,
    PledgeLimits, PledgeState, Pledges, Terms, acknowledgement, adjustment,
    adjustment::Adjustment,
    events::{self, Totals},
    items::{self, Choice},
    store,
};

/// The kind of ledger entry by which a pledge counts for more or less than before.
const ADJUSTED: &str = "pledge_adjusted";

/// A wish to promise another amount, or for another reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustPledge {
    /// Which pledge.
    pub pledge_id: PledgeId,
    /// What it is to earn from now on, if something.
    pub reward_id: Option<RewardId>,
    /// The add-ons it has from now on; absent are those it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<ItemWish>>,
    /// How much is to be promised from now on.
    pub amount: Money,
    /// The hash of the grave risks the investor says to know of ([`crate::GraveRisks::hash`]), if there are any.
    pub acknowledged_risks: Option<String>,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why a pledge stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum AdjustPledgeError {
    /// There is none, or it is not the caller's.
    #[error("there is no pledge {0}")]
    NotFound(PledgeId),
    /// It does not count yet, is being charged, waits for its investor's answer, or is over.
    #[error("a pledge that is {} cannot be changed", state.as_str())]
    WrongState {
        /// Where it stands.
        state: PledgeState,
    },
    /// The campaign would fall below its goal in its last hours.
    #[error("in the last hours a pledge cannot be lowered if the campaign would fall below its goal")]
    WouldMissGoal,
    /// A new pledge of this kind would not be taken either.
    #[error(transparent)]
    NotTaken(#[from] PlacePledgeError),
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The books or the database refused.
    #[error(transparent)]
    Failed(#[from] PledgeError),
    /// The database does not answer, or the key stood for another request.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl AdjustPledgeError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        match self {
            Self::NotFound(_) => Some(PledgeErrorCode::PledgeNotFound),
            Self::WrongState { .. } | Self::WouldMissGoal => Some(PledgeErrorCode::NotAdjustable),
            Self::NotTaken(error) => error.code(),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => PledgeErrorCode::of_store(error),
        }
    }
}

/// The rule beside those of a new pledge: it must count, and in the last hours before the deadline a lower amount may not
/// take the goal away.
fn judge(
    pledge: &Pledge,
    amount: Money,
    terms: &Terms,
    limits: &PledgeLimits,
    now: DateTime<Utc>,
) -> Result<(), AdjustPledgeError> {
    if pledge.state != PledgeState::Committed {
        return Err(AdjustPledgeError::WrongState { state: pledge.state });
    }
    let lowered_by = pledge.amount.minor.saturating_sub(amount.minor);
    if lowered_by > 0 && terms.would_miss_goal(lowered_by, limits, now) {
        return Err(AdjustPledgeError::WouldMissGoal);
    }
    Ok(())
}

/// What a pledge has beside its reward.
fn add_ons(held: &[Item], reward: Option<RewardId>) -> Vec<ItemWish> {
    let beside = held.iter().filter(|item| Some(item.reward_id) != reward);
    beside
        .map(|item| ItemWish {
            reward_id: item.reward_id,
            quantity: item.quantity,
        })
        .collect()
}

/// Whether the same is wished for that is had, in whatever order.
fn are_same(has: &[ItemWish], wished: &[ItemWish]) -> bool {
    has.len() == wished.len() && has.iter().all(|item| wished.contains(item))
}

fn new_items(held: &[Item], items: &[Item]) -> NewItems {
    if items.is_empty() {
        NewItems::Nothing
    } else if held.len() == items.len() && held.iter().all(|item| items.contains(item)) {
        NewItems::Same
    } else {
        NewItems::Others
    }
}

/// What the audit trail keeps of a pledge that is changed: also what it earns, and what of that for how much.
fn trace(pledge: &Pledge, items: &[Item]) -> serde_json::Value {
    let items = items.iter().map(
        |item| json!({"reward_id": item.reward_id, "quantity": item.quantity, "unit_minor": item.unit.minor}),
    );
    let mut trace = pledge.trace();
    trace["reward_id"] = json!(pledge.reward_id);
    trace["items"] = items.collect();
    trace
}

impl Pledges {
    /// Changes what a pledge promises or earns while its campaign takes pledges. What it no longer has goes back to stock and
    /// what it has newly is taken; whoever keeps something keeps its unit and its price, though all may be taken. What the
    /// investor is shown of the patents today is kept as when pledging anew.
    ///
    /// # Errors
    /// [`AdjustPledgeError`] says why it stays as it is.
    #[tracing::instrument(name = "pledges.adjust", skip_all, fields(pledge.id = %request.pledge_id))]
    pub async fn adjust(&self, caller: &Caller, request: AdjustPledge) -> Result<Pledge, AdjustPledgeError> {
        let id = request.pledge_id;
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "pledge.adjust",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        let found = store::find(&*tx, id).await?;
        let found = found.ok_or(AdjustPledgeError::NotFound(id))?;
        if tx.answered::<PledgeId>(&key).await?.is_some() {
            return Ok(found);
        }
        let own = Action::PledgeCancel {
            investor: found.investor_id,
        };
        can(caller, own).map_err(|denied| denied.or_missing(AdjustPledgeError::NotFound(id)))?;
        let terms = self.terms.lock(&tx, found.campaign_id).await?;
        let terms = terms.ok_or(PlacePledgeError::CampaignNotFound(found.campaign_id))?;
        let before = store::lock(&tx, id).await?;
        let now = tx.now().await?;
        self.judge_offer(request.amount, &terms, now)?;
        judge(&before, request.amount, &terms, &self.limits, now)?;
        let held = items::store::of(&*tx, &before).await?;
        let has = add_ons(&held, before.reward_id);
        let wished = request.items.as_ref().unwrap_or(&has);
        let is_same = (before.amount, before.reward_id) == (request.amount, request.reward_id)
            && are_same(&has, wished);
        let adjusted = if is_same {
            before
        } else {
            let choice = Choice {
                reward: request.reward_id,
                add_ons: wished,
                held: &held,
            };
            self.adjust_in(&tx, caller, (&before, &request), choice, &terms, now)
                .await?
        };
        tx.answer(&key, &id).await?;
        tx.commit().await?;
        Ok(adjusted)
    }

    async fn adjust_in(
        &self,
        tx: &Tx,
        caller: &Caller,
        (before, request): (&Pledge, &AdjustPledge),
        choice: Choice<'_>,
        terms: &Terms,
        now: DateTime<Utc>,
    ) -> Result<Pledge, AdjustPledgeError> {
        let dossier = self
            .shown(tx, terms, request.acknowledged_risks.as_deref())
            .await?;
        let items = self.take_items(tx, choice, request.amount, terms).await?;
        store::keep_dossier(tx, &dossier, now).await?;
        let promise = NewPromise {
            amount: request.amount,
            reward_id: request.reward_id,
            items: new_items(choice.held, &items),
        };
        let after = before.adjusted(promise, dossier.hash);
        store::adjust(tx, before, &after).await?;
        if promise.items == NewItems::Others {
            items::store::insert(tx, after.id, after.version, &items).await?;
        }
        acknowledgement::keep(tx, &after, &dossier.risks, now).await?;
        let adjustment = Adjustment::between(tx.new_id(now), before, &after, now);
        adjustment::insert(tx, &adjustment).await?;
        let act = Act::new("pledge.adjust", before.id);
        let traces = (trace(before, choice.held), trace(&after, &items));
        tx.record(caller, act.before(traces.0).after(traces.1)).await?;
        let totals = self.count_difference(tx, &adjustment, terms).await?;
        tx.publish(&events::PledgeAdjusted::of(&after, now, before.amount, totals))
            .await?;
        Ok(after)
    }

    /// The campaign's total and the books follow. What the campaign is promised then.
    async fn count_difference(
        &self,
        tx: &Tx,
        adjustment: &Adjustment,
        terms: &Terms,
    ) -> Result<Totals, AdjustPledgeError> {
        let more = adjustment.more()?;
        let pledged = terms.pledged.checked_add(more).map_err(db::Error::corrupt)?;
        let totals = Totals {
            pledged,
            investor_count: terms.investor_count,
        };
        if more.minor == 0 {
            return Ok(totals);
        }
        self.terms
            .add_committed(tx, terms.campaign_id, more.minor, 0)
            .await?;
        let (investors, campaign) = (
            Account::campaign(AccountKind::InvestorCommitment, terms.campaign_id),
            Account::campaign(AccountKind::CampaignCommitment, terms.campaign_id),
        );
        let (accounts, amount) = if more.minor > 0 {
            ((investors, campaign), more)
        } else {
            ((campaign, investors), Money::new(-more.minor, more.currency))
        };
        let reference = Reference::to(adjustment.id);
        let entry = Entry::transfer(ADJUSTED, reference, adjustment.adjusted_at, accounts, amount);
        let entry = entry.map_err(|error| PledgeError::from(LedgerError::from(error)))?;
        Ledger::post(tx, entry).await.map_err(PledgeError::from)?;
        Ok(totals)
    }

    /// The entries by which the adjustments of a pledge count, taken back: it ends without charge. The newest comes first, and
    /// the entry by which the pledge counted after all of them: each step back is a sum that stood in the books before.
    pub(crate) async fn reverse_adjustments(
        tx: &Tx,
        pledge: PledgeId,
        kind: &'static str,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        for adjustment in adjustment::of_pledges(&**tx, &[pledge]).await?.into_iter().rev() {
            let found = Ledger::find(&**tx, ADJUSTED, &Reference::to(adjustment.id)).await?;
            if let Some(entry) = found {
                Ledger::reverse(tx, entry, kind, now).await?;
            }
        }
        Ok(())
    }
}
