//! What follows by itself from a change of the patents in the model: investors are asked, waited for, and charged again.

use pledges::{
    ChangeAnswer as Answer, ChangeOutcome as Outcome, ChangeScope as Scope, ChangeState as Progress,
    PledgeState, SettlementStage,
};

use super::{
    changes::Question,
    expected::{Model, Stage},
    promise::Promise,
};

/// Whether a charge is under way, had success, or brought what was not asked for.
fn has_charge(promise: &Promise) -> bool {
    use PledgeState as S;
    match promise.state {
        S::Collecting | S::ActionRequired => true,
        S::Errored => promise.is_unclear(),
        _ => promise.arrived > 0,
    }
}

impl Model {
    /// One step of a change; returns whether there was one.
    pub(super) fn advance_change(&mut self) -> bool {
        (0..self.changes.len()).any(|which| self.advance_one(which))
    }

    fn advance_one(&mut self, which: usize) -> bool {
        let change = &mut self.changes[which];
        match (change.progress, change.scope) {
            (Progress::Closed, _) => return false,
            _ if change.is_withdrawn => {
                for promise in &mut self.promises {
                    if promise.state == PledgeState::ReconfirmDue {
                        promise.state = PledgeState::Committed;
                    }
                }
                self.end_change(which, Outcome::Reclassified);
            }
            (Progress::Opened, Scope::Inform) => {
                change.close(Outcome::Informed);
                self.tally.told = true;
            }
            (Progress::Opened, Scope::Payout) => change.progress = Progress::Notified,
            (Progress::Opened, Scope::Reconfirm) => {
                self.ask_all(which);
                self.leave_time(which);
                self.changes[which].progress = Progress::Reconfirming;
            }
            (Progress::Notified, _) => return false,
            (Progress::Reconfirming, _) => return self.hear_answers(which),
        }
        true
    }

    /// Asks everybody who was not asked and can be; a charge that waits for the bank is given up before.
    /// Returns whether anybody was.
    fn ask_all(&mut self, which: usize) -> bool {
        let mut any = false;
        for at in 0..self.promises.len() {
            if self.changes[which].asked.contains_key(&at) {
                continue;
            }
            if self.promises[at].state == PledgeState::ActionRequired {
                self.promises[at].give_up();
                any = true;
            }
            any |= self.ask_about(which, at);
        }
        any
    }

    /// Asks about one pledge, if it can be asked about.
    pub(super) fn ask_about(&mut self, which: usize, at: usize) -> bool {
        use PledgeState as S;
        let promise = &mut self.promises[at];
        let charged = matches!(promise.state, S::Collected | S::Won) && promise.left() > 0;
        let free = matches!(promise.state, S::Committed | S::ReconfirmDue | S::Errored);
        let may_be_asked = charged || (free && !has_charge(promise));
        if !may_be_asked {
            return false;
        }
        if !charged {
            promise.state = S::ReconfirmDue;
        }
        let question = Question {
            charged,
            answer: None,
        };
        self.changes[which].asked.insert(at, question);
        self.leave_time(which);
        self.tally.asked = true;
        true
    }

    fn hear_answers(&mut self, which: usize) -> bool {
        if self.ask_all(which) {
            return true;
        }
        let change = &self.changes[which];
        let waiting = change.asked.iter().filter(|(_, it)| it.answer.is_none());
        let waiting: Vec<usize> = waiting.map(|(at, _)| *at).collect();
        if !waiting.is_empty() {
            let is_late = change.until.is_some_and(|until| until <= self.now);
            if is_late {
                waiting.into_iter().for_each(|at| self.be_silent(which, at));
            }
            return is_late;
        }
        use PledgeState as S;
        let unclear = |promise: &Promise| matches!(promise.state, S::Reserved | S::Collecting);
        if self.promises.iter().any(unclear) {
            return false;
        }
        self.end_change(which, Outcome::Answered);
        true
    }

    fn be_silent(&mut self, which: usize, at: usize) {
        if let Some(question) = self.changes[which].asked.get_mut(&at) {
            question.answer = Some(Answer::Silent);
        }
        self.tally.silent = true;
        if self.promises[at].state == PledgeState::ReconfirmDue {
            self.promises[at].state = PledgeState::Released;
        } else {
            self.give_back_rest(at);
        }
    }

    pub(super) fn give_back_rest(&mut self, at: usize) {
        let left = self.promises[at].left();
        if left > 0 {
            self.promises[at].order_refund(left, false);
            self.tally.refunded_for_change = true;
        }
        self.follow();
    }

    /// The change is over: whoever confirmed is charged, if the money was being collected, with a grace of their own.
    fn end_change(&mut self, which: usize, outcome: Outcome) {
        self.changes[which].close(outcome);
        let is_collecting = !matches!(
            self.stage,
            Stage::Live | Stage::Unfunded | Stage::After(SettlementStage::Settled | SettlementStage::Failed)
        );
        if is_collecting && self.changes[which].scope == Scope::Reconfirm {
            self.collect_again();
        }
    }
}
