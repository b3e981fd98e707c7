//! What the totals, the settlement and the books must show, by the model.

use std::collections::{BTreeMap, BTreeSet};

use pledges::{PledgeState, SettlementStage};

use super::{
    books::Pot,
    expected::{IN_POOL, Model, Stage},
    promise::{Promise, Way},
};

impl Model {
    pub(super) fn claimed(&self, reward: usize) -> i64 {
        count(self.live().filter(|promise| promise.reward == Some(reward)))
    }

    /// How many add-ons are taken.
    pub(super) fn added(&self) -> i64 {
        self.live().map(|promise| promise.add_ons).sum()
    }

    /// How many are taken of the stock that a reward and the add-on share.
    pub(super) fn pooled(&self) -> i64 {
        self.claimed(IN_POOL) + self.added()
    }

    /// Those whose things are taken out of stock.
    fn live(&self) -> impl Iterator<Item = &Promise> {
        use PledgeState as S;
        let ended = |promise: &Promise| matches!(promise.state, S::Cancelled | S::Released | S::Dropped);
        self.promises.iter().filter(move |promise| !ended(promise))
    }

    fn counting(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|promise| promise.counts())
    }

    /// The campaign's total.
    pub(super) fn total(&self) -> i64 {
        self.counting().map(|promise| promise.minor).sum()
    }

    /// How many people promised it.
    pub(super) fn people(&self) -> i64 {
        let people: BTreeSet<usize> = self.counting().map(|promise| promise.investor).collect();
        count(people.iter())
    }

    /// Whether a refund of a campaign that failed did not work out: then money is kept, and a person must see to it.
    pub(super) fn keeps_what_should_go_back(&self) -> bool {
        self.stage == Stage::After(SettlementStage::Failed)
            && self.promises.iter().any(|promise| promise.left() > 0)
    }

    /// What each kind of account must stand at, debits positive.
    pub(super) fn accounts(&self) -> BTreeMap<&'static str, i64> {
        let sum = |of: &dyn Fn(&Promise) -> i64| self.promises.iter().map(of).sum::<i64>();
        BTreeMap::from([
            ("investor_commitment", self.total()),
            ("campaign_commitment", -self.total()),
            (
                "platform_clearing",
                sum(&|p| p.arrived + p.odd - p.fees() - p.known_gone() - p.known_taken())
                    - self.books.paid_out,
            ),
            ("processor_fee", sum(&Promise::fees) - self.books.processing),
            ("campaign_held", -self.books.of(Pot::Held)),
            ("dispute_reserve", -self.books.of(Pot::Reserve)),
            ("founder_payable", -self.books.of(Pot::Payable)),
            ("founder_receivable", -self.books.of(Pot::Debt)),
            ("payout_in_transit", -self.books.in_transit),
            ("platform_fee", -self.books.of(Pot::Earned)),
            ("refund_payable", -sum(&|p| p.known_back() - p.known_gone())),
            (
                "suspense",
                sum(&|p| p.known_back() + p.known_taken() - p.given_up() - p.odd),
            ),
        ])
    }

    /// What left by bank transfers, past the provider.
    pub(super) fn paid_by_hand(&self) -> i64 {
        let payouts = self
            .payouts
            .iter()
            .filter(|payout| self.payees[payout.payee].by_bank && payout.state == pledges::PayoutState::Paid);
        let backs = self.promises.iter().flat_map(|promise| &promise.backs);
        let backs = backs.filter(|back| back.by_hand.is_some() && back.is == Way::Gone);
        payouts.map(|payout| payout.minor).sum::<i64>() + backs.map(|back| back.minor).sum::<i64>()
    }

    /// What the provider moved to the founder's accounts there.
    pub(super) fn transferred(&self) -> Vec<i64> {
        let moved = self.payouts.iter().filter(|payout| payout.moved);
        moved.map(|payout| payout.minor).collect()
    }

    /// What the settlement must show: its stage, and what was collected, dropped, refunded and contested.
    pub(super) fn settlement(&self) -> Option<(SettlementStage, [i64; 4])> {
        let Stage::After(stage) = self.stage else {
            return None;
        };
        let sum = |of: &dyn Fn(&Promise) -> i64| self.promises.iter().map(of).sum::<i64>();
        let dropped = |p: &Promise| {
            if p.state == PledgeState::Dropped {
                p.minor
            } else {
                0
            }
        };
        // What was not what was asked for is none of the campaign's money.
        let back = |p: &Promise| if p.arrived > 0 { p.known_back() } else { 0 };
        let contested = |p: &Promise| p.given_up() - back(p);
        let collected = sum(&|p| p.arrived);
        Some((stage, [collected, sum(&dropped), sum(&back), sum(&contested)]))
    }
}

fn count(of: impl Iterator) -> i64 {
    i64::try_from(of.count()).unwrap()
}
