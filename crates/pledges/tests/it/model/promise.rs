//! One pledge in the reference model: what happened to it out there, and what of that the platform heard.

use chrono::{DateTime, Utc};
use pledges::PledgeState;

use super::processor::{Card, DISPUTE_FEE, Fault, fee_of};

/// Where a try at saving a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Blank,
    Declined,
    Asks,
    Saved(Card),
}

/// A try at saving a card: what it is, and what the platform knows of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setup {
    pub(super) is: Entry,
    pub(super) heard: Entry,
}

impl Setup {
    pub(super) const BLANK: Self = Self {
        is: Entry::Blank,
        heard: Entry::Blank,
    };
}

/// What the bank did with a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bank {
    NotAsked,
    Paid(i64),
    Declined,
    Asks,
}

/// A try at charging a card.
#[derive(Debug, Clone, Copy)]
pub(super) struct Try {
    pub(super) card: Card,
    pub(super) is_last: bool,
    pub(super) bank: Bank,
    /// The call or its answer was lost, and nobody asks again before some time has passed.
    pub(super) lost: bool,
}

/// Where money that goes back is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Wished,
    Pends,
    Gone,
    Failed,
}

/// Money that goes back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Back {
    pub(super) minor: i64,
    /// The how-manyeth refund of its charge it is at the provider, once it is there.
    pub(super) made: Option<usize>,
    pub(super) is: Way,
    /// Nothing as long as the platform does not know of it.
    pub(super) heard: Option<Way>,
    pub(super) lost: bool,
    /// Whether it is the founder's loss once the founder was paid.
    pub(super) founder_bears: bool,
    /// How it was paid by hand, if it was.
    pub(super) by_hand: Option<ByHand>,
}

/// A bank transfer in place of a refund that failed.
#[derive(Debug, Clone, Copy)]
pub(super) struct ByHand {
    /// The refund that failed.
    pub(super) repays: usize,
    /// Which officer recorded it.
    pub(super) by: usize,
}

/// How a bank decided about contested money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ruling {
    Open,
    Won,
    Lost,
}

/// Contested money.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contest {
    pub(super) minor: i64,
    pub(super) is: Ruling,
    pub(super) heard: Option<Ruling>,
}

/// One pledge.
#[derive(Debug, Clone)]
pub(super) struct Promise {
    pub(super) investor: usize,
    pub(super) minor: i64,
    pub(super) reward: Option<usize>,
    pub(super) add_ons: i64,
    pub(super) until: DateTime<Utc>,
    pub(super) state: PledgeState,
    pub(super) setups: Vec<Setup>,
    pub(super) tries: Vec<Try>,
    /// What the platform knows to have arrived as it was asked for.
    pub(super) arrived: i64,
    /// What it knows to have arrived otherwise.
    pub(super) odd: i64,
    pub(super) backs: Vec<Back>,
    pub(super) contests: Vec<Contest>,
    /// What goes wrong with the next calls about it.
    pub(super) faults: Vec<Fault>,
}

impl Promise {
    /// Whether the provider was not asked for its charge yet.
    pub(super) fn is_not_asked(&self) -> bool {
        self.tries
            .last()
            .is_some_and(|attempt| attempt.bank == Bank::NotAsked && !attempt.lost)
    }

    /// Money is to go back.
    pub(super) fn order_refund(&mut self, minor: i64, founder_bears: bool) {
        self.backs.push(Back {
            minor,
            made: None,
            is: Way::Wished,
            heard: Some(Way::Wished),
            lost: false,
            founder_bears,
            by_hand: None,
        });
    }

    /// Whether it is promised: its card is saved and it was not taken back.
    pub(super) fn counts(&self) -> bool {
        use PledgeState as S;
        !matches!(self.state, S::Reserved | S::Cancelled | S::Released)
    }

    /// Whether a card is awaited, at first or to repair a payment.
    pub(super) fn takes_card(&self) -> bool {
        use PledgeState as S;
        matches!(self.state, S::Reserved | S::Errored | S::ActionRequired)
    }

    pub(super) fn next_fault(&mut self) -> Option<Fault> {
        (!self.faults.is_empty()).then(|| self.faults.remove(0))
    }

