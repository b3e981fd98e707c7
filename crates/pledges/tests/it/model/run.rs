//! A history carried out on the model and on the platform, side by side.

use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;
use db::Runner;
use kernel::{Caller, MaterialChangeId, Money, PayoutId, PledgeId, RewardId};
use pledges::{EndReason, PledgeState};
use testkit::TestDb;
use uuid::Uuid;

use super::{
    acts::kill,
    by_hand::Repaid,
    command::{Command, History, Step},
    expected::{ADD_ON_LIMIT, IN_POOL, LIMITS, Model, PER_PLEDGE, POOL_LIMIT},
    processor::Processor,
    promise::{Back, Promise, Ruling, Way},
};
use crate::stage::{self, execute, key, usd};

pub(super) struct Run<'a> {
    pub(super) db: &'a TestDb,
    pub(super) stage: stage::Stage,
    pub(super) processor: Arc<Processor>,
    pub(super) model: Model,
    pub(super) pledges: Vec<PledgeId>,
    pub(super) rewards: Vec<RewardId>,
    pub(super) add_on: RewardId,
    pub(super) investors: Vec<Caller>,
    /// Two officers of finance, and a reviewer.
    pub(super) officer: Caller,
    pub(super) second: Caller,
    pub(super) reviewer: Caller,
    /// The changes of the patents, the founder's accounts by the provider's id of them, the payouts and the repayments, each
    /// as the model has them.
    pub(super) changes: Vec<MaterialChangeId>,
    pub(super) payees: Vec<Option<String>>,
    pub(super) payouts: Vec<PayoutId>,
    pub(super) repaid: Vec<Repaid>,
    pub(super) runner: Runner,
    keys: u128,
    /// Which of the provider's events were heard of, and which messages were lost.
    pub(super) heard: BTreeSet<usize>,
    pub(super) gone: BTreeSet<usize>,
}

impl<'a> Run<'a> {
    pub(super) async fn new(db: &'a TestDb, history: &History) -> Self {
        let processor = Arc::new(Processor::new(db.clock.clone()));
        let provider = Arc::clone(&processor);
        let stage = stage::Stage::with_provider(db, |_| provider).await;
        let update = "UPDATE campaigns SET shortfall_rule = $1, goal_minor = $2 WHERE id = $3";
        let id = stage.campaign.uuid();
        let values = vec![history.rule.as_str().into(), history.goal.into(), id.into()];
        execute(db, update, values).await;
        let mut investors = Vec::new();
        for _ in 0..3 {
            investors.push(stage.investor().await);
        }
        let mut rewards = Vec::new();
        for limit in LIMITS {
            rewards.push(
                stage
                    .reward(limit.map(|limit| i32::try_from(limit).unwrap()))
                    .await,
            );
        }
        let limit = |limit: i64| Some(i32::try_from(limit).unwrap());
        let per_pledge = i32::try_from(PER_PLEDGE).unwrap();
        let add_on = stage.add_on(limit(ADD_ON_LIMIT), per_pledge).await;
        let pool = stage.pool(limit(POOL_LIMIT)).await;
        for shares in [rewards[IN_POOL], add_on] {
            stage.share(shares, pool).await;
        }
        let model = Model::new(history.goal, history.rule, db.clock().now(), stage.deadline);
        Self {
            db,
            officer: stage.officer().await,
            second: stage.officer().await,
            reviewer: stage.reviewer().await,
            changes: Vec::new(),
            payees: Vec::new(),
            payouts: Vec::new(),
            repaid: Vec::new(),
            runner: stage.runner(),
            stage,
            processor,
            model,
            pledges: Vec::new(),
            rewards,
            add_on,
            investors,
            keys: 0,
            heard: BTreeSet::new(),
            gone: BTreeSet::new(),
        }
    }

    pub(super) fn new_key(&mut self) -> Uuid {
        self.keys += 1;
        key(self.keys)
    }

    pub(super) fn owner(&self, which: usize) -> Caller {
        self.investors[self.model.promises[which].investor].clone()
    }

    /// Carries out one step, with all the work that follows from it.
    pub(super) async fn step(&mut self, step: &Step) {
        let calm = self.model.is_calm();
        // Whoever is killed may have made a call or not; what goes wrong is kept for calls that are surely made.
        let killed = step.killed.filter(|_| calm);
        self.carry_out(&step.command, killed).await;
        let calm = self.model.is_calm();
        self.work_killed(step.work_killed.filter(|_| calm)).await;
        self.work().await;
    }

