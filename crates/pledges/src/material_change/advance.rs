//! Taking a material change one step further, whenever its time has come.

use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{CampaignId, MaterialChangeId};

use super::{
    ChangeAnswer, ChangeOutcome, ChangeScope, ChangeState, MaterialChange, Reconfirmation,
    ask::{Asked, NOT_STANDING},
    store as changes,
};
use crate::{
    CampaignStep, EndReason, PledgeError, PledgeState, Pledges, RefundReason, Terms,
    collect::store as attempts,
    events,
    settle::{Settlement, Stage, store as settlements},
    store,
};

/// How many answers are dealt with in one transaction.
const BATCH: usize = 100;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Something changed: look again at once.
    Moved,
    /// Nothing is due now.
    Waits,
}

/// All that is locked while a change is worked on.
struct Locked {
    terms: Terms,
    settlement: Option<Settlement>,
    change: MaterialChange,
}

impl Pledges {
    /// Takes every change that is not over as far as it goes now. Safe to run at any time and in any
    /// number of processes.
    ///
    /// # Errors
    /// The first fault met; the others were worked on all the same.
    pub async fn advance_changes(&self) -> Result<(), PledgeError> {
        let mut first = Ok(());
        for change in changes::list_open(self.db.primary()).await? {
            if let Err(error) = self.advance_change(change.campaign_id, change.id).await {
                tracing::error!(error = &error as &dyn std::error::Error, change.id = %change.id, "a material change does not go on");
                first = first.and(Err(error));
            }
        }
        first
    }

    async fn advance_change(&self, campaign: CampaignId, id: MaterialChangeId) -> Result<(), PledgeError> {
        while self.change_step(campaign, id).await? == Step::Moved {}
        Ok(())
    }

    async fn change_step(&self, campaign: CampaignId, id: MaterialChangeId) -> Result<Step, PledgeError> {
        let tx = self.db.begin().await?;
        // Locks in their order: campaign, settlement, change, then pledges.
        let Some((terms, settlement)) = self.lock_money(&tx, campaign).await? else {
            return Ok(Step::Waits);
        };
        let change = changes::lock(&tx, id).await?;
        let now = tx.now().await?;
        let mut locked = Locked {
            terms,
            settlement,
            change,
        };
        let step = match locked.change.state {
            ChangeState::Closed => Step::Waits,
            _ if locked.change.reclassified_at.is_some() => self.withdraw(&tx, &mut locked, now).await?,
            _ if locked.is_moot() => {
                self.close_change(&tx, &locked, ChangeOutcome::CampaignOver, now)
                    .await?;
                Step::Moved
            }
            ChangeState::Opened => self.tell_all(&tx, &locked, now).await?,
            // Payouts wait until a person has looked at it.
            ChangeState::Notified => Step::Waits,
            ChangeState::Reconfirming => self.hear(&tx, &mut locked, now).await?,
        };
        tx.commit().await?;
        Ok(step)
    }

    /// Asks or tells everybody, batch by batch; then the clock runs.
    async fn tell_all(&self, tx: &Tx, locked: &Locked, now: DateTime<Utc>) -> Result<Step, PledgeError> {
        let Locked {
            terms,
            settlement,
            change,
        } = locked;
        let mut notified = change.notify(now);
        if change.scope == ChangeScope::Reconfirm {
            match self
                .ask_batch(tx, terms, settlement.as_ref(), change, now)
                .await?
            {
                Asked::Some => return Ok(Step::Moved),
                // A charge that is under way is waited for while the others answer.
                Asked::Waits | Asked::All => {}
            }
            // Whoever was told last has as many business days as whoever was told first.
            self.hold(tx, terms, &mut notified, now).await?;
        }
        changes::update(tx, &notified).await?;
        let act = Act::new("material_change.notify", change.campaign_id);
        tx.record(
            &Self::platform(),
            act.before(change.trace()).after(notified.trace()),
        )
        .await?;
        tx.publish(&events::MaterialChangeNotified::of(&notified)).await?;
        if change.scope == ChangeScope::Inform {
            let told = changes::lock(tx, change.id).await?;
            let after = told.close(ChangeOutcome::Informed, now);
            changes::update(tx, &after).await?;
        }
        Ok(Step::Moved)
    }

    /// Waits for answers; whoever is silent until the time is over has answered too.
    async fn hear(&self, tx: &Tx, locked: &mut Locked, now: DateTime<Utc>) -> Result<Step, PledgeError> {
        let change = locked.change.clone();
        // A charge that was under way may have come to its end.
        let asked = self
            .ask_batch(tx, &locked.terms, locked.settlement.as_ref(), &change, now)
            .await?;
        if asked == Asked::Some {
            return Ok(Step::Moved);
        }
        let unanswered = changes::unanswered(tx, change.id, BATCH).await?;
        if change.reconfirm_until.is_some_and(|until| until <= now) {
            for question in &unanswered {
                self.be_silent(tx, locked, question, now).await?;
            }
            if !unanswered.is_empty() {
                return Ok(Step::Moved);
            }
        }
        let rest = "campaign_id = $1 AND state = 'reserved' AND placed_at <= $2 LIMIT 1";
        let values = vec![change.campaign_id.uuid().into(), change.opened_at.into()];
        let is_waiting = asked == Asked::Waits || !unanswered.is_empty();
        if is_waiting || !store::select(&**tx, rest, values).await?.is_empty() {
            return Ok(Step::Waits);
        }
        self.close_change(tx, locked, ChangeOutcome::Answered, now)
            .await?;
        Ok(Step::Moved)
    }

