//! Payouts in the model: ordered by one officer, let go by another, sent to the founder.

use chrono::{DateTime, TimeDelta, Utc};
use pledges::{HoldReason, PayoutPurpose, PayoutState, PledgeErrorCode as Code, SettlementStage};

use super::{
    books::Pot,
    expected::{Model, Stage},
    processor::{Fault, fee_of},
};

/// How far a campaign whose money was accepted has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Paying {
    #[default]
    No,
    /// A payout was ordered.
    Review,
    /// One was let go.
    Begun,
    /// Nothing is left of its money.
    Completed,
}

/// A payout, as the platform knows it but for `moved`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Payout {
    pub(super) purpose: PayoutPurpose,
    pub(super) minor: i64,
    /// Which officer ordered it.
    pub(super) by: usize,
    pub(super) payee: usize,
    pub(super) state: PayoutState,
    pub(super) hold: Option<HoldReason>,
    /// Whether the provider moved the money.
    pub(super) moved: bool,
    pub(super) asked: bool,
    /// The call or its answer was lost.
    pub(super) lost: bool,
    /// When it is looked at again, while a change of the patents is dealt with.
    look_at: DateTime<Utc>,
}

impl Payout {
    pub(super) fn is_finished(&self) -> bool {
        use PayoutState as S;
        matches!(self.state, S::Paid | S::Failed | S::Rejected)
    }

    fn waits_for_approval(&self) -> bool {
        matches!(self.state, PayoutState::Scheduled | PayoutState::Held)
    }
}

impl Model {
    /// When the next payout may be ordered, and what it pays.
    pub(super) fn next_payout(&self) -> (PayoutPurpose, DateTime<Utc>) {
        let paid =
            |payout: &Payout| (payout.purpose, payout.state) == (PayoutPurpose::Proceeds, PayoutState::Paid);
        if self.payouts.iter().any(paid) || self.without_payout {
            (PayoutPurpose::Reserve, self.closed_at + TimeDelta::days(90))
        } else {
            (PayoutPurpose::Proceeds, self.closed_at + TimeDelta::days(14))
        }
    }

    pub(super) fn order_payout(&mut self, by: usize) -> Result<(), Code> {
        let Stage::After(stage) = self.stage else {
            return Err(Code::CampaignNotFound);
        };
        let open = self.payouts.last().is_some_and(|last| !last.is_finished());
        if open || stage != SettlementStage::Settled {
            return Err(Code::NothingToPay);
        }
        let (purpose, due) = self.next_payout();
        if self.now < due {
            return Err(Code::NotDue);
        }
        let mut books = self.books.clone();
        let is_first = purpose == PayoutPurpose::Proceeds;
        let fees = |arrived: i64| if arrived > 0 { fee_of(arrived) } else { 0 };
        let fees: i64 = self.promises.iter().map(|promise| fees(promise.arrived)).sum();
        // The provider's fees are shared out once.
        let processing = if self.shared { 0 } else { fees };
        let shared = self.shared || books.of(Pot::Held) > 0;
        books.share_out(processing, is_first);
        if !is_first {
            let reserve = books.of(Pot::Reserve);
            books.transfer(Pot::Reserve, Pot::Payable, reserve);
        }
        let recovered = books.recover() > 0;
        let minor = books.of(Pot::Payable);
        if minor <= 0 && is_first && !shared {
            return Err(Code::NothingToPay);
        }
        let payee = self.payees.len().checked_sub(1);
        if minor > 0 && payee.is_none() {
            return Err(Code::PayeeNotFound);
        }
        (self.books, self.shared) = (books, shared);
        self.tally.debts_recovered |= recovered;
        if self.paying == Paying::No {
            self.paying = Paying::Review;
        }
        if minor <= 0 {
            self.without_payout |= is_first;
            self.tally.without_payout |= is_first;
            // Of a reserve of which nothing is left for the founder there is nothing to wait for.
            self.complete();
            return Err(if is_first {
                Code::SettledWithoutPayout
            } else {
                Code::NothingToPay
            });
        }
        let payee = payee.unwrap();
        self.payouts.push(Payout {
            purpose,
            minor,
            by,
            payee,
            state: PayoutState::Scheduled,
            hold: None,
            moved: false,
            asked: false,
            lost: false,
            look_at: self.now,
        });
        Ok(())
    }