    /// The card saved last, as far as the platform knows.
    pub(super) fn card(&self) -> Card {
        let saved = self.setups.iter().rev().find_map(|setup| match setup.heard {
            Entry::Saved(card) => Some(card),
            _ => None,
        });
        saved.unwrap()
    }

    /// What arrived at the provider.
    pub(super) fn paid(&self) -> i64 {
        self.tries
            .iter()
            .map(|attempt| {
                if let Bank::Paid(minor) = attempt.bank {
                    minor
                } else {
                    0
                }
            })
            .sum()
    }

    /// What went back at the provider or is on its way.
    pub(super) fn back(&self) -> i64 {
        let alive = |back: &&Back| matches!(back.is, Way::Pends | Way::Gone) && back.by_hand.is_none();
        self.backs.iter().filter(alive).map(|back| back.minor).sum()
    }

    /// What is taken at the provider.
    pub(super) fn taken(&self) -> i64 {
        let taken = |contest: &&Contest| contest.is != Ruling::Won;
        self.contests
            .iter()
            .filter(taken)
            .map(|contest| contest.minor)
            .sum()
    }

    /// What the platform knows to go back.
    pub(super) fn known_back(&self) -> i64 {
        let alive = |back: &&Back| back.heard.is_some_and(|way| way != Way::Failed);
        self.backs.iter().filter(alive).map(|back| back.minor).sum()
    }

    /// What it knows to have gone back.
    pub(super) fn known_gone(&self) -> i64 {
        let gone = |back: &&Back| back.heard == Some(Way::Gone);
        self.backs.iter().filter(gone).map(|back| back.minor).sum()
    }

    /// What it knows to be taken.
    pub(super) fn known_taken(&self) -> i64 {
        let taken = |contest: &&Contest| contest.heard.is_some_and(|ruling| ruling != Ruling::Won);
        self.contests
            .iter()
            .filter(taken)
            .map(|contest| contest.minor)
            .sum()
    }

    /// What of it is lost to the campaign: no money is lost twice, whatever came first.
    pub(super) fn given_up(&self) -> i64 {
        self.arrived.min(self.known_back() + self.known_taken())
    }

    /// What can still be given back.
    pub(super) fn left(&self) -> i64 {
        self.arrived - self.given_up()
    }

    /// What the provider kept, as far as the platform knows.
    pub(super) fn fees(&self) -> i64 {
        let arrived = self.arrived + self.odd;
        let charge = if arrived > 0 { fee_of(arrived) } else { 0 };
        let heard = self.contests.iter().filter(|contest| contest.heard.is_some());
        charge + DISPUTE_FEE * i64::try_from(heard.count()).unwrap()
    }

    /// Whether another amount arrived than was asked for: no other card may be charged then.
    pub(super) fn is_unclear(&self) -> bool {
        self.odd > 0
    }

    /// Whether a call about its money got lost, or the answer to it, and was not made again yet.
    pub(super) fn is_lost(&self) -> bool {
        self.tries.iter().any(|attempt| attempt.lost) || self.backs.iter().any(|back| back.lost)
    }

    /// Whether a call about its money may never have arrived.
    pub(super) fn may_have_got_lost(&self) -> bool {
        self.tries
            .iter()
            .any(|attempt| attempt.lost && attempt.bank == Bank::NotAsked)
            || self.backs.iter().any(|back| back.lost && back.is == Way::Wished)
    }

    /// Whether the platform knows all that happened to its money.
    pub(super) fn is_all_heard(&self) -> bool {
        let paid = self.tries.last().is_none_or(|attempt| match attempt.bank {
            Bank::Paid(minor) => minor == self.arrived + self.odd,
            _ => true,
        });
        let back = self.backs.iter().all(|back| back.heard == Some(back.is));
        let contests = self
            .contests
            .iter()
            .all(|contest| contest.heard == Some(contest.is));
        paid && back && contests
    }

    /// Its card is to be charged.
    pub(super) fn begin_try(&mut self, is_last: bool) {
        self.state = PledgeState::Collecting;
        let card = self.card();
        self.tries.push(Try {
            card,
            is_last,
            bank: Bank::NotAsked,
            lost: false,
        });
    }

