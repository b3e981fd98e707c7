//! The bank test: money moves between accounts all the time, by many at once, and whoever looks sees all of it.
//! After E. Kingsbury's `jepsen.tests.bank`, <https://jepsen-io.github.io/jepsen/jepsen.tests.bank.html>, read 2026-11.
//!
//! The short form runs with the other tests; `cargo xtask faults bank` runs as many movements as wanted.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use db::{Db, sql};
use kernel::{Currency, LedgerEntryId, Money};
use ledger::{Account, Entry, Ledger, LedgerError};
use sea_orm::ConnectionTrait;
use testkit::TestDb;

use crate::{campaign, commitment, invariants::faults, pledge};

const WRITERS: u64 = 8;
const READERS: usize = 4;
const ACCOUNTS: u64 = 10;
/// What each account holds at first in each currency; none may ever hold less than nothing.
const ENDOWMENT: i64 = 3_000_000;
const CURRENCIES: [Currency; 2] = [Currency::USD, Currency::JPY];
/// How many movements there are in the short form.
const OPERATIONS: u64 = 600;

/// A small generator of its own for each writer (xorshift64), so that a run can be repeated but for its interleaving.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn account(&mut self) -> Account {
        account(u128::from(self.below(ACCOUNTS)))
    }
}

fn account(number: u128) -> Account {
    commitment(campaign(number)).1
}

fn operations() -> u64 {
    let set = std::env::var("FARSIGHT_BANK_OPERATIONS").ok();
    set.and_then(|set| set.parse().ok()).unwrap_or(OPERATIONS)
}

/// Moves money from one account to another, or takes an earlier movement back. Whether it is there.
async fn moves(
    db: &Db,
    random: &mut Random,
    number: u64,
    earlier: Option<LedgerEntryId>,
) -> Result<LedgerEntryId, LedgerError> {
    let at = db.clock().now();
    let tx = db.begin().await?;
    let id = match earlier {
        Some(earlier) => Ledger::reverse(&tx, earlier, "pledge_cancelled", at).await?,
        None => {
            let from = random.account();
            let to = loop {
                let to = random.account();
                if to != from {
                    break to;
                }
            };
            let currency = CURRENCIES[usize::from(random.below(2) == 1)];
            let minor = i64::try_from(random.below(1_000_000) + 1).unwrap();
            let money = Money::new(minor, currency);
            Ledger::post(
                &tx,
                Entry::transfer("pledge_committed", pledge(number.into()), at, (from, to), money).unwrap(),
            )
            .await?
        }
    };
    // A part of all is thought better of at the last moment, and leaves no trace.
    if random.below(10) == 0 {
        drop(tx);
        return Err(LedgerError::Store(db::Error::Busy));
    }
    tx.commit().await?;
    Ok(id)
}

/// One writer: its share of the movements, each tried until it is there.
async fn writes(db: Db, writer: u64, share: u64) {
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ (writer + 1));
    let mut last = None;
    for step in 0..share {
        let number = writer * 10_000_000 + step;
        // Every fifth takes the last one back.
        let mut earlier = if step % 5 == 4 { last.take() } else { None };
        loop {
            match moves(&db, &mut random, number, earlier).await {
                Ok(id) => {
                    last = earlier.is_none().then_some(id);
                    break;
                }
                Err(LedgerError::Store(db::Error::Busy | db::Error::Unavailable(_))) => {}
                // There is not so much, or no longer: something else is moved.
                Err(LedgerError::Overdrawn) => earlier = None,
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

async fn endow(db: &Db) {
    let tx = db.begin().await.unwrap();
    for number in 0..ACCOUNTS {
        for (n, currency) in (0u64..).zip(CURRENCIES) {
            let of = pledge(u128::from(1_000_000_000 + number * 10 + n));
            let accounts = commitment(campaign(number.into()));
            let money = Money::new(ENDOWMENT, currency);
            let entry = Entry::transfer("pledge_committed", of, db.clock().now(), accounts, money);
            Ledger::post(&tx, entry.unwrap()).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// Looks at all accounts at one moment: in each currency they sum to nothing, and each is the sum of its postings.
async fn looks(db: &Db) {
    let snapshot = db.snapshot().await.unwrap();
    for (what, select) in [
        (
            "currencies whose accounts do not sum to nothing",
            "SELECT count(*) FROM (SELECT a.currency FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
                GROUP BY a.currency HAVING sum(b.balance_minor) <> 0) x",
        ),
        (
            "accounts that hold less than nothing",
            "SELECT count(*) FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
             WHERE a.kind = 'campaign_commitment' AND b.balance_minor > 0",
        ),
        (
            "accounts that are not the sum of their postings",
            "SELECT count(*) FROM ledger_balances b WHERE b.balance_minor <>
                (SELECT COALESCE(sum(p.amount_minor), 0) FROM ledger_postings p
                 WHERE p.account_id = b.account_id)",
        ),
    ] {
        let row = snapshot
            .query_one_raw(sql(&*snapshot, select, []))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 0, "{what}");
    }
}

#[allow(clippy::print_stdout, reason = "the long form says how much it did")]
async fn every_look_finds_all_the_money(db: TestDb) {
    let operations = operations() / WRITERS * WRITERS;
    endow(&db).await;
    let begun = std::time::Instant::now();
    let over = Arc::new(AtomicBool::new(false));
    let seen = Arc::new(AtomicU64::new(0));
    let readers: Vec<_> = (0..READERS)
        .map(|_| {
            let (db, over, seen) = ((*db).clone(), Arc::clone(&over), Arc::clone(&seen));
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    looks(&db).await;
                    seen.fetch_add(1, Ordering::Relaxed);
                    // Whoever writes is to have its turn on a small machine too.
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            })
        })
        .collect();
    let writers =
        (0..WRITERS).map(|writer| tokio::spawn(writes((*db).clone(), writer, operations / WRITERS)));
    for writer in futures_util::future::join_all(writers).await {
        writer.unwrap();
    }
    over.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
    let conn = db.primary();
    let row = conn
        .query_one_raw(sql(conn, "SELECT count(*) FROM ledger_entries", []))
        .await
        .unwrap()
        .unwrap();
    let there = row.try_get_by_index::<i64>(0).unwrap();
    let endowments = ACCOUNTS * CURRENCIES.len() as u64;
    assert_eq!(
        there,
        i64::try_from(operations + endowments).unwrap(),
        "each movement is there once"
    );
    let seen = seen.load(Ordering::Relaxed);
    assert!(seen > READERS as u64, "nobody looked");
    let moved = begun.elapsed();
    let broken = faults(&db, ledger::invariants::LEDGER).await;
    assert!(broken.is_empty(), "{broken:?}");
    println!(
        "{there} movements by {WRITERS} writers in {moved:?}, {seen} looks by {READERS} readers: each found all the money; \
         the books were proved in {:?} after that",
        begun.elapsed() - moved
    );
    db.discard().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_every_look_finds_all_the_money() {
    every_look_finds_all_the_money(TestDb::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_every_look_finds_all_the_money() {
    every_look_finds_all_the_money(TestDb::sqlite().await).await;
}
