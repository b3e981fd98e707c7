//! What happens outside the platform, in the model: cards are entered, banks answer, payers contest.

use pledges::PledgeState;

use super::{
    expected::Model,
    processor::Card,
    promise::{Back, Bank, Contest, Entry, Ruling, Way},
};

/// What the investor, the bank or somebody at the provider does. Each returns whether it can be done.
impl Model {
    /// The set-up of a pledge into which a card can be entered now.
    pub(super) fn enter(&mut self, which: usize, card: Card) -> bool {
        let setup = self.promises[which].setups.last_mut().unwrap();
        if matches!(setup.is, Entry::Saved(_)) {
            return false;
        }
        setup.is = match card {
            Card::Declined => Entry::Declined,
            Card::AsksAtOnce => Entry::Asks,
            saved => Entry::Saved(saved),
        };
        true
    }

    /// Whether a bank asks the holder of the card that is to be saved.
    pub(super) fn setup_asks(&self, which: usize) -> bool {
        let promise = &self.promises[which];
        promise.takes_card() && promise.setups.last().unwrap().is == Entry::Asks
    }

    pub(super) fn answer_setup(&mut self, which: usize, confirms: bool) {
        let setup = self.promises[which].setups.last_mut().unwrap();
        setup.is = if confirms {
            Entry::Saved(Card::AsksAtOnce)
        } else {
            Entry::Declined
        };
    }

    /// Whether a bank asks the holder of the card that is being charged, and the holder knows.
    pub(super) fn charge_asks(&self, which: usize) -> bool {
        let promise = &self.promises[which];
        promise.state == PledgeState::ActionRequired
            && promise
                .tries
                .last()
                .is_some_and(|attempt| attempt.bank == Bank::Asks)
    }

    pub(super) fn answer_charge(&mut self, which: usize, confirms: bool) {
        let promise = &mut self.promises[which];
        let minor = promise.minor;
        promise.tries.last_mut().unwrap().bank = if confirms {
            Bank::Paid(minor)
        } else {
            Bank::Declined
        };
    }

    pub(super) fn refund_there(&mut self, which: usize, minor: i64) -> bool {
        let promise = &mut self.promises[which];
        let room = promise.paid() - promise.back();
        if promise.taken() > 0 || !(1..=room).contains(&minor) {
            return false;
        }
        let made = promise.backs.iter().filter(|back| back.made.is_some()).count();
        promise.backs.push(Back {
            minor,
            made: Some(made),
            is: Way::Gone,
            heard: None,
            lost: false,
            founder_bears: true,
            by_hand: None,
        });
        true
    }

    /// The bank takes the first refund that pends, or sends the first one back that it had taken. Returns the
    /// how-manyeth it is at the provider.
    pub(super) fn end_refund(&mut self, which: usize, succeeds: bool) -> Option<usize> {
        let from = if succeeds {
            &[Way::Pends][..]
        } else {
            &[Way::Pends, Way::Gone]
        };
        let backs = self.promises[which].backs.iter_mut();
        let first = backs
            .filter(|back| from.contains(&back.is) && back.by_hand.is_none())
            .min_by_key(|back| back.made)?;
        first.is = if succeeds { Way::Gone } else { Way::Failed };
        first.made
    }

    pub(super) fn contest(&mut self, which: usize, minor: i64) -> bool {
        let promise = &mut self.promises[which];
        let settled = promise
            .contests
            .iter()
            .all(|contest| contest.is != Ruling::Open && contest.heard == Some(contest.is));
        let room = promise.paid() - promise.taken();
        if !settled || !(1..=room).contains(&minor) {
            return false;
        }
        promise.contests.push(Contest {
            minor,
            is: Ruling::Open,
            heard: None,
        });
        true
    }

    /// The bank decides about the dispute that is open; returns which it is.
    pub(super) fn rule(&mut self, which: usize, for_us: bool) -> Option<usize> {
        let contests = &mut self.promises[which].contests;
        let open = contests.iter().position(|contest| contest.is == Ruling::Open)?;
        contests[open].is = if for_us { Ruling::Won } else { Ruling::Lost };
        Some(open)
    }
}
