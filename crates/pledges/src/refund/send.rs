//! Asking the provider to give money back, and what follows from its answer.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{Caller, EventId, PledgeId, RefundId, policy::Action, policy::can};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Reference};
use payments::{Failure, ProviderError, RefundRequest, RefundStatus};

use super::{FeeBearer, Refund, RefundReason, RefundState, Repayment, request, source, store as refunds};
use crate::{
    ItemWish, Pledge, PledgeError, PledgeState, Pledges,
    collect::{AttemptState, PaymentAttempt, store as attempts},
    dispute::recount,
    events, items,
    limits::KEY_IS_GOOD,
    settle::store as settlements,
    store,
};

/// What was heard of a refund.
enum Told<'a> {
    Is(&'a payments::Refund),
    Refused(Failure),
}

/// The condition of a refund that waits for somebody. One that failed is done with when it was paid by hand, or nothing of its
/// charge is left to give back.
fn is_open() -> String {
    format!(
        "(state IN ('requested', 'sent') OR (state = 'failed' AND provider <> '{}'
            AND NOT EXISTS (SELECT 1 FROM repayments y WHERE y.repays_id = refunds.id AND y.rejected_because IS NULL)
            AND EXISTS (SELECT 1 FROM payment_attempts a WHERE a.id = refunds.attempt_id
                        AND a.refunded_minor + a.disputed_minor < a.amount_minor)))",
        Repayment::CARRIER
    )
}

