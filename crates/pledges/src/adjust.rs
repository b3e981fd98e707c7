//! Changing the amount or the reward of a pledge that counts.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, Tx, hash_request};
use kernel::{
    Caller, Forbidden, Money, PledgeId, RewardId,
    policy::{Action, can},
};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Reference};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    CancelRule, PlacePledgeError, Pledge, PledgeError, PledgeErrorCode, PledgeLimits, PledgeState, Pledges,
    Terms, acknowledgement, adjustment,
    adjustment::Adjustment,
    events::{self, Totals},
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

impl Pledges {
    /// Changes what a pledge promises or earns while its campaign takes pledges. The new reward is taken before the old one
    /// goes back to stock; whoever keeps their reward keeps its unit, though all may be taken. What the investor is shown of
    /// the patents today is kept as when pledging anew.
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
        // To lower a commitment is to take a part of it back.
        if request.amount.minor < before.amount.minor
            && let CancelRule::Refused(refusal) = self.cancel_rule(&terms, &before, now)
        {
            return Err(PlacePledgeError::from(refusal).into());
        }
        let is_same = (before.amount, before.reward_id) == (request.amount, request.reward_id);
        let adjusted = if is_same {
            before
        } else {
            self.adjust_in(&tx, caller, &before, &request, &terms, now)
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
        before: &Pledge,
        request: &AdjustPledge,
        terms: &Terms,
        now: DateTime<Utc>,
    ) -> Result<Pledge, AdjustPledgeError> {
        let dossier = self
            .shown(tx, terms, request.acknowledged_risks.as_deref())
            .await?;
        self.exchange_reward(tx, before, request, terms).await?;
        store::keep_dossier(tx, &dossier, now).await?;
        let after = before.adjusted(request.amount, request.reward_id, dossier.hash);
        store::adjust(tx, before, &after).await?;
        if terms.regime.is_regulated() {
            let judged = self.rules.commit(tx, terms, &after, now).await?;
            judged.map_err(PlacePledgeError::from)?;
        }
        acknowledgement::keep(tx, &after, &dossier.risks, now).await?;
        let adjustment = Adjustment::between(tx.new_id(now), before, &after, now);
        adjustment::insert(tx, &adjustment).await?;
        let act = Act::new("pledge.adjust", before.id);
        tx.record(caller, act.before(before.trace()).after(after.trace()))
            .await?;
        let totals = self.count_difference(tx, &adjustment, terms).await?;
        tx.publish(&events::PledgeAdjusted::of(&after, now, before.amount, totals))
            .await?;
        Ok(after)
    }

    /// The unit of another reward is taken and that of the old one given back; one that is kept must still be earned.
    async fn exchange_reward(
        &self,
        tx: &Tx,
        before: &Pledge,
        request: &AdjustPledge,
        terms: &Terms,
    ) -> Result<(), AdjustPledgeError> {
        if before.reward_id == request.reward_id {
            if let Some(kept) = before.reward_id {
                let least = self.terms.reward_amount(tx, kept).await?;
                let least = Money::new(least, terms.currency);
                if request.amount.minor < least.minor {
                    return Err(PlacePledgeError::AmountBelowReward { least }.into());
                }
            }
            return Ok(());
        }
        if let Some(wanted) = request.reward_id {
            self.take_reward(tx, wanted, request.amount, terms).await?;
        }
        if let Some(left) = before.reward_id {
            self.terms.return_reward(tx, left).await?;
        }
        Ok(())
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

    /// The entries by which the adjustments of a pledge count, taken back: it ends without charge.
    pub(crate) async fn reverse_adjustments(
        tx: &Tx,
        pledge: PledgeId,
        kind: &'static str,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        for adjustment in adjustment::of_pledges(&**tx, &[pledge]).await? {
            let found = Ledger::find(&**tx, ADJUSTED, &Reference::to(adjustment.id)).await?;
            if let Some(entry) = found {
                Ledger::reverse(tx, entry, kind, now).await?;
            }
        }
        Ok(())
    }
}
