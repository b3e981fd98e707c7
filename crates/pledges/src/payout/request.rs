//! Ordering a payout: the money of a campaign is shared out.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, Tx, hash_request};
use kernel::{
    Caller, CampaignId, Forbidden, Money, PayoutId, Refusal,
    policy::{Action, can},
};
use ledger::LedgerError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    CampaignMoney, Payee, Payout, PayoutPurpose, PayoutState,
    share::{recover_debt, release_reserve, was_shared_out},
    store as payouts,
};
use crate::{
    PledgeError, PledgeErrorCode, Pledges, escrow,
    events::{PayoutRequested, SettledWithoutPayout},
    jobs,
    settle::{Settlement, Stage, store as settlements},
};

/// A wish to pay a founder what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPayout {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// What became of the wish, as kept under its key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Ordered {
    Payout(PayoutId),
    /// Nothing: the first payout comes to nothing, or so does the reserve.
    Nothing(Option<Nothing>),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Nothing {
    IsLeft,
}

/// Why a payout was not ordered.
#[derive(Debug, thiserror::Error)]
pub enum RequestPayoutError {
    /// There is no such campaign, or it has no money.
    #[error("there is no campaign {0} whose money is accepted")]
    NotFound(CampaignId),
    /// It is too early.
    #[error("nothing is paid out before {due_at}")]
    NotDue {
        /// When it will be time.
        due_at: DateTime<Utc>,
    },
    /// Everything was paid out, or one payout is under way.
    #[error("nothing is to be paid out now")]
    NothingToPay,
    /// The first payout comes to nothing. That is booked: the money was shared out, and what the founder owes was kept back.
    #[error(
        "losses and what the founder owes took up what was to be paid out; the campaign is settled without a payout"
    )]
    SettledWithoutPayout,
    /// The founder did not say where to.
    #[error("the founder has not opened an account to be paid through")]
    NoPayee,
    /// A rule of the law the campaign raised money under says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
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

impl RequestPayoutError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        use PledgeErrorCode as C;
        match self {
            Self::NotFound(_) => Some(C::CampaignNotFound),
            Self::NotDue { .. } => Some(C::NotDue),
            Self::NothingToPay => Some(C::NothingToPay),
            Self::SettledWithoutPayout => Some(C::SettledWithoutPayout),
            Self::NoPayee => Some(C::PayeeNotFound),
            Self::Refused(_) => Some(C::RegimeRefused),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => C::of_store(error),
        }
    }
}

impl From<LedgerError> for RequestPayoutError {
    fn from(error: LedgerError) -> Self {
        Self::Failed(error.into())
    }
}

impl Pledges {
    /// When the next payout of a campaign may be ordered, and what it pays.
    pub fn next_payout(
        &self,
        settlement: &Settlement,
        earlier: &[Payout],
    ) -> Option<(PayoutPurpose, DateTime<Utc>)> {
        if settlement.stage != Stage::Settled {
            return None;
        }
        let paid = |purpose| {
            earlier
                .iter()
                .any(|payout| payout.purpose == purpose && payout.state == PayoutState::Paid)
        };
        if !paid(PayoutPurpose::Proceeds) && settlement.without_payout_at.is_none() {
            return Some((
                PayoutPurpose::Proceeds,
                settlement.closed_at + self.settle.payout_after,
            ));
        }
        (!paid(PayoutPurpose::Reserve)).then(|| {
            (
                PayoutPurpose::Reserve,
                settlement.closed_at + self.settle.reserve_for,
            )
        })
    }

