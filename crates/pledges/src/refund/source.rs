//! Out of whose money a refund or a lost dispute is paid, and whose it is again if it comes back.

use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{CampaignId, LedgerEntryId, Money, UserId};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Posting, Reference};

use super::FeeBearer;

/// The debits that pay `amount` back, for a campaign of this founder.
///
/// Until a payout is approved all of the campaign's money is held for it, and what goes back never
/// carries a fee. After that it comes out of the campaign's reserve, then out of what the founder is
/// still to be paid, and for the rest the founder owes it: or it costs the platform, if the platform
/// bears it.
///
/// # Errors
/// If the database does not answer.
pub(crate) async fn debits(
    tx: &Tx,
    campaign: CampaignId,
    founder: UserId,
    amount: Money,
    bearer: FeeBearer,
) -> Result<Vec<Posting>, LedgerError> {
    let kinds: &[Account] = match bearer {
        FeeBearer::Founder => &[
            Account::campaign(AccountKind::CampaignHeld, campaign),
            Account::campaign(AccountKind::DisputeReserve, campaign),
            Account::campaign(AccountKind::FounderPayable, campaign),
        ],
        FeeBearer::Platform => &[Account::campaign(AccountKind::CampaignHeld, campaign)],
    };
    let mut rest = amount.minor;
    let mut postings = Vec::new();
    for account in kinds {
        // These accounts stand on the credit side, below zero in good order.
        let there = -Ledger::balance(&**tx, *account, amount.currency).await?.minor;
        let taken = rest.min(there.max(0));
        if taken > 0 {
            postings.push(Posting {
                account: *account,
                amount: Money::new(taken, amount.currency),
            });
            rest -= taken;
        }
    }
    if rest > 0 {
        let account = match bearer {
            FeeBearer::Founder => Account::user(AccountKind::FounderReceivable, founder),
            FeeBearer::Platform => Account::platform(AccountKind::PlatformFee),
        };
        postings.push(Posting {
            account,
            amount: Money::new(rest, amount.currency),
        });
    }
    Ok(postings)
}

/// Takes back an entry by which a refund or a dispute was paid: the money is there again, and belongs where it was taken
/// from.
///
/// # Errors
/// If there is no such entry, it was taken back before, or the database does not answer.
pub(crate) async fn give_back(
    tx: &Tx,
    campaign: CampaignId,
    entry: LedgerEntryId,
    kind: &'static str,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    let posted = Ledger::entry(&**tx, entry).await?;
    for posting in posted.map(|posted| posted.postings).unwrap_or_default() {
        clear_debt(tx, campaign, posting, now).await?;
    }
    Ledger::reverse(tx, entry, kind, now).await?;
    Ok(())
}

/// Before a debt of the founder is taken back that was recovered out of later income meanwhile: what was kept back for it is
/// the founder's, out of this campaign. `posting` is the line by which the debt came up; other lines are none of it.
pub(crate) async fn clear_debt(
    tx: &Tx,
    campaign: CampaignId,
    posting: Posting,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    if posting.account.kind != AccountKind::FounderReceivable || posting.amount.minor <= 0 {
        return Ok(());
    }
    let currency = posting.amount.currency;
    let owed = Ledger::balance(&**tx, posting.account, currency).await?;
    let recovered = posting.amount.minor - owed.minor;
    if recovered <= 0 {
        return Ok(());
    }
    let accounts = (
        posting.account,
        Account::campaign(AccountKind::FounderPayable, campaign),
    );
    let reference = Reference::to(tx.new_id::<kernel::kind::LedgerEntry>(now));
    let amount = Money::new(recovered, currency);
    let entry = Entry::transfer("debt_returned", reference, now, accounts, amount)?;
    Ledger::post(tx, entry).await?;
    Ok(())
}
