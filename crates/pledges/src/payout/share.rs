//! Sharing a campaign's money out: the platform's fee, what the provider kept, the reserve, the founder's part.

use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{BasisPoints, Caller, CampaignId, Money};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Posting, Reference};
use sea_orm::ConnectionTrait;

use super::{CampaignMoney, PayoutPurpose, Shares};
use crate::{CampaignStep, PledgeError, Pledges, settle::Settlement};

/// The kind of entry by which a campaign's money is shared out.
pub(super) const SHARED_OUT: &str = "campaign_settled";
/// And by which its reserve becomes the founder's.
const RESERVE_RELEASED: &str = "reserve_released";

impl Pledges {
    /// The money held is shared out. With the first payout finance looks at the campaign.
    pub(super) async fn share_out(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        purpose: PayoutPurpose,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let campaign = settlement.campaign_id;
        let currency = settlement.goal.currency;
        let money = CampaignMoney::read(&**tx, campaign, currency).await?;
        if money.held.minor <= 0 {
            return Ok(());
        }
        let mut reference = Reference::to(campaign);
        let was_shared = was_shared_out(&**tx, campaign).await?;
        let mut processing = Money::zero(currency);
        if was_shared {
            // A refund failed, or a dispute was won, of what was lost before: it is shared out now, less what the provider
            // kept, which was paid then.
            reference = Reference::to(tx.new_id::<kernel::kind::LedgerEntry>(now));
        } else {
            processing.minor = fees_of(&**tx, campaign, currency.code()).await?;
        }
        let reserve = match purpose {
            PayoutPurpose::Proceeds => self.settle.reserve,
            PayoutPurpose::Reserve => BasisPoints(0),
        };
        let shares = Shares::of(money.held, processing, self.settle.platform_fee, reserve)
            .map_err(db::Error::corrupt)?;
        let lines = [
            (
                Account::campaign(AccountKind::CampaignHeld, campaign),
                shares.kept.minor,
            ),
            (
                Account::platform(AccountKind::PlatformFee),
                -shares.platform_fee.minor,
            ),
            (
                Account::platform(AccountKind::ProcessorFee),
                -shares.processing.minor,
            ),
            (
                Account::campaign(AccountKind::DisputeReserve, campaign),
                -shares.reserve.minor,
            ),
            (
                Account::campaign(AccountKind::FounderPayable, campaign),
                -shares.founder.minor,
            ),
        ];
        let postings = lines
            .into_iter()
            .filter(|(_, minor)| *minor != 0)
            .map(|(account, minor)| Posting {
                account,
                amount: Money::new(minor, currency),
            })
            .collect();
        let entry = Entry {
            kind: SHARED_OUT,
            reference,
            at: now,
            reverses: None,
            postings,
        };
        Ledger::post(tx, entry).await?;
        if !was_shared {
            let cause = "the first payout is ordered".to_owned();
            self.terms
                .advance(tx, caller, campaign, CampaignStep::ReviewFinance, cause)
                .await?;
        }
        Ok(())
    }
}

/// Whether a campaign's money was shared out before.
pub(super) async fn was_shared_out(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
) -> Result<bool, LedgerError> {
    let found = Ledger::find(conn, SHARED_OUT, &Reference::to(campaign)).await?;
    Ok(found.is_some())
}

/// What the provider kept of a campaign's charges in its own currency, in minor units. What it kept in
/// another one is the platform's cost.
async fn fees_of(conn: &impl ConnectionTrait, campaign: CampaignId, currency: &str) -> db::Result<i64> {
    let select = "SELECT CAST(COALESCE(sum(fee_minor), 0) AS bigint) AS total FROM payment_attempts
                  WHERE campaign_id = $1 AND state = 'succeeded' AND fee_currency = $2";
    let row = conn
        .query_one_raw(db::sql(conn, select, [campaign.uuid().into(), currency.into()]))
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "total"))?)
}

/// What was kept for disputes and is left is the founder's.
pub(super) async fn release_reserve(
    tx: &Tx,
    settlement: &Settlement,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    let campaign = settlement.campaign_id;
    let money = CampaignMoney::read(&**tx, campaign, settlement.goal.currency).await?;
    if money.reserve.minor <= 0 {
        return Ok(());
    }
    let mut reference = Reference::to(campaign);
    if Ledger::find(&**tx, RESERVE_RELEASED, &reference).await?.is_some() {
        // Something came back to it since.
        reference = Reference::to(tx.new_id::<kernel::kind::LedgerEntry>(now));
    }
    let accounts = (
        Account::campaign(AccountKind::DisputeReserve, campaign),
        Account::campaign(AccountKind::FounderPayable, campaign),
    );
    let entry = Entry::transfer(RESERVE_RELEASED, reference, now, accounts, money.reserve)?;
    Ledger::post(tx, entry).await?;
    Ok(())
}

/// What the founder owes is paid first out of what is to come.
pub(super) async fn recover_debt(
    tx: &Tx,
    settlement: &Settlement,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    let currency = settlement.goal.currency;
    let owed = Account::user(AccountKind::FounderReceivable, settlement.founder_id);
    let debt = Ledger::balance(&**tx, owed, currency).await?;
    let money = CampaignMoney::read(&**tx, settlement.campaign_id, currency).await?;
    let part = debt.minor.min(money.payable.minor);
    if part <= 0 {
        return Ok(());
    }
    // One campaign may pay a founder's debts several times, as they come.
    let recovery = tx.new_id::<kernel::kind::LedgerEntry>(now);
    let accounts = (
        Account::campaign(AccountKind::FounderPayable, settlement.campaign_id),
        owed,
    );
    let reference = Reference::to(recovery);
    let entry = Entry::transfer(
        "debt_recovered",
        reference,
        now,
        accounts,
        Money::new(part, currency),
    )?;
    Ledger::post(tx, entry).await?;
    Ok(())
}
