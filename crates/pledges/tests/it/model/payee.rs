//! The accounts through which the founder is paid, in the model: what they are at the provider, and what of that was heard.

use chrono::{DateTime, TimeDelta, Utc};

use super::expected::Model;

/// How an account stands at the provider.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) enabled: bool,
    /// Which bank account is behind it.
    pub(super) destination: Option<u8>,
}

/// An account through which the founder is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Payee {
    pub(super) country: &'static str,
    /// Paid by hand, by a bank transfer.
    pub(super) by_bank: bool,
    pub(super) is: Standing,
    pub(super) heard: Standing,
    /// Since when that is the bank account, as far as it was heard.
    pub(super) since: Option<DateTime<Utc>>,
}

impl Payee {
    /// Whether its bank account is too new to be paid.
    pub(super) fn is_resting(&self, now: DateTime<Utc>) -> bool {
        self.since.is_none_or(|since| now - since < TimeDelta::hours(72))
    }
}

impl Model {
    /// Another account takes the place of the one before, unless it is the same.
    pub(super) fn open_payee(&mut self, country: &'static str, by_bank: bool) {
        let last = self.payees.last();
        if last.is_some_and(|payee| (payee.country, payee.by_bank) == (country, by_bank)) {
            return;
        }
        let is = Standing {
            enabled: by_bank,
            destination: None,
        };
        self.payees.push(Payee {
            country,
            by_bank,
            is,
            heard: is,
            since: by_bank.then_some(self.now),
        });
    }

    /// The platform hears how an account stands.
    pub(super) fn hear_payee(&mut self, which: usize) {
        let payee = &mut self.payees[which];
        if payee.heard.destination != payee.is.destination {
            payee.since = payee.is.destination.map(|_| self.now);
        }
        payee.heard = payee.is;
    }
}
