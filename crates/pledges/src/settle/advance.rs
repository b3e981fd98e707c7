//! Taking the money of a campaign one step further, whenever its time has come.

use chrono::{DateTime, Utc};
use db::{Act, NewJob, Tx};
use kernel::{Caller, CampaignId};

use super::{Settlement, Stage, settlement::Verdict, store as settlements};
use crate::{
    CampaignStep, Pledge, PledgeError, PledgeState, Pledges, RefundReason,
    collect::{AttemptCause, AttemptState, store as attempts},
    events, jobs, store,
};

/// How many pledges are worked on in one transaction.
const BATCH: usize = 200;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Something changed: look again at once.
    Moved,
    /// Nothing is due now.
    Waits,
}

impl Pledges {
    /// Takes every settlement that is open as far as it goes now. Safe to run at any time and in
    /// any number of processes.
    ///
    /// # Errors
    /// The first fault met; the others were worked on all the same.
    pub async fn advance_settlements(&self) -> Result<(), PledgeError> {
        let mut first = Ok(());
        for campaign in settlements::list_open(self.db.primary()).await? {
            if let Err(error) = self.advance_settlement(campaign).await {
                tracing::error!(error = &error as &dyn std::error::Error, campaign.id = %campaign, "a settlement does not go on");
                first = first.and(Err(error));
            }
        }
        first
    }

    /// Takes one settlement as far as it goes now.
    ///
    /// # Errors
    /// If the database does not answer; what was done stays so.
    #[tracing::instrument(name = "pledges.advance_settlement", skip_all, fields(campaign.id = %campaign))]
    pub async fn advance_settlement(&self, campaign: CampaignId) -> Result<(), PledgeError> {
        while self.settlement_step(campaign).await? == Step::Moved {}
        Ok(())
    }

    async fn settlement_step(&self, campaign: CampaignId) -> Result<Step, PledgeError> {
        let tx = self.db.begin().await?;
        // Locks in their order: campaign, settlement, then pledges.
        let held = self
            .terms
            .lock(&tx, campaign)
            .await?
            .is_some_and(|terms| terms.held);
        let settlement = settlements::lock(&tx, campaign).await?;
        // Its clock stands still while investors are asked to confirm; it begins anew after that.
        if held && settlement.stage.is_collecting() {
            return Ok(Step::Waits);
        }
        let now = tx.now().await?;
        let step = match settlement.stage {
            // The order to plan may have been lost with the process that took it.
            Stage::Planning => {
                tx.enqueue(jobs::plan(&settlement)).await?;
                Step::Waits
            }
            Stage::Collecting => self.begin_grace(&tx, &settlement, now).await?,
            Stage::Grace => self.pass_grace(&tx, &settlement, now).await?,
            Stage::LastTries => self.last_tries(&tx, &settlement, now).await?,
            Stage::Deciding => {
                if settlement.decide_until.is_some_and(|until| until <= now) {
                    let cause = "the founder did not decide in time";
                    self.give_back(&tx, &Self::platform(), &settlement, cause, now)
                        .await?;
                    Step::Moved
                } else {
                    Step::Waits
                }
            }
            Stage::Refunding => self.order_refunds(&tx, &settlement, now).await?,
            Stage::Settled | Stage::Failed => Step::Waits,
        };
        tx.commit().await?;
        Ok(step)
    }

