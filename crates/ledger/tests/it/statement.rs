//! The books read line by line.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CampaignId, Money, PayoutId, UserId};
use ledger::{Account, AccountKind, Entry, Ledger, Owner, Reference, Scope, StatementLine};
use testkit::TestDb;
use uuid::Uuid;

use crate::{USD, campaign, commitment, pledge, post};

fn clearing() -> Account {
    Account::platform(AccountKind::PlatformClearing)
}

fn held(of: CampaignId) -> Account {
    Account::campaign(AccountKind::CampaignHeld, of)
}

fn payout() -> Reference {
    Reference::to(PayoutId::from_uuid(Uuid::from_u128(7)))
}

/// Posts `minor` from the second account to the first, `minutes` after the beginning.
async fn move_at(
    db: &TestDb,
    minutes: i64,
    kind: &'static str,
    about: Reference,
    accounts: (Account, Account),
    minor: i64,
) {
    let at = testkit::start_of_test_time() + TimeDelta::minutes(minutes);
    let entry = Entry::transfer(kind, about, at, accounts, Money::new(minor, USD)).unwrap();
    post(db, entry).await.unwrap();
}

async fn read(db: &TestDb, scope: Scope, batch: u32) -> Vec<StatementLine> {
    let mut statement = Ledger::statement_in_batches(db, scope, batch).await.unwrap();
    let mut lines = Vec::new();
    loop {
        let next = statement.next_batch().await.unwrap();
        assert!(next.len() <= batch as usize, "{} lines at once", next.len());
        if next.is_empty() {
            return lines;
        }
        lines.extend(next);
    }
}

/// What happened, on what kind of account, how much, and what stands there then.
fn told(lines: &[StatementLine]) -> Vec<(&str, &str, i64, i64)> {
    let tell = |line: &'_ StatementLine| (line.account.kind.as_str(), line.amount.minor, line.balance.minor);
    lines
        .iter()
        .map(|line| {
            let (account, amount, balance) = tell(line);
            (line.kind.as_str(), account, amount, balance)
        })
        .collect()
}

/// Two campaigns: both are promised and paid; the first is paid out between two charges.
async fn story(db: &TestDb) {
    let (one, two) = (campaign(1), campaign(2));
    move_at(db, 0, "pledge_committed", pledge(1), commitment(one), 900).await;
    move_at(db, 1, "pledge_committed", pledge(2), commitment(two), 50).await;
    move_at(db, 2, "collected", pledge(1), (clearing(), held(one)), 900).await;
    let payable = Account::user(AccountKind::FounderPayable, UserId::from_uuid(Uuid::from_u128(9)));
    move_at(db, 3, "payout_approved", payout(), (held(one), payable), 600).await;
    move_at(db, 4, "collected", pledge(2), (clearing(), held(two)), 50).await;
    move_at(db, 5, "payout_paid", payout(), (payable, clearing()), 600).await;
}

fn all() -> Scope {
    Scope::All {
        from: None,
        before: None,
    }
}

