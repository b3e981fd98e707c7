//! `cargo xtask bench panel`: the patents of one campaign, as its page asks for them.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::{seed, wrk};
use crate::{
    farsight::{self, Settings},
    faults::client::Client,
    postgres::Cluster,
    shell,
};

/// What the page of a campaign shows of its patents.
const PANEL: &str = "{ campaignBySlug(slug: \"bench-500\") { ipPanel { level coverage asOf summary patents { id number kind office title status { value asOf confidence isStale label } expiresOn remainingYears ownerMatch annuity { nextDueOn graceEndsOn state } encumbrances { kind holder effectiveOn } risks { kind dueOn message } } } } }";

/// Measures and reports: the database of `bench browse`, a release build, nothing cached.
pub(crate) fn run(campaigns: u32, clients: u32, seconds: u32) -> Result<()> {
    let cluster = Cluster::development()?;
    let database = format!("bench_{campaigns}");
    let dir = tempfile::Builder::new().prefix("farsight-bench-").tempdir()?;
    let settings = Settings {
        binary: farsight::build(true)?,
        data_dir: dir.path().to_owned(),
        database_url: Some(cluster.database(&database)?),
        redis_url: None,
        demo: false,
        points_per_second: Some(0),
        environment: Vec::new(),
        port: shell::free_port()?,
    };
    seed::seeded(&cluster, &database, &settings, campaigns)?;
    let server = settings.start()?;
    let data = Client::new(&settings.url(), None).ask_patiently(PANEL, &json!({}))?;
    let patents = data["campaignBySlug"]["ipPanel"]["patents"]
        .as_array()
        .context("the campaign came without its panel")?;
    ensure!(patents.len() == 2, "{} patents came instead of 2", patents.len());
    wrk::post(&settings.url(), PANEL, clients, 2, dir.path())?;
    let load = wrk::post(&settings.url(), PANEL, clients, seconds, dir.path())?;
    server.stop()?;
    println!(
        "patents of one campaign of {campaigns}, {clients} clients, {seconds} s: {:.0} requests/s, p50 {:.1} ms, p99 {:.1} ms",
        load.per_second, load.p50, load.p99
    );
    ensure!(
        load.p99 < 20.0,
        "the patents of a campaign take {:.1} ms; the budget is 20 ms",
        load.p99
    );
    Ok(())
}
