//! What the provider says of a set-up, and what follows from it for the pledge.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, NewJob, Tx, hash_request};
use kernel::{
    Caller, EventId, PledgeId,
    policy::{Action, can},
};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Reference};
use payments::{Failure, ProviderError, Setup, SetupRequest, SetupStatus};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    ChangeAnswer, EndReason, PaymentSetup, Pledge, PledgeError, PledgeState, Pledges, SetupState, Terms,
    collect::store as attempts,
    events::{self, Totals},
    jobs,
    material_change::store as changes,
    settle::store as settlements,
    store,
};

/// The kind of ledger entry by which a pledge counts.
const COMMITTED: &str = "pledge_committed";

impl Pledges {
    /// Asks the provider for the set-up of a pledge that was placed, unless that was done. Safe
    /// to repeat: the key is that of the row.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer; asking again may work.
    pub async fn prepare_setup(&self, pledge: PledgeId) -> Result<(), PledgeError> {
        let conn = self.db.primary();
        let found = store::find(conn, pledge)
            .await?
            .ok_or(PledgeError::NotFound(pledge))?;
        let setup = store::newest_setup(conn, pledge).await?;
        if !found.state.takes_card() || setup.state != SetupState::Created {
            return Ok(());
        }
        let request = SetupRequest {
            key: setup.key.clone(),
            reference: pledge.to_string(),
            investor: found.investor_id.to_string(),
            customer: setup.customer.clone(),
        };
        let answer = match self.provider.create_setup(&request).await {
            Ok(answer) => Answer::Is(Box::new(answer)),
            Err(ProviderError::Refused { code, message }) => Answer::Refused(Failure { code, message }),
            Err(other) => return Err(other.into()),
        };
        self.apply(&Self::platform(), &found, &setup, answer, None)
            .await?;
        Ok(())
    }

    /// Asks the provider how the card of a pledge stands and records it: if it is saved, the
    /// pledge counts from now on.
    ///
    /// # Errors
    /// [`PledgeError::NotFound`] for what is not the caller's, or what stands in the way.
    #[tracing::instrument(name = "pledges.refresh_setup", skip_all, fields(pledge.id = %id))]
    pub async fn refresh_setup(&self, caller: &Caller, id: PledgeId) -> Result<Pledge, PledgeError> {
        let conn = self.db.primary();
        let pledge = store::find(conn, id).await?.ok_or(PledgeError::NotFound(id))?;
        let own = Action::PledgeCancel {
            investor: pledge.investor_id,
        };
        can(caller, own).map_err(|denied| PledgeError::denied(denied, id))?;
        let setup = store::newest_setup(conn, id).await?;
        if !pledge.state.takes_card() {
            return Ok(pledge);
        }
        if setup.state.is_final() {
            // Somebody else heard of it first, perhaps since the pledge was read.
            return store::find(conn, id).await?.ok_or(PledgeError::NotFound(id));
        }
        let Some(provider_id) = &setup.provider_id else {
            self.prepare_setup(id).await?;
            return store::find(conn, id).await?.ok_or(PledgeError::NotFound(id));
        };
        let answer = self.provider.get_setup(provider_id).await?;
        self.apply_setup(caller, &pledge, &setup, answer, None).await
    }

    /// Records how the card of a pledge stands, and charges it at once if it repairs a payment.
    pub(crate) async fn apply_setup(
        &self,
        caller: &Caller,
        pledge: &Pledge,
        setup: &PaymentSetup,
        answer: Setup,
        message: Option<EventId>,
    ) -> Result<Pledge, PledgeError> {
        // Only a card that is news replaces another: what is told late or again of the card that is being
        // charged, or of one before it, must not disturb the charge.
        let newly_saved = answer.status == SetupStatus::Succeeded && !setup.state.is_final();
        if newly_saved && pledge.state == PledgeState::ActionRequired {
            // The charge that waits for the bank is given up first, so that two can never succeed.
            if let Some(waiting) = attempts::standing(self.db.primary(), pledge.id).await?
                && waiting.setup_id != setup.id
            {
                self.give_up_charge(waiting.id).await?;
            }
        }
        let after = self
            .apply(caller, pledge, setup, Answer::Is(Box::new(answer)), message)
            .await?;
        if after.state != PledgeState::Collecting || pledge.state == PledgeState::Collecting {
            return Ok(after);
        }
        if let Some(attempt) = attempts::standing(self.db.primary(), after.id).await? {
            // The investor waits for it; should it fail to be asked, the job will.
            if let Err(error) = self.collect(attempt.id).await {
                tracing::warn!(error = &error as &dyn std::error::Error, pledge.id = %after.id, "a repaired payment waits for its job");
            }
        }
        let found = store::find(self.db.primary(), after.id).await?;
        found.ok_or(PledgeError::NotFound(after.id))
    }