    /// Another officer lets the newest payout go, or does not.
    pub(super) fn decide_payout(&mut self, by: usize, approve: bool) -> Result<(), Code> {
        let way = self.in_the_way();
        let payable = self.books.of(Pot::Payable);
        let payout = self.payouts.last_mut().unwrap();
        if payout.by == by {
            return Err(Code::FourEyes);
        }
        if !payout.waits_for_approval() {
            return Err(Code::PayoutState);
        }
        if !approve {
            (payout.state, payout.hold) = (PayoutState::Rejected, None);
            return Ok(());
        }
        if way.is_some() {
            (payout.state, payout.hold) = (PayoutState::Held, way);
            self.tally.payouts_held = true;
            return Ok(());
        }
        if payable < payout.minor {
            return Err(Code::AmountChanged);
        }
        (payout.state, payout.hold, payout.look_at) = (PayoutState::Approved, None, self.now);
        self.books.send(payout.minor);
        if self.paying == Paying::Review {
            self.paying = Paying::Begun;
        }
        Ok(())
    }

    fn in_the_way(&self) -> Option<HoldReason> {
        if self.open_change().is_some() {
            return Some(HoldReason::MaterialChange);
        }
        let payee = &self.payees[self.payouts.last()?.payee];
        if !payee.heard.enabled {
            return Some(HoldReason::PayeeNotReady);
        }
        payee.is_resting(self.now).then_some(HoldReason::DestinationNew)
    }

    /// An officer records that a bank transfer was made.
    pub(super) fn record_payout(&mut self) -> Result<(), Code> {
        let payout = self.payouts.last().unwrap();
        if !self.payees[payout.payee].by_bank || payout.state != PayoutState::Approved {
            return Err(Code::PayoutState);
        }
        self.payout_arrives();
        Ok(())
    }

    /// The provider is asked to move the money of a payout that was let go.
    pub(super) fn send_payout(&mut self) {
        let is_open = self.open_change().is_some();
        let Some(payout) = self.payouts.last_mut() else {
            return;
        };
        let under_way = matches!(payout.state, PayoutState::Approved | PayoutState::Sent);
        let due = under_way && !payout.lost && payout.look_at <= self.now;
        if !due || self.payees[payout.payee].by_bank {
            return;
        }
        if is_open && !payout.asked {
            payout.look_at = self.now + TimeDelta::hours(1);
            self.tally.payouts_waited = true;
            return;
        }
        (payout.asked, payout.state) = (true, PayoutState::Sent);
        let fault = (!self.payout_faults.is_empty()).then(|| self.payout_faults.remove(0));
        payout.lost = fault.is_some();
        if fault == Some(Fault::Before) {
            return;
        }
        if !payout.moved && self.transfers_refused {
            // A refusal is no answer that gets lost.
            (payout.lost, payout.state) = (false, PayoutState::Failed);
            self.books.send(-payout.minor);
            self.tally.payouts_failed = true;
            return;
        }
        payout.moved = true;
        if fault.is_none() {
            self.payout_arrives();
        }
    }

    fn payout_arrives(&mut self) {
        let payout = self.payouts.last_mut().unwrap();
        payout.state = PayoutState::Paid;
        self.books.arrive(payout.minor);
        let failed = |payout: &Payout| payout.state == PayoutState::Failed;
        self.tally.paid_out = true;
        self.tally.paid_after_failure |= self.payouts.iter().any(failed);
        self.tally.reserves_released |= self.payouts.last().unwrap().purpose == PayoutPurpose::Reserve;
        self.complete();
    }

    /// Nothing is left, or that is looked at again: when the reserve may be paid out, and then daily.
    fn complete(&mut self) {
        let nothing = [Pot::Held, Pot::Reserve, Pot::Payable].map(|pot| self.books.of(pot)) == [0; 3];
        if !nothing || self.books.in_transit != 0 {
            self.look_later();
        } else if self.paying != Paying::Completed {
            self.tally.all_went_back |= self.paying == Paying::No;
            self.paying = Paying::Completed;
            self.tally.completed = true;
        }
    }

    /// It is looked at whether nothing is left, when the reserve may be paid out, and not before tomorrow.
    pub(super) fn look_later(&mut self) {
        let at = (self.closed_at + TimeDelta::days(90)).max(self.now + TimeDelta::days(1));
        self.looks.entry(at.date_naive()).or_insert((at, false));
    }

    /// Looks that are due are taken.
    pub(super) fn look_for_the_end(&mut self) {
        let now = self.now;
        let due = |(at, done): &(DateTime<Utc>, bool)| *at <= now && !done;
        while let Some(day) = self.looks.iter().find(|(_, look)| due(look)).map(|(day, _)| *day) {
            self.looks.entry(day).and_modify(|look| look.1 = true);
            self.complete();
        }
    }
}
