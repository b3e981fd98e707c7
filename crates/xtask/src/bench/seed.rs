//! The database of the benchmarks: the demonstration, many times.

use std::{process::Stdio, time::Instant};

use anyhow::{Context, Result};

use crate::{farsight::Settings, postgres::Cluster, shell};

/// Makes sure there are that many campaigns; quick when there are.
pub(crate) fn seeded(cluster: &Cluster, database: &str, settings: &Settings, campaigns: u32) -> Result<()> {
    shell::read(&mut settings.command(&["migrate", "up"]))?;
    let count = "SELECT count(*) FROM campaigns WHERE slug LIKE 'bench-%'";
    if cluster.sql(database, count)?.trim() == campaigns.to_string() {
        return Ok(());
    }
    println!("seeding {campaigns} campaigns with two patents each");
    let started = Instant::now();
    Settings {
        demo: true,
        ..settings.clone()
    }
    .start()?
    .stop()?;
    let mut psql = cluster.program("psql");
    psql.args([
        "-X",
        "-q",
        "-d",
        &cluster.url(database),
        "-v",
        &format!("campaigns={campaigns}"),
        "-f",
        "-",
    ]);
    let file = tempfile::tempfile().and_then(|mut file| {
        use std::io::{Seek, Write};
        file.write_all(include_bytes!("seed.sql"))?;
        file.rewind()?;
        Ok(file)
    });
    psql.stdin(Stdio::from(file?));
    shell::read(&mut psql).context("the seed could not be planted")?;
    println!("seeded in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}