    /// Begins another try at a card after one was declined, or in place of the one that is saved: until another is, that one
    /// stays. The time to save the first does not begin anew.
    ///
    /// # Errors
    /// [`PledgeError::ReservationExpired`] or [`PledgeError::LimitExceeded`]: the pledge must be
    /// placed again.
    #[tracing::instrument(name = "pledges.retry_setup", skip_all, fields(pledge.id = %id))]
    pub async fn retry_setup(&self, caller: &Caller, id: PledgeId, key: Uuid) -> Result<Pledge, PledgeError> {
        let user_id = caller.user_id()?;
        let key = IdempotencyKey {
            user_id,
            operation: "pledge.retry_setup",
            key,
            request_hash: hash_request(&id),
        };
        let tx = self.db.begin().await?;
        if tx.answered::<PledgeId>(&key).await?.is_none() {
            let found = store::find(&*tx, id).await?.ok_or(PledgeError::NotFound(id))?;
            let own = Action::PledgeCancel {
                investor: found.investor_id,
            };
            can(caller, own).map_err(|denied| PledgeError::denied(denied, id))?;
            let pledge = store::lock(&tx, id).await?;
            let now = tx.now().await?;
            still_waits(&pledge, now)?;
            let last = store::newest_setup(&*tx, id).await?;
            let replaces = pledge.state == PledgeState::Committed && last.state == SetupState::Succeeded;
            if replaces || matches!(last.state, SetupState::Failed | SetupState::Canceled) {
                if last.attempt >= self.limits.attempts_per_pledge {
                    return Err(PledgeError::LimitExceeded {
                        attempts: last.attempt,
                    });
                }
                let provider = self.provider.name();
                let customer = last.customer.clone();
                let next = PaymentSetup::new(tx.new_id(now), id, last.attempt + 1, provider, customer, now);
                store::insert_setup(&tx, &next).await?;
                let act =
                    Act::new("pledge.retry_setup", id).after(serde_json::json!({"attempt": next.attempt}));
                tx.record(caller, act).await?;
                tx.enqueue(NewJob::new(jobs::PREPARE_SETUP, &id).run_at(now + jobs::REPAIR_AFTER))
                    .await?;
                tx.enqueue(NewJob::new(jobs::CANCEL_STALE_SETUPS, &id)).await?;
            }
            tx.answer(&key, &id).await?;
            tx.commit().await?;
        } else {
            drop(tx);
        }
        self.prepare_setup(id).await?;
        store::find(self.db.primary(), id)
            .await?
            .ok_or(PledgeError::NotFound(id))
    }

    /// The set-up into which the investor may enter a card now.
    ///
    /// # Errors
    /// [`PledgeError::NotFound`] for what is not the caller's, [`PledgeError::ReservationExpired`]
    /// if it is too late, [`PledgeError::State`] if the pledge does not wait for a card.
    pub async fn setup_to_fill(&self, caller: &Caller, id: PledgeId) -> Result<PaymentSetup, PledgeError> {
        let conn = self.db.primary();
        let pledge = store::find(conn, id).await?.ok_or(PledgeError::NotFound(id))?;
        let own = Action::PledgeCancel {
            investor: pledge.investor_id,
        };
        can(caller, own).map_err(|denied| PledgeError::denied(denied, id))?;
        if !matches!(pledge.state, PledgeState::Errored | PledgeState::ActionRequired) {
            still_waits(&pledge, self.db.clock().now())?;
        }
        self.prepare_setup(id).await?;
        Ok(store::newest_setup(conn, id).await?)
    }

    /// Gives up, at the provider, the tries that no longer matter: all but the newest of a pledge
    /// that waits for a card, and all of one that does not.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer; asking again may work.
    pub async fn cancel_stale_setups(&self, id: PledgeId) -> Result<(), PledgeError> {
        let conn = self.db.primary();
        let pledge = store::find(conn, id).await?.ok_or(PledgeError::NotFound(id))?;
        let setups = store::select_setups(
            conn,
            "pledge_id = $1 ORDER BY attempt DESC",
            vec![id.uuid().into()],
        )
        .await?;
        let kept = usize::from(pledge.state.takes_card());
        for setup in setups.iter().skip(kept).filter(|setup| !setup.state.is_final()) {
            let answer = match &setup.provider_id {
                None => Answer::NeverAsked,
                Some(provider_id) => Answer::Is(Box::new(self.provider.cancel_setup(provider_id).await?)),
            };
            self.apply(&Self::platform(), &pledge, setup, answer, None)
                .await?;
        }
        Ok(())
    }

