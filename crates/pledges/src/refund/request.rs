//! Ordering a refund: the money is set aside in the same transaction.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, NewJob, Tx, hash_request};
use kernel::{
    Caller, Forbidden, Money, PledgeId, RefundId,
    policy::{Action, can},
};
use ledger::{Account, AccountKind, Entry, Ledger, Posting, Reference};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{FeeBearer, Refund, RefundReason, RefundState, source, store as refunds};
use crate::{
    ItemWish, Pledge, PledgeError, PledgeErrorCode, Pledges, RefundedAlready,
    collect::{AttemptState, PaymentAttempt, store as attempts},
    items, jobs,
    settle::{Settlement, store as settlements},
    store,
};

/// Longest note.
const NOTE: usize = 1_000;
/// How many refunds are ordered in one transaction when everything goes back.
const BATCH: usize = 100;

/// A wish to give money back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRefund {
    /// Whose pledge.
    pub pledge_id: PledgeId,
    /// How much; what was paid for the things named, or all that is left if nothing is said.
    pub amount: Option<Money>,
    /// For which of the things the pledge has, and how many of each. Stock does not come back by that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemWish>,
    /// Why.
    pub reason: RefundReason,
    /// Who bears it, once the founder was paid. A founder bears what a founder orders.
    pub bearer: FeeBearer,
    /// Whatever else there is to say, for the investor to read.
    pub note: Option<String>,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why a refund was not ordered.
#[derive(Debug, thiserror::Error)]
pub enum RequestRefundError {
    /// There is no such pledge, or the caller may not touch its money.
    #[error("there is no pledge {0}")]
    NotFound(PledgeId),
    /// Nothing was collected, or all of it went back or is contested.
    #[error("nothing of this pledge can be given back")]
    NothingToRefund,
    /// More than is left, nothing, or in another currency.
    #[error("at most {most} of this pledge can be given back")]
    AmountInvalid {
        /// What is left.
        most: Money,
    },
    /// It names something the pledge has not, or more than was not refunded yet.
    #[error(transparent)]
    Items(#[from] RefundedAlready),
    /// The note is too long.
    #[error("a note has at most {NOTE} characters")]
    NoteTooLong,
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

impl RequestRefundError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        match self {
            Self::NotFound(_) => Some(PledgeErrorCode::PledgeNotFound),
            Self::NothingToRefund => Some(PledgeErrorCode::NothingToRefund),
            Self::AmountInvalid { .. } => Some(PledgeErrorCode::AmountInvalid),
            Self::Items(_) => Some(PledgeErrorCode::ItemsInvalid),
            Self::NoteTooLong => Some(PledgeErrorCode::NoteTooLong),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => PledgeErrorCode::of_store(error),
        }
    }
}

impl Pledges {
    /// Orders money to be given back to the card it came from. It is set aside at once, so that it
    /// cannot be paid out or given back twice; the provider is asked by a job.
    ///
    /// # Errors
    /// [`RequestRefundError`] says what to change.
    #[tracing::instrument(name = "pledges.request_refund", skip_all, fields(pledge.id = %request.pledge_id))]
    pub async fn request_refund(
        &self,
        caller: &Caller,
        request: RequestRefund,
    ) -> Result<Refund, RequestRefundError> {
        let id = request.pledge_id;
        let missing = || RequestRefundError::NotFound(id);
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "refund.request",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let note = request
            .note
            .as_deref()
            .map(str::trim)
            .filter(|note| !note.is_empty());
        if note.is_some_and(|note| note.chars().count() > NOTE) {
            return Err(RequestRefundError::NoteTooLong);
        }
        let tx = self.db.begin().await?;
        if let Some(earlier) = tx.answered::<RefundId>(&key).await? {
            return refunds::find(&*tx, earlier).await?.ok_or_else(missing);
        }
        let found = store::find(&*tx, id).await?.ok_or_else(missing)?;
        let terms = self
            .terms
            .lock(&tx, found.campaign_id)
            .await?
            .ok_or_else(missing)?;
        let act = Action::RefundRequest {
            owner: terms.founder_id,
        };
        can(caller, act).map_err(|denied| denied.or_missing(missing()))?;
        if settlements::find(&*tx, found.campaign_id).await?.is_none() {
            return Err(RequestRefundError::NothingToRefund);
        }
        let settlement = settlements::lock(&tx, found.campaign_id).await?;
        let pledge = store::lock(&tx, id).await?;
        let charged = attempts::standing(&*tx, id).await?;
        let charged = charged.ok_or(RequestRefundError::NothingToRefund)?;
        let charged = attempts::lock(&tx, charged.id).await?;
        let most = Money::new(charged.refundable_minor(), charged.amount.currency);
        if most.minor <= 0 {
            return Err(RequestRefundError::NothingToRefund);
        }
        let had = items::store::of_pledge(&*tx, &pledge).await?;
        let named = items::judge_refund(&request.items, &had)?;
        let amount = match request.amount {
            Some(amount) => amount,
            None if named.is_empty() => most,
            None => items::sum(&named, Money::zero(most.currency))?,
        };
        if amount.currency != most.currency || !(1..=most.minor).contains(&amount.minor) {
            return Err(RequestRefundError::AmountInvalid { most });
        }
        let bearer = if caller.is(terms.founder_id) {
            FeeBearer::Founder
        } else {
            request.bearer
        };
        let now = tx.now().await?;
        let order = Order {
            amount,
            items: &request.items,
            reason: request.reason,
            bearer,
            note,
        };
        let refund = self
            .order(&tx, caller, &settlement, (&pledge, &charged), order, now)
            .await?;
        tx.answer(&key, &refund.id).await?;
        tx.commit().await?;
        Ok(refund)
    }