    async fn carry_out(&mut self, command: &Command, killed: Option<usize>) {
        if let &Command::Place {
            investor,
            minor,
            reward,
            add_ons,
            lost,
        } = command
        {
            self.processor.journal().setup_fault = lost;
            self.place(investor, minor, (reward, add_ons), killed).await;
            self.processor.journal().setup_fault = None;
            return;
        }
        if let &Command::Back {
            investor,
            minor,
            reward,
            add_ons,
            card,
        } = command
        {
            let before = self.pledges.len();
            self.place(investor, minor, (reward, add_ons), killed).await;
            if self.pledges.len() > before {
                self.enter(before, card, true, killed).await;
            }
            return;
        }
        match *command {
            Command::Lose => {
                let all = self.processor.journal().events.len();
                self.gone
                    .extend((0..all).filter(|event| !self.heard.contains(event)));
            }
            Command::Deliver { order } => self.deliver(order).await,
            Command::RefundsPend(pend) => {
                self.model.refunds_pend = pend;
                self.processor.journal().refunds_pend = pend;
            }
            Command::Pause => self.pause().await,
            Command::Resume => self.resume().await,
            Command::Shortfall { accepts } => self.decide_shortfall(accepts, killed).await,
            Command::Pay(ref what) => self.pay(what, killed).await,
            Command::Patents(ref what) => self.patents(what, killed).await,
            Command::Wait { minutes, asleep } => self.wait(TimeDelta::minutes(minutes), asleep).await,
            _ => {}
        }
        let (Some(which), false) = (pledge_in(command), self.pledges.is_empty()) else {
            return;
        };
        let which = self.meant(command, which % self.pledges.len());
        let share = |percent: i64| self.model.promises[which].minor * percent / 100;
        match *command {
            Command::Card { card, back, .. } => self.enter(which, card, back, killed).await,
            Command::Answer { confirms, back, .. } => self.answer(which, confirms, back, killed).await,
            Command::Cancel { .. } => self.cancel(which, killed).await,
            Command::Adjust {
                minor,
                reward,
                add_ons,
                ..
            } => {
                self.adjust(which, minor, (reward, add_ons), killed).await;
            }
            Command::Refund {
                percent,
                founder_bears,
                ..
            } => {
                let minor = percent.map(share);
                self.refund(which, minor, founder_bears, killed).await;
            }
            Command::RecordRepayment { by, .. } => self.record_repayment(which, by, killed).await,
            Command::DecideRepayment { by, confirm, .. } => {
                self.decide_repayment(which, by, confirm, killed).await;
            }
            _ => self.outside(command, which),
        }
    }

    /// The pledge a command about money is meant for: the first from `which` on of which there is such money.
    fn meant(&self, command: &Command, which: usize) -> usize {
        let fits = |promise: &Promise| match command {
            Command::Refund { .. } | Command::RefundThere { .. } | Command::Dispute { .. } => {
                promise.paid() > 0
            }
            Command::RefundEnds { .. } => !promise.backs.is_empty(),
            Command::RecordRepayment { .. } => {
                let failed = |back: &Back| back.heard == Some(Way::Failed) && back.by_hand.is_none();
                promise.backs.iter().any(failed)
            }
            Command::DecideRepayment { .. } => {
                let waits = |back: &Back| back.by_hand.is_some() && back.is == Way::Wished;
                promise.backs.iter().any(waits)
            }
            Command::Decide { .. } => promise.contests.iter().any(|contest| contest.is == Ruling::Open),
            Command::Answer { .. } => promise.takes_card(),
            Command::Adjust { .. } => promise.state == PledgeState::Committed,
            _ => true,
        };
        let all = self.pledges.len();
        let mut in_turn = (0..all).map(|step| (which + step) % all);
        in_turn
            .find(|at| fits(&self.model.promises[*at]))
            .unwrap_or(which)
    }

