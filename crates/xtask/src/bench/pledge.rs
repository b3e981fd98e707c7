//! `cargo xtask bench pledge`: pledges placed by many investors, on many campaigns and on one, beside pgbench running the same
//! statements on the same database.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{
    median, pgbench, seed,
    template::{self, Chosen},
    wrk,
};
use crate::{
    farsight::{self, Settings},
    faults::client::Client,
    postgres::Cluster,
    shell,
};

/// How it is measured.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Length of one measurement.
    pub(crate) seconds: u32,
    /// Measurements of each kind.
    pub(crate) rounds: u32,
    /// Clients at once.
    pub(crate) clients: u32,
}

const DATABASE: &str = "bench_pledge";
const CAMPAIGNS: u32 = 1_000;
/// Each may have a hundred pledges that wait for a card.
const INVESTORS: u32 = 2_000;
/// So many of the campaigns are pledged to.
const SPREAD: u32 = 200;
const PLACE: &str = "mutation($input: PledgePlaceInput!) { pledgePlace(input: $input) { pledge { id state } userErrors { code message } } }";
const OFFER: &str = "query($slug: String!) { campaignBySlug(slug: $slug) { id currency acceptsPledges ipPanel { graveRisks { hash } } } }";

/// Measures and reports.
pub(crate) fn run(plan: &Plan) -> Result<()> {
    let cluster = Cluster::development()?;
    cluster.sql(
        "postgres",
        &format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"),
    )?;
    let dir = tempfile::Builder::new().prefix("farsight-bench-").tempdir()?;
    let settings = Settings {
        binary: farsight::build(true)?,
        data_dir: dir.path().to_owned(),
        database_url: Some(cluster.database(DATABASE)?),
        redis_url: None,
        demo: false,
        points_per_second: Some(0),
        // What follows a pledge is another process's work in production, and pgbench has none of it.
        environment: vec![("FARSIGHT_NO_WORKER", "true".to_owned())],
        port: shell::free_port()?,
    };
    seed::seeded(&cluster, DATABASE, &settings, CAMPAIGNS)?;
    plant_investors(&cluster)?;
    let server = settings.start()?;
    let bench = Bench {
        cluster: &cluster,
        url: settings.url(),
        dir: dir.path(),
        plan,
    };
    let offers = bench.offers()?;
    let [spread_script, hot_script] = bench.scripts(&offers)?;
    let [mut spread, mut hot, mut spread_sql, mut hot_sql] = [const { Vec::new() }; 4];
    bench.pledges(&offers, 3)?;
    for round in 1..=plan.rounds {
        spread.push(bench.pledges(&offers, plan.seconds)?);
        spread_sql.push(bench.same_sql(&spread_script)?);
        hot.push(bench.pledges(&offers[..1], plan.seconds)?);
        hot_sql.push(bench.same_sql(&hot_script)?);
        let last = |figures: &[f64]| figures.last().copied().unwrap_or_default();
        println!(
            "round {round}: spread {:.0} pledges/s (pgbench {:.0}), one campaign {:.0} (pgbench {:.0})",
            last(&spread),
            last(&spread_sql),
            last(&hot),
            last(&hot_sql)
        );
    }
    let memory = server.resident_mib()?;
    server.stop()?;
    let [spread, hot, spread_sql, hot_sql] = [spread, hot, spread_sql, hot_sql].map(median);
    println!(
        "\nplacing a pledge; {} clients, median of {} x {} s\n| what | figure |\n| --- | --- |",
        plan.clients, plan.rounds, plan.seconds
    );
    println!("| pledges/s on {SPREAD} campaigns; pgbench | {spread:.0}; {spread_sql:.0} |");
    println!("| share of pgbench | {:.2} |", spread / spread_sql);
    println!("| pledges/s on one campaign; pgbench | {hot:.0}; {hot_sql:.0} |");
    println!("| share of the spread load | {:.2} |", hot / spread);
    println!("| memory (RSS) after the load | {memory:.0} MiB |");
    let json = json!({
        "clients": plan.clients, "seconds": plan.seconds, "rounds": plan.rounds, "spread_per_second": spread,
        "hot_per_second": hot, "spread_pgbench": spread_sql, "hot_pgbench": hot_sql, "rss_mib": memory,
    });
    std::fs::create_dir_all(shell::target().join("bench"))?;
    let file = shell::target().join("bench/pledge.json");
    std::fs::write(&file, serde_json::to_string_pretty(&json)?)?;
    Ok(())
}

fn plant_investors(cluster: &Cluster) -> Result<()> {
    let file = tempfile::tempfile().and_then(|mut file| {
        use std::io::{Seek, Write};
        file.write_all(include_bytes!("investors.sql"))?;
        file.rewind()?;
        Ok(file)
    });
    let mut psql = cluster.program("psql");
    psql.args(["-X", "-q", "-d", &cluster.url(DATABASE)]);
    psql.args(["-v", &format!("investors={INVESTORS}"), "-f", "-"]);
    psql.stdin(Stdio::from(file?));
    shell::read(&mut psql).context("the investors could not be planted")?;
    Ok(())
}

/// A campaign that is pledged to: the input of its pledges but for the key.
struct Offer {
    number: u32,
    input: Value,
}

