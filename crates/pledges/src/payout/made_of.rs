//! What a payout was made of: what was shared out, the fees, what was kept and released, and debts.

use kernel::{
    Caller, Money, PayoutId,
    policy::{Action, can},
};
use ledger::{Account, AccountKind, Ledger, Moved, Reference};
use sea_orm::ConnectionTrait;

use super::{Payout, PayoutState, share::SHARED_OUT, store as payouts};
use crate::{PledgeError, Pledges};
use kernel::words;

words! {
    /// A part of a payout.
    pub enum PayoutPartKind {
        /// What was left to be paid after the payout before.
        CarriedOver = "carried_over",
        /// What was held for the campaign and is shared out.
        SharedOut = "shared_out",
        /// The platform's fee.
        PlatformFee = "platform_fee",
        /// What the payment provider kept of the charges.
        ProcessingFee = "processing_fee",
        /// What is kept for refunds and disputes.
        ReserveKept = "reserve_kept",
        /// What of that is left when its time is over.
        ReserveReleased = "reserve_released",
        /// What the founder owed and was kept back.
        DebtRecovered = "debt_recovered",
        /// What was kept back for a debt that turned out to be none.
        DebtReturned = "debt_returned",
        /// Refunds after the money was shared out, less those that came back.
        Refunds = "refunds",
        /// Contested charges after the money was shared out, less those that were won.
        Disputes = "disputes",
        /// Anything else.
        Other = "other",
        /// What is left to be paid with the next payout.
        LeftOver = "left_over",
    }
}

/// A part of a payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoutPart {
    /// What it is.
    pub kind: PayoutPartKind,
    /// How much: below zero if it made the payout less.
    pub amount: Money,
}

/// A payout with what it was made of. The parts sum to its amount, and none is of nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutStatement {
    /// The payout.
    pub payout: Payout,
    /// Its parts, in the order of [`PayoutPartKind`].
    pub parts: Vec<PayoutPart>,
}

/// What a sum of postings is of a payout, and how much of it; nothing for the other side of what stands on the founder's account.
fn part_of(moved: &Moved) -> Option<(PayoutPartKind, i64)> {
    use PayoutPartKind as K;
    if moved.kind == SHARED_OUT {
        let kind = match moved.account {
            AccountKind::CampaignHeld => K::SharedOut,
            AccountKind::PlatformFee => K::PlatformFee,
            AccountKind::ProcessorFee => K::ProcessingFee,
            AccountKind::DisputeReserve => K::ReserveKept,
            _ => return None,
        };
        return Some((kind, moved.minor));
    }
    let kind = match moved.kind.as_str() {
        "reserve_released" => K::ReserveReleased,
        "debt_recovered" => K::DebtRecovered,
        "debt_returned" => K::DebtReturned,
        kind if kind.starts_with("refund_") => K::Refunds,
        kind if kind.starts_with("dispute_") => K::Disputes,
        // An earlier payout that went and came back is none of this one.
        kind if kind.starts_with("payout_") => return None,
        _ => K::Other,
    };
    // What the founder is to be paid stands on the credit side, below zero.
    (moved.account == AccountKind::FounderPayable).then_some((kind, -moved.minor))
}

impl Pledges {
    /// What a payout was made of, by the books, if the caller may see the campaign's money. Of one that was rejected there is
    /// nothing to say: what it was to pay went into another.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn payout_statement(
        &self,
        caller: &Caller,
        id: PayoutId,
    ) -> Result<Option<PayoutStatement>, PledgeError> {
        let conn = self.db.reader();
        let Some(payout) = payouts::find(conn, id).await? else {
            return Ok(None);
        };
        let owner = payout.founder_id;
        if can(caller, Action::CampaignMoneyView { owner }).is_err() {
            return Ok(None);
        }
        let parts = match payout.state {
            PayoutState::Rejected => Vec::new(),
            _ => parts_of(conn, &payout).await?,
        };
        Ok(Some(PayoutStatement { payout, parts }))
    }
}

async fn parts_of(conn: &impl ConnectionTrait, payout: &Payout) -> Result<Vec<PayoutPart>, PledgeError> {
    let currency = payout.amount.currency;
    let account = Account::campaign(AccountKind::FounderPayable, payout.campaign_id);
    let all = payouts::of_campaign(conn, payout.campaign_id).await?;
    let earlier = all.iter().rev().find(|other| {
        let is_before = other.sequence < payout.sequence;
        is_before && other.state == PayoutState::Paid
    });
    let mut from = None;
    if let Some(earlier) = earlier {
        from = Ledger::find(conn, "payout_approved", &Reference::to(earlier.id)).await?;
    }
    let until = Ledger::find(conn, "payout_approved", &Reference::to(payout.id)).await?;
    let mut sums = vec![0_i64; PayoutPartKind::ALL.len()];
    if let Some(from) = from {
        let carried = Ledger::balance_after(conn, account, currency, from).await?;
        sums[PayoutPartKind::CarriedOver as usize] = -carried.minor;
    }
    for moved in Ledger::moved(conn, account, currency, (from, until)).await? {
        if let Some((kind, minor)) = part_of(&moved) {
            sums[kind as usize] += minor;
        }
    }
    let total: i64 = sums.iter().sum();
    sums[PayoutPartKind::LeftOver as usize] = payout.amount.minor - total;
    let parts = PayoutPartKind::ALL.iter().zip(sums);
    let parts = parts.map(|(kind, minor)| PayoutPart {
        kind: *kind,
        amount: Money::new(minor, currency),
    });
    Ok(parts.filter(|part| part.amount.minor != 0).collect())
}