    /// One call to charge its card. `again` says that somebody else calls at once if this one fails.
    pub(super) fn ask(&mut self, again: bool) {
        let fault = self.next_fault();
        let minor = self.minor;
        let attempt = self.tries.last_mut().unwrap();
        attempt.lost = fault.is_some() && !again;
        if fault != Some(Fault::Before) && attempt.bank == Bank::NotAsked {
            attempt.bank = match attempt.card {
                Card::Good | Card::AsksAtOnce => Bank::Paid(minor),
                Card::PaysLess => Bank::Paid(minor - 1),
                Card::AsksLater => Bank::Asks,
                Card::Declined | Card::DeclinedLater => Bank::Declined,
            };
        }
        if fault.is_none() {
            self.hear_charge();
        }
    }

    /// The platform hears how its charge stands.
    pub(super) fn hear_charge(&mut self) {
        if !matches!(self.state, PledgeState::Collecting | PledgeState::ActionRequired) {
            return;
        }
        let Some(attempt) = self.tries.last_mut() else {
            return;
        };
        match attempt.bank {
            Bank::NotAsked => return,
            Bank::Paid(minor) if minor == self.minor => {
                self.arrived = minor;
                self.state = PledgeState::Collected;
            }
            Bank::Paid(minor) => {
                self.odd = minor;
                self.state = PledgeState::Errored;
            }
            Bank::Declined => self.state = PledgeState::Errored,
            Bank::Asks => self.state = PledgeState::ActionRequired,
        }
        attempt.lost = false;
    }

    /// The charge that waits for the bank is given up, unless the money is there.
    pub(super) fn give_up(&mut self) {
        if let Some(attempt) = self.tries.last_mut()
            && attempt.bank == Bank::Asks
        {
            attempt.bank = Bank::Declined;
        }
        self.hear_charge();
    }

    /// One call to give the money of a refund back.
    pub(super) fn send(&mut self, which: usize, pends: bool) {
        let fault = self.next_fault();
        let (room, contested) = (self.paid() - self.back(), self.taken() > 0);
        let made = self.backs.iter().filter(|back| back.made.is_some()).count();
        let back = &mut self.backs[which];
        back.lost = fault.is_some();
        if fault == Some(Fault::Before) {
            return;
        }
        if back.is == Way::Wished {
            if contested || back.minor > room {
                back.is = Way::Failed;
                back.lost = false;
                self.hear_back(which);
                return;
            }
            back.is = if pends { Way::Pends } else { Way::Gone };
            back.made = Some(made);
        }
        if fault.is_none() {
            self.hear_back(which);
        }
    }

    /// The platform hears of all refunds the provider knows.
    pub(super) fn hear_backs(&mut self) {
        self.hear_charge();
        for which in 0..self.backs.len() {
            let back = self.backs[which];
            let fits = back.is == Way::Failed || self.known_back() + back.minor <= self.arrived + self.odd;
            if back.heard.is_some() && back.made.is_some() || back.heard.is_none() && fits {
                self.hear_back(which);
            }
        }
    }

    fn hear_back(&mut self, which: usize) {
        let back = &mut self.backs[which];
        back.lost = false;
        let is = back.is;
        if back.heard == Some(Way::Failed) || back.heard.replace(is) == Some(is) {
            return;
        }
        match is {
            Way::Gone if self.known_gone() == self.arrived => {
                if matches!(self.state, PledgeState::Collected | PledgeState::Won) {
                    self.state = PledgeState::Refunded;
                }
            }
            Way::Failed if self.state == PledgeState::Refunded => self.state = PledgeState::Collected,
            _ => {}
        }
    }

    /// The platform hears of a dispute. Returns whether money came back by it.
    pub(super) fn hear_contest(&mut self, which: usize) -> bool {
        use PledgeState as S;
        self.hear_charge();
        let contest = &mut self.contests[which];
        let before = contest.heard.replace(contest.is);
        if before.is_none() && matches!(self.state, S::Collected | S::Refunded | S::Won) {
            self.state = S::Disputed;
        }
        if before != contest.heard && self.state == S::Disputed {
            match contest.is {
                Ruling::Open => {}
                Ruling::Won => self.state = S::Won,
                Ruling::Lost => self.state = S::Lost,
            }
        }
        before == Some(Ruling::Open) && contest.is == Ruling::Won
    }
}
