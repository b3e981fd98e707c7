//! Whose the money is, in the model. What a refund or a dispute costs is taken from somebody and belongs there again when it
//! is no longer lost, whatever the order in which that is heard.

use super::promise::{Promise, Ruling, Way};

/// Where money of the campaign stands, in the order in which it pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pot {
    /// Held until it is shared out.
    Held,
    /// Kept for refunds and disputes.
    Reserve,
    /// To be paid to the founder.
    Payable,
    /// Below zero by what the founder owes.
    Debt,
    /// What the platform earned; below zero if it bore more.
    Earned,
}

/// What was taken of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Parts([i64; 5]);

/// What stands where.
#[derive(Debug, Clone, Default)]
pub(super) struct Books {
    pots: Parts,
    /// On its way to the founder.
    pub(super) in_transit: i64,
    /// What arrived there.
    pub(super) paid_out: i64,
    /// What the founder paid of the provider's fees.
    pub(super) processing: i64,
    booked: Vec<Booked>,
}

/// What of a pledge stands in the books.
#[derive(Debug, Clone, Default)]
struct Booked {
    arrived: i64,
    backs: Vec<Parts>,
    contests: Vec<Parts>,
}

impl Parts {
    fn sum(self) -> i64 {
        self.0.iter().sum()
    }

    /// So much of it, of those first who paid first.
    fn first(self, minor: i64) -> Self {
        let mut rest = minor;
        Self(self.0.map(|part| {
            let taken = part.min(rest);
            rest -= taken;
            taken
        }))
    }

    fn change(&mut self, by: Self, sign: i64) {
        for (part, by) in self.0.iter_mut().zip(by.0) {
            *part += sign * by;
        }
    }
}

impl Books {
    pub(super) fn of(&self, pot: Pot) -> i64 {
        self.pots.0[pot as usize]
    }

    pub(super) fn transfer(&mut self, from: Pot, to: Pot, minor: i64) {
        self.pots.0[from as usize] -= minor;
        self.pots.0[to as usize] += minor;
    }

    /// Money leaves for the founder, or returns if `minor` is below zero.
    pub(super) fn send(&mut self, minor: i64) {
        self.pots.0[Pot::Payable as usize] -= minor;
        self.in_transit += minor;
    }

    pub(super) fn arrive(&mut self, minor: i64) {
        self.in_transit -= minor;
        self.paid_out += minor;
    }

    /// The money held is shared out: five per cent are the platform's, then come the provider's fees, five per cent
    /// stay as a reserve if one is kept, the founder has the rest. Half a cent counts as a whole one.
    pub(super) fn share_out(&mut self, processing: i64, keeps_reserve: bool) {
        let held = self.of(Pot::Held);
        let share = (held * 5 + 50) / 100;
        let fee = share.min(held);
        let processing = processing.min(held - fee);
        let reserve = if keeps_reserve {
            share.min(held - fee - processing)
        } else {
            0
        };
        self.transfer(Pot::Held, Pot::Earned, fee);
        self.transfer(Pot::Held, Pot::Reserve, reserve);
        self.pots.0[Pot::Held as usize] -= processing;
        self.processing += processing;
        self.transfer(Pot::Held, Pot::Payable, held - fee - processing - reserve);
    }

    /// What the founder owes is paid first out of what is to come.
    pub(super) fn recover(&mut self) -> i64 {
        let part = (-self.of(Pot::Debt)).min(self.of(Pot::Payable)).max(0);
        self.transfer(Pot::Payable, Pot::Debt, part);
        part
    }

    /// The campaign's own money pays first; then the founder owes the rest, or it costs the platform.
    fn take(&mut self, minor: i64, founder_bears: bool) -> Parts {
        let (pots, last): (&[Pot], Pot) = if founder_bears {
            (&[Pot::Held, Pot::Reserve, Pot::Payable], Pot::Debt)
        } else {
            (&[Pot::Held], Pot::Earned)
        };
        let mut parts = Parts::default();
        let mut rest = minor;
        for pot in pots {
            let part = self.of(*pot).max(0).min(rest);
            parts.0[*pot as usize] = part;
            rest -= part;
        }
        parts.0[last as usize] = rest;
        self.pots.change(parts, -1);
        parts
    }

    /// It belongs where it was taken from. What was kept back for a debt that is none is the founder's.
    fn give(&mut self, parts: Parts) {
        self.pots.change(parts, 1);
        let too_much = self.of(Pot::Debt).max(0);
        self.transfer(Pot::Debt, Pot::Payable, too_much);
    }

    /// Follows what was heard of these pledges: first what is no longer lost, then what is lost now.
    pub(super) fn follow(&mut self, promises: &[Promise]) {
        let mut booked = std::mem::take(&mut self.booked);
        booked.resize_with(promises.len(), Booked::default);
        for (booked, promise) in booked.iter_mut().zip(promises) {
            self.pots.0[Pot::Held as usize] += promise.arrived - booked.arrived;
            booked.arrived = promise.arrived;
            booked.backs.resize_with(promise.backs.len(), Parts::default);
            booked
                .contests
                .resize_with(promise.contests.len(), Parts::default);
            let (backs, contests) = losses(promise, booked);
            let all = booked.backs.iter_mut().chain(&mut booked.contests);
            for (parts, lost) in all.zip(backs.iter().chain(&contests)) {
                let freed = parts.first((parts.sum() - lost).max(0));
                parts.change(freed, -1);
                self.give(freed);
            }
            let bearers = promise.backs.iter().map(|back| back.founder_bears);
            let bearers = bearers.chain(std::iter::repeat(true));
            let all = booked.backs.iter_mut().chain(&mut booked.contests);
            for ((parts, lost), founder_bears) in all.zip(backs.iter().chain(&contests)).zip(bearers) {
                let taken = self.take((lost - parts.sum()).max(0), founder_bears);
                parts.change(taken, 1);
            }
        }
        self.booked = booked;
    }
}

/// What each refund and each dispute of a pledge costs: no money is lost twice, and a refund counts before a dispute. Of
/// disputes more counts of the oldest first, less of the newest.
fn losses(promise: &Promise, booked: &Booked) -> (Vec<i64>, Vec<i64>) {
    let stands = |way: Option<Way>| way.is_some_and(|way| way != Way::Failed);
    let is_ours = promise.arrived > 0;
    let backs = promise.backs.iter();
    let backs: Vec<i64> = backs
        .map(|back| {
            if is_ours && stands(back.heard) {
                back.minor
            } else {
                0
            }
        })
        .collect();
    let taken = promise.contests.iter().map(|contest| match contest.heard {
        Some(Ruling::Open | Ruling::Lost) if is_ours => contest.minor,
        _ => 0,
    });
    let most: Vec<i64> = taken.collect();
    let before = booked.contests.iter().map(|parts| parts.sum());
    let mut counted: Vec<i64> = before.zip(&most).map(|(sum, most)| sum.min(*most)).collect();
    let mut rest = promise.given_up() - backs.iter().sum::<i64>() - counted.iter().sum::<i64>();
    for (counted, most) in counted.iter_mut().zip(&most) {
        let more = (most - *counted).min(rest).max(0);
        *counted += more;
        rest -= more;
    }
    for counted in counted.iter_mut().rev() {
        let less = (*counted).min(-rest).max(0);
        *counted -= less;
        rest += less;
    }
    (backs, counted)
}
