//! A refund that failed, paid back by hand: plain values, no I/O.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{RefundId, UserId};
use serde_json::json;

/// How a refund that failed was paid back by hand. The money stands in a refund of its own, which is carried by the bank:
/// requested when it is recorded, manual when somebody else confirmed it, failed when somebody did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repayment {
    /// The refund that the bank carries.
    pub refund_id: RefundId,
    /// The refund that failed.
    pub repays_id: RefundId,
    /// Who is paid back.
    pub investor_id: UserId,
    /// Who runs the campaign.
    pub founder_id: UserId,
    /// The bank's reference of the transfer.
    pub bank_reference: String,
    /// The day of the transfer.
    pub paid_on: NaiveDate,
    /// What proves it: where the bank's confirmation is kept.
    pub evidence: String,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who else confirmed it, or did not.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was not confirmed.
    pub rejected_because: Option<String>,
}

impl Repayment {
    /// Who carries the money, where a refund names its provider.
    pub const CARRIER: &'static str = "bank";

    /// Whether somebody else is still to look at it.
    pub const fn is_undecided(&self) -> bool {
        self.decided_at.is_none()
    }

    /// What the audit trail keeps of it.
    pub fn trace(&self) -> serde_json::Value {
        json!({"refund": self.refund_id, "repays": self.repays_id, "bank_reference": self.bank_reference,
               "paid_on": self.paid_on, "recorded_by": self.recorded_by, "decided_by": self.decided_by,
               "rejected_because": self.rejected_because})
    }
}
