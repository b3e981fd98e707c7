//! Random histories: whatever is posted and taken back, in whatever order, the books are proved.

use std::collections::BTreeMap;

use kernel::{Currency, Money};
use ledger::{Entry, Ledger, LedgerError};
use proptest::prelude::*;
use testkit::TestDb;

use crate::{campaign, commitment, invariants::faults, pledge};

/// One step of a history: a promise or its withdrawal, of one of twelve pledges.
#[derive(Debug, Clone, Copy)]
enum Step {
    Promise {
        pledge: u128,
        campaign: u128,
        currency: usize,
        minor: i64,
    },
    Withdraw {
        pledge: u128,
    },
}

const CURRENCIES: [Currency; 3] = [Currency::USD, Currency::JPY, Currency::KWD];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0u128..12, 0u128..3, 0usize..3, 1i64..1_000_000_000_000)
            .prop_map(|(pledge, campaign, currency, minor)| Step::Promise { pledge, campaign, currency, minor }),
        2 => (0u128..12).prop_map(|pledge| Step::Withdraw { pledge }),
    ]
}

/// Runs a history and compares every balance with the model's. `run` keeps histories apart.
async fn runs_true(db: &TestDb, run: u128, history: &[Step]) {
    let at = db.clock().now();
    let mut open = BTreeMap::new();
    let mut posted = BTreeMap::new();
    let mut model = BTreeMap::<(u128, usize), i64>::new();
    for step in history {
        let tx = db.begin().await.unwrap();
        match *step {
            Step::Promise {
                pledge: number,
                campaign: owner,
                currency,
                minor,
            } => {
                let money = Money::new(minor, CURRENCIES[currency]);
                let accounts = commitment(campaign(run * 100 + owner));
                let entry = Entry::transfer(
                    "pledge_committed",
                    pledge(run * 100 + number),
                    at,
                    accounts,
                    money,
                )
                .unwrap();
                match Ledger::post(&tx, entry).await {
                    Ok(id) => {
                        assert!(posted.insert(number, id).is_none(), "posted twice");
                        open.insert(number, (id, owner, currency, minor));
                        *model.entry((owner, currency)).or_default() += minor;
                    }
                    Err(LedgerError::AlreadyPosted(id)) => assert_eq!(posted.get(&number), Some(&id)),
                    Err(other) => panic!("{other:?}"),
                }
            }
            Step::Withdraw { pledge: number } => {
                if let Some((id, owner, currency, minor)) = open.remove(&number) {
                    Ledger::reverse(&tx, id, "pledge_cancelled", at).await.unwrap();
                    *model.entry((owner, currency)).or_default() -= minor;
                }
            }
        }
        tx.commit().await.unwrap();
    }
    for ((owner, currency), minor) in model {
        let (debit, credit) = commitment(campaign(run * 100 + owner));
        let balance = async |account| {
            Ledger::balance(db.reader(), account, CURRENCIES[currency])
                .await
                .unwrap()
                .minor
        };
        assert_eq!((balance(debit).await, balance(credit).await), (minor, -minor));
    }
}

#[test]
fn random_histories_leave_the_books_proved() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for db in runtime.block_on(testkit::databases()) {
        let runs = std::sync::atomic::AtomicU64::new(1);
        let config = ProptestConfig {
            cases: 20,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        proptest!(config, |(history in prop::collection::vec(step(), 1..30))| {
            let run = runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            runtime.block_on(runs_true(&db, u128::from(run), &history));
        });
        let faults = runtime.block_on(faults(&db, ledger::invariants::LEDGER));
        assert!(faults.is_empty(), "{faults:?}");
        runtime.block_on(db.discard());
    }
}
