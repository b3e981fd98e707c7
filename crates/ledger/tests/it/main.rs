//! The books against real databases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod bank;
mod histories;
mod invariants;
mod linear;
mod money;
mod posting;
mod statement;
mod stock;
mod tampering;

use kernel::{CampaignId, Currency, Money, PledgeId};
use ledger::{Account, AccountKind, Entry, Reference};
use testkit::TestDb;
use uuid::Uuid;

const USD: Currency = Currency::USD;

fn campaign(number: u128) -> CampaignId {
    CampaignId::from_uuid(Uuid::from_u128(number))
}

fn pledge(number: u128) -> Reference {
    Reference::to(PledgeId::from_uuid(Uuid::from_u128(number)))
}

/// The two accounts of what was promised to a campaign.
fn commitment(of: CampaignId) -> (Account, Account) {
    (
        Account::campaign(AccountKind::InvestorCommitment, of),
        Account::campaign(AccountKind::CampaignCommitment, of),
    )
}

/// An entry by which pledge number `number` promises `minor` cents to campaign 1.
fn promise(db: &TestDb, number: u128, minor: i64) -> Entry {
    let at = db.clock().now();
    Entry::transfer(
        "pledge_committed",
        pledge(number),
        at,
        commitment(campaign(1)),
        Money::new(minor, USD),
    )
    .unwrap()
}

async fn post(db: &TestDb, entry: Entry) -> Result<kernel::LedgerEntryId, ledger::LedgerError> {
    let tx = db.begin().await?;
    let id = ledger::Ledger::post(&tx, entry).await?;
    tx.commit().await?;
    Ok(id)
}
