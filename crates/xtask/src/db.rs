//! `cargo xtask db`: the PostgreSQL server of this workspace, for development and benchmarks.

use anyhow::{Context, Result};

use crate::postgres::Cluster;

/// What to do with the development server.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub(crate) enum Db {
    /// Start it (making it the first time) and print its address.
    Up,
    /// Stop it; its data stay in target/dev-pg.
    Down,
    /// Print its address.
    Url,
}

/// Carries out `cargo xtask db …`.
pub(crate) fn run(what: Db) -> Result<()> {
    match what {
        Db::Up => println!("{}", Cluster::development()?.url("farsight")),
        Db::Down => match Cluster::running_development()? {
            Some(cluster) => cluster.stop()?,
            None => println!("it is not running"),
        },
        Db::Url => {
            let cluster =
                Cluster::running_development()?.context("it is not running: `cargo xtask db up`")?;
            println!("{}", cluster.url("farsight"));
        }
    }
    Ok(())
}
