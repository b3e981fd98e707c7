//! `cargo xtask model`: the long form of the random histories of pledging, collecting, refunds and disputes.

use anyhow::Result;

use crate::{e2e::Database, postgres::Cluster, shell};

/// Runs `histories` histories of `steps` steps on each of these databases, from a seed that is told.
pub(crate) fn run(databases: &[Database], histories: u32, steps: usize, seed: u64) -> Result<()> {
    println!("{histories} histories of {steps} steps, seed {seed}");
    let cluster = match std::env::var_os("TEST_DATABASE_URL") {
        None if databases.contains(&Database::Postgres) => Some(Cluster::temporary()?),
        _ => None,
    };
    for database in databases {
        let test = match database {
            Database::Sqlite => "model::on_sqlite",
            Database::Postgres => "model::on_postgres",
        };
        let mut cargo = shell::cargo(&["test", "-p", "pledges", "--test", "it", "--", test]);
        cargo.arg("--nocapture");
        cargo.env("FARSIGHT_MODEL_HISTORIES", histories.to_string());
        cargo.env("FARSIGHT_MODEL_STEPS", steps.to_string());
        cargo.env("FARSIGHT_MODEL_SEED", seed.to_string());
        if let Some(cluster) = &cluster {
            cargo.env("TEST_DATABASE_URL", cluster.url("postgres"));
        }
        shell::run(&mut cargo)?;
    }
    Ok(())
}
