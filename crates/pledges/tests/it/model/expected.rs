//! The reference model: plain arithmetic over what investors promised, what was heard of their money, and
//! the rules of the README. It knows nothing of databases, jobs or locks. Here is what people ask for; what follows
//! from it is in `settling`, `changes` and `payouts`.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use pledges::{PledgeErrorCode as Code, PledgeState, SettlementStage, ShortfallRule};

use super::{
    books::{Books, Pot},
    changes::Change,
    payee::Payee,
    payouts::{Paying, Payout},
    processor::Fault,
    promise::{Entry, Promise, Setup},
    tally::Tally,
};

/// How far the campaign has come. Planning and ordering refunds are over before anybody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Live,
    /// It ended below its goal.
    Unfunded,
    After(SettlementStage),
}

/// What the rewards of the stage are: one of which there are two, and one without a limit of its own, for 25 each.
pub(super) const LIMITS: [Option<i64>; 2] = [Some(2), None];
pub(super) const REWARD_MINOR: i64 = 2_500;
/// An add-on for 4 each, of which a pledge may have three.
pub(super) const ADD_ON_LIMIT: i64 = 8;
pub(super) const ADD_ON_MINOR: i64 = 400;
pub(super) const PER_PLEDGE: i64 = 3;
/// The stock that this reward and the add-on share.
pub(super) const IN_POOL: usize = 1;
pub(super) const POOL_LIMIT: i64 = 9;

/// The reward and how many add-ons a pledge has.
pub(super) type Wants = (Option<usize>, i64);

#[derive(Debug)]
pub(super) struct Model {
    pub(super) goal: i64,
    pub(super) rule: ShortfallRule,
    pub(super) deadline: DateTime<Utc>,
    /// Since when the campaign's clock stands still.
    pub(super) paused_since: Option<DateTime<Utc>>,
    pub(super) now: DateTime<Utc>,
    pub(super) stage: Stage,
    pub(super) promises: Vec<Promise>,
    /// Whether refunds wait for the bank now.
    pub(super) refunds_pend: bool,
    pub(super) grace_until: Option<DateTime<Utc>>,
    pub(super) decide_until: Option<DateTime<Utc>>,
    /// When success was decided.
    pub(super) closed_at: DateTime<Utc>,
    pub(super) books: Books,
    pub(super) changes: Vec<Change>,
    pub(super) payees: Vec<Payee>,
    pub(super) payouts: Vec<Payout>,
    pub(super) paying: Paying,
    /// Whether the money was shared out.
    pub(super) shared: bool,
    /// Whether the first payout came to nothing.
    pub(super) without_payout: bool,
    /// When it is looked at whether everything is paid out, by day, and whether that was done.
    pub(super) looks: BTreeMap<NaiveDate, (DateTime<Utc>, bool)>,
    /// Whether the provider refuses to move money to the founder now.
    pub(super) transfers_refused: bool,
    /// What goes wrong with the next calls that do.
    pub(super) payout_faults: Vec<Fault>,
    pub(super) tally: Tally,
}

