//! The books of a campaign's money, line by line.

use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use ledger::AccountKind;

use super::{
    super::{
        connection::{Listed, connection, total},
        context::{Resolving, page},
        money::Money,
    },
    pledge::listed,
};

/// An account that holds a campaign's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum CampaignAccount {
    /// Collected, and held for the campaign until its first payout is ordered.
    Held,
    /// Kept for refunds and disputes after the payout.
    Reserve,
    /// To be paid to the founder.
    Payable,
    /// On its way to the founder.
    InTransit,
}

impl CampaignAccount {
    const ALL: [(Self, AccountKind); 4] = [
        (Self::Held, AccountKind::CampaignHeld),
        (Self::Reserve, AccountKind::DisputeReserve),
        (Self::Payable, AccountKind::FounderPayable),
        (Self::InTransit, AccountKind::PayoutInTransit),
    ];

    fn kind(self) -> AccountKind {
        let (_, kind) = Self::ALL
            .into_iter()
            .find(|(account, _)| *account == self)
            .unwrap_or(Self::ALL[0]);
        kind
    }

    fn of(kind: AccountKind) -> Self {
        let known = Self::ALL.into_iter().find(|(_, of)| *of == kind);
        known.map_or(Self::Held, |(account, _)| account)
    }
}

/// What happened to a campaign's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum CampaignEntryKind {
    /// A card was charged.
    ChargeSucceeded,
    /// A refund was ordered.
    RefundRequested,
    /// A refund was given up or failed: the money is there again.
    RefundReleased,
    /// The bank took contested money.
    DisputeWithdrawn,
    /// A dispute was won: the money came back.
    DisputeReinstated,
    /// A dispute counts for more or less, since a refund of the same money was heard of or failed.
    DisputeRecounted,
    /// That was taken back.
    DisputeRecountEnded,
    /// The money was shared out before the first payout: fees, reserve, and the founder's part.
    CampaignSettled,
    /// The time of the reserve is over.
    ReserveReleased,
    /// What the founder owed was kept back.
    DebtRecovered,
    /// What was kept back came to the founder again: the dispute or refund it was for did not stand.
    DebtReturned,
    /// Two people let a payout go.
    PayoutApproved,
    /// A payout arrived.
    PayoutPaid,
    /// A payout failed: the money is to be paid again.
    PayoutFailed,
    /// Something else.
    Other,
}

impl CampaignEntryKind {
    /// By the word in the books.
    fn of(kind: &str) -> Self {
        match kind {
            "charge_succeeded" => Self::ChargeSucceeded,
            "refund_requested" => Self::RefundRequested,
            "refund_released" => Self::RefundReleased,
            "dispute_withdrawn" => Self::DisputeWithdrawn,
            "dispute_reinstated" => Self::DisputeReinstated,
            "dispute_recounted" => Self::DisputeRecounted,
            "dispute_recount_ended" => Self::DisputeRecountEnded,
            "campaign_settled" => Self::CampaignSettled,
            "reserve_released" => Self::ReserveReleased,
            "debt_recovered" => Self::DebtRecovered,
            "debt_returned" => Self::DebtReturned,
            "payout_approved" => Self::PayoutApproved,
            "payout_paid" => Self::PayoutPaid,
            "payout_failed" => Self::PayoutFailed,
            _ => Self::Other,
        }
    }
}

/// A line of the books of a campaign's money.
pub struct StatementLine(ledger::StatementLine);

/// A page of them; nothing for whoever may not see them.
pub(super) async fn list(
    ctx: &Context<'_>,
    campaign: kernel::CampaignId,
    (first, after): (Option<i32>, Option<String>),
    account: Option<CampaignAccount>,
) -> Result<Option<Listed<StatementLine>>> {
    let request = page(first, after)?;
    let account = account.map(CampaignAccount::kind);
    let found = ctx
        .app()?
        .pledges
        .statement(ctx.caller()?, campaign, account, &request)
        .await
        .map_err(listed)?;
    Ok(found.map(|found| {
        let totals = total(found.total);
        connection(found, request.after.is_some(), totals, StatementLine)
    }))
}

/// A line of the books of a campaign's money.
#[Object]
impl StatementLine {
    /// The entry it belongs to: lines of one entry happened at once.
    async fn entry(&self) -> String {
        self.0.entry.to_string()
    }

    /// When it happened.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What happened.
    async fn kind(&self) -> CampaignEntryKind {
        CampaignEntryKind::of(&self.0.kind)
    }

    /// Whether it takes an earlier entry back.
    async fn reverses(&self) -> bool {
        self.0.reverses.is_some()
    }

    /// The account.
    async fn account(&self) -> CampaignAccount {
        CampaignAccount::of(self.0.account.kind)
    }

    /// What it added to the account; less than nothing where it took from it.
    async fn amount(&self) -> Money {
        credit(self.0.amount).into()
    }

    /// What stood on the account after it.
    async fn balance(&self) -> Money {
        credit(self.0.balance).into()
    }
}

/// These accounts stand on the credit side, where the books write what is added as less than nothing.
fn credit(debit: kernel::Money) -> kernel::Money {
    kernel::Money::new(debit.minor.saturating_neg(), debit.currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_of_a_campaigns_money_has_its_word() {
        assert_eq!(CampaignAccount::ALL.len(), pledges::MONEY_ACCOUNTS.len());
        for kind in pledges::MONEY_ACCOUNTS {
            assert_eq!(CampaignAccount::of(kind).kind(), kind);
            assert_eq!(kind.normal_side(), ledger::Side::Credit);
        }
    }
}
