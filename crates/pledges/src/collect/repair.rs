//! A failed payment, repaired by its investor: another card, or a word to the bank.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, NewJob, Tx, hash_request};
use kernel::{
    Caller, PledgeId,
    policy::{Action, can},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{AttemptCause, AttemptState, PaymentAttempt, apply::Told, store as attempts};
use crate::{
    PaymentSetup, Pledge, PledgeError, PledgeState, Pledges, SetupState, jobs,
    material_change::store as changes,
    settle::{Stage, store as settlements},
    store,
};

impl Pledges {
    /// Every try at collecting a pledge the caller may see, first one first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn payments_of(
        &self,
        caller: &Caller,
        id: PledgeId,
    ) -> Result<Vec<PaymentAttempt>, PledgeError> {
        self.get(caller, id).await?.ok_or(PledgeError::NotFound(id))?;
        Ok(attempts::of_pledge(self.db.reader(), id).await?)
    }

    /// The try that waits for the investor's bank, with what a browser needs to answer it.
    ///
    /// # Errors
    /// [`PledgeError::NotFound`] for what is not the caller's own.
    pub async fn payment_to_confirm(
        &self,
        caller: &Caller,
        id: PledgeId,
    ) -> Result<Option<PaymentAttempt>, PledgeError> {
        self.own(self.db.primary(), caller, id).await?;
        let standing = attempts::standing(self.db.primary(), id).await?;
        Ok(standing.filter(|attempt| attempt.state == AttemptState::ActionRequired))
    }

    /// Begins to save another card for a pledge whose payment failed. It is charged as soon as it
    /// is saved.
    ///
    /// # Errors
    /// [`PledgeError::NotRepairable`] if nothing failed, or the time to repair it is over;
    /// [`PledgeError::LimitExceeded`] if too many cards were tried.
    #[tracing::instrument(name = "pledges.repair", skip_all, fields(pledge.id = %id))]
    pub async fn repair(&self, caller: &Caller, id: PledgeId, key: Uuid) -> Result<Pledge, PledgeError> {
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "pledge.repair",
            key,
            request_hash: hash_request(&id),
        };
        let tx = self.db.begin().await?;
        if tx.answered::<PledgeId>(&key).await?.is_none() {
            let found = self.own(&*tx, caller, id).await?;
            settlements::lock(&tx, found.campaign_id).await?;
            let pledge = store::lock(&tx, id).await?;
            let now = tx.now().await?;
            self.may_repair(&tx, &pledge, now).await?;
            let last = store::newest_setup(&*tx, id).await?;
            // A set-up that still waits for a card is the one to fill.
            if last.state.is_final() || last.state == SetupState::Failed {
                if last.attempt >= self.limits.attempts_per_pledge {
                    return Err(PledgeError::LimitExceeded {
                        attempts: last.attempt,
                    });
                }
                let customer = last.customer.clone();
                let provider = self.provider.name();
                let next = PaymentSetup::new(tx.new_id(now), id, last.attempt + 1, provider, customer, now);
                store::insert_setup(&tx, &next).await?;
                let act = Act::new("pledge.repair", id).after(serde_json::json!({"setup": next.attempt}));
                tx.record(caller, act).await?;
                tx.enqueue(NewJob::new(jobs::PREPARE_SETUP, &id).run_at(now + jobs::REPAIR_AFTER))
                    .await?;
            }
            tx.answer(&key, &id).await?;
            tx.commit().await?;
        } else {
            drop(tx);
        }
        self.prepare_setup(id).await?;
        self.own(self.db.primary(), caller, id).await
    }

    /// Asks the provider how a payment stands that waited for the investor's bank, and records it.
    ///
    /// # Errors
    /// [`PledgeError::NotFound`] for what is not the caller's own, or what stands in the way.
    #[tracing::instrument(name = "pledges.refresh_payment", skip_all, fields(pledge.id = %id))]
    pub async fn refresh_payment(&self, caller: &Caller, id: PledgeId) -> Result<Pledge, PledgeError> {
        self.own(self.db.primary(), caller, id).await?;
        if let Some(attempt) = attempts::standing(self.db.primary(), id).await?
            && !attempt.state.is_final()
            && let Some(provider_id) = &attempt.provider_id
        {
            let told = Told::Is(self.provider.get_charge(provider_id).await?);
            let told = self.without_loose_end(told).await?;
            self.apply_charge(caller, &attempt, told, None).await?;
        }
        self.own(self.db.primary(), caller, id).await
    }

    /// Whether a failed payment of this pledge may be repaired now. Its settlement and its row
    /// must be locked.
    pub(crate) async fn may_repair(
        &self,
        tx: &Tx,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let failed = matches!(pledge.state, PledgeState::Errored | PledgeState::ActionRequired);
        let settlement = settlements::find(&**tx, pledge.campaign_id).await?;
        let held = changes::find_open(&**tx, pledge.campaign_id).await?.is_some();
        let in_time = !held
            && settlement.is_some_and(|settlement| {
                matches!(
                    settlement.stage,
                    Stage::Planning | Stage::Collecting | Stage::Grace
                ) && settlement.grace_until.is_none_or(|until| now < until)
            });
        // Money that stands in suspense must be cleared up first, or it could be taken twice.
        let standing = attempts::standing(&**tx, pledge.id).await?;
        let unclear = standing.is_some_and(|attempt| attempt.state != AttemptState::ActionRequired);
        if failed && in_time && !unclear {
            Ok(())
        } else {
            Err(PledgeError::NotRepairable)
        }
    }

    /// A new card is saved for a pledge whose payment failed: it is charged next. Nothing happens
    /// if the payment can no longer be repaired. Campaign, settlement and pledge must be locked.
    pub(crate) async fn charge_repaired(
        &self,
        tx: &Tx,
        caller: &Caller,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> Result<Option<PaymentAttempt>, PledgeError> {
        if pledge.state != PledgeState::Errored || self.may_repair(tx, pledge, now).await.is_err() {
            return Ok(None);
        }
        let attempt = self
            .try_to_collect(tx, caller, pledge, AttemptCause::Repair, now)
            .await?;
        Ok(Some(attempt))
    }

    /// The caller's own pledge.
    async fn own(
        &self,
        conn: &impl ConnectionTrait,
        caller: &Caller,
        id: PledgeId,
    ) -> Result<Pledge, PledgeError> {
        let found = store::find(conn, id).await?.ok_or(PledgeError::NotFound(id))?;
        let own = Action::PledgeCancel {
            investor: found.investor_id,
        };
        can(caller, own).map_err(|denied| PledgeError::denied(denied, id))?;
        Ok(found)
    }
}