impl Model {
    pub(super) fn new(goal: i64, rule: ShortfallRule, now: DateTime<Utc>, deadline: DateTime<Utc>) -> Self {
        Self {
            goal,
            rule,
            deadline,
            paused_since: None,
            now,
            stage: Stage::Live,
            promises: Vec::new(),
            refunds_pend: false,
            grace_until: None,
            decide_until: None,
            closed_at: deadline,
            books: Books::default(),
            changes: Vec::new(),
            payees: Vec::new(),
            payouts: Vec::new(),
            paying: Paying::default(),
            shared: false,
            without_payout: false,
            looks: BTreeMap::new(),
            transfers_refused: false,
            payout_faults: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// The books follow what was heard.
    pub(super) fn follow(&mut self) {
        self.books.follow(&self.promises);
        self.tally.in_debt |= self.books.of(Pot::Debt) < 0;
    }

    fn is_open(&self) -> bool {
        self.stage == Stage::Live && self.paused_since.is_none() && self.now < self.deadline
    }

    /// Whether the clock can be stopped; if so, it is.
    pub(super) fn pause(&mut self) -> bool {
        let may = self.is_open();
        if may {
            self.paused_since = Some(self.now);
        }
        may
    }

    /// Whether the clock stood still; it goes on then, and as much time is left as when it was stopped.
    pub(super) fn resume(&mut self) -> bool {
        let Some(since) = self.paused_since.take() else {
            return false;
        };
        self.deadline += self.now - since;
        true
    }

    /// Whether a goal that is reached would be missed with so much less, on the last day.
    fn misses_goal(&self, less: i64) -> bool {
        let last_day = self.is_open() && self.deadline - self.now <= TimeDelta::hours(24);
        last_day && self.total() >= self.goal && self.total() - less < self.goal
    }

    pub(super) fn adjust(&mut self, which: usize, minor: i64, wants: Wants) -> Result<(), Code> {
        if !self.is_open() {
            return Err(Code::CampaignClosed);
        }
        if self.is_held() {
            return Err(Code::CampaignHeld);
        }
        if minor < 100 {
            return Err(Code::AmountInvalid);
        }
        let promise = &self.promises[which];
        let lowered = promise.minor - minor;
        if promise.state != PledgeState::Committed || (lowered > 0 && self.misses_goal(lowered)) {
            return Err(Code::NotAdjustable);
        }
        let has = (promise.reward, promise.add_ons);
        if (promise.minor, has) == (minor, wants) {
            return Ok(());
        }
        self.take(has, minor, wants)?;
        let promise = &mut self.promises[which];
        promise.minor = minor;
        (promise.reward, promise.add_ons) = wants;
        Ok(())
    }

    /// Whether there is enough in stock, and promised, for who has something and wants something else. What they no longer
    /// want goes back first; who keeps something keeps its unit, though all may be taken.
    fn take(&self, has: Wants, minor: i64, wants: Wants) -> Result<(), Code> {
        if wants.1 > PER_PLEDGE {
            return Err(Code::QuantityInvalid);
        }
        let shared = |wants: Wants| i64::from(wants.0 == Some(IN_POOL)) + wants.1;
        let mut room = POOL_LIMIT - self.pooled();
        room += i64::from(has.0 == Some(IN_POOL) && wants.0 != has.0) + (has.1 - wants.1).max(0);
        if let Some(reward) = wants.0
            && wants.0 != has.0
        {
            if reward == IN_POOL {
                room -= 1;
            }
            if LIMITS[reward].is_some_and(|limit| self.claimed(reward) >= limit) || room < 0 {
                return Err(Code::RewardSoldOut);
            }
        }
        let more = wants.1 - has.1;
        if more > 0 && (self.added() + more > ADD_ON_LIMIT || more > room) {
            return Err(Code::AddOnSoldOut);
        }
        let least = wants.0.map_or(0, |_| REWARD_MINOR) + wants.1 * ADD_ON_MINOR;
        if minor < least {
            return Err(Code::AmountBelowReward);
        }
        debug_assert!(self.pooled() + shared(wants) - shared(has) <= POOL_LIMIT);
        Ok(())
    }

    pub(super) fn place(&mut self, investor: usize, minor: i64, wants: Wants) -> Result<(), Code> {
        if !self.is_open() {
            return Err(Code::CampaignClosed);
        }
        if self.is_held() {
            return Err(Code::CampaignHeld);
        }
        if minor < 100 {
            return Err(Code::AmountInvalid);
        }
        self.take((None, 0), minor, wants)?;
        let (reward, add_ons) = wants;
        self.promises.push(Promise {
            investor,
            minor,
            reward,
            add_ons,
            until: self.deadline.min(self.now + TimeDelta::minutes(30)),
            state: PledgeState::Reserved,
            setups: vec![Setup::BLANK],
            tries: Vec::new(),
            arrived: 0,
            odd: 0,
            backs: Vec::new(),
            contests: Vec::new(),
            faults: Vec::new(),
        });
        Ok(())
    }

    pub(super) fn cancel(&mut self, which: usize) -> Result<(), Code> {
        let promise = &self.promises[which];
        // Whoever is asked may say no at any time.
        if promise.state == PledgeState::ReconfirmDue {
            self.decline_by_cancelling(which);
            return Ok(());
        }
        let may = matches!(promise.state, PledgeState::Reserved | PledgeState::Committed);
        // While the clock stands still a pledge may be taken back whatever the goal.
        let stands = self.stage == Stage::Live && self.paused_since.is_some();
        let misses = promise.counts() && self.misses_goal(promise.minor);
        if !may || !(self.is_open() || stands) || misses {
            return Err(Code::NotCancellable);
        }
        self.promises[which].state = PledgeState::Cancelled;
        Ok(())
    }

    /// Begins to repair a failed payment: another set-up, unless one waits for a card.
    pub(super) fn repair(&mut self, which: usize) -> Result<(), Code> {
        if !self.may_repair(which) {
            return Err(Code::NotRepairable);
        }
        let setups = &mut self.promises[which].setups;
        if matches!(setups.last().unwrap().heard, Entry::Saved(_) | Entry::Declined) {
            if setups.len() >= 10 {
                return Err(Code::LimitExceeded);
            }
            setups.push(Setup::BLANK);
        }
        Ok(())
    }

    pub(super) fn may_repair(&self, which: usize) -> bool {
        use SettlementStage as At;
        let promise = &self.promises[which];
        let failed = matches!(promise.state, PledgeState::Errored | PledgeState::ActionRequired);
        let in_time = matches!(self.stage, Stage::After(At::Collecting | At::Grace))
            && self.grace_until.is_none_or(|until| self.now < until);
        failed && in_time && !promise.is_unclear() && self.open_change().is_none()
    }

    /// The platform hears how a try at saving a card stands.
    pub(super) fn hear_setup(&mut self, which: usize, setup: usize) {
        let open = self.is_open();
        let promise = &mut self.promises[which];
        let setup = &mut promise.setups[setup];
        if matches!(setup.heard, Entry::Saved(_)) {
            return;
        }
        setup.heard = setup.is;
        if !matches!(setup.heard, Entry::Saved(_)) {
            return;
        }
        match promise.state {
            PledgeState::Reserved if open => {
                promise.state = PledgeState::Committed;
                // Whoever comes late is asked as well.
                if let Some(change) = self.open_change() {
                    self.ask_about(change, which);
                }
            }
            PledgeState::Reserved => promise.state = PledgeState::Released,
            PledgeState::ActionRequired => promise.give_up(),
            _ => {}
        }
        if self.may_repair(which) {
            let promise = &mut self.promises[which];
            promise.begin_try(false);
            promise.ask(true);
        }
    }

    pub(super) fn request_refund(
        &mut self,
        which: usize,
        minor: Option<i64>,
        founder_bears: bool,
    ) -> Result<(), Code> {
        let left = self.promises[which].left();
        if left <= 0 {
            return Err(Code::NothingToRefund);
        }
        let minor = minor.unwrap_or(left);
        if !(1..=left).contains(&minor) {
            return Err(Code::AmountInvalid);
        }
        self.promises[which].order_refund(minor, founder_bears);
        Ok(())
    }

    /// The platform hears of a dispute; what is won goes back after the campaign failed, and to whoever did not stay.
    pub(super) fn hear_contest(&mut self, which: usize, contest: usize) {
        let failed = self.stage == Stage::After(SettlementStage::Failed);
        let goes_back = failed || self.did_not_stay(which);
        let won = self.promises[which].hear_contest(contest);
        self.follow();
        let promise = &mut self.promises[which];
        if won && goes_back && promise.left() > 0 {
            promise.order_refund(promise.left(), false);
        }
    }
}