    /// Nobody answered in time: the pledge is released without charge, or its money goes back.
    async fn be_silent(
        &self,
        tx: &Tx,
        locked: &mut Locked,
        question: &Reconfirmation,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let pledge = store::lock(tx, question.pledge_id).await?;
        if pledge.state == PledgeState::ReconfirmDue {
            let released = pledge.release(EndReason::NotReconfirmed, now)?;
            let caller = Self::platform();
            return self
                .end(tx, &caller, &pledge, &released, &mut locked.terms, now)
                .await;
        }
        changes::answer(tx, pledge.id, ChangeAnswer::Silent, None, now).await?;
        if let (Some(settlement), Some(charged)) =
            (&locked.settlement, attempts::standing(&**tx, pledge.id).await?)
        {
            let charged = attempts::lock(tx, charged.id).await?;
            self.order_rest(
                tx,
                settlement,
                (&pledge, &charged),
                RefundReason::PatentChanged,
                now,
            )
            .await?;
        }
        Ok(())
    }

    /// A person decided that the change is minor: pledges count again as before, batch by batch. Some may
    /// not have been asked yet, or were asked about an earlier change.
    async fn withdraw(&self, tx: &Tx, locked: &mut Locked, now: DateTime<Utc>) -> Result<Step, PledgeError> {
        let campaign = locked.change.campaign_id;
        let rest = format!(
            "campaign_id = $1 AND (state = 'reconfirm_due' OR (state = 'collecting' AND {NOT_STANDING}))
             ORDER BY id LIMIT {BATCH}{}",
            tx.for_update()
        );
        let waiting = store::select(&**tx, &rest, vec![campaign.uuid().into()]).await?;
        if waiting.is_empty() {
            self.close_change(tx, locked, ChangeOutcome::Reclassified, now)
                .await?;
            return Ok(Step::Moved);
        }
        for pledge in &waiting {
            changes::answer(tx, pledge.id, ChangeAnswer::Withdrawn, None, now).await?;
            let mut asked = pledge.clone();
            if pledge.state == PledgeState::Collecting {
                asked = pledge.ask_again()?;
                settlements::add_planned(tx, campaign, -1).await?;
            }
            let kept = asked.reconfirm()?;
            store::update(tx, pledge, &kept).await?;
            let act = Act::new("pledge.ask_withdrawn", pledge.id).because(locked.change.id.to_string());
            tx.record(&Self::platform(), act.before(pledge.trace()).after(kept.trace()))
                .await?;
        }
        Ok(Step::Moved)
    }

    /// The change is over: the campaign goes on, and if its money was being collected, those who
    /// confirmed are charged.
    async fn close_change(
        &self,
        tx: &Tx,
        locked: &Locked,
        outcome: ChangeOutcome,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let caller = Self::platform();
        let (change, campaign) = (&locked.change, locked.change.campaign_id);
        changes::withdraw_all(tx, change.id, now).await?;
        let after = change.close(outcome, now);
        changes::update(tx, &after).await?;
        let cause = format!("material change {} is over", change.id);
        if locked.terms.held {
            self.terms.lift_hold(tx, &caller, campaign, cause.clone()).await?;
        }
        if let Some(settlement) = &locked.settlement
            && change.scope == ChangeScope::Reconfirm
            && settlement.stage.is_collecting()
        {
            self.collect_again(tx, settlement, cause).await?;
        }
        let act = Act::new("material_change.close", campaign);
        tx.record(&caller, act.before(change.trace()).after(after.trace()))
            .await?;
        tx.publish(&events::MaterialChangeClosed::of(&after)).await?;
        Ok(())
    }

    /// Those who confirmed are planned anew, with a grace period of their own.
    async fn collect_again(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        cause: String,
    ) -> Result<(), PledgeError> {
        let caller = Self::platform();
        if !matches!(settlement.stage, Stage::Planning | Stage::Collecting) {
            let step = CampaignStep::CollectAgain;
            self.terms
                .advance(tx, &caller, settlement.campaign_id, step, cause.clone())
                .await?;
        }
        let after = Settlement {
            stage: Stage::Planning,
            planned_through: None,
            grace_until: None,
            remind_at: None,
            decide_until: None,
            ..settlement.clone()
        };
        settlements::update(tx, settlement, &after).await?;
        let act = Act::new("settlement.advance", settlement.campaign_id).because(cause);
        tx.record(&caller, act.before(settlement.trace()).after(after.trace()))
            .await?;
        Ok(())
    }
}

impl Locked {
    /// Whether nobody can act on the change any more: the campaign was called off, or its money goes back.
    fn is_moot(&self) -> bool {
        match &self.settlement {
            None => !self.terms.is_open && !self.terms.may_cancel && !self.terms.is_collecting,
            Some(settlement) => matches!(settlement.stage, Stage::Refunding | Stage::Failed),
        }
    }
}
