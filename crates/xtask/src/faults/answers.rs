//! Of all answers a part gets lost after the server acted; whoever asks again with the same key gets the same pledge.

use std::path::Path;

use anyhow::{Result, ensure};

use super::{
    load::{Count, Load},
    proxy::Proxy,
};
use crate::e2e::{Database, Place};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many pledges are placed.
    #[arg(long, default_value_t = 2_000)]
    pub(crate) pledges: usize,
    /// Of a hundred answers, how many get lost.
    #[arg(long, default_value_t = 30, value_name = "PERCENT")]
    pub(crate) lost_percent: u32,
    /// How many investors pledge at the same time.
    #[arg(long, default_value_t = 8)]
    pub(crate) investors: u64,
    /// Repeats a run.
    #[arg(long, default_value_t = fastrand::u64(..), hide_default_value = true)]
    pub(crate) seed: u64,
}

/// The test on each of these databases.
pub(crate) fn run(databases: &[Database], plan: &Plan) -> Result<()> {
    super::on_each(databases, false, |binary, database| on(binary, database, plan))
}

/// The test on one database.
pub(crate) fn on(binary: &Path, database: Database, plan: &Plan) -> Result<()> {
    println!(
        "on {}: {} pledges, {} % of all answers lost, seed {}",
        database.name(),
        plan.pledges,
        plan.lost_percent,
        plan.seed
    );
    super::at_a_place(binary, database, |place| carry_out(place, plan))
}

fn carry_out(place: &Place, plan: &Plan) -> Result<()> {
    let server = place.settings.start()?;
    let proxy = Proxy::to(place.settings.port, plan.seed)?;
    let by = format!("http://127.0.0.1:{}", proxy.port());
    let mut load = Load::gather(&place.settings.url(), &by, plan.investors, plan.seed)?;
    proxy.lose(plan.lost_percent * 10);
    load.place(plan.pledges)?;
    let lost = proxy.lost();
    proxy.lose(0);
    let Count { placed, retried } = load.count()?;
    server.stop()?;
    place.prove()?;
    ensure!(
        placed >= plan.pledges as u64 && retried > placed / 10,
        "{placed} pledges were placed, {retried} of them after a retry: that is not what was to be tried"
    );
    println!(
        "{lost} answers lost; {placed} pledges wanted and {placed} there, {retried} of them after a retry; ledger and audit trail verified"
    );
    Ok(())
}