    /// Orders what is due to be paid to a founder. Somebody else must approve it. With the first
    /// payout the money is shared out: the platform's fee, what the provider kept, the reserve, and
    /// the rest for the founder, out of which the founder's debts are paid first. What came back since is shared out with
    /// the next one. If nothing is left for the first payout, that is booked, and the reserve is what comes next.
    ///
    /// # Errors
    /// [`RequestPayoutError`] says why it was not ordered.
    #[tracing::instrument(name = "pledges.request_payout", skip_all, fields(campaign.id = %request.campaign_id))]
    pub async fn request_payout(
        &self,
        caller: &Caller,
        request: RequestPayout,
    ) -> Result<Payout, RequestPayoutError> {
        let campaign = request.campaign_id;
        let missing = || RequestPayoutError::NotFound(campaign);
        let requested_by = caller.user_id()?;
        let key = IdempotencyKey {
            user_id: requested_by,
            operation: "payout.request",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        match tx.answered::<Ordered>(&key).await? {
            Some(Ordered::Payout(earlier)) => {
                return payouts::find(&*tx, earlier).await?.ok_or_else(missing);
            }
            Some(Ordered::Nothing(Some(Nothing::IsLeft))) => return Err(RequestPayoutError::NothingToPay),
            Some(Ordered::Nothing(None)) => return Err(RequestPayoutError::SettledWithoutPayout),
            None => {}
        }
        let terms = self.terms.lock(&tx, campaign).await?;
        let nobody = kernel::UserId::from_uuid(Uuid::nil());
        let owner = terms.as_ref().map_or(nobody, |terms| terms.founder_id);
        can(caller, Action::PayoutRequest { owner }).map_err(|denied| denied.or_missing(missing()))?;
        if settlements::find(&*tx, campaign).await?.is_none() {
            return Err(missing());
        }
        let settlement = settlements::lock(&tx, campaign).await?;
        let now = tx.now().await?;
        let earlier = payouts::of_campaign(&*tx, campaign).await?;
        if earlier.iter().any(|payout| payout.finished_at.is_none()) {
            return Err(RequestPayoutError::NothingToPay);
        }
        // After the last payout money may come back, of a dispute that is won late.
        let late = (
            PayoutPurpose::Reserve,
            settlement.closed_at + self.settle.reserve_for,
        );
        let (purpose, due_at) = match self.next_payout(&settlement, &earlier) {
            Some(next) => next,
            None if settlement.stage == Stage::Settled => late,
            None => return Err(RequestPayoutError::NothingToPay),
        };
        if now < due_at {
            return Err(RequestPayoutError::NotDue { due_at });
        }
        if let Some(terms) = &terms
            && !self.is_released(&tx, &settlement).await?
        {
            self.may_release(terms, &settlement, now)?;
        }
        self.share_out(&tx, caller, &settlement, purpose, now).await?;
        if purpose == PayoutPurpose::Reserve {
            release_reserve(&tx, &settlement, now).await?;
        }
        recover_debt(&tx, &settlement, now).await?;
        let money = CampaignMoney::read(&*tx, campaign, settlement.goal.currency).await?;
        if money.payable.minor <= 0 {
            if purpose == PayoutPurpose::Proceeds {
                // Of what went back whole there is nothing to book; its end comes with that of the reserve's time.
                if !was_shared_out(&*tx, campaign).await? {
                    return Err(RequestPayoutError::NothingToPay);
                }
                self.settle_without_payout(&tx, caller, &settlement, now).await?;
                tx.answer(&key, &Ordered::Nothing(None)).await?;
                tx.commit().await?;
                return Err(RequestPayoutError::SettledWithoutPayout);
            }
            // A reserve that was taken up by losses and debts leaves nothing to wait for.
            self.complete_if_paid_out(&tx, caller, &settlement, now).await?;
            tx.answer(&key, &Ordered::Nothing(Some(Nothing::IsLeft))).await?;
            tx.commit().await?;
            return Err(RequestPayoutError::NothingToPay);
        }
        // Whoever is not paid needs no account.
        let payee = payouts::payee_of(&*tx, settlement.founder_id).await?;
        let payee = payee.ok_or(RequestPayoutError::NoPayee)?;
        let payout = new_payout(
            &tx,
            &settlement,
            &payee,
            purpose,
            money.payable,
            &earlier,
            caller,
            now,
        )?;
        payouts::insert(&tx, &payout).await?;
        let act = Act::new("payout.request", campaign).after(payout.trace());
        tx.record(caller, act).await?;
        tx.answer(&key, &Ordered::Payout(payout.id)).await?;
        tx.publish(&PayoutRequested::of(&payout, now)).await?;
        tx.commit().await?;
        Ok(payout)
    }
}

impl Pledges {
    /// The first payout comes to nothing: only the reserve is still to come, and if nothing is kept of it either, the campaign
    /// is completed.
    async fn settle_without_payout(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let after = Settlement {
            without_payout_at: Some(now),
            version: settlement.version + 1,
            ..settlement.clone()
        };
        settlements::update(tx, settlement, &after).await?;
        let act = Act::new("payout.settle_without", settlement.campaign_id);
        tx.record(caller, act.before(settlement.trace()).after(after.trace()))
            .await?;
        tx.publish(&SettledWithoutPayout::of(&after, now)).await?;
        if after.regime.is_regulated() {
            let key = format!("{}:{}:without_payout", jobs::RELEASE_ESCROW, after.campaign_id);
            escrow::release_job(tx, after.campaign_id, key).await?;
        }
        self.complete_if_paid_out(tx, caller, &after, now).await
    }
}

#[allow(clippy::too_many_arguments, reason = "a payout is made of all of them")]
fn new_payout(
    tx: &Tx,
    settlement: &Settlement,
    payee: &Payee,
    purpose: PayoutPurpose,
    amount: Money,
    earlier: &[Payout],
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Payout, Forbidden> {
    let id: PayoutId = tx.new_id(now);
    Ok(Payout {
        id,
        campaign_id: settlement.campaign_id,
        founder_id: settlement.founder_id,
        sequence: earlier.last().map_or(1, |last| last.sequence + 1),
        purpose,
        payee_id: payee.id,
        amount,
        state: PayoutState::Scheduled,
        hold_reason: None,
        requested_by: caller.user_id()?,
        requested_at: now,
        decided_by: None,
        decided_at: None,
        provider: payee.provider.clone(),
        provider_id: None,
        key: format!("payout:{id}"),
        asked_at: None,
        evidence: None,
        failure: None,
        finished_at: None,
        version: 1,
    })
}
