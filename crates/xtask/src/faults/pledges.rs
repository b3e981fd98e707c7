//! The server is killed at random moments while investors pledge; no acknowledged pledge may be lost and none doubled.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use super::load::{Count, Load};
use crate::{
    e2e::{Database, Place},
    farsight,
};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many times the server is killed.
    #[arg(long, default_value_t = 20)]
    pub(crate) kills: u32,
    /// How many investors pledge at the same time.
    #[arg(long, default_value_t = 6)]
    pub(crate) investors: u64,
    /// Where the random moments and amounts come from.
    #[arg(long, default_value_t = fastrand::u64(..), hide_default_value = true)]
    pub(crate) seed: u64,
}

/// The test on each of these databases.
pub(crate) fn run(databases: &[Database], plan: &Plan) -> Result<()> {
    super::on_each(databases, false, |binary, database| on(binary, database, plan))
}

/// The test on one database.
pub(crate) fn on(binary: &Path, database: Database, plan: &Plan) -> Result<()> {
    println!("on {}: {} kills, seed {}", database.name(), plan.kills, plan.seed);
    super::at(&Place::new(binary, database)?, |place| carry_out(place, plan))
}

fn carry_out(place: &Place, plan: &Plan) -> Result<()> {
    let server = place.settings.start()?;
    let url = place.settings.url();
    let mut load = Load::gather(&url, &url, plan.investors, plan.seed)?;
    let server = load.during(|given_up| kill_again_and_again(&place.settings, server, plan, given_up))?;
    let Count { placed, retried } = load.count()?;
    server.stop()?;
    place.prove()?;
    ensure!(
        placed > u64::from(plan.kills),
        "only {placed} pledges were placed: that is no load"
    );
    println!(
        "{placed} pledges acknowledged, {retried} of them after a retry: each there exactly once; ledger and audit trail verified"
    );
    Ok(())
}

/// The kills. Whoever is killed comes back on the same port with the same data.
fn kill_again_and_again(
    settings: &farsight::Settings,
    mut server: farsight::Farsight,
    plan: &Plan,
    given_up: &dyn Fn() -> bool,
) -> Result<farsight::Farsight> {
    let mut random = fastrand::Rng::with_seed(plan.seed);
    for number in 1..=plan.kills {
        std::thread::sleep(Duration::from_millis(random.u64(150..1500)));
        if given_up() {
            break;
        }
        server.kill()?;
        let killed = Instant::now();
        server = settings.start()?;
        println!(
            "  kill {number}: serving again after {} ms",
            killed.elapsed().as_millis()
        );
    }
    std::thread::sleep(Duration::from_millis(500));
    Ok(server)
}
