//! Paying back by hand what the provider or the bank would not: one officer records the transfer, another confirms it.

use chrono::NaiveDate;
use db::{Act, IdempotencyKey, Tx, hash_request};
use kernel::{
    Caller, Forbidden, RefundId, UserId,
    policy::{Action, Denied, can},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Refund, RefundState, Repayment, repayments, request, send, store as refunds};
use crate::{
    Pledge, PledgeError, PledgeErrorCode, Pledges,
    collect::{PaymentAttempt, store as attempts},
    dispute::recount,
    items,
    settle::{Settlement, store as settlements},
    store,
};

/// Longest text of reference, evidence or reason.
const TEXT: usize = 1_000;

/// A transfer that a finance officer made in place of a refund that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRepayment {
    /// The refund that failed.
    pub refund_id: RefundId,
    /// The bank's reference of the transfer.
    pub bank_reference: String,
    /// The day of the transfer.
    pub paid_on: NaiveDate,
    /// What proves it: where the bank's confirmation is kept.
    pub evidence: String,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// What a second officer finds of such a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideRepayment {
    /// The refund that the bank carries.
    pub refund_id: RefundId,
    /// Whether the evidence shows it.
    pub confirm: bool,
    /// Why it does not; needed then.
    pub reason: Option<String>,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why nothing was recorded or confirmed.
#[derive(Debug, thiserror::Error)]
pub enum RepaymentError {
    /// There is no such refund.
    #[error("there is no refund {0}")]
    NotFound(RefundId),
    /// It did not fail, was paid back already, or waits for nobody.
    #[error("this refund does not wait for that")]
    State,
    /// Less is left of the charge than the refund was of: another refund went meanwhile, or the charge is contested.
    #[error("less is left of the charge than this refund was of")]
    NothingLeft,
    /// Whoever recorded it cannot confirm it, nor can those who are paid.
    #[error("a repayment is confirmed by somebody who neither recorded it nor has to do with the pledge")]
    FourEyes,
    /// Another repayment bears this reference.
    #[error("this reference of the bank stands for another repayment")]
    ReferenceUsed,
    /// The day has not come, or lies before the refund was ordered.
    #[error("choose a day from {from} to {to}")]
    DayInvalid {
        /// The day the refund was ordered.
        from: NaiveDate,
        /// Today.
        to: NaiveDate,
    },
    /// A text is missing or too long.
    #[error("{field} must have 1 to {TEXT} characters")]
    TextInvalid {
        /// Which text.
        field: &'static str,
    },
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

impl RepaymentError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        use PledgeErrorCode as C;
        match self {
            Self::NotFound(_) => Some(C::RefundNotFound),
            Self::State => Some(C::RefundState),
            Self::NothingLeft => Some(C::NothingToRefund),
            Self::FourEyes => Some(C::FourEyes),
            Self::ReferenceUsed => Some(C::ReferenceUsed),
            Self::DayInvalid { .. } => Some(C::DayInvalid),
            Self::TextInvalid { .. } => Some(C::TextInvalid),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => C::of_store(error),
        }
    }
}

fn text<'a>(field: &'static str, text: Option<&'a str>) -> Result<&'a str, RepaymentError> {
    let text = text.map(str::trim).unwrap_or_default();
    if text.is_empty() || text.chars().count() > TEXT {
        return Err(RepaymentError::TextInvalid { field });
    }
    Ok(text)
}

/// All that is locked while a refund is dealt with by hand.
struct Locked {
    settlement: Settlement,
    pledge: Pledge,
    charged: PaymentAttempt,
    refund: Refund,
}

