//! Changes of the patents in the model: who is asked, who answered, and what follows.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveTime, Utc};
use pledges::{
    ChangeAnswer as Answer, ChangeOutcome as Outcome, ChangeScope as Scope, ChangeState as Progress,
    PledgeErrorCode as Code, PledgeState, SettlementStage,
};

use super::expected::{Model, Stage};

/// One investor asked about one pledge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    pub(super) charged: bool,
    pub(super) answer: Option<Answer>,
}

/// A change of the patents.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) major: bool,
    pub(super) scope: Scope,
    pub(super) progress: Progress,
    pub(super) outcome: Option<Outcome>,
    /// Until when investors may answer.
    pub(super) until: Option<DateTime<Utc>>,
    /// A reviewer found it minor.
    pub(super) is_withdrawn: bool,
    /// A reviewer found it major, which is another change.
    is_raised: bool,
    /// What was asked, by the number of the pledge.
    pub(super) asked: BTreeMap<usize, Question>,
}

impl Change {
    pub(super) fn is_over(&self) -> bool {
        self.progress == Progress::Closed
    }

    pub(super) fn close(&mut self, outcome: Outcome) {
        (self.progress, self.outcome) = (Progress::Closed, Some(outcome));
        for question in self.asked.values_mut() {
            question.answer.get_or_insert(Answer::Withdrawn);
        }
    }
}

/// The end of the fifth business day after this one, where no holidays are known.
fn end_of_five_days(now: DateTime<Utc>) -> DateTime<Utc> {
    let (mut day, mut left) = (now.date_naive(), 5);
    while left > 0 {
        day = day + Days::new(1);
        left -= i32::from(day.weekday().number_from_monday() <= 5);
    }
    (day + Days::new(1)).and_time(NaiveTime::MIN).and_utc()
}

impl Model {
    /// The major change that is being dealt with.
    pub(super) fn open_change(&self) -> Option<usize> {
        self.changes
            .iter()
            .rposition(|change| change.major && !change.is_over())
    }

    /// Whether the campaign waits for those who pledged.
    pub(super) fn is_held(&self) -> bool {
        self.open_change()
            .is_some_and(|at| self.changes[at].scope == Scope::Reconfirm)
    }

    /// The patents change. Returns whether anybody can still act on it.
    pub(super) fn patents_change(&mut self, major: bool) -> bool {
        use SettlementStage as At;
        let scope = match self.stage {
            Stage::Unfunded | Stage::After(At::Failed | At::Refunding) => return false,
            _ if !major => Scope::Inform,
            Stage::After(At::Settled) => Scope::Payout,
            _ => Scope::Reconfirm,
        };
        if let (true, Some(earlier)) = (major, self.open_change()) {
            self.changes[earlier].close(Outcome::Superseded);
        }
        self.changes.push(Change {
            major,
            scope,
            progress: Progress::Opened,
            outcome: None,
            until: None,
            is_withdrawn: false,
            is_raised: false,
            asked: BTreeMap::new(),
        });
        if scope == Scope::Reconfirm {
            self.leave_time(self.changes.len() - 1);
            // What the provider was not asked for yet is not charged.
            for promise in &mut self.promises {
                if promise.state == PledgeState::Collecting && promise.is_not_asked() {
                    promise.tries.pop();
                    promise.state = PledgeState::Committed;
                }
            }
        }
        true
    }

    /// Whoever is asked now has five business days; a nearer deadline is moved.
    pub(super) fn leave_time(&mut self, which: usize) {
        let until = end_of_five_days(self.now);
        let until = self.changes[which]
            .until
            .map_or(until, |earlier| earlier.max(until));
        self.changes[which].until = Some(until);
        if self.stage == Stage::Live && self.deadline < until {
            self.deadline = until;
            self.tally.deadlines_moved = true;
        }
    }

    /// An investor answers.
    pub(super) fn answer_change(&mut self, which: usize, keep: bool) -> Result<(), Code> {
        let open = self.open_change().ok_or(Code::NothingToConfirm)?;
        let change = &mut self.changes[open];
        let in_time = change.until.is_some_and(|until| self.now < until) && !change.is_withdrawn;
        let question = change.asked.get_mut(&which);
        let question = question.filter(|question| question.answer.is_none() && in_time);
        let question = question.ok_or(Code::NothingToConfirm)?;
        question.answer = Some(if keep { Answer::Kept } else { Answer::Declined });
        let promise = &mut self.promises[which];
        let is_due = promise.state == PledgeState::ReconfirmDue;
        match (is_due, keep) {
            (true, true) => promise.state = PledgeState::Committed,
            (true, false) => promise.state = PledgeState::Cancelled,
            (false, true) => {}
            (false, false) => self.give_back_rest(which),
        }
        self.tally.reconfirmed |= keep;
        self.tally.declined |= !keep;
        Ok(())
    }

    /// Whoever is asked takes the pledge back, which is an answer.
    pub(super) fn decline_by_cancelling(&mut self, which: usize) {
        self.promises[which].state = PledgeState::Cancelled;
        let asked = self.changes.iter_mut().rev();
        let question = asked.filter_map(|change| change.asked.get_mut(&which)).next();
        if let Some(question) = question {
            question.answer.get_or_insert(Answer::Declined);
        }
    }

    /// A reviewer sees a change otherwise, with a reason.
    pub(super) fn reclass(&mut self, which: usize, major: bool) -> Result<(), Code> {
        let change = &self.changes[which];
        match (change.major, major) {
            (true, false) if !change.is_over() && !change.is_withdrawn => {
                self.changes[which].is_withdrawn = true;
                self.tally.classed_minor = true;
            }
            (false, true) if !change.is_raised => {
                if !self.patents_change(true) {
                    return Err(Code::NothingToConfirm);
                }
                self.changes[which].is_raised = true;
                self.tally.classed_major = true;
            }
            _ => return Err(Code::NothingToConfirm),
        }
        Ok(())
    }

    /// Whether the investor of a pledge that was charged declined when last asked, or was silent.
    pub(super) fn did_not_stay(&self, which: usize) -> bool {
        let last = self
            .changes
            .iter()
            .rev()
            .find_map(|change| change.asked.get(&which));
        last.is_some_and(|question| {
            question.charged && matches!(question.answer, Some(Answer::Declined | Answer::Silent))
        })
    }
}
