//! How the money of a campaign is shared out, and what stands in the books of it.

use kernel::{BasisPoints, CampaignId, Currency, Money, MoneyError};
use ledger::{Account, AccountKind, Ledger, LedgerError};
use sea_orm::ConnectionTrait;

/// What becomes of the money of a campaign. The parts sum to the whole exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares {
    /// What is shared out: what arrived, less what went back.
    pub kept: Money,
    /// The platform's fee.
    pub platform_fee: Money,
    /// What the payment provider kept of the charges.
    pub processing: Money,
    /// What is kept for refunds and disputes at first.
    pub reserve: Money,
    /// What the founder is paid now.
    pub founder: Money,
}

impl Shares {
    /// Shares `kept` out. Fees come first, then the reserve; the founder gets the rest, which is
    /// never below zero.
    ///
    /// # Errors
    /// [`MoneyError`] if an amount is too large.
    pub fn of(
        kept: Money,
        processing: Money,
        platform_fee: BasisPoints,
        reserve: BasisPoints,
    ) -> Result<Self, MoneyError> {
        let zero = Money::zero(kept.currency);
        let least = |a: Money, b: Money| if a.minor < b.minor { a } else { b };
        let platform_fee = least(platform_fee.of(kept)?, kept);
        let left = kept.checked_sub(platform_fee)?;
        let processing = least(processing, left);
        let left = left.checked_sub(processing)?;
        let reserve = least(reserve.of(kept)?, left);
        let founder = left.checked_sub(reserve)?;
        debug_assert!(founder.minor >= zero.minor);
        Ok(Self {
            kept,
            platform_fee,
            processing,
            reserve,
            founder,
        })
    }
}

/// What stands in the books of a campaign's money. All amounts are positive in good order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CampaignMoney {
    /// Held for the campaign until its first payout is ordered.
    pub held: Money,
    /// Kept for refunds and disputes.
    pub reserve: Money,
    /// To be paid to the founder.
    pub payable: Money,
    /// On its way to the founder.
    pub in_transit: Money,
}

impl CampaignMoney {
    /// Whether nothing is left of it for the founder, be it now or later.
    pub fn is_paid_out(&self) -> bool {
        [self.held, self.reserve, self.payable, self.in_transit]
            .iter()
            .all(|part| part.minor <= 0)
    }

    /// What the books say of a campaign now.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn read(
        conn: &impl ConnectionTrait,
        campaign: CampaignId,
        currency: Currency,
    ) -> Result<Self, LedgerError> {
        Ok(Self {
            held: credit(conn, AccountKind::CampaignHeld, campaign, currency).await?,
            reserve: credit(conn, AccountKind::DisputeReserve, campaign, currency).await?,
            payable: credit(conn, AccountKind::FounderPayable, campaign, currency).await?,
            in_transit: credit(conn, AccountKind::PayoutInTransit, campaign, currency).await?,
        })
    }
}

/// An account of the credit side stands below zero; this is how far.
async fn credit(
    conn: &impl ConnectionTrait,
    kind: AccountKind,
    campaign: CampaignId,
    currency: Currency,
) -> Result<Money, LedgerError> {
    let balance = Ledger::balance(conn, Account::campaign(kind, campaign), currency).await?;
    Ok(Money::new(-balance.minor, currency))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_parts_sum_to_the_whole_and_none_is_below_zero(
            kept in 0i64..=i64::MAX / 20_000, processing in 0i64..=i64::MAX / 20_000,
            fee in 0u32..=10_000, reserve in 0u32..=10_000,
        ) {
            let usd = |minor| Money::new(minor, Currency::USD);
            let shares = Shares::of(usd(kept), usd(processing), BasisPoints(fee), BasisPoints(reserve)).unwrap();
            let parts = [shares.platform_fee, shares.processing, shares.reserve, shares.founder];
            prop_assert!(parts.iter().all(|part| part.minor >= 0));
            prop_assert_eq!(parts.iter().map(|part| part.minor).sum::<i64>(), kept);
        }
    }

    #[test]
    fn fees_come_first_then_the_reserve() {
        let usd = |minor| Money::new(minor, Currency::USD);
        let shares = Shares::of(usd(100_000), usd(3_200), BasisPoints(500), BasisPoints(500)).unwrap();
        assert_eq!(
            (
                shares.platform_fee,
                shares.processing,
                shares.reserve,
                shares.founder
            ),
            (usd(5_000), usd(3_200), usd(5_000), usd(86_800))
        );
    }
}