    /// Every card was tried once: those that failed may be repaired.
    async fn begin_grace(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Step, PledgeError> {
        if !self
            .pledges_in(tx, settlement, "'collecting'", 1)
            .await?
            .is_empty()
        {
            return Ok(Step::Waits);
        }
        let cause = format!(
            "{} of {} pledges collected",
            settlement.collected_count, settlement.pledge_count
        );
        self.campaign_step(tx, settlement, CampaignStep::BeginGrace, cause)
            .await?;
        let after = Settlement {
            stage: Stage::Grace,
            grace_until: Some(now + self.settle.grace),
            remind_at: Some(now + self.settle.remind_every),
            ..settlement.clone()
        };
        self.go(tx, &Self::platform(), settlement, &after, None).await?;
        Ok(Step::Moved)
    }

    async fn pass_grace(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Step, PledgeError> {
        let open = "'collecting', 'errored', 'action_required'";
        if self.pledges_in(tx, settlement, open, 1).await?.is_empty() {
            self.decide(tx, settlement, now).await?;
            return Ok(Step::Moved);
        }
        if settlement.grace_until.is_some_and(|until| until <= now) {
            let after = Settlement {
                stage: Stage::LastTries,
                remind_at: None,
                ..settlement.clone()
            };
            self.go(tx, &Self::platform(), settlement, &after, None).await?;
            return Ok(Step::Moved);
        }
        if settlement.remind_at.is_some_and(|at| at <= now) {
            return self.remind(tx, settlement, now).await;
        }
        Ok(Step::Waits)
    }

    /// Reminds those whose payments failed, all in one transaction: nobody twice, nobody never.
    async fn remind(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Step, PledgeError> {
        let until = settlement.grace_until.unwrap_or(now);
        let number = settlement.reminders_sent + 1;
        let failing = self
            .pledges_in(tx, settlement, "'errored', 'action_required'", usize::MAX)
            .await?;
        for pledge in &failing {
            let authenticate = pledge.state == PledgeState::ActionRequired;
            tx.publish(&events::PaymentReminder::of(
                pledge,
                now,
                number,
                authenticate,
                until,
            ))
            .await?;
        }
        // Reminders that were missed while nobody worked are not made up for.
        let mut next = settlement.remind_at.unwrap_or(now);
        while next <= now {
            next += self.settle.remind_every;
        }
        let after = Settlement {
            reminders_sent: number,
            remind_at: (next < until).then_some(next),
            ..settlement.clone()
        };
        settlements::update(tx, settlement, &after).await?;
        Ok(Step::Moved)
    }

    /// One last try for each card that still fails; what fails then is dropped.
    async fn last_tries(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Step, PledgeError> {
        let caller = Self::platform();
        let waiting = self
            .pledges_in(tx, settlement, "'action_required'", usize::MAX)
            .await?;
        for pledge in &waiting {
            // Whoever has not answered their bank by now gets no more time. The provider is asked
            // to give the charge up; the pledge is errored then, and has its last try.
            if let Some(attempt) = attempts::standing(&**tx, pledge.id).await? {
                let key = format!("{}:{}", jobs::GIVE_UP_CHARGE, attempt.id);
                let job = NewJob::new(jobs::GIVE_UP_CHARGE, &attempt.id)
                    .key(key)
                    .max_attempts(jobs::PATIENT);
                tx.enqueue(job).await?;
            }
        }
        let errored = self.pledges_in(tx, settlement, "'errored'", BATCH).await?;
        for pledge in &errored {
            let tried = attempts::of_pledge(&**tx, pledge.id).await?;
            // What was given up before it was asked for was no try, and one before a change of the patents is
            // none of this round.
            let this_round = tried
                .iter()
                .rev()
                .take_while(|attempt| attempt.cause != AttemptCause::Deadline);
            let had_last = this_round
                .filter(|attempt| attempt.asked_at.is_some())
                .any(|attempt| attempt.cause == AttemptCause::LastTry);
            let unclear = tried
                .iter()
                .any(|attempt| attempt.state == AttemptState::Mismatched);
            if had_last || unclear {
                self.drop_unpaid(tx, &caller, settlement, pledge, now).await?;
            } else {
                self.try_to_collect(tx, &caller, pledge, AttemptCause::LastTry, now)
                    .await?;
            }
        }
        if !errored.is_empty() {
            return Ok(Step::Moved);
        }
        if !waiting.is_empty()
            || !self
                .pledges_in(tx, settlement, "'collecting'", 1)
                .await?
                .is_empty()
        {
            return Ok(Step::Waits);
        }
        self.decide(tx, settlement, now).await?;
        Ok(Step::Moved)
    }

    /// Its money could not be collected: what it chose returns to stock.
    async fn drop_unpaid(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let dropped = pledge.drop_unpaid()?;
        store::update(tx, pledge, &dropped).await?;
        self.return_items(tx, pledge).await?;
        settlements::add_dropped(tx, settlement, pledge.amount).await?;
        let act = Act::new("pledge.drop", pledge.id);
        tx.record(caller, act.before(pledge.trace()).after(dropped.trace()))
            .await?;
        tx.publish(&events::PledgeDropped::of(&dropped, now)).await?;
        Ok(())
    }

    /// Every card had its tries: the goal is tested again.
    async fn decide(&self, tx: &Tx, settlement: &Settlement, now: DateTime<Utc>) -> Result<(), PledgeError> {
        let caller = Self::platform();
        match settlement.verdict() {
            Verdict::Settle => {
                let cause = format!("{} minor units collected", settlement.kept_minor());
                self.accept(tx, &caller, settlement, &cause, now).await
            }
            Verdict::GiveBack => {
                let cause = "less was collected than the goal";
                self.give_back(tx, &caller, settlement, cause, now).await
            }
            Verdict::Ask => {
                let until = now + self.settle.decide_within;
                let cause = format!("{} minor units collected", settlement.kept_minor());
                self.campaign_step(tx, settlement, CampaignStep::AskShortfall, cause)
                    .await?;
                let after = Settlement {
                    stage: Stage::Deciding,
                    decide_until: Some(until),
                    remind_at: None,
                    ..settlement.clone()
                };
                self.go(tx, &caller, settlement, &after, None).await?;
                tx.publish(&events::ShortfallFound::of(&after, until)).await?;
                Ok(())
            }
        }
    }

    /// The money is accepted.
    pub(super) async fn accept(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        cause: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        self.campaign_step(tx, settlement, CampaignStep::Fund, cause.to_owned())
            .await?;
        let after = Settlement {
            stage: Stage::Settled,
            remind_at: None,
            settled_at: Some(now),
            ..settlement.clone()
        };
        self.go(tx, caller, settlement, &after, Some(cause)).await?;
        tx.publish(&events::CampaignSettled::of(&after, true)).await?;
        // All of it may go back before anything is paid out.
        self.look_for_the_end(tx, &after, now).await
    }

    /// The money goes back to those it came from.
    pub(super) async fn give_back(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        cause: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let after = Settlement {
            stage: Stage::Refunding,
            remind_at: None,
            settled_at: Some(now),
            ..settlement.clone()
        };
        self.go(tx, caller, settlement, &after, Some(cause)).await
    }

    /// Orders the next refunds of a campaign whose money goes back. It has failed when all are ordered,
    /// so that a failed campaign never keeps anything.
    async fn order_refunds(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Step, PledgeError> {
        if self
            .refund_batch(tx, settlement, RefundReason::CampaignFailed, now)
            .await?
        {
            return Ok(Step::Moved);
        }
        let cause = "less was collected than the goal: everything goes back".to_owned();
        self.campaign_step(tx, settlement, CampaignStep::Fail, cause)
            .await?;
        let after = Settlement {
            stage: Stage::Failed,
            ..settlement.clone()
        };
        self.go(tx, &Self::platform(), settlement, &after, None).await?;
        tx.publish(&events::CampaignSettled::of(&after, false)).await?;
        Ok(Step::Moved)
    }

    async fn go(
        &self,
        tx: &Tx,
        caller: &Caller,
        before: &Settlement,
        after: &Settlement,
        cause: Option<&str>,
    ) -> Result<(), PledgeError> {
        settlements::update(tx, before, after).await?;
        let act = Act::new("settlement.advance", before.campaign_id)
            .before(before.trace())
            .after(after.trace());
        let cause = cause.map(str::to_owned);
        tx.record(caller, Act { cause, ..act }).await?;
        Ok(())
    }

    async fn campaign_step(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        step: CampaignStep,
        cause: String,
    ) -> Result<(), PledgeError> {
        let caller = Self::platform();
        Ok(self
            .terms
            .advance(tx, &caller, settlement.campaign_id, step, cause)
            .await?)
    }

    async fn pledges_in(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        states: &str,
        limit: usize,
    ) -> Result<Vec<Pledge>, PledgeError> {
        let limit = limit.min(1_000_000);
        let rest = format!(
            "campaign_id = $1 AND state IN ({states}) ORDER BY id LIMIT {limit}{}",
            tx.for_update()
        );
        Ok(store::select(&**tx, &rest, vec![settlement.campaign_id.uuid().into()]).await?)
    }
}
