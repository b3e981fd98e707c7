//! The second pair of eyes, and payments made by hand.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, NewJob, Tx, hash_request};
use kernel::{
    Caller, CampaignId, Forbidden, PayoutId, Refusal, RefusalCode, RuleId, UserId,
    policy::{Action, can},
};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Reference};
use payments::Failure;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    CampaignMoney, HoldReason, PayeeMethod, Payout, PayoutState, state::IllegalPayoutStep, store as payouts,
};
use crate::{
    CampaignStep, PledgeError, PledgeErrorCode, Pledges, escrow, jobs,
    material_change::store as changes,
    settle::{Settlement, store as settlements},
};

/// Longest text of evidence or reason.
const TEXT: usize = 1_000;
/// Seconds in which the third party is asked to release money once at the most, however often a payment is recorded.
const ASK_AGAIN: i64 = 60;

/// A decision on a payout that somebody else ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidePayout {
    /// Which one.
    pub payout_id: PayoutId,
    /// Whether it may go.
    pub approve: bool,
    /// Why it may not; needed then.
    pub reason: Option<String>,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// A bank transfer that a finance officer made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordBankPayout {
    /// Which payout.
    pub payout_id: PayoutId,
    /// The bank's reference of the transfer.
    pub bank_reference: String,
    /// What proves it: where the bank's confirmation is kept.
    pub evidence: String,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// An approved bank transfer that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveUpBankPayout {
    /// Which payout.
    pub payout_id: PayoutId,
    /// Why it cannot: the bank's answer, or what keeps the money from being released.
    pub reason: String,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why nothing was decided or recorded.
#[derive(Debug, thiserror::Error)]
pub enum DecidePayoutError {
    /// There is no such payout.
    #[error("there is no payout {0}")]
    NotFound(PayoutId),
    /// It does not wait for this.
    #[error(transparent)]
    State(#[from] IllegalPayoutStep),
    /// Whoever ordered it cannot approve it, nor can the one who is paid.
    #[error("a payout is approved by somebody who neither ordered it nor is paid")]
    FourEyes,
    /// Less is due than was ordered: something went back meanwhile.
    #[error("less is due now than was ordered; reject this payout and order a new one")]
    AmountChanged,
    /// A text is missing or too long.
    #[error("{field} must have 1 to {TEXT} characters")]
    TextInvalid {
        /// Which text.
        field: &'static str,
    },
    /// A rule of the law the campaign raised money under says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It is paid by the provider, not by hand.
    #[error("this payout is made by the payment provider and cannot be recorded by hand")]
    NotByBank,
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

impl DecidePayoutError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        use PledgeErrorCode as C;
        match self {
            Self::NotFound(_) => Some(C::PayoutNotFound),
            Self::State(_) | Self::NotByBank => Some(C::PayoutState),
            Self::Refused(_) => Some(C::RegimeRefused),
            Self::FourEyes => Some(C::FourEyes),
            Self::AmountChanged => Some(C::AmountChanged),
            Self::TextInvalid { .. } => Some(C::TextInvalid),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => C::of_store(error),
        }
    }
}

impl From<LedgerError> for DecidePayoutError {
    fn from(error: LedgerError) -> Self {
        Self::Failed(error.into())
    }
}

fn text<'a>(field: &'static str, text: Option<&'a str>) -> Result<&'a str, DecidePayoutError> {
    let text = text.map(str::trim).unwrap_or_default();
    if text.is_empty() || text.chars().count() > TEXT {
        return Err(DecidePayoutError::TextInvalid { field });
    }
    Ok(text)
}

