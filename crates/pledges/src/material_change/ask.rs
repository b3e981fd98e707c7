//! Asking those who pledged to confirm.

use chrono::{DateTime, Utc};
use db::{Act, NewJob, Tx};
use kernel::Caller;

use super::{MaterialChange, store as changes};
use crate::{
    Pledge, PledgeError, PledgeState, Pledges, Terms,
    collect::store as attempts,
    events, jobs,
    settle::{Settlement, store as settlements},
    store,
};

/// How many are asked in one transaction.
const BATCH: usize = 200;

/// Pledges that were not asked about this change yet.
const NOT_ASKED: &str = "campaign_id = $1 AND NOT EXISTS (SELECT 1 FROM reconfirmations r WHERE r.change_id = $2 AND r.pledge_id = pledges.id)";

/// Pledges for which no try at charging stands: none is under way, none had success, none is in suspense.
pub(super) const NOT_STANDING: &str = "NOT EXISTS (SELECT 1 FROM payment_attempts a
    WHERE a.pledge_id = pledges.id AND a.state NOT IN ('failed', 'canceled'))";

/// Pledges of which there is money to give back.
const CHARGED: &str = "(state IN ('collected', 'won') AND EXISTS (SELECT 1 FROM payment_attempts a
    WHERE a.pledge_id = pledges.id AND a.state = 'succeeded' AND a.refunded_minor + a.disputed_minor < a.amount_minor))";

/// Whether everybody was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Some were; look again at once.
    Some,
    /// A charge is under way: what is to be asked depends on it.
    Waits,
    /// Everybody was.
    All,
}

impl Pledges {
    /// Asks the next of those who pledged. Campaign, settlement and change must be locked.
    pub(super) async fn ask_batch(
        &self,
        tx: &Tx,
        terms: &Terms,
        settlement: Option<&Settlement>,
        change: &MaterialChange,
        now: DateTime<Utc>,
    ) -> Result<Asked, PledgeError> {
        let values = || vec![terms.campaign_id.uuid().into(), change.id.uuid().into()];
        // Pledges that are not charged, and are not about to be. Money in suspense is for a person.
        let uncharged = format!(
            "(state IN ('committed', 'reconfirm_due') OR (state IN ('collecting', 'errored') AND {NOT_STANDING}))"
        );
        let rest = format!(
            "{NOT_ASKED} AND ({uncharged} OR {CHARGED}) ORDER BY id LIMIT {BATCH}{}",
            tx.for_update()
        );
        let pledges = store::select(&**tx, &rest, values()).await?;
        if !pledges.is_empty() {
            // Whoever is asked last has as many business days as whoever was asked first.
            let change = self.with_time_to_answer(tx, terms, change, now).await?;
            for pledge in &pledges {
                self.ask_to_confirm(tx, &Self::platform(), settlement, &change, pledge, now)
                    .await?;
            }
            return Ok(Asked::Some);
        }
        let rest = format!(
            "{NOT_ASKED} AND state IN ('collecting', 'action_required') AND NOT {NOT_STANDING} ORDER BY id LIMIT {BATCH}"
        );
        let under_way = store::select(&**tx, &rest, values()).await?;
        for pledge in under_way
            .iter()
            .filter(|pledge| pledge.state == PledgeState::ActionRequired)
        {
            // A charge that waits for the investor's bank is given up: the question comes first.
            if let Some(attempt) = attempts::standing(&**tx, pledge.id).await? {
                let key = format!("{}:{}", jobs::GIVE_UP_CHARGE, attempt.id);
                let job = NewJob::new(jobs::GIVE_UP_CHARGE, &attempt.id).key(key);
                tx.enqueue(job.max_attempts(jobs::PATIENT)).await?;
            }
        }
        Ok(if under_way.is_empty() {
            Asked::All
        } else {
            Asked::Waits
        })
    }

    /// The change with the business days the rule gives to whoever is asked now, written down if that is
    /// later than before. Campaign and change must be locked.
    async fn with_time_to_answer(
        &self,
        tx: &Tx,
        terms: &Terms,
        change: &MaterialChange,
        now: DateTime<Utc>,
    ) -> Result<MaterialChange, PledgeError> {
        let mut later = change.clone();
        self.hold(tx, terms, &mut later, now).await?;
        if later == *change {
            return Ok(later);
        }
        changes::update(tx, &later).await?;
        Ok(changes::lock(tx, change.id).await?)
    }

    /// Asks about one pledge whose row is locked.
    async fn ask_to_confirm(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: Option<&Settlement>,
        change: &MaterialChange,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let charged = matches!(pledge.state, PledgeState::Collected | PledgeState::Won);
        changes::ask(tx, change.id, pledge.id, charged, now).await?;
        let mut asked = pledge.clone();
        if !charged && pledge.state != PledgeState::ReconfirmDue {
            asked = pledge.ask_again()?;
            store::update(tx, pledge, &asked).await?;
            // It was planned to be charged, and is no longer.
            if let (Some(settlement), true) = (settlement, pledge.state != PledgeState::Committed) {
                settlements::add_planned(tx, settlement.campaign_id, -1).await?;
            }
            let act = Act::new("pledge.ask_again", pledge.id).because(change.id.to_string());
            tx.record(caller, act.before(pledge.trace()).after(asked.trace()))
                .await?;
        }
        let until = change.reconfirm_until.unwrap_or(now);
        tx.publish(&events::ReconfirmationAsked::of(
            &asked, now, change.id, charged, until,
        ))
        .await?;
        Ok(())
    }

    /// A card was saved while the campaign is held: the pledge counts, and its investor is asked
    /// like all others. Campaign and pledge must be locked.
    pub(crate) async fn ask_latecomer(
        &self,
        tx: &Tx,
        terms: &Terms,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> Result<Pledge, PledgeError> {
        let Some(change) = changes::find_open(&**tx, pledge.campaign_id).await? else {
            return Ok(pledge.clone());
        };
        let change = changes::lock(tx, change.id).await?;
        let change = self.with_time_to_answer(tx, terms, &change, now).await?;
        self.ask_to_confirm(tx, &Self::platform(), None, &change, pledge, now)
            .await?;
        Ok(store::lock(tx, pledge.id).await?)
    }
}
