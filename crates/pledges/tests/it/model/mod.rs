//! Random histories of a campaign: investors pledge, cards fail, answers get lost, processes are killed, money
//! goes back and is contested, the founder is paid, the patents change. After each step the platform, its books and
//! the provider's journal must stand as a small model says, which knows only sums, whom a loss was taken from, and
//! the rules of the README.
//!
//! The short form runs with the other tests, from the same seed each time. `cargo xtask model` runs the long form.

mod acts;
mod agreed;
mod books;
mod by_hand;
mod calls;
mod change_acts;
mod changes;
mod command;
mod compare;
mod expected;
mod pay_acts;
mod payee;
mod payouts;
mod processor;
mod promise;
mod reconfirming;
mod run;
mod settling;
mod sums;
mod tally;
mod time;
mod world;

use std::sync::Mutex;

use command::{History, history};
use proptest::{prelude::*, test_runner::RngSeed};
use run::Run;
use tally::{Tallies, Tally};
use testkit::TestDb;

/// How many histories of how many steps are run on each database, and from which seed.
const HISTORIES: u32 = 12;
const STEPS: usize = 25;
const SEED: u64 = 20_261_129;
/// Of so many histories some come to everything there is.
const MANY: u32 = 200;

fn setting<T: std::str::FromStr>(name: &str, else_: T) -> T {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(else_)
}

/// Carries a history out on a fresh campaign, comparing after each step.
async fn runs_true(db: &TestDb, history: &History) -> Tally {
    let mut run = Run::new(db, history).await;
    for step in &history.before {
        run.step(step).await;
        run.agrees(step).await;
    }
    run.close(history.close_killed, history.close_changed).await;
    run.agrees(&"the close").await;
    for step in &history.after {
        run.step(step).await;
        run.agrees(step).await;
    }
    // Grace passes, and whoever is asked has answered or not.
    for _ in 0..2 {
        run.wait(chrono::TimeDelta::days(8), false).await;
        run.agrees(&"the grace period").await;
    }
    for step in &history.paid {
        run.step(step).await;
        run.agrees(step).await;
    }
    // At the end everything is heard of, and time enough passes for all that was begun to end.
    for days in [5, 5, 90] {
        run.wait(chrono::TimeDelta::days(days), false).await;
        run.agrees(&"the end").await;
    }
    run.is_sound().await;
    run.model.tally
}

#[allow(clippy::print_stdout, reason = "the long form says how far it is")]
fn histories_run_true(make: impl AsyncFn() -> TestDb) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let histories = setting("FARSIGHT_MODEL_HISTORIES", HISTORIES);
    let steps = setting("FARSIGHT_MODEL_STEPS", STEPS);
    let config = ProptestConfig {
        cases: histories,
        max_shrink_iters: setting("FARSIGHT_MODEL_SHRINK", 150),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(setting("FARSIGHT_MODEL_SEED", SEED)),
        ..ProptestConfig::default()
    };
    let tallies = Mutex::new(Tallies::default());
    proptest!(config, |(history in history(steps))| {
        runtime.block_on(async {
            let db = make().await;
            let tally = runs_true(&db, &history).await;
            db.discard().await;
            let mut tallies = tallies.lock().unwrap();
            tallies.add(tally);
            if tallies.histories.is_multiple_of(100) {
                println!("{tallies}");
            }
        });
    });
    let tallies = tallies.into_inner().unwrap();
    println!("{tallies}");
    if histories >= MANY {
        let missing = tallies.missing();
        assert!(missing.is_empty(), "no history was {missing:?}");
    }
}

#[test]
fn on_sqlite_random_histories_end_as_the_model_says() {
    histories_run_true(TestDb::sqlite);
}

#[test]
fn on_postgres_random_histories_end_as_the_model_says() {
    histories_run_true(TestDb::postgres);
}
