//! What follows by itself in the model: a campaign's money from its deadline until it is accepted or given back.

use chrono::TimeDelta;
use pledges::{PledgeErrorCode as Code, PledgeState, SettlementStage, ShortfallRule};

use super::{
    expected::{Model, Stage},
    promise::{Promise, Way},
};

impl Model {
    pub(super) fn decide_shortfall(&mut self, accepts: bool) -> Result<(), Code> {
        let in_time = self.decide_until.is_some_and(|until| self.now < until);
        if self.stage != Stage::After(SettlementStage::Deciding) || !in_time || self.is_held() {
            return Err(Code::NothingToDecide);
        }
        self.end(accepts);
        Ok(())
    }

    /// The campaign is over.
    pub(super) fn close(&mut self) {
        if self.total() < self.goal {
            self.stage = Stage::Unfunded;
            for promise in &mut self.promises {
                if matches!(promise.state, PledgeState::Reserved | PledgeState::Committed) {
                    promise.state = PledgeState::Released;
                }
            }
            return;
        }
        self.closed_at = self.now;
        self.collect_again();
    }

    /// Everybody who counts is charged, with a grace period to come.
    pub(super) fn collect_again(&mut self) {
        self.stage = Stage::After(SettlementStage::Collecting);
        (self.grace_until, self.decide_until) = (None, None);
        for promise in &mut self.promises {
            if promise.state == PledgeState::Committed {
                // A last try before a change of the patents was none of this round.
                promise
                    .tries
                    .iter_mut()
                    .for_each(|attempt| attempt.is_last = false);
                promise.begin_try(false);
            }
        }
    }

    /// Time has passed: calls that were lost are made again.
    pub(super) fn retry(&mut self) {
        for promise in &mut self.promises {
            if let Some(attempt) = promise.tries.last_mut() {
                attempt.lost = false;
            }
            for back in &mut promise.backs {
                back.lost = false;
            }
        }
        if let Some(payout) = self.payouts.last_mut() {
            payout.lost = false;
        }
    }

    /// Whether nothing goes wrong with the next calls that move money.
    pub(super) fn is_calm(&self) -> bool {
        let calm = |promise: &Promise| promise.faults.is_empty();
        self.promises.iter().all(calm) && self.payout_faults.is_empty()
    }

    /// Whether a call that moves money got lost, or the answer to it, and was not made again yet.
    pub(super) fn is_lost(&self) -> bool {
        self.promises.iter().any(Promise::is_lost) || self.payouts.iter().any(|payout| payout.lost)
    }

    /// Whether a call that moves money may never have arrived.
    pub(super) fn may_have_got_lost(&self) -> bool {
        let payouts = self.payouts.iter();
        self.promises.iter().any(Promise::may_have_got_lost)
            || payouts.clone().any(|payout| payout.lost && !payout.moved)
    }

    /// Everything that is due now is done, and what follows from it.
    pub(super) fn work(&mut self) {
        self.follow();
        for which in 0..self.promises.len() {
            let promise = &self.promises[which];
            if promise.state == PledgeState::Reserved && promise.until <= self.now {
                // The provider is asked first: perhaps the card is saved.
                self.hear_setup(which, 0);
                let promise = &mut self.promises[which];
                if promise.state == PledgeState::Reserved {
                    promise.state = PledgeState::Cancelled;
                }
            }
        }
        loop {
            for at in 0..self.promises.len() {
                let promise = &mut self.promises[at];
                let asks = promise.state == PledgeState::Collecting;
                if asks && !promise.tries.last().unwrap().lost {
                    promise.ask(false);
                }
                for which in 0..promise.backs.len() {
                    let back = promise.backs[which];
                    if back.heard == Some(Way::Wished) && !back.lost && back.by_hand.is_none() {
                        promise.send(which, self.refunds_pend);
                    }
                }
                self.follow();
            }
            self.send_payout();
            self.look_for_the_end();
            if !self.advance_change() && !self.advance() {
                return;
            }
        }
    }

    /// One step of the campaign's money; returns whether there was one.
    fn advance(&mut self) -> bool {
        use PledgeState as S;
        use SettlementStage as At;
        // Its clock stands still while those who pledged are asked.
        if self.is_held() {
            return false;
        }
        let any = |states: &[S]| {
            self.promises
                .iter()
                .any(|promise| states.contains(&promise.state))
        };
        match self.stage {
            Stage::After(At::Collecting) if !any(&[S::Collecting]) => {
                self.grace_until = Some(self.now + TimeDelta::days(7));
                self.stage = Stage::After(At::Grace);
            }
            Stage::After(At::Grace) if !any(&[S::Collecting, S::Errored, S::ActionRequired]) => self.decide(),
            Stage::After(At::Grace) if self.grace_until.is_some_and(|until| until <= self.now) => {
                self.stage = Stage::After(At::LastTries);
            }
            Stage::After(At::LastTries) => return self.last_tries(),
            Stage::After(At::Deciding) if self.decide_until.is_some_and(|until| until <= self.now) => {
                self.end(false);
            }
            _ => return false,
        }
        true
    }

    fn last_tries(&mut self) -> bool {
        use PledgeState as S;
        let (mut moved, mut waits) = (false, false);
        for promise in &mut self.promises {
            if promise.state == S::ActionRequired {
                promise.give_up();
                moved = true;
            }
            if promise.state == S::Errored {
                if promise.is_unclear() || promise.tries.iter().any(|attempt| attempt.is_last) {
                    promise.state = S::Dropped;
                } else {
                    promise.begin_try(true);
                }
                moved = true;
            }
            waits |= promise.state == S::Collecting;
        }
        if !moved && !waits {
            self.decide();
            return true;
        }
        moved
    }

    fn decide(&mut self) {
        let collected = self.promises.iter().filter(|promise| promise.arrived > 0);
        let raised: i64 = collected
            .map(|promise| promise.arrived - promise.known_back())
            .sum();
        match self.rule {
            _ if raised == 0 => self.end(false),
            ShortfallRule::FounderDecides if raised < self.goal => {
                self.stage = Stage::After(SettlementStage::Deciding);
                self.decide_until = Some(self.now + TimeDelta::hours(72));
            }
            ShortfallRule::RefundAll if raised < self.goal => self.end(false),
            _ => self.end(true),
        }
    }

    /// The money is accepted, or all that is left of it goes back.
    fn end(&mut self, accepted: bool) {
        if accepted {
            self.tally.settled = true;
            self.stage = Stage::After(SettlementStage::Settled);
            self.look_later();
            return;
        }
        self.stage = Stage::After(SettlementStage::Failed);
        for promise in &mut self.promises {
            if promise.left() > 0 {
                promise.order_refund(promise.left(), false);
            }
        }
    }
}