impl Pledges {
    /// Records a transfer made in place of a refund that failed. The money is set aside at once, so that it is neither paid out
    /// nor given back twice; it counts as given back once somebody else has confirmed it.
    ///
    /// # Errors
    /// [`RepaymentError`] says why it was not recorded.
    #[tracing::instrument(name = "pledges.record_repayment", skip_all, fields(refund.id = %request.refund_id))]
    pub async fn record_repayment(
        &self,
        caller: &Caller,
        request: RecordRepayment,
    ) -> Result<Refund, RepaymentError> {
        use RepaymentError as E;
        let by = caller.user_id()?;
        let id = request.refund_id;
        let key = IdempotencyKey {
            user_id: by,
            operation: "repayment.record",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        if let Some(earlier) = tx.answered::<RefundId>(&key).await? {
            return refunds::find(&*tx, earlier).await?.ok_or(E::NotFound(id));
        }
        let act = |owner, investor| Action::RepaymentRecord { owner, investor };
        let locked = self.lock_refund(&tx, caller, id, act).await?;
        let bank_reference = text("bank_reference", Some(&request.bank_reference))?;
        let evidence = text("evidence", Some(&request.evidence))?;
        let Locked {
            settlement,
            pledge,
            charged,
            refund: failed,
        } = &locked;
        let now = tx.now().await?;
        let (from, to) = (failed.requested_at.date_naive(), now.date_naive());
        if !(from..=to).contains(&request.paid_on) {
            return Err(E::DayInvalid { from, to });
        }
        let was_repaid = repayments::standing(&*tx, id).await?.is_some();
        if failed.state != RefundState::Failed || failed.provider == Repayment::CARRIER || was_repaid {
            return Err(E::State);
        }
        if charged.refundable_minor() < failed.amount.minor {
            return Err(E::NothingLeft);
        }
        let refund_id: RefundId = tx.new_id(now);
        let refund = Refund {
            id: refund_id,
            state: RefundState::Requested,
            requested_by: caller.actor(),
            requested_at: now,
            provider: Repayment::CARRIER.to_owned(),
            provider_id: None,
            key: format!("repayment:{refund_id}"),
            asked_at: None,
            failure: None,
            finished_at: None,
            ..failed.clone()
        };
        let repayment = Repayment {
            refund_id,
            repays_id: id,
            investor_id: pledge.investor_id,
            founder_id: settlement.founder_id,
            bank_reference: bank_reference.to_owned(),
            paid_on: request.paid_on,
            evidence: evidence.to_owned(),
            recorded_by: by,
            recorded_at: now,
            decided_by: None,
            decided_at: None,
            rejected_because: None,
        };
        let named = items::store::refunded(&*tx, &[id]).await?;
        let named: Vec<_> = named.into_iter().map(|(_, item)| item).collect();
        let had = items::store::of_pledge(&*tx, pledge).await?;
        items::judge_refund(&named, &had).map_err(|_| E::NothingLeft)?;
        refunds::insert(&tx, &refund).await?;
        items::store::insert_refunded(&tx, refund_id, &named).await?;
        match repayments::insert(&tx, &repayment).await {
            Err(error) if error.is_constraint("repayments_bank_reference_key") => {
                return Err(E::ReferenceUsed);
            }
            other => other?,
        }
        request::set_aside(&tx, settlement, pledge, charged, &refund, now).await?;
        let act = Act::new("repayment.record", pledge.id).after(repayment.trace());
        tx.record(caller, act).await?;
        tx.answer(&key, &refund_id).await?;
        tx.commit().await?;
        Ok(refund)
    }

    /// Confirms a transfer that somebody else recorded, or does not: then the money is free again, and the refund still failed.
    ///
    /// # Errors
    /// [`RepaymentError`] says why nothing was decided.
    #[tracing::instrument(name = "pledges.decide_repayment", skip_all, fields(refund.id = %request.refund_id))]
    pub async fn decide_repayment(
        &self,
        caller: &Caller,
        request: DecideRepayment,
    ) -> Result<Refund, RepaymentError> {
        use RepaymentError as E;
        let by = caller.user_id()?;
        let id = request.refund_id;
        let key = IdempotencyKey {
            user_id: by,
            operation: "repayment.decide",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        if tx.answered::<RefundId>(&key).await?.is_some() {
            return refunds::find(&*tx, id).await?.ok_or(E::NotFound(id));
        }
        let found = repayments::find(&*tx, id).await?;
        let nobody = UserId::from_uuid(Uuid::nil());
        let recorded_by = found.as_ref().map_or(nobody, |it| it.recorded_by);
        let act = |owner, investor| Action::RepaymentConfirm {
            owner,
            investor,
            recorded_by,
        };
        let locked = self.lock_refund(&tx, caller, id, act).await?;
        // Read again under the lock: somebody else may have decided.
        let repayment = repayments::find(&*tx, id).await?.ok_or(E::NotFound(id))?;
        if !repayment.is_undecided() {
            return Err(E::State);
        }
        let now = tx.now().await?;
        let rejected_because = match request.confirm {
            true => None,
            false => Some(text("reason", request.reason.as_deref())?.to_owned()),
        };
        let decided = Repayment {
            decided_by: Some(by),
            decided_at: Some(now),
            rejected_because,
            ..repayment.clone()
        };
        repayments::decide(&tx, &decided).await?;
        let Locked {
            settlement,
            pledge,
            charged,
            refund: before,
        } = &locked;
        let after = Refund {
            state: match request.confirm {
                true => RefundState::Manual,
                false => RefundState::Failed,
            },
            // The investor finds the transfer by it.
            note: match request.confirm {
                true => Some(decided.bank_reference.clone()),
                false => before.note.clone(),
            },
            finished_at: Some(now),
            ..before.clone()
        };
        refunds::update(&tx, &after).await?;
        let (verb, cause) = match &decided.rejected_because {
            None => ("repayment.confirm", None),
            Some(reason) => ("repayment.reject", Some(reason.clone())),
        };
        let act = Act::new(verb, pledge.id)
            .before(repayment.trace())
            .after(decided.trace());
        tx.record(caller, Act { cause, ..act }).await?;
        if request.confirm {
            self.went(&tx, pledge, charged, &after, now).await?;
        } else {
            send::set_free(&tx, charged, &after, now).await?;
            // A dispute of money that seemed to be on its way back was no second loss.
            let charged = attempts::lock(&tx, charged.id).await?;
            let of = (settlement.campaign_id, settlement.founder_id);
            recount(&tx, of, &charged, charged.refunded_minor, now).await?;
        }
        tx.answer(&key, &id).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// How these refunds were paid by hand; those that were not are left out. For those who work the queue.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] for those who do not.
    pub async fn repayments_of(
        &self,
        caller: &Caller,
        refunds: &[RefundId],
    ) -> Result<Vec<Repayment>, PledgeError> {
        can(caller, Action::FinanceQueueView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        Ok(repayments::of_refunds(self.db.reader(), refunds).await?)
    }

    /// The refund, locked with all before it in the order of locks, if the caller may. `act` is given founder and investor.
    async fn lock_refund(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: RefundId,
        act: impl Fn(UserId, UserId) -> Action,
    ) -> Result<Locked, RepaymentError> {
        let missing = || RepaymentError::NotFound(id);
        let nobody = UserId::from_uuid(Uuid::nil());
        let found = refunds::find(&**tx, id).await?;
        let of = match &found {
            Some(refund) => {
                let settlement = settlements::find(&**tx, refund.campaign_id).await?;
                let pledge = store::find(&**tx, refund.pledge_id).await?;
                let (settlement, pledge) = settlement.zip(pledge).ok_or_else(missing)?;
                (settlement.founder_id, pledge.investor_id)
            }
            None => (nobody, nobody),
        };
        match can(caller, act(of.0, of.1)) {
            Ok(()) => {}
            Err(Denied::Forbidden(Forbidden::OwnCase)) => return Err(RepaymentError::FourEyes),
            Err(denied) => return Err(denied.or_missing(missing())),
        }
        let found = found.ok_or_else(missing)?;
        self.terms.lock(tx, found.campaign_id).await?;
        let settlement = settlements::lock(tx, found.campaign_id).await?;
        let pledge = store::lock(tx, found.pledge_id).await?;
        let charged = attempts::lock(tx, found.attempt_id).await?;
        let refund = refunds::lock(tx, id).await?;
        Ok(Locked {
            settlement,
            pledge,
            charged,
            refund,
        })
    }
}
