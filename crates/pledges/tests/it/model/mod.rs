//! Random histories of a campaign: investors pledge, cards fail, answers get lost, processes are killed, money
//! goes back and is contested. After each step the platform, its books and the provider's journal must stand as
//! a small model says, which knows only sums and the rules of the README.
//!
//! The short form runs with the other tests, from the same seed each time. `cargo xtask model` runs the long form.

mod acts;
mod calls;
mod command;
mod compare;
mod expected;
mod processor;
mod promise;
mod run;
mod sums;
mod time;
mod world;

use std::sync::atomic::{AtomicU32, Ordering};

use command::{History, history};
use proptest::{prelude::*, test_runner::RngSeed};
use run::Run;
use testkit::TestDb;

/// How many histories of how many steps are run on each database, and from which seed.
const HISTORIES: u32 = 12;
const STEPS: usize = 25;
const SEED: u64 = 20_261_129;

fn setting<T: std::str::FromStr>(name: &str, else_: T) -> T {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(else_)
}

/// Carries a history out on a fresh campaign, comparing after each step.
async fn runs_true(db: &TestDb, history: &History) {
    let mut run = Run::new(db, history).await;
    for step in &history.before {
        run.step(step).await;
        run.agrees(step).await;
    }
    run.close(history.close_killed).await;
    run.agrees(&"the close").await;
    for step in &history.after {
        run.step(step).await;
        run.agrees(step).await;
    }
    // At the end everything is heard of, and time enough passes for all that was begun to end.
    for _ in 0..3 {
        run.wait(chrono::TimeDelta::days(5), false).await;
        run.agrees(&"the end").await;
    }
    run.is_sound().await;
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
    let run = AtomicU32::new(0);
    proptest!(config, |(history in history(steps))| {
        let number = run.fetch_add(1, Ordering::Relaxed);
        if number > 0 && number.is_multiple_of(100) {
            println!("{number} histories");
        }
        runtime.block_on(async {
            let db = make().await;
            runs_true(&db, &history).await;
            db.discard().await;
        });
    });
}

#[test]
fn on_sqlite_random_histories_end_as_the_model_says() {
    histories_run_true(TestDb::sqlite);
}

#[test]
fn on_postgres_random_histories_end_as_the_model_says() {
    histories_run_true(TestDb::postgres);
}