impl Pledges {
    /// The refunds of a pledge the caller may see, oldest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn refunds_of(&self, caller: &Caller, id: PledgeId) -> Result<Vec<Refund>, PledgeError> {
        self.get(caller, id).await?.ok_or(PledgeError::NotFound(id))?;
        Ok(refunds::of_pledge(self.db.reader(), id).await?)
    }

    /// The refunds of those of these pledges that the caller may see, oldest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn refunds_of_pledges(&self, caller: &Caller, ids: &[PledgeId]) -> db::Result<Vec<Refund>> {
        let seen = self.by_ids(caller, ids).await?;
        let mut found = Vec::new();
        for seen in seen.chunks(500) {
            let rest = format!(
                "pledge_id IN ({}) ORDER BY requested_at, id",
                store::marks(seen.len())
            );
            let values = seen.iter().map(|pledge| pledge.id.uuid().into()).collect();
            found.extend(refunds::select(self.db.reader(), &rest, values).await?);
        }
        Ok(found)
    }

    /// For which things these refunds, each of its pledge, are; nothing of pledges the caller may not see.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn refunded_items_of(
        &self,
        caller: &Caller,
        refunds: &[(RefundId, PledgeId)],
    ) -> db::Result<Vec<(RefundId, ItemWish)>> {
        let pledges: Vec<_> = refunds.iter().map(|(_, pledge)| *pledge).collect();
        let seen: HashSet<_> = self
            .by_ids(caller, &pledges)
            .await?
            .into_iter()
            .map(|pledge| pledge.id)
            .collect();
        let wanted = refunds.iter().filter(|(_, pledge)| seen.contains(pledge));
        let wanted: Vec<_> = wanted.map(|(refund, _)| *refund).collect();
        let mut found = Vec::new();
        for refunds in wanted.chunks(500) {
            found.extend(items::store::refunded(self.db.reader(), refunds).await?);
        }
        Ok(found)
    }

    /// Refunds that failed, then those on their way, the oldest first: the queue of finance, two hundred at most.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] for those who do not work it.
    pub async fn open_refunds(&self, caller: &Caller) -> Result<Vec<Refund>, PledgeError> {
        can(caller, Action::FinanceQueueView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        let open = is_open();
        let rest =
            format!("{open} ORDER BY CASE state WHEN 'failed' THEN 0 ELSE 1 END, requested_at, id LIMIT 200");
        Ok(refunds::select(self.db.reader(), &rest, vec![]).await?)
    }

    /// One of those refunds, however many wait; nothing if it is done with.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] for those who do not work the queue.
    pub async fn open_refund(&self, caller: &Caller, id: RefundId) -> Result<Option<Refund>, PledgeError> {
        can(caller, Action::FinanceQueueView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        let rest = format!("{} AND id = $1", is_open());
        let found = refunds::select(self.db.reader(), &rest, vec![id.uuid().into()]).await?;
        Ok(found.into_iter().next())
    }

    /// Asks the provider to give the money back, unless that is done. Safe to repeat at any point.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer: ask again.
    /// [`PledgeError::Unsure`] if it can no longer be known what it did: for a person.
    #[tracing::instrument(name = "pledges.send_refund", skip_all, fields(refund.id = %id))]
    pub async fn send_refund(&self, id: RefundId) -> Result<Refund, PledgeError> {
        let conn = self.db.primary();
        let refund = found(refunds::find(conn, id).await?, id)?;
        // One that is paid by hand is nobody's to ask about.
        if refund.finished_at.is_some() || refund.provider == Repayment::CARRIER {
            return Ok(refund);
        }
        self.pace.turn().await;
        if let Some(provider_id) = &refund.provider_id {
            let answer = self.provider.get_refund(provider_id).await?;
            return self.apply_refund(&refund, Told::Is(&answer), None).await;
        }
        let charged = attempts::find(conn, refund.attempt_id).await?;
        let charge = charged
            .and_then(|attempt| attempt.provider_id)
            .ok_or_else(|| db::Error::corrupt(format_args!("refund {id} takes back no charge")))?;
        let now = self.db.clock().now();
        if refund.asked_at.is_some_and(|asked| now - asked > KEY_IS_GOOD) {
            let known = self.provider.refunds_of(&charge).await?;
            let answer = known
                .iter()
                .find(|known| known.key.as_deref() == Some(refund.key.as_str()))
                .ok_or_else(|| PledgeError::Unsure(refund.key.clone()))?;
            return self.apply_refund(&refund, Told::Is(answer), None).await;
        }
        let request = RefundRequest {
            key: refund.key.clone(),
            reference: id.to_string(),
            charge,
            amount: refund.amount,
        };
        refunds::mark_asked(conn, id, now).await?;
        match self.provider.refund(&request).await {
            Ok(answer) => self.apply_refund(&refund, Told::Is(&answer), None).await,
            Err(ProviderError::Refused { code, message }) => {
                let told = Told::Refused(Failure { code, message });
                self.apply_refund(&refund, told, None).await
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Records what a message of the provider says of refunds of a charge, among them those that
    /// were made at the provider itself.
    pub(crate) async fn hear_of_refunds(
        &self,
        charged: &PaymentAttempt,
        answers: &[payments::Refund],
        message: Option<EventId>,
    ) -> Result<(), PledgeError> {
        for answer in answers {
            let known = refunds::of_attempt(self.db.primary(), charged.id).await?;
            let ours = known.into_iter().find(|refund| {
                refund.provider_id.as_deref() == Some(answer.provider_id.as_str())
                    || answer.key.as_deref() == Some(refund.key.as_str())
            });
            match ours {
                Some(refund) => {
                    self.apply_refund(&refund, Told::Is(answer), None).await?;
                }
                None => self.adopt_refund(charged, answer).await?,
            }
        }
        if let Some(message) = message {
            let tx = self.db.begin().await?;
            db::inbox::mark_processed(&tx, message).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// A refund that somebody made at the provider, not here: it must be in the books all the same.
    async fn adopt_refund(
        &self,
        charged: &PaymentAttempt,
        answer: &payments::Refund,
    ) -> Result<(), PledgeError> {
        // What the bank sent back before we heard of it never left.
        if matches!(answer.status, RefundStatus::Failed | RefundStatus::Canceled) {
            return Ok(());
        }
        let tx = self.db.begin().await?;
        let settlement = settlements::lock(&tx, charged.campaign_id).await?;
        let pledge = store::lock(&tx, charged.pledge_id).await?;
        let charged = attempts::lock(&tx, charged.id).await?;
        let key = format!("provider:{}", answer.provider_id);
        let before = refunds::of_attempt(&*tx, charged.id).await?;
        if before.iter().any(|refund| refund.key == key) {
            return Ok(());
        }
        let now = tx.now().await?;
        let refund = Refund {
            id: tx.new_id(now),
            attempt_id: charged.id,
            pledge_id: pledge.id,
            campaign_id: pledge.campaign_id,
            amount: answer.amount,
            reason: RefundReason::AtProvider,
            bearer: FeeBearer::Founder,
            note: None,
            requested_by: format!("system:{}", charged.provider),
            requested_at: now,
            state: RefundState::Requested,
            provider: charged.provider.clone(),
            provider_id: None,
            key,
            asked_at: None,
            failure: None,
            finished_at: None,
        };
        refunds::insert(&tx, &refund).await?;
        // A dispute that came after it and was told before it counts for less.
        let of = (settlement.campaign_id, settlement.founder_id);
        let refunded_minor = charged.refunded_minor + refund.amount.minor;
        let charged = recount(&tx, of, &charged, refunded_minor, now).await?;
        request::set_aside(&tx, &settlement, &pledge, &charged, &refund, now).await?;
        let act = Act::new("refund.adopt", pledge.id).after(refund.trace());
        tx.record(&Self::platform(), act).await?;
        tx.commit().await?;
        tracing::warn!(refund.id = %refund.id, "a refund was made at the provider and is now in the books");
        self.apply_refund(&refund, Told::Is(answer), None).await?;
        Ok(())
    }

    /// Records what was heard of a refund, with all that follows, in one transaction.
    async fn apply_refund(
        &self,
        seen: &Refund,
        told: Told<'_>,
        message: Option<EventId>,
    ) -> Result<Refund, PledgeError> {
        let tx = self.db.begin().await?;
        let settlement = settlements::lock(&tx, seen.campaign_id).await?;
        let pledge = store::lock(&tx, seen.pledge_id).await?;
        let charged = attempts::lock(&tx, seen.attempt_id).await?;
        let before = refunds::lock(&tx, seen.id).await?;
        let now = tx.now().await?;
        let after = match told {
            Told::Is(answer) => before.told(answer, now),
            Told::Refused(failure) => before.refused(failure, now),
        };
        if after != before {
            refunds::update(&tx, &after).await?;
        }
        if after.state != before.state {
            let act = Act::new("refund.advance", pledge.id)
                .before(before.trace())
                .after(after.trace());
            tx.record(&Self::platform(), act).await?;
            match after.state {
                RefundState::Succeeded => self.went(&tx, &pledge, &charged, &after, now).await?,
                RefundState::Failed => {
                    self.stayed(&tx, &pledge, &charged, (&before, &after), now)
                        .await?;
                    // A dispute of money that seemed to have gone back was no second loss.
                    let charged = attempts::lock(&tx, charged.id).await?;
                    let of = (settlement.campaign_id, settlement.founder_id);
                    recount(&tx, of, &charged, charged.refunded_minor, now).await?;
                }
                RefundState::Requested | RefundState::Sent | RefundState::Manual => {}
            }
        }
        if let Some(message) = message {
            db::inbox::mark_processed(&tx, message).await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    /// The money went: the books say so, and a pledge of which nothing is left is refunded.
    pub(super) async fn went(
        &self,
        tx: &Tx,
        pledge: &Pledge,
        charged: &PaymentAttempt,
        refund: &Refund,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let accounts = (
            Account::user(AccountKind::RefundPayable, pledge.investor_id),
            Account::platform(AccountKind::PlatformClearing),
        );
        let entry = Entry::transfer(
            "refund_succeeded",
            Reference::to(refund.id),
            now,
            accounts,
            refund.amount,
        );
        Ledger::post(tx, entry.map_err(LedgerError::from)?).await?;
        let all = refunds::of_attempt(&**tx, charged.id).await?;
        let gone: i64 = all
            .iter()
            .filter(|refund| matches!(refund.state, RefundState::Succeeded | RefundState::Manual))
            .map(|refund| refund.amount.minor)
            .sum();
        let whole = gone == charged.amount.minor;
        let after = match pledge.refund() {
            Ok(refunded) if whole => {
                store::update(tx, pledge, &refunded).await?;
                let act = Act::new("pledge.refund", pledge.id).because(refund.reason.as_str());
                tx.record(
                    &Self::platform(),
                    act.before(pledge.trace()).after(refunded.trace()),
                )
                .await?;
                refunded
            }
            _ => pledge.clone(),
        };
        let by_hand = refund.state == RefundState::Manual;
        let told = events::PledgeRefunded::of(
            &after,
            now,
            refund.amount,
            refund.reason,
            whole,
            by_hand,
            Some(refund.id),
        );
        tx.publish(&told).await?;
        Ok(())
    }

    /// The money stayed, or came back: what was set aside for it is free again.
    async fn stayed(
        &self,
        tx: &Tx,
        pledge: &Pledge,
        charged: &PaymentAttempt,
        (before, refund): (&Refund, &Refund),
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let reference = Reference::to(refund.id);
        let came_back = before.state == RefundState::Succeeded;
        let mut kinds = vec![("refund_requested", "refund_released")];
        if came_back {
            kinds.insert(0, ("refund_succeeded", "refund_came_back"));
        }
        for (kind, back) in kinds {
            let entry = Ledger::find(&**tx, kind, &reference).await?;
            let entry = entry.ok_or_else(|| {
                db::Error::corrupt(format_args!("refund {} is not in the books", refund.id))
            })?;
            source::give_back(tx, refund.campaign_id, entry, back, now).await?;
        }
        count_less(tx, charged, refund).await?;
        if pledge.state == PledgeState::Refunded {
            let collected = pledge.refund_came_back()?;
            store::update(tx, pledge, &collected).await?;
            let act = Act::new("pledge.refund_came_back", pledge.id);
            tx.record(
                &Self::platform(),
                act.before(pledge.trace()).after(collected.trace()),
            )
            .await?;
        }
        let failure = refund.failure.as_ref().map(|failure| failure.code.clone());
        tx.publish(&events::RefundFailed::of(pledge, now, refund.amount, failure))
            .await?;
        Ok(())
    }
}

/// What is no longer on its way back counts as collected again.
async fn count_less(tx: &Tx, charged: &PaymentAttempt, refund: &Refund) -> Result<(), PledgeError> {
    let free = PaymentAttempt {
        refunded_minor: charged.refunded_minor - refund.amount.minor,
        ..charged.clone()
    };
    attempts::update(tx, &free).await?;
    if charged.state == AttemptState::Succeeded {
        settlements::add_refunded(tx, refund.campaign_id, -refund.amount.minor).await?;
    }
    Ok(())
}

/// A payment by hand was not confirmed: what was set aside for it is free again.
pub(super) async fn set_free(
    tx: &Tx,
    charged: &PaymentAttempt,
    refund: &Refund,
    now: DateTime<Utc>,
) -> Result<(), PledgeError> {
    let entry = Ledger::find(&**tx, "refund_requested", &Reference::to(refund.id)).await?;
    let entry =
        entry.ok_or_else(|| db::Error::corrupt(format_args!("refund {} is not in the books", refund.id)))?;
    source::give_back(tx, refund.campaign_id, entry, "refund_released", now).await?;
    count_less(tx, charged, refund).await
}

fn found(refund: Option<Refund>, id: RefundId) -> Result<Refund, PledgeError> {
    refund.ok_or_else(|| db::Error::corrupt(format_args!("there is no refund {id}")).into())
}
