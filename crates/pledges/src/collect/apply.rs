//! What the provider says of a charge, and what follows from it for the pledge and the books.

use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{Caller, EventId, Money};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Reference};
use payments::{Charge, Failure};
use serde_json::json;

use super::{AttemptState, PaymentAttempt, store as attempts};
use crate::{
    Pledge, PledgeError, PledgeErrorCode, PledgeState, Pledges, events,
    settle::{Settlement, store as settlements},
    store,
};

/// What was heard of a charge.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    /// The charge as it stands.
    Is(Charge),
    /// The provider will not make it.
    Refused(Failure),
}

impl Pledges {
    /// Records what was heard of a charge, with all that follows, in one transaction. The same
    /// twice, or something old after something newer, changes nothing.
    pub(crate) async fn apply_charge(
        &self,
        caller: &Caller,
        seen: &PaymentAttempt,
        told: Told,
        message: Option<EventId>,
    ) -> Result<PaymentAttempt, PledgeError> {
        let tx = self.db.begin().await?;
        // Locks in their order: settlement, then pledge, then attempt.
        let settlement = settlements::lock(&tx, seen.campaign_id).await?;
        let pledge = store::lock(&tx, seen.pledge_id).await?;
        let before = attempts::lock(&tx, seen.id).await?;
        let now = tx.now().await?;
        let after = match &told {
            Told::Is(charge) => before.told(charge, now),
            Told::Refused(failure) => before.refused(failure.clone(), now),
        };
        if after != before {
            attempts::update(&tx, &after).await?;
        }
        if after.state != before.state {
            self.follow(&tx, caller, &settlement, &pledge, (&before, &after), &told, now)
                .await?;
        }
        if let (Some(fee), None) = (after.fee, before.fee) {
            book_fee(&tx, &after, fee, now).await?;
        }
        if let Some(message) = message {
            db::inbox::mark_processed(&tx, message).await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "everything that was locked, in one place"
    )]
    async fn follow(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        pledge: &Pledge,
        (before, after): (&PaymentAttempt, &PaymentAttempt),
        told: &Told,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let trace = |attempt: &PaymentAttempt| {
            json!({"attempt": attempt.attempt, "payment": attempt.state, "key": attempt.key,
                   "failure": attempt.failure.as_ref().map(|failure| &failure.code)})
        };
        let act = Act::new("pledge.payment", pledge.id);
        tx.record(caller, act.before(trace(before)).after(trace(after)))
            .await?;
        let next = match after.state {
            AttemptState::Succeeded => pledge.collected()?,
            AttemptState::ActionRequired => pledge.require_action()?,
            AttemptState::Failed | AttemptState::Canceled | AttemptState::Mismatched => {
                pledge.fail_payment()?
            }
            AttemptState::Created | AttemptState::Unknown | AttemptState::Processing => return Ok(()),
        };
        store::update(tx, pledge, &next).await?;
        let verb = match next.state {
            PledgeState::Collected => "pledge.collected",
            PledgeState::ActionRequired => "pledge.require_action",
            _ => "pledge.fail_payment",
        };
        let cause = after.failure.as_ref().map(|failure| failure.code.clone());
        let act = Act::new(verb, pledge.id)
            .before(pledge.trace())
            .after(next.trace());
        tx.record(caller, Act { cause, ..act }).await?;
        match (after.state, told) {
            (AttemptState::Succeeded, _) => {
                book_success(tx, after, now).await?;
                settlements::add_collected(tx, settlement, after.amount).await?;
                tx.publish(&events::PledgeCollected::of(&next, now)).await?;
            }
            (AttemptState::Mismatched, Told::Is(charge)) => {
                tracing::error!(
                    pledge.id = %pledge.id, asked = %after.amount, arrived = %charge.received,
                    "another amount arrived than was asked for; it stands in suspense"
                );
                book_suspense(tx, after, charge.received, now).await?;
            }
            // Given up by us, to make room for another try: nobody needs to hear of it.
            (AttemptState::Canceled, _) => {}
            _ => {
                let code = after.problem().unwrap_or(PledgeErrorCode::CardDeclined);
                let failure = after.failure.as_ref().map(|failure| failure.code.clone());
                let until = settlement.grace_until.unwrap_or(now + self.settle.grace);
                let failed = events::PaymentFailed::of(
                    &next,
                    now,
                    code == PledgeErrorCode::AuthenticationRequired,
                    failure,
                    until,
                );
                tx.publish(&failed).await?;
            }
        }
        Ok(())
    }
}

/// The money of a pledge arrived: we have it, and hold it for the campaign.
async fn book_success(tx: &Tx, attempt: &PaymentAttempt, now: DateTime<Utc>) -> Result<(), PledgeError> {
    let accounts = (
        Account::platform(AccountKind::PlatformClearing),
        Account::campaign(AccountKind::CampaignHeld, attempt.campaign_id),
    );
    post(tx, "charge_succeeded", attempt, accounts, attempt.amount, now).await
}

/// What the provider kept of it.
async fn book_fee(
    tx: &Tx,
    attempt: &PaymentAttempt,
    fee: Money,
    now: DateTime<Utc>,
) -> Result<(), PledgeError> {
    if fee.minor == 0 {
        return Ok(());
    }
    let accounts = (
        Account::platform(AccountKind::ProcessorFee),
        Account::platform(AccountKind::PlatformClearing),
    );
    post(tx, "charge_fee", attempt, accounts, fee, now).await
}

/// Money that is not what was asked for is nobody's until a person says whose.
async fn book_suspense(
    tx: &Tx,
    attempt: &PaymentAttempt,
    arrived: Money,
    now: DateTime<Utc>,
) -> Result<(), PledgeError> {
    if arrived.minor == 0 {
        return Ok(());
    }
    let accounts = (
        Account::platform(AccountKind::PlatformClearing),
        Account::platform(AccountKind::Suspense),
    );
    post(tx, "charge_mismatched", attempt, accounts, arrived, now).await
}

async fn post(
    tx: &Tx,
    kind: &'static str,
    attempt: &PaymentAttempt,
    accounts: (Account, Account),
    amount: Money,
    now: DateTime<Utc>,
) -> Result<(), PledgeError> {
    let entry = Entry::transfer(kind, Reference::to(attempt.id), now, accounts, amount);
    Ledger::post(tx, entry.map_err(LedgerError::from)?).await?;
    Ok(())
}
