//! Paying a founder: the account, payouts, and what stands in the books.

use chrono::{DateTime, TimeDelta, Utc};

use super::mark::{self, Mark};
use crate::graphql::{CountryCode, Money, PayeeMethod, PayoutHoldReason, PayoutPurpose, PayoutState, schema};

/// How long a new bank account rests before it is paid (`Payee.destinationSince`).
const REST: TimeDelta = TimeDelta::days(3);

/// The account through which a founder is paid.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Payee {
    pub(crate) id: cynic::Id,
    pub(crate) method: PayeeMethod,
    pub(crate) country: CountryCode,
    pub(crate) payouts_enabled: bool,
    pub(crate) requirements: Vec<String>,
    pub(crate) destination: Option<String>,
    pub(crate) destination_since: Option<DateTime<Utc>>,
}

/// Money paid out.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Payout {
    pub(crate) id: cynic::Id,
    pub(crate) sequence: i32,
    pub(crate) purpose: PayoutPurpose,
    pub(crate) amount: Money,
    pub(crate) state: PayoutState,
    pub(crate) hold_reason: Option<PayoutHoldReason>,
    pub(crate) provider: String,
    pub(crate) reference: Option<String>,
    pub(crate) failure_code: Option<String>,
    pub(crate) requested_at: DateTime<Utc>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
}

/// What stands in the books of a campaign's money.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "CampaignMoney")]
pub(crate) struct Books {
    pub(crate) held: Money,
    pub(crate) reserve: Money,
    pub(crate) payable: Money,
    pub(crate) in_transit: Money,
    pub(crate) disputed: Money,
    pub(crate) payouts: Vec<Payout>,
    pub(crate) settled_without_payout_at: Option<DateTime<Utc>>,
    pub(crate) next_payout_at: Option<DateTime<Utc>>,
}

impl Payee {
    /// Until when its bank account rests, if it still does.
    pub(crate) fn rests_until(&self, now: &DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.destination_since? + REST;
        (*now < until).then_some(until)
    }

    /// Whether it can be paid: a word among `payee-state-…`, and how it looks.
    pub(crate) fn standing(&self, now: &DateTime<Utc>) -> (&'static str, Mark) {
        if !self.payouts_enabled {
            ("incomplete", mark::WARN)
        } else if self.destination.is_none() || self.rests_until(now).is_some() {
            ("resting", mark::PENDING)
        } else {
            ("ready", mark::GOOD)
        }
    }

    pub(crate) fn is_at_provider(&self) -> bool {
        self.method == PayeeMethod::Provider
    }
}

impl Payout {
    /// Whether a finance officer makes it as a bank transfer.
    pub(crate) fn is_by_bank(&self) -> bool {
        self.provider == "bank"
    }

    /// Whether it waits for a second person.
    pub(crate) fn is_undecided(&self) -> bool {
        matches!(self.state, PayoutState::Scheduled | PayoutState::Held)
    }

    /// Whether a bank transfer for it may be recorded.
    pub(crate) fn is_recordable(&self) -> bool {
        self.is_by_bank() && matches!(self.state, PayoutState::Approved | PayoutState::Sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_bank_account_rests_for_three_days() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let payee = |enabled, since: Option<&str>| Payee {
            id: cynic::Id::new("payee_1"),
            method: PayeeMethod::Bank,
            country: CountryCode("CN".to_owned()),
            payouts_enabled: enabled,
            requirements: Vec::new(),
            destination: since.map(|_| "Bank ····1234".to_owned()),
            destination_since: since.map(at),
        };
        let since = Some("2026-05-01T08:00:00Z");
        let (before, after) = (at("2026-05-04T07:59:59Z"), at("2026-05-04T08:00:00Z"));
        assert_eq!(payee(true, since).rests_until(&before), Some(after));
        assert_eq!(payee(true, since).standing(&before).0, "resting");
        assert_eq!(payee(true, since).standing(&after).0, "ready");
        assert_eq!(payee(true, None).standing(&after).0, "resting");
        assert_eq!(payee(false, since).standing(&after).0, "incomplete");
    }
}