testkit::on_both! {
    async fn an_owner_sees_every_line_on_its_accounts_with_the_balance_after_it(db: &TestDb) {
        story(db).await;
        let lines = read(db, Scope::Of(Owner::Campaign(campaign(1))), 2).await;
        assert_eq!(told(&lines), [
            ("pledge_committed", "investor_commitment", 900, 900),
            ("pledge_committed", "campaign_commitment", -900, -900),
            ("collected", "campaign_held", -900, -900),
            ("payout_approved", "campaign_held", 600, -300),
        ]);
        assert_eq!(lines[3].reference, payout());
        assert_eq!(lines[3].at, testkit::start_of_test_time() + TimeDelta::minutes(3));
        assert_eq!(read(db, Scope::Of(Owner::Campaign(campaign(3))), 2).await, []);
    }

    async fn a_payout_is_told_with_what_stood_on_the_accounts_then(db: &TestDb) {
        story(db).await;
        let lines = read(db, Scope::About(payout()), 3).await;
        assert_eq!(told(&lines), [
            ("payout_approved", "campaign_held", 600, -300),
            ("payout_approved", "founder_payable", -600, -600),
            ("payout_paid", "founder_payable", 600, 0),
            // 900 and 50 came before it, though that was about something else.
            ("payout_paid", "platform_clearing", -600, 350),
        ]);
    }

    async fn batches_of_any_size_give_the_same_lines_and_end_at_the_balances(db: &TestDb) {
        story(db).await;
        let whole = read(db, all(), 1_000).await;
        assert_eq!(whole.len(), 12);
        for batch in 1..=12 {
            assert_eq!(read(db, all(), batch).await, whole, "in batches of {batch}");
        }
        for line in &whole {
            let last = whole.iter().rfind(|other| other.account == line.account).unwrap();
            assert_eq!(last.balance, Ledger::balance(db.reader(), line.account, USD).await.unwrap(), "{last:?}");
        }
    }

    async fn a_part_of_the_time_begins_with_the_balance_before_it(db: &TestDb) {
        story(db).await;
        let at = |minutes| -> Option<DateTime<Utc>> { Some(testkit::start_of_test_time() + TimeDelta::minutes(minutes)) };
        let lines = read(db, Scope::All { from: at(4), before: at(5) }, 10).await;
        assert_eq!(told(&lines), [
            ("collected", "platform_clearing", 50, 950),
            ("collected", "campaign_held", -50, -50),
        ]);
        let rest = read(db, Scope::All { from: at(5), before: None }, 10).await;
        assert_eq!(told(&rest), [("payout_paid", "founder_payable", 600, 0), ("payout_paid", "platform_clearing", -600, 350)]);
        assert_eq!(read(db, Scope::All { from: at(6), before: None }, 10).await, []);
    }

    async fn what_is_posted_meanwhile_is_not_in_it(db: &TestDb) {
        story(db).await;
        let mut statement = Ledger::statement_in_batches(db, all(), 2).await.unwrap();
        let first = statement.next_batch().await.unwrap();
        // Earlier than what is read next, and on an account that is met again.
        move_at(db, 2, "collected", pledge(3), (clearing(), held(campaign(2))), 5).await;
        let mut rest = Vec::new();
        loop {
            let next = statement.next_batch().await.unwrap();
            if next.is_empty() { break; }
            rest.extend(next);
        }
        assert_eq!((first.len(), rest.len()), (2, 10));
        assert_eq!(rest.last().unwrap().balance.minor, 350);
        assert_eq!(read(db, all(), 5).await.last().unwrap().balance.minor, 355);
    }

    async fn pages_from_the_newest_on_give_the_same_lines_in_the_other_order(db: &TestDb) {
        story(db).await;
        for scope in [all(), Scope::Of(Owner::Campaign(campaign(1))), Scope::About(payout())] {
            let mut whole = read(db, scope.clone(), 1_000).await;
            whole.reverse();
            for first in 1..=12 {
                let (mut lines, mut before) = (Vec::new(), None);
                loop {
                    let page = Ledger::newest(db, &scope, before, first).await.unwrap();
                    let Some(last) = page.last() else { break };
                    before = Some((last.entry, last.line));
                    lines.extend(page);
                }
                assert_eq!(lines, whole, "{first} at once of {scope:?}");
            }
            assert_eq!(Ledger::count_lines(db, &scope).await.unwrap(), whole.len() as u64);
        }
        let held = Scope::OfKinds(Owner::Campaign(campaign(1)), vec![AccountKind::CampaignHeld]);
        let lines = Ledger::newest(db, &held, None, 10).await.unwrap();
        assert_eq!(told(&lines), [("payout_approved", "campaign_held", 600, -300), ("collected", "campaign_held", -900, -900)]);
        assert_eq!(read(db, held, 1).await.len(), 2);
    }
}