impl Pledges {
    /// Lets a payout go that somebody else ordered, or does not. What stands in its way holds it;
    /// approving it again later tries again.
    ///
    /// # Errors
    /// [`DecidePayoutError`] says why nothing was decided.
    #[tracing::instrument(name = "pledges.decide_payout", skip_all, fields(payout.id = %request.payout_id))]
    pub async fn decide_payout(
        &self,
        caller: &Caller,
        request: DecidePayout,
    ) -> Result<Payout, DecidePayoutError> {
        let id = request.payout_id;
        let by = caller.user_id()?;
        let key = IdempotencyKey {
            user_id: by,
            operation: "payout.decide",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        if tx.answered::<PayoutId>(&key).await?.is_some() {
            let found = payouts::find(&*tx, id).await?;
            return found.ok_or(DecidePayoutError::NotFound(id));
        }
        let before = self.locked(&tx, caller, id).await?;
        let now = tx.now().await?;
        let (after, cause) = if request.approve {
            match self.in_the_way(&tx, &before, now).await? {
                Some(reason) => (before.hold(by, reason, now)?, Some(reason.as_str().to_owned())),
                None => (self.let_go(&tx, caller, &before, by, now).await?, None),
            }
        } else {
            let reason = text("reason", request.reason.as_deref())?;
            (before.reject(by, now)?, Some(reason.to_owned()))
        };
        payouts::update(&tx, &before, &after).await?;
        let verb = match after.state {
            PayoutState::Held => "payout.hold",
            PayoutState::Rejected => "payout.reject",
            _ => "payout.approve",
        };
        let act = Act::new(verb, before.campaign_id)
            .before(before.trace())
            .after(after.trace());
        tx.record(caller, Act { cause, ..act }).await?;
        tx.answer(&key, &id).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Records a bank transfer that was made for an approved payout.
    ///
    /// # Errors
    /// [`DecidePayoutError`] says why it was not recorded.
    #[tracing::instrument(name = "pledges.record_bank_payout", skip_all, fields(payout.id = %request.payout_id))]
    pub async fn record_bank_payout(
        &self,
        caller: &Caller,
        request: RecordBankPayout,
    ) -> Result<Payout, DecidePayoutError> {
        let id = request.payout_id;
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "payout.record",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let reference = text("bank_reference", Some(&request.bank_reference))?;
        let evidence = text("evidence", Some(&request.evidence))?;
        let tx = self.db.begin().await?;
        if tx.answered::<PayoutId>(&key).await?.is_some() {
            let found = payouts::find(&*tx, id).await?;
            return found.ok_or(DecidePayoutError::NotFound(id));
        }
        let (settlement, before) = self.locked_by_bank(&tx, caller, id).await?;
        let now = tx.now().await?;
        if !self.is_released(&tx, &settlement).await? {
            let key = format!("{}:{id}:{}", jobs::RELEASE_ESCROW, now.timestamp() / ASK_AGAIN);
            escrow::release_job(&tx, settlement.campaign_id, key).await?;
            tx.commit().await?;
            return Err(Refusal::new(RuleId::Cf10, RefusalCode::EscrowNotReleased).into());
        }
        let paid = Payout {
            evidence: Some(evidence.to_owned()),
            ..before.pay(reference, now)?
        };
        self.arrived(&tx, caller, &before, &paid, now).await?;
        tx.answer(&key, &id).await?;
        tx.commit().await?;
        Ok(paid)
    }

    /// Gives up an approved bank transfer that cannot be made: in the books its money is the founder's to be paid again, who is told so.
    ///
    /// # Errors
    /// [`DecidePayoutError`] says why it was not given up.
    #[tracing::instrument(name = "pledges.give_up_bank_payout", skip_all, fields(payout.id = %request.payout_id))]
    pub async fn give_up_bank_payout(
        &self,
        caller: &Caller,
        request: GiveUpBankPayout,
    ) -> Result<Payout, DecidePayoutError> {
        let id = request.payout_id;
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "payout.give_up",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let reason = text("reason", Some(&request.reason))?;
        let tx = self.db.begin().await?;
        if tx.answered::<PayoutId>(&key).await?.is_some() {
            let found = payouts::find(&*tx, id).await?;
            return found.ok_or(DecidePayoutError::NotFound(id));
        }
        let (_, before) = self.locked_by_bank(&tx, caller, id).await?;
        let now = tx.now().await?;
        let failure = Failure {
            code: "given_up".to_owned(),
            message: reason.to_owned(),
        };
        let failed = before.fail(failure, now)?;
        self.stayed_here(&tx, caller, &before, &failed, now).await?;
        tx.answer(&key, &id).await?;
        tx.commit().await?;
        Ok(failed)
    }

    /// A payout that is made by hand, locked with its campaign and settlement, if the caller may say what became of it. Whoever ordered
    /// it may: two others let it go.
    async fn locked_by_bank(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: PayoutId,
    ) -> Result<(Settlement, Payout), DecidePayoutError> {
        let missing = || DecidePayoutError::NotFound(id);
        let found = payouts::find(&**tx, id).await?;
        let nobody = UserId::from_uuid(Uuid::nil());
        let owner = found.as_ref().map_or(nobody, |payout| payout.founder_id);
        can(caller, Action::PayoutRequest { owner }).map_err(|denied| denied.or_missing(missing()))?;
        let found = found.ok_or_else(missing)?;
        self.terms.lock(tx, found.campaign_id).await?;
        let settlement = settlements::lock(tx, found.campaign_id).await?;
        let payout = payouts::lock(tx, id).await?;
        let payee = payouts::find_payee(&**tx, payout.payee_id).await?;
        if payee.is_none_or(|payee| payee.method != PayeeMethod::Bank) {
            return Err(DecidePayoutError::NotByBank);
        }
        Ok((settlement, payout))
    }

    /// The payout, locked with its campaign, if the caller may decide on it.
    async fn locked(&self, tx: &Tx, caller: &Caller, id: PayoutId) -> Result<Payout, DecidePayoutError> {
        let missing = || DecidePayoutError::NotFound(id);
        let found = payouts::find(&**tx, id).await?;
        let nobody = UserId::from_uuid(Uuid::nil());
        let (owner, requested_by) = found.as_ref().map_or((nobody, nobody), |payout| {
            (payout.founder_id, payout.requested_by)
        });
        match can(caller, Action::PayoutApprove { owner, requested_by }) {
            Ok(()) => {}
            Err(kernel::policy::Denied::Forbidden(Forbidden::OwnCase)) => {
                return Err(DecidePayoutError::FourEyes);
            }
            Err(denied) => return Err(denied.or_missing(missing())),
        }
        let found = found.ok_or_else(missing)?;
        self.terms.lock(tx, found.campaign_id).await?;
        settlements::lock(tx, found.campaign_id).await?;
        Ok(payouts::lock(tx, id).await?)
    }

    /// What stands in the way of a payout now.
    async fn in_the_way(
        &self,
        tx: &Tx,
        payout: &Payout,
        now: DateTime<Utc>,
    ) -> Result<Option<HoldReason>, DecidePayoutError> {
        if changes::find_open(&**tx, payout.campaign_id).await?.is_some() {
            return Ok(Some(HoldReason::MaterialChange));
        }
        if !self.founders.may_be_paid(tx, payout.founder_id).await? {
            return Ok(Some(HoldReason::EmailUnconfirmed));
        }
        let payee = payouts::find_payee(&**tx, payout.payee_id).await?;
        Ok(match payee {
            Some(payee) if payee.payouts_enabled => payee
                .is_resting(self.settle.destination_rest, now)
                .then_some(HoldReason::DestinationNew),
            _ => Some(HoldReason::PayeeNotReady),
        })
    }

    /// Two people agree: the money leaves the founder's account in the books, and goes.
    async fn let_go(
        &self,
        tx: &Tx,
        caller: &Caller,
        payout: &Payout,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Payout, DecidePayoutError> {
        // What does not wait for it is told so, whatever the founder is still to be paid.
        let approved = payout.approve(by, now)?;
        let money = CampaignMoney::read(&**tx, payout.campaign_id, payout.amount.currency).await?;
        if money.payable.minor < payout.amount.minor {
            return Err(DecidePayoutError::AmountChanged);
        }
        let accounts = (
            Account::campaign(AccountKind::FounderPayable, payout.campaign_id),
            Account::campaign(AccountKind::PayoutInTransit, payout.campaign_id),
        );
        let reference = Reference::to(payout.id);
        let entry = Entry::transfer("payout_approved", reference, now, accounts, payout.amount);
        Ledger::post(tx, entry.map_err(LedgerError::from)?).await?;
        if payout.sequence == 1 || self.is_in_review(tx, payout).await? {
            let cause = "the first payout is approved".to_owned();
            self.terms
                .advance(tx, caller, payout.campaign_id, CampaignStep::Pay, cause)
                .await?;
        }
        if payout.provider == self.provider.name() {
            let job = NewJob::new(jobs::SEND_PAYOUT, &payout.id)
                .key(payout.key.clone())
                .max_attempts(jobs::PATIENT);
            tx.enqueue(job).await?;
        } else if self.is_regulated(tx, payout.campaign_id).await? {
            let key = format!("{}:{}", jobs::RELEASE_ESCROW, payout.id);
            escrow::release_job(tx, payout.campaign_id, key).await?;
        }
        Ok(approved)
    }

    /// Whether a third party keeps the campaign's money.
    async fn is_regulated(&self, tx: &Tx, campaign: CampaignId) -> db::Result<bool> {
        let settlement = settlements::find(&**tx, campaign).await?;
        Ok(settlement.is_some_and(|settlement| settlement.regime.is_regulated()))
    }

    /// Whether no payout of the campaign was let go before: those before this one were rejected.
    async fn is_in_review(&self, tx: &Tx, payout: &Payout) -> Result<bool, DecidePayoutError> {
        let all = payouts::of_campaign(&**tx, payout.campaign_id).await?;
        Ok(all
            .iter()
            .filter(|other| other.id != payout.id)
            .all(|other| other.state == PayoutState::Rejected))
    }
}
