//! Out of whose money a refund or a lost dispute is paid.

use db::Tx;
use kernel::{CampaignId, Money, UserId};
use ledger::{Account, AccountKind, Ledger, LedgerError, Posting};

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