    /// Records an answer of the provider, with all that follows, in one transaction. The same
    /// answer twice, or an old one after a newer one, changes nothing.
    pub(crate) async fn apply(
        &self,
        caller: &Caller,
        seen: &Pledge,
        setup: &PaymentSetup,
        answer: Answer,
        message: Option<EventId>,
    ) -> Result<Pledge, PledgeError> {
        let saved = matches!(&answer, Answer::Is(setup) if setup.status == SetupStatus::Succeeded);
        let tx = self.db.begin().await?;
        // Locks in their order: campaign, settlement, then pledge, then set-up.
        let terms = if saved {
            self.terms.lock(&tx, seen.campaign_id).await?
        } else {
            None
        };
        if saved && settlements::find(&*tx, seen.campaign_id).await?.is_some() {
            settlements::lock(&tx, seen.campaign_id).await?;
        }
        let mut pledge = store::lock(&tx, seen.id).await?;
        let before = store::lock_setup(&tx, setup.id).await?;
        let now = tx.now().await?;
        let after = match answer {
            Answer::Is(answer) => before.told(&answer, now),
            Answer::Refused(failure) => before.refused(failure, now),
            Answer::NeverAsked if before.provider_id.is_none() && !before.state.is_final() => PaymentSetup {
                state: SetupState::Canceled,
                updated_at: now,
                ..before.clone()
            },
            Answer::NeverAsked => before.clone(),
        };
        if (PaymentSetup {
            updated_at: before.updated_at,
            ..after.clone()
        }) != before
        {
            store::update_setup(&tx, &after).await?;
            if after.state != before.state {
                let state = |setup: &PaymentSetup| serde_json::json!({"setup": setup.state, "attempt": setup.attempt});
                let act = Act::new("pledge.setup", pledge.id)
                    .before(state(&before))
                    .after(state(&after));
                tx.record(caller, act).await?;
            }
        }
        if saved && pledge.state == PledgeState::Reserved {
            pledge = match terms {
                Some(terms) if terms.take_pledges(now) => {
                    let counted = self.count(&tx, caller, &pledge, &terms, now).await?;
                    if terms.held {
                        self.ask_latecomer(&tx, &terms, &counted, now).await?
                    } else {
                        counted
                    }
                }
                Some(mut terms) => {
                    let late = pledge.release(EndReason::CampaignClosed, now)?;
                    self.end(&tx, caller, &pledge, &late, &mut terms, now).await?;
                    late
                }
                None => {
                    return Err(
                        db::Error::corrupt(format_args!("pledge {} has no campaign", pledge.id)).into(),
                    );
                }
            };
        }
        if saved && after.state != before.state {
            let charged = self.charge_repaired(&tx, caller, &pledge, now).await?;
            if charged.is_some() {
                pledge = store::lock(&tx, pledge.id).await?;
            }
        }
        if let Some(message) = message {
            db::inbox::mark_processed(&tx, message).await?;
        }
        tx.commit().await?;
        Ok(pledge)
    }

    /// From reserved through authorised to committed: the pledge counts.
    async fn count(
        &self,
        tx: &Tx,
        caller: &Caller,
        pledge: &Pledge,
        terms: &Terms,
        now: DateTime<Utc>,
    ) -> Result<Pledge, PledgeError> {
        let authorised = pledge.authorise()?;
        let committed = authorised.commit(now)?;
        let act = Act::new("pledge.authorise", pledge.id);
        tx.record(caller, act.before(pledge.trace()).after(authorised.trace()))
            .await?;
        let act = Act::new("pledge.commit", pledge.id);
        tx.record(caller, act.before(authorised.trace()).after(committed.trace()))
            .await?;
        let another = store::has_another(tx, pledge.campaign_id, pledge.investor_id, pledge.id).await?;
        let investors = i64::from(!another);
        store::update(tx, pledge, &committed).await?;
        if terms.regime.is_regulated() {
            self.rules.bind(tx, terms, &committed, now).await?;
        }
        self.terms
            .add_committed(tx, pledge.campaign_id, pledge.amount.minor, investors)
            .await?;
        let accounts = (
            Account::campaign(AccountKind::InvestorCommitment, pledge.campaign_id),
            Account::campaign(AccountKind::CampaignCommitment, pledge.campaign_id),
        );
        let entry = Entry::transfer(COMMITTED, Reference::to(pledge.id), now, accounts, pledge.amount);
        Ledger::post(tx, entry.map_err(LedgerError::from)?).await?;
        let pledged = terms
            .pledged
            .checked_add(pledge.amount)
            .map_err(db::Error::corrupt)?;
        let totals = Totals {
            pledged,
            investor_count: terms.investor_count + investors,
        };
        tx.publish(&events::PledgeCommitted::of(&committed, now, totals))
            .await?;
        Ok(committed)
    }