    /// What happens at the provider, of which nobody is told but by a message.
    fn outside(&mut self, command: &Command, which: usize) {
        let share = |percent: i64| self.model.promises[which].minor * percent / 100;
        let text = self.pledges[which].to_string();
        let mut journal = self.processor.journal();
        match command {
            Command::Trouble { faults, .. } => {
                let promise = &mut self.model.promises[which];
                if !promise.is_lost() {
                    promise.faults.clone_from(faults);
                    journal.faults.insert(text, faults.clone());
                }
            }
            &Command::RefundThere { percent, .. } => {
                let minor = share(percent);
                if self.model.refund_there(which, minor) {
                    let charge = journal.charge_of(&text).unwrap();
                    journal.give_back(&charge, minor, None).unwrap();
                }
            }
            &Command::RefundEnds { succeeds, .. } => {
                if let Some(made) = self.model.end_refund(which, succeeds) {
                    let charge = journal.charge_of(&text).unwrap();
                    let of_charge = journal.refunds.values().filter(|refund| refund.charge == charge);
                    let id = of_charge
                        .map(|refund| refund.provider_id.clone())
                        .nth(made)
                        .unwrap();
                    journal.end_refund(&id, succeeds);
                }
            }
            &Command::Dispute { percent, .. } => {
                let minor = share(percent);
                if self.model.contest(which, minor) {
                    let charge = journal.charge_of(&text).unwrap();
                    journal.contest(&charge, minor);
                }
            }
            &Command::Decide { for_us, .. } => {
                if let Some(ruled) = self.model.rule(which, for_us) {
                    let charge = journal.charge_of(&text).unwrap();
                    let of_charge = journal
                        .disputes
                        .values()
                        .filter(|dispute| dispute.charge == charge);
                    let id = of_charge
                        .map(|dispute| dispute.provider_id.clone())
                        .nth(ruled)
                        .unwrap();
                    journal.decide(&id, for_us);
                }
            }
            _ => {}
        }
    }

    /// Whoever stops campaigns stops this one.
    async fn pause(&mut self) {
        if self.model.pause() {
            let update =
                "UPDATE campaigns SET state = 'paused', pause_reason = 'staff', paused_at = $1 WHERE id = $2";
            let values = vec![self.model.now.into(), self.stage.campaign.uuid().into()];
            execute(self.db, update, values).await;
        }
    }

    /// And lets it go on.
    async fn resume(&mut self) {
        if self.model.resume() {
            let update = "UPDATE campaigns SET state = 'live', pause_reason = NULL, paused_at = NULL, deadline_at = $1 WHERE id = $2";
            let values = vec![self.model.deadline.into(), self.stage.campaign.uuid().into()];
            execute(self.db, update, values).await;
        }
    }

    /// The deadline comes, and whoever closes campaigns closes this one.
    pub(super) async fn close(&mut self, killed: Option<usize>, changed: bool) {
        self.resume().await;
        let left = self.model.deadline - self.model.now;
        self.wait(left, false).await;
        // Nobody decides on a campaign that is held; its deadline may have been moved.
        while self.model.is_held() || self.model.now < self.model.deadline {
            let held = self
                .model
                .open_change()
                .and_then(|at| self.model.changes[at].until);
            let until = held.map_or(self.model.deadline, |until| until.max(self.model.deadline));
            self.wait(until - self.model.now, false).await;
        }
        let reached = self.model.total() >= self.model.goal;
        let (state, stage) = if reached {
            ("collecting", "succeeded")
        } else {
            ("failed", "failed")
        };
        let update = "UPDATE campaigns SET state = $1, stage = $2, ended_at = $3 WHERE id = $4";
        let id = self.stage.campaign;
        let values = vec![
            state.into(),
            stage.into(),
            self.model.now.into(),
            id.uuid().into(),
        ];
        execute(self.db, update, values).await;
        let total: Money = usd(self.model.total());
        let pledges = &self.stage.pledges;
        if reached {
            let begin = || pledges.begin_collecting(id, self.model.now, total);
            kill(killed, begin()).await;
            begin().await.unwrap();
            begin().await.unwrap();
        } else {
            kill(killed, pledges.release_all(id, EndReason::CampaignFailed)).await;
            pledges.release_all(id, EndReason::CampaignFailed).await.unwrap();
        }
        self.model.close();
        if reached && changed {
            self.stage.pledges.plan_collecting(id).await.unwrap();
            self.patents_change(true, killed).await;
        }
        let calm = self.model.is_calm();
        self.work_killed(killed.filter(|_| calm)).await;
        self.work().await;
    }
}

fn pledge_in(command: &Command) -> Option<usize> {
    match *command {
        Command::Card { pledge, .. }
        | Command::Answer { pledge, .. }
        | Command::Cancel { pledge }
        | Command::Adjust { pledge, .. }
        | Command::Trouble { pledge, .. }
        | Command::Refund { pledge, .. }
        | Command::RefundThere { pledge, .. }
        | Command::RefundEnds { pledge, .. }
        | Command::Dispute { pledge, .. }
        | Command::RecordRepayment { pledge, .. }
        | Command::DecideRepayment { pledge, .. }
        | Command::Decide { pledge, .. } => Some(pledge),
        _ => None,
    }
}
