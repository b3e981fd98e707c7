//! `cargo xtask bench browse`: the list of 20 campaigns with their patents.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{median, pgbench, seed, wrk};
use crate::{
    farsight::{self, Settings},
    faults::client::Client,
    postgres::Cluster,
    shell,
};

/// How it is measured.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Campaigns in the database.
    pub(crate) campaigns: u32,
    /// Length of one measurement.
    pub(crate) seconds: u32,
    /// Measurements of each kind.
    pub(crate) rounds: u32,
    /// Clients at once.
    pub(crate) clients: u32,
}

/// What the discover page asks: 20 campaigns, each with the panel of its patents.
const LIST: &str = "{ campaigns(first: 20) { nodes { id slug title blurb field currency goal { amount currency } raised { amount currency } raisedPercent investorCount endsAt ipPanel { level coverage asOf summary patents { id number kind office title status { value asOf confidence isStale label } expiresOn remainingYears ownerMatch annuity { nextDueOn graceEndsOn state } encumbrances { kind holder effectiveOn } risks { kind dueOn message } } } } pageInfo { hasNextPage endCursor } } }";

/// Measures and reports.
pub(crate) fn run(plan: &Plan) -> Result<()> {
    let cluster = Cluster::development()?;
    let database = format!("bench_{}", plan.campaigns);
    let url = cluster.database(&database)?;
    cluster.sql(&database, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements")?;
    let dir = tempfile::Builder::new().prefix("farsight-bench-").tempdir()?;
    let settings = Settings {
        binary: farsight::build(true)?,
        data_dir: dir.path().to_owned(),
        database_url: Some(url),
        redis_url: None,
        demo: false,
        // What is measured is how much the server can do, not how much one address may ask for.
        points_per_second: Some(0),
        environment: Vec::new(),
        port: shell::free_port()?,
    };
    seed::seeded(&cluster, &database, &settings, plan.campaigns)?;

    let server = settings.start()?;
    let client = Client::new(&settings.url(), None);
    let statements_a_request = statements_a_request(&cluster, &database, &client)?;
    let captured = pgbench::capture(&cluster, || ask(&client).map(drop))?;
    wrk::post(&settings.url(), LIST, plan.clients, 2, dir.path())?;
    let (mut loads, mut same_sql) = (Vec::new(), Vec::new());
    for round in 1..=plan.rounds {
        loads.push(wrk::post(
            &settings.url(),
            LIST,
            plan.clients,
            plan.seconds,
            dir.path(),
        )?);
        same_sql.push(pgbench::run(
            &cluster,
            &database,
            &captured,
            plan.clients,
            plan.seconds,
            dir.path(),
        )?);
        println!(
            "round {round}: {:.0} requests/s, pgbench {:.0} scripts/s",
            loads[loads.len() - 1].per_second,
            same_sql[same_sql.len() - 1]
        );
    }
    let memory = server.resident_mib()?;
    server.stop()?;
    report(
        plan,
        &Figures {
            per_second: median(loads.iter().map(|load| load.per_second)),
            p50: median(loads.iter().map(|load| load.p50)),
            p99: median(loads.iter().map(|load| load.p99)),
            same_sql: median(same_sql.iter().copied()),
            memory,
            statements_a_request,
        },
    )
}

struct Figures {
    per_second: f64,
    p50: f64,
    p99: f64,
    same_sql: f64,
    memory: f64,
    statements_a_request: f64,
}

fn report(plan: &Plan, figures: &Figures) -> Result<()> {
    let share = figures.per_second / figures.same_sql;
    println!(
        "\nlist of 20 campaigns with panels; {} campaigns, {} clients, median of {} x {} s",
        plan.campaigns, plan.clients, plan.rounds, plan.seconds
    );
    println!("| what | figure |\n| --- | --- |");
    println!("| requests/s | {:.0} |", figures.per_second);
    println!("| p50, p99 | {:.1} ms, {:.1} ms |", figures.p50, figures.p99);
    println!("| memory (RSS) after the load | {:.0} MiB |", figures.memory);
    println!(
        "| SQL statements a request | {:.2} |",
        figures.statements_a_request
    );
    println!(
        "| pgbench, the same SQL prepared, in the same run | {:.0} scripts/s |",
        figures.same_sql
    );
    println!("| share of pgbench | {share:.2} |");
    let json = json!({
        "campaigns": plan.campaigns, "clients": plan.clients, "seconds": plan.seconds, "rounds": plan.rounds,
        "requests_per_second": figures.per_second, "p50_ms": figures.p50, "p99_ms": figures.p99, "rss_mib": figures.memory,
        "statements_per_request": figures.statements_a_request, "pgbench_per_second": figures.same_sql, "share_of_pgbench": share,
    });
    let file = shell::target().join("bench/browse.json");
    std::fs::create_dir_all(shell::target().join("bench"))?;
    std::fs::write(&file, serde_json::to_string_pretty(&json)?)?;
    println!("\n{json}");
    ensure!(
        figures.statements_a_request <= 4.0,
        "the list takes more than 4 statements"
    );
    Ok(())
}

/// One list, looked at: a benchmark of a wrong answer is worth nothing.
fn ask(client: &Client) -> Result<Value> {
    let data = client.ask_patiently(LIST, &json!({}))?;
    let nodes = data["campaigns"]["nodes"].as_array().context("no list came")?;
    ensure!(nodes.len() == 20, "{} campaigns came instead of 20", nodes.len());
    let with_patents = nodes
        .iter()
        .filter(|node| {
            node["ipPanel"]["patents"]
                .as_array()
                .is_some_and(|patents| !patents.is_empty())
        })
        .count();
    ensure!(
        with_patents == 20,
        "{with_patents} of 20 campaigns came with their patents"
    );
    Ok(data)
}

/// Counted by PostgreSQL over requests made one by one. What the server's own background work asks meanwhile is asked
/// less often than the requests.
fn statements_a_request(cluster: &Cluster, database: &str, client: &Client) -> Result<f64> {
    const REQUESTS: u32 = 50;
    ask(client)?;
    cluster.sql(database, "SELECT pg_stat_statements_reset()")?;
    for _ in 0..REQUESTS {
        ask(client)?;
    }
    let count = format!(
        "SELECT COALESCE(sum(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
        WHERE d.datname = current_database() AND s.query NOT ILIKE '%pg_stat_statements%' AND calls >= {REQUESTS}"
    );
    let calls: f64 = cluster.sql(database, &count)?.trim().parse()?;
    Ok(calls / f64::from(REQUESTS))
}
