//! Taking a pledge back.

use chrono::{DateTime, Utc};
use db::{IdempotencyKey, Tx, hash_request};
use kernel::{
    Caller, Forbidden, PledgeId, Refusal,
    policy::{Action, can},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    CancelRule, Pledge, PledgeError, PledgeErrorCode, PledgeLimits, PledgeState, Pledges, Terms, store,
};

/// A wish to take a pledge back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelPledge {
    /// Which one.
    pub pledge_id: PledgeId,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why a pledge was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum CancelPledgeError {
    /// There is none, or it is not the caller's.
    #[error("there is no pledge {0}")]
    NotFound(PledgeId),
    /// It is being charged, or over.
    #[error("a pledge that is {} cannot be taken back", state.as_str())]
    WrongState {
        /// Where it stands.
        state: PledgeState,
    },
    /// The campaign is over.
    #[error("the campaign is over; its pledges can no longer be taken back")]
    CampaignClosed,
    /// The campaign would fall below its goal in its last hours.
    #[error("in the last hours a pledge cannot be taken back if the campaign would fall below its goal")]
    WouldMissGoal,
    /// A rule of the law the campaign raises money under says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The stock, the books or the database refused.
    #[error(transparent)]
    Failed(#[from] PledgeError),
    /// The database does not answer, or the key stood for another request.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl CancelPledgeError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        match self {
            Self::NotFound(_) => Some(PledgeErrorCode::PledgeNotFound),
            Self::WrongState { .. } | Self::CampaignClosed | Self::WouldMissGoal => {
                Some(PledgeErrorCode::NotCancellable)
            }
            Self::Refused(_) => Some(PledgeErrorCode::RegimeRefused),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => PledgeErrorCode::of_store(error),
        }
    }
}

/// The rule: while the campaign is live or paused; in the last hours only if the goal stays reached. What the law of a regulated
/// campaign says goes before.
pub(crate) fn judge(
    pledge: &Pledge,
    terms: &Terms,
    limits: &PledgeLimits,
    regime: &CancelRule,
    now: DateTime<Utc>,
) -> Result<(), CancelPledgeError> {
    if pledge.cancel(now).is_err() {
        return Err(CancelPledgeError::WrongState { state: pledge.state });
    }
    // Whoever is asked to confirm may always say no (17 CFR 227.304(c)).
    if pledge.state == PledgeState::ReconfirmDue {
        return Ok(());
    }
    match regime {
        // What does not count yet is no commitment.
        CancelRule::Refused(refusal) if pledge.state.counts() => return Err(refusal.clone().into()),
        CancelRule::Free if terms.may_cancel => return Ok(()),
        _ => {}
    }
    let over = terms.is_open && !terms.take_pledges(now);
    if over || !terms.may_cancel {
        return Err(CancelPledgeError::CampaignClosed);
    }
    if pledge.state.counts() && terms.would_miss_goal(pledge.amount.minor, limits, now) {
        return Err(CancelPledgeError::WouldMissGoal);
    }
    Ok(())
}

impl Pledges {
    /// Takes a pledge back: its reward returns to stock and the campaign's total falls.
    ///
    /// # Errors
    /// [`CancelPledgeError`] says why it stays.
    #[tracing::instrument(name = "pledges.cancel", skip_all, fields(pledge.id = %request.pledge_id))]
    pub async fn cancel(&self, caller: &Caller, request: CancelPledge) -> Result<Pledge, CancelPledgeError> {
        let id = request.pledge_id;
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "pledge.cancel",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        if tx.answered::<PledgeId>(&key).await?.is_some() {
            let found = store::find(&*tx, id).await?;
            return found.ok_or(CancelPledgeError::NotFound(id));
        }
        let found = store::find(&*tx, id)
            .await?
            .ok_or(CancelPledgeError::NotFound(id))?;
        let own = Action::PledgeCancel {
            investor: found.investor_id,
        };
        can(caller, own).map_err(|denied| denied.or_missing(CancelPledgeError::NotFound(id)))?;
        let terms = self.terms.lock(&tx, found.campaign_id).await?;
        let mut terms = terms.ok_or(CancelPledgeError::CampaignClosed)?;
        let pledge = store::lock(&tx, id).await?;
        let now = tx.now().await?;
        let regime = self.cancel_rule(&tx, &terms, &pledge, now).await?;
        judge(&pledge, &terms, &self.limits, &regime, now)?;
        let cancelled = pledge.cancel(now).map_err(PledgeError::from)?;
        self.end(&tx, caller, &pledge, &cancelled, &mut terms, now)
            .await?;
        tx.answer(&key, &id).await?;
        tx.commit().await?;
        Ok(cancelled)
    }

