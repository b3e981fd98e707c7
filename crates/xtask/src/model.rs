//! `cargo xtask model`: the long form of the random histories of pledging, collecting, refunds and disputes.

use anyhow::Result;

use crate::{e2e::Database, long::Test};

/// Runs `histories` histories of `steps` steps on each of these databases, from a seed that is told.
pub(crate) fn run(databases: &[Database], histories: u32, steps: usize, seed: u64) -> Result<()> {
    println!("{histories} histories of {steps} steps, seed {seed}");
    let environment = [
        ("FARSIGHT_MODEL_HISTORIES", histories.to_string()),
        ("FARSIGHT_MODEL_STEPS", steps.to_string()),
        ("FARSIGHT_MODEL_SEED", seed.to_string()),
    ];
    let test = Test {
        package: "pledges",
        module: "model",
        environment: &environment,
    };
    test.run(databases)
}
