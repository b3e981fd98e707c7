//! What disputes count for, reckoned again when a refund of the same charge went otherwise than it seemed.
//!
//! Money that went back and is contested as well is taken twice: the campaign bears it once, the rest stands in
//! suspense. Which part that is can change later. The provider refuses to give back what is contested, or a bank
//! sends a refund back: then nothing was taken twice after all, and the campaign bears the dispute. Or a refund
//! that came before the dispute is heard of after it.

use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{CampaignId, DisputeRecountId, Money, UserId};
use ledger::{Account, AccountKind, Entry, Ledger, Posting, Reference};

use super::{Dispute, store as disputes};
use crate::{
    FeeBearer, PledgeError,
    collect::{AttemptState, PaymentAttempt, store as attempts},
    refund::source,
    settle::store as settlements,
};

/// The kind of entry by which a dispute counts for more or less than it did.
const RECOUNTED: &str = "dispute_recounted";

/// Counts the disputes of a charge again if `refunded_minor` of it goes back; returns the charge with what is
/// contested of it now. Settlement, pledge and charge must be locked.
pub(crate) async fn recount(
    tx: &Tx,
    (campaign, founder): (CampaignId, UserId),
    charged: &PaymentAttempt,
    refunded_minor: i64,
    now: DateTime<Utc>,
) -> Result<PaymentAttempt, PledgeError> {
    let taken = disputes::withdrawn_of(tx, charged.id).await?;
    let contested: i64 = taken.iter().map(|dispute| dispute.amount.minor).sum();
    let counted: i64 = taken.iter().map(|dispute| dispute.counted_minor).sum();
    let room = if charged.state == AttemptState::Succeeded {
        (charged.amount.minor - refunded_minor).max(0)
    } else {
        0
    };
    let mut rest = contested.min(room) - counted;
    let mut change = 0;
    // More counts of the oldest first, less of the newest: a later one that is won then changes no earlier one.
    let mut in_order: Vec<&Dispute> = taken.iter().collect();
    if rest < 0 {
        in_order.reverse();
    }
    for dispute in in_order {
        let (least, most) = (
            -dispute.counted_minor,
            dispute.amount.minor - dispute.counted_minor,
        );
        let minor = rest.clamp(least, most);
        if minor != 0 {
            book(tx, (campaign, founder), dispute, minor, now).await?;
            rest -= minor;
            change += minor;
        }
    }
    if change == 0 {
        return Ok(charged.clone());
    }
    let after = PaymentAttempt {
        disputed_minor: charged.disputed_minor + change,
        ..charged.clone()
    };
    attempts::update(tx, &after).await?;
    settlements::add_disputed(tx, campaign, change).await?;
    Ok(after)
}

/// The dispute counts for `minor` more, or less if it is below zero.
async fn book(
    tx: &Tx,
    (campaign, founder): (CampaignId, UserId),
    dispute: &Dispute,
    minor: i64,
    now: DateTime<Utc>,
) -> Result<(), PledgeError> {
    let currency = dispute.amount.currency;
    let mut postings = if minor > 0 {
        let amount = Money::new(minor, currency);
        source::debits(tx, campaign, founder, amount, FeeBearer::Founder).await?
    } else {
        give_again(tx, campaign, dispute, -minor, now).await?
    };
    postings.push(Posting {
        account: Account::platform(AccountKind::Suspense),
        amount: Money::new(-minor, currency),
    });
    let id: DisputeRecountId = tx.new_id(now);
    disputes::insert_recount(tx, id, dispute.id, minor, now).await?;
    let after = Dispute {
        counted_minor: dispute.counted_minor + minor,
        version: dispute.version + 1,
        ..dispute.clone()
    };
    disputes::update(tx, &after).await?;
    let entry = Entry {
        kind: RECOUNTED,
        reference: Reference::to(id),
        at: now,
        reverses: None,
        postings,
    };
    Ledger::post(tx, entry).await?;
    tracing::warn!(dispute.id = %dispute.id, minor, "a dispute counts otherwise, since a refund went otherwise");
    Ok(())
}

/// The credits that give `minor` back to those the dispute took it from, in the order in which they paid, and to nobody
/// more than was taken of them.
async fn give_again(
    tx: &Tx,
    campaign: CampaignId,
    dispute: &Dispute,
    minor: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Posting>, PledgeError> {
    let mut rest = minor;
    let mut postings = Vec::new();
    for (account, taken) in taken_of(tx, dispute).await? {
        let given = rest.min(taken);
        if given > 0 && account.kind != AccountKind::Suspense {
            rest -= given;
            let currency = dispute.amount.currency;
            let owed = Money::new(given, currency);
            let posting = Posting {
                account,
                amount: owed,
            };
            source::clear_debt(tx, campaign, posting, now).await?;
            postings.push(Posting {
                account,
                amount: Money::new(-given, currency),
            });
        }
    }
    if rest > 0 {
        postings.push(Posting {
            account: Account::campaign(AccountKind::CampaignHeld, campaign),
            amount: Money::new(-rest, dispute.amount.currency),
        });
    }
    Ok(postings)
}

/// What a dispute takes now of each account it took from, in the order in which they paid.
async fn taken_of(tx: &Tx, dispute: &Dispute) -> Result<Vec<(Account, i64)>, PledgeError> {
    let mut entries = Ledger::entries_of(&**tx, &Reference::to(dispute.id)).await?;
    entries.retain(|entry| entry.kind == "dispute_withdrawn");
    for id in disputes::recounts_of(tx, dispute.id).await? {
        let recounts = Ledger::entries_of(&**tx, &Reference::to(id)).await?;
        entries.extend(recounts.into_iter().filter(|entry| entry.kind == RECOUNTED));
    }
    let order = [
        AccountKind::CampaignHeld,
        AccountKind::DisputeReserve,
        AccountKind::FounderPayable,
        AccountKind::FounderReceivable,
        AccountKind::Suspense,
    ];
    let postings = entries.iter().flat_map(|entry| &entry.postings);
    let mut taken: Vec<(Account, i64)> = Vec::new();
    for kind in order {
        for posting in postings.clone().filter(|posting| posting.account.kind == kind) {
            match taken.iter_mut().find(|(account, _)| *account == posting.account) {
                Some((_, minor)) => *minor += posting.amount.minor,
                None => taken.push((posting.account, posting.amount.minor)),
            }
        }
    }
    Ok(taken)
}

/// The lines by which all that a dispute took is given back: the contested money is there again, whatever was counted
/// otherwise meanwhile.
pub(super) async fn give_all(
    tx: &Tx,
    dispute: &Dispute,
    now: DateTime<Utc>,
) -> Result<Vec<Posting>, PledgeError> {
    let currency = dispute.amount.currency;
    let mut postings = Vec::new();
    for (account, taken) in taken_of(tx, dispute).await? {
        if taken == 0 {
            continue;
        }
        let amount = Money::new(taken, currency);
        source::clear_debt(tx, dispute.campaign_id, Posting { account, amount }, now).await?;
        postings.push(Posting {
            account,
            amount: Money::new(-taken, currency),
        });
    }
    Ok(postings)
}