    /// What the law of a regulated campaign says of taking a pledge back now.
    pub(crate) async fn cancel_rule(
        &self,
        tx: &Tx,
        terms: &Terms,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> db::Result<CancelRule> {
        if terms.regime.is_regulated() {
            self.rules.cancel_rule(tx, terms, pledge, now).await
        } else {
            Ok(CancelRule::Ordinary)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::{Currency, Money};

    use super::*;
    use crate::NewPledge;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_315_200, 0).unwrap()
    }

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    /// A committed pledge of 40 to a campaign that has `pledged` of its goal of 1,000 and ends in `hours`.
    fn case(pledged: i64, hours: i64) -> (Pledge, Terms) {
        let id = |n| Uuid::from_u128(n);
        let new = NewPledge {
            id: id(1).into(),
            campaign_id: id(2).into(),
            investor_id: id(3).into(),
            reward_id: None,
            has_items: false,
            amount: usd(40),
            dossier_hash: String::new(),
            reserved_until: now() + TimeDelta::minutes(30),
        };
        let pledge = Pledge::place(new, now())
            .authorise()
            .unwrap()
            .commit(now())
            .unwrap();
        let terms = Terms {
            campaign_id: id(2).into(),
            founder_id: id(4).into(),
            regime: kernel::Regime::Reward,
            launched_at: None,
            is_open: true,
            may_cancel: true,
            held: false,
            is_collecting: false,
            deadline_at: Some(now() + TimeDelta::hours(hours)),
            currency: Currency::USD,
            goal: Some(usd(1_000)),
            pledged: usd(pledged),
            investor_count: 3,
            shortfall_rule: crate::ShortfallRule::Accept,
        };
        (pledge, terms)
    }

    fn verdict((pledge, terms): (Pledge, Terms)) -> Result<(), CancelPledgeError> {
        judge(
            &pledge,
            &terms,
            &PledgeLimits::default(),
            &CancelRule::Ordinary,
            now(),
        )
    }

    #[test]
    fn in_the_last_day_a_reached_goal_is_kept() {
        assert!(matches!(
            verdict(case(1_039, 24)),
            Err(CancelPledgeError::WouldMissGoal)
        ));
        assert!(verdict(case(1_040, 24)).is_ok(), "it stays reached");
        assert!(verdict(case(999, 24)).is_ok(), "it was not reached");
        assert!(verdict(case(1_039, 25)).is_ok(), "there is still time");
    }

    #[test]
    fn a_pledge_that_does_not_count_yet_may_always_be_taken_back() {
        let (pledge, terms) = case(1_000, 1);
        let reserved = Pledge {
            state: PledgeState::Reserved,
            ..pledge
        };
        assert!(verdict((reserved, terms)).is_ok());
    }

    #[test]
    fn at_the_deadline_it_is_too_late() {
        assert!(matches!(
            verdict(case(500, 0)),
            Err(CancelPledgeError::CampaignClosed)
        ));
    }

    #[test]
    fn while_a_campaign_is_paused_pledges_may_be_taken_back_even_past_its_deadline() {
        let (pledge, terms) = case(1_000, -1);
        let paused = Terms {
            is_open: false,
            ..terms.clone()
        };
        assert!(verdict((pledge.clone(), paused)).is_ok());
        let ended = Terms {
            is_open: false,
            may_cancel: false,
            ..terms
        };
        assert!(matches!(
            verdict((pledge, ended)),
            Err(CancelPledgeError::CampaignClosed)
        ));
    }
}