    /// What follows when a pledge ends without charge: stock, total and books go back, and those
    /// who listen are told. The campaign's row must be locked.
    pub(crate) async fn end(
        &self,
        tx: &Tx,
        caller: &Caller,
        before: &Pledge,
        after: &Pledge,
        terms: &mut Terms,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        store::update(tx, before, after).await?;
        self.return_items(tx, before).await?;
        let released = after.state == PledgeState::Released;
        if before.state.counts() {
            let another = store::has_another(tx, before.campaign_id, before.investor_id, before.id).await?;
            let investors = i64::from(!another);
            self.terms
                .add_committed(tx, before.campaign_id, -before.amount.minor, -investors)
                .await?;
            terms.pledged = terms
                .pledged
                .checked_sub(before.amount)
                .map_err(db::Error::corrupt)?;
            terms.investor_count -= investors;
            let entry = Ledger::find(&**tx, COMMITTED, &Reference::to(before.id)).await?;
            let entry = entry.ok_or_else(|| {
                db::Error::corrupt(format_args!("pledge {} is not in the books", before.id))
            })?;
            let kind = if released {
                "pledge_released"
            } else {
                "pledge_cancelled"
            };
            Self::reverse_adjustments(tx, before.id, kind, now).await?;
            Ledger::reverse(tx, entry, kind, now).await?;
        }
        let reason = after.end_reason.unwrap_or(EndReason::CampaignClosed);
        // Of pledges that count, only one whose investor is at work may have a card that is being entered.
        if !before.state.counts() || reason == EndReason::ByInvestor {
            tx.enqueue(NewJob::new(jobs::CANCEL_STALE_SETUPS, &before.id))
                .await?;
        }
        if before.state == PledgeState::ReconfirmDue {
            let answer = match reason {
                EndReason::ByInvestor => ChangeAnswer::Declined,
                EndReason::NotReconfirmed => ChangeAnswer::Silent,
                _ => ChangeAnswer::Withdrawn,
            };
            changes::answer(tx, before.id, answer, None, now).await?;
        }
        let action = match (released, reason) {
            (true, _) => "pledge.release",
            (false, EndReason::Expired) => "pledge.expire",
            (false, _) => "pledge.cancel",
        };
        let act = Act::new(action, before.id).because(reason.as_str());
        tx.record(caller, act.before(before.trace()).after(after.trace()))
            .await?;
        let totals = Totals {
            pledged: terms.pledged,
            investor_count: terms.investor_count,
        };
        if released {
            tx.publish(&events::PledgeReleased::of(after, now, reason, totals))
                .await?;
        } else {
            tx.publish(&events::PledgeCancelled::of(after, now, reason, totals))
                .await?;
        }
        Ok(())
    }
}

/// What the provider said.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// The set-up as it stands.
    Is(Box<Setup>),
    /// It will not make one.
    Refused(Failure),
    /// It was never asked, and will not be.
    NeverAsked,
}

/// Passes if a card may still be saved for the pledge.
fn still_waits(pledge: &Pledge, now: DateTime<Utc>) -> Result<(), PledgeError> {
    let expired = pledge.end_reason == Some(EndReason::Expired);
    match pledge.state {
        PledgeState::Reserved if now < pledge.reserved_until => Ok(()),
        PledgeState::Reserved => Err(PledgeError::ReservationExpired),
        // Another card may take the place of the one that is saved.
        PledgeState::Committed => Ok(()),
        _ if expired => Err(PledgeError::ReservationExpired),
        _ => Ok(pledge.authorise().map(|_| ())?),
    }
}

/// The set-up a provider's message is about, by the provider's id of it or by our key.
pub(crate) async fn setup_of_message(
    conn: &impl ConnectionTrait,
    provider: &str,
    provider_id: Option<&str>,
    key: Option<&str>,
) -> Result<Option<PaymentSetup>, db::Error> {
    if let Some(provider_id) = provider_id {
        let values = vec![provider.into(), provider_id.into()];
        let found = store::select_setups(conn, "provider = $1 AND provider_id = $2", values)
            .await?
            .pop();
        if found.is_some() {
            return Ok(found);
        }
    }
    let Some(key) = key else { return Ok(None) };
    let values = vec![provider.into(), key.into()];
    Ok(
        store::select_setups(conn, "provider = $1 AND idem_key = $2", values)
            .await?
            .pop(),
    )
}