    /// Orders the next refunds when everything goes back that a campaign collected and still has;
    /// returns whether there were any. Campaign and settlement must be locked.
    pub(crate) async fn refund_batch(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        reason: RefundReason,
        now: DateTime<Utc>,
    ) -> Result<bool, PledgeError> {
        let rest = format!(
            "campaign_id = $1 AND state = 'succeeded' AND refunded_minor + disputed_minor < amount_minor
             ORDER BY id LIMIT {BATCH}"
        );
        let charged = attempts::select(&**tx, &rest, vec![settlement.campaign_id.uuid().into()]).await?;
        for attempt in &charged {
            let pledge = store::lock(tx, attempt.pledge_id).await?;
            let attempt = attempts::lock(tx, attempt.id).await?;
            self.order_rest(tx, settlement, (&pledge, &attempt), reason, now)
                .await?;
        }
        Ok(!charged.is_empty())
    }

    /// Orders all that is left of one charge to be given back. Settlement, pledge and charge must be locked.
    pub(crate) async fn order_rest(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        (pledge, charged): (&Pledge, &PaymentAttempt),
        reason: RefundReason,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let left = Money::new(charged.refundable_minor(), charged.amount.currency);
        if left.minor > 0 {
            let order = Order {
                amount: left,
                items: &[],
                reason,
                bearer: FeeBearer::Platform,
                note: None,
            };
            self.order(tx, &Self::platform(), settlement, (pledge, charged), order, now)
                .await?;
        }
        Ok(())
    }

    /// Writes a refund down and sets its money aside. Settlement, pledge and charge must be locked.
    async fn order(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        (pledge, charged): (&Pledge, &PaymentAttempt),
        order: Order<'_>,
        now: DateTime<Utc>,
    ) -> Result<Refund, PledgeError> {
        debug_assert_eq!(charged.state, AttemptState::Succeeded);
        let id: RefundId = tx.new_id(now);
        let refund = Refund {
            id,
            attempt_id: charged.id,
            pledge_id: pledge.id,
            campaign_id: pledge.campaign_id,
            amount: order.amount,
            reason: order.reason,
            bearer: order.bearer,
            note: order.note.map(str::to_owned),
            requested_by: caller.actor(),
            requested_at: now,
            state: RefundState::Requested,
            provider: charged.provider.clone(),
            provider_id: None,
            key: format!("refund:{id}"),
            asked_at: None,
            failure: None,
            finished_at: None,
        };
        refunds::insert(tx, &refund).await?;
        items::store::insert_refunded(tx, id, order.items).await?;
        set_aside(tx, settlement, pledge, charged, &refund, now).await?;
        let act = Act::new("refund.request", pledge.id).after(refund.trace());
        tx.record(caller, act.because(order.reason.as_str())).await?;
        tx.enqueue(
            NewJob::new(jobs::REFUND, &id)
                .key(refund.key.clone())
                .max_attempts(jobs::PATIENT),
        )
        .await?;
        Ok(refund)
    }
}

/// What a refund is to be.
struct Order<'a> {
    amount: Money,
    items: &'a [ItemWish],
    reason: RefundReason,
    bearer: FeeBearer,
    note: Option<&'a str>,
}

/// Takes the money of a refund out of what can be paid out or given back again.
pub(super) async fn set_aside(
    tx: &Tx,
    settlement: &Settlement,
    pledge: &Pledge,
    charged: &PaymentAttempt,
    refund: &Refund,
    now: DateTime<Utc>,
) -> Result<(), PledgeError> {
    let amount = refund.amount;
    let after = PaymentAttempt {
        refunded_minor: charged.refunded_minor + amount.minor,
        ..charged.clone()
    };
    attempts::update(tx, &after).await?;
    let mut postings = if charged.state == AttemptState::Succeeded {
        settlements::add_refunded(tx, settlement.campaign_id, amount.minor).await?;
        source::debits(
            tx,
            settlement.campaign_id,
            settlement.founder_id,
            amount,
            refund.bearer,
        )
        .await?
    } else {
        // Money that was not what was asked for never became the campaign's.
        vec![Posting {
            account: Account::platform(AccountKind::Suspense),
            amount,
        }]
    };
    postings.push(Posting {
        account: Account::user(AccountKind::RefundPayable, pledge.investor_id),
        amount: Money::new(-amount.minor, amount.currency),
    });
    let entry = Entry {
        kind: "refund_requested",
        reference: Reference::to(refund.id),
        at: now,
        reverses: None,
        postings,
    };
    Ledger::post(tx, entry).await?;
    Ok(())
}