struct Bench<'a> {
    cluster: &'a Cluster,
    url: String,
    dir: &'a std::path::Path,
    plan: &'a Plan,
}

impl Bench<'_> {
    fn offers(&self) -> Result<Vec<Offer>> {
        let client = Client::new(&self.url, None);
        let offers = (1..=SPREAD).map(|number| {
            let data = client.ask_patiently(OFFER, &json!({ "slug": format!("bench-{number}") }))?;
            let campaign = &data["campaignBySlug"];
            ensure!(
                campaign["acceptsPledges"] == true,
                "bench-{number} takes no pledges: {data}"
            );
            let input = json!({
                "campaignId": campaign["id"],
                "amount": { "amount": "100", "currency": campaign["currency"] },
                "acknowledgedRisks": campaign["ipPanel"]["graveRisks"]["hash"],
            });
            Ok(Offer { number, input })
        });
        offers.collect()
    }

    /// The statements of one pledge as scripts of pgbench: to any of the campaigns, and to the first.
    fn scripts(&self, offers: &[Offer]) -> Result<[Vec<String>; 2]> {
        let client = Client::new(&self.url, Some(token(1)));
        let mut number = 0;
        let mut place = || -> Result<()> {
            number += 1;
            let mut input = offers[0].input.clone();
            input["idempotencyKey"] = json!(format!("00000000-0000-4000-8000-{number:012}"));
            let data = client.ask_patiently(PLACE, &json!({ "input": input }))?;
            let pledge = &data["pledgePlace"]["pledge"];
            ensure!(pledge["id"].is_string(), "no pledge was placed: {data}");
            Ok(())
        };
        // The first makes what is there once for each investor and each server.
        place()?;
        let first = pgbench::capture(self.cluster, &mut place)?;
        let second = pgbench::capture(self.cluster, &mut place)?;
        let made = |kind: &str, number: u32| -> Result<String> {
            let select = format!("SELECT bench_made('{kind}', {number})");
            Ok(format!("'{}'", self.cluster.sql(DATABASE, &select)?.trim()))
        };
        let investor = Chosen {
            literal: made("investor", 1)?,
            by: "bench_made('investor', :i)".to_owned(),
        };
        let campaign = Chosen {
            literal: made("campaign", offers[0].number)?,
            by: "bench_made('campaign', :c)".to_owned(),
        };
        let chances = [
            r"\set r random(1, 9000000000000000000)".to_owned(),
            format!(r"\set i random(1, {INVESTORS})"),
            format!(r"\set c random(1, {SPREAD})"),
        ];
        let script = |chosen: &[Chosen]| -> Result<Vec<String>> {
            let statements = template::of(&first, &second, chosen)?;
            Ok(chances.iter().cloned().chain(statements).collect())
        };
        println!("{} statements a pledge", first.len());
        Ok([script(&[investor.clone(), campaign])?, script(&[investor])?])
    }

    /// Pledges a second that are there afterwards.
    #[allow(clippy::cast_precision_loss, reason = "a count of pledges is small")]
    fn pledges(&self, offers: &[Offer], seconds: u32) -> Result<f64> {
        let count = || -> Result<i64> {
            let found = self.cluster.sql(DATABASE, "SELECT count(*) FROM pledges")?;
            found.trim().parse().context("no count of pledges")
        };
        let before = count()?;
        wrk::load(&self.url, &lua(offers), self.plan.clients, seconds, self.dir)?;
        let placed = count()? - before;
        ensure!(placed > 0, "no pledge was placed");
        Ok(placed as f64 / f64::from(seconds))
    }

    fn same_sql(&self, script: &[String]) -> Result<f64> {
        let scripts = [script.to_vec()];
        pgbench::run_scripts(
            self.cluster,
            DATABASE,
            &scripts,
            self.plan.clients,
            self.plan.seconds,
            self.dir,
        )
    }
}

/// The token of an investor, as the seed made it.
fn token(number: u32) -> String {
    format!("fs_{number:0>43}")
}

/// A pledge of any investor to any of these campaigns, with a key of its own.
fn lua(offers: &[Offer]) -> String {
    let inputs: Vec<String> = offers
        .iter()
        .map(|offer| {
            let body = json!({ "query": PLACE, "variables": { "input": offer.input } }).to_string();
            // The key is put in by each request.
            let body = body.replacen("\"input\":{", "\"input\":{\"idempotencyKey\":\"%s\",", 1);
            format!("[====[{body}]====]")
        })
        .collect();
    format!(
        r#"
local bodies = {{ {bodies} }}
local threads = 0
function setup(thread) threads = threads + 1; thread:set("number", threads) end
function init() math.randomseed(os.time() * 16 + number) end
local headers = {{ ["content-type"] = "application/json", ["accept"] = "application/json" }}
function request()
  local part = function() return math.random(0, 65535) end
  local key = string.format("%04x%04x-%04x-4%03x-8%03x-%04x%04x%04x", part(), part(), part(),
    math.random(0, 4095), math.random(0, 4095), part(), part(), part())
  headers["authorization"] = string.format("Bearer fs_%043d", math.random({INVESTORS}))
  return wrk.format("POST", "/graphql", headers, string.format(bodies[math.random(#bodies)], key))
end
"#,
        bodies = inputs.join(",\n")
    )
}
