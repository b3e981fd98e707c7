//! The server is killed at random moments while investors pledge; no acknowledged pledge may be lost and none doubled.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Value, json};

use super::{
    client::Client,
    investor::{Investor, Offer},
};
use crate::{
    e2e::{Database, Place},
    farsight, shell,
};

/// How the test is run.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// How many times the server is killed.
    pub(crate) kills: u32,
    /// How many investors pledge at the same time.
    pub(crate) investors: u64,
    /// Where the random moments and amounts come from.
    pub(crate) seed: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            kills: 20,
            investors: 6,
            seed: fastrand::u64(..),
        }
    }
}

/// How long jobs and messages that a kill interrupted may take to be done again.
const SETTLED_WITHIN: Duration = Duration::from_secs(90);

const CAMPAIGNS: &str = "query { campaigns(first: 50) { nodes { id currency acceptsPledges ipPanel { graveRisks { hash } } raised { minorUnits } } } }";

/// The test on each of these databases.
pub(crate) fn run(databases: &[Database], plan: &Plan) -> Result<()> {
    let binary = farsight::build(false)?;
    for database in databases {
        on(&binary, *database, plan)?;
    }
    Ok(())
}

/// The test on one database.
pub(crate) fn on(binary: &Path, database: Database, plan: &Plan) -> Result<()> {
    println!("on {}: {} kills, seed {}", database.name(), plan.kills, plan.seed);
    let place = Place::new(binary, database)?;
    carry_out(&place.settings, plan).map_err(|error| {
        anyhow!(
            "{error:#}\nthe server's log ends with\n{}",
            place.settings.end_of_log()
        )
    })
}

fn carry_out(settings: &farsight::Settings, plan: &Plan) -> Result<()> {
    let server = settings.start()?;
    let before = raised(&settings.url())?;
    let offers: Vec<Offer> = before.values().map(|(offer, _)| offer.clone()).collect();
    ensure!(
        !offers.is_empty(),
        "the demonstration has no live campaign to pledge to"
    );
    let mut investors = (0..plan.investors)
        .map(|number| Investor::sign_up(&settings.url(), plan.seed.wrapping_add(number)))
        .collect::<Result<Vec<_>>>()?;

    let stop = AtomicBool::new(false);
    let server = std::thread::scope(|scope| -> Result<_> {
        let workers: Vec<_> = investors
            .iter_mut()
            .map(|investor| {
                let (offers, stop) = (&offers, &stop);
                scope.spawn(move || investor.run(offers, stop))
            })
            .collect();
        let killed = kill_again_and_again(settings, server, plan, || {
            workers.iter().any(|worker| worker.is_finished())
        });
        stop.store(true, Ordering::Relaxed);
        let mut trouble = Vec::new();
        for worker in workers {
            if let Err(error) = worker
                .join()
                .unwrap_or_else(|_| bail!("an investor's thread panicked"))
            {
                trouble.push(format!("{error:#}"));
            }
        }
        let server = killed?;
        ensure!(trouble.is_empty(), "{}", trouble.join("\n"));
        Ok(server)
    })?;

    let asked = Instant::now();
    settle(&investors)?;
    println!(
        "  every accepted card has committed its pledge after {:.1} s more",
        asked.elapsed().as_secs_f64()
    );
    let (placed, retried) = every_acknowledged_pledge_is_there_once(&investors)?;
    totals_agree(&before, &raised(&settings.url())?, &investors)?;
    server.stop()?;
    for verify in [["ledger", "verify"], ["audit", "verify"]] {
        shell::read(&mut settings.command(&verify))?;
    }
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
    given_up: impl Fn() -> bool,
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

/// Campaigns that take pledges, with what each has raised in minor units.
fn raised(url: &str) -> Result<BTreeMap<String, (Offer, i64)>> {
    let data = Client::new(url, None).ask_patiently(CAMPAIGNS, &json!({}))?;
    let nodes = data["campaigns"]["nodes"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let open = nodes
        .iter()
        .filter(|campaign| campaign["acceptsPledges"] == true)
        .map(|campaign| {
            let offer = Offer {
                campaign: text(&campaign["id"]),
                currency: text(&campaign["currency"]),
                risks: campaign["ipPanel"]["graveRisks"]["hash"].clone(),
            };
            (offer.campaign.clone(), (offer, minor(&campaign["raised"])))
        });
    Ok(open.collect())
}

pub(super) fn minor(money: &Value) -> i64 {
    money["minorUnits"]
        .as_str()
        .and_then(|units| units.parse().ok())
        .unwrap_or_default()
}

/// Waits for the work that follows a commit: each card that was accepted commits its pledge.
pub(super) fn settle(investors: &[Investor]) -> Result<()> {
    let started = Instant::now();
    loop {
        let mut waiting = 0;
        for investor in investors {
            let between = |pledge: &&Value| pledge["state"] == "RESERVED" || pledge["state"] == "AUTHORISED";
            waiting += investor.pledges()?.iter().filter(between).count();
        }
        if waiting == 0 {
            return Ok(());
        }
        ensure!(
            started.elapsed() < SETTLED_WITHIN,
            "{waiting} pledges are not committed after {SETTLED_WITHIN:?}, though their cards were accepted"
        );
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// Compares what was acknowledged with what is there; counts pledges and those asked for again.
fn every_acknowledged_pledge_is_there_once(investors: &[Investor]) -> Result<(u64, u64)> {
    let (mut placed, mut retried) = (0, 0);
    for investor in investors {
        let there = investor.pledges()?;
        let mut states = BTreeMap::new();
        for pledge in &there {
            let id = pledge["id"].as_str().unwrap_or_default().to_owned();
            ensure!(
                states
                    .insert(id, pledge["state"].as_str().unwrap_or_default())
                    .is_none(),
                "listed twice: {pledge}"
            );
        }
        let mut known = BTreeSet::new();
        for wish in &investor.wishes {
            let id = wish
                .pledge
                .clone()
                .with_context(|| format!("never acknowledged: {wish:?}"))?;
            let state = states
                .get(&id)
                .with_context(|| format!("LOST: {wish:?} is not among the investor's pledges"))?;
            ensure!(known.insert(id), "two keys gave one pledge: {wish:?}");
            let owed = if wish.state == "CANCELLED" {
                "CANCELLED"
            } else {
                "COMMITTED"
            };
            ensure!(*state == owed, "LOST: {wish:?} is {state} now");
            placed += 1;
            retried += u64::from(wish.retried);
        }
        let doubled: Vec<_> = states.keys().filter(|id| !known.contains(*id)).collect();
        ensure!(
            doubled.is_empty(),
            "DOUBLED: nobody knows of these pledges: {doubled:?}"
        );
    }
    Ok((placed, retried))
}

/// What each campaign has raised more is what our committed pledges promise.
fn totals_agree(
    before: &BTreeMap<String, (Offer, i64)>,
    after: &BTreeMap<String, (Offer, i64)>,
    investors: &[Investor],
) -> Result<()> {
    let mut promised: BTreeMap<String, i64> = BTreeMap::new();
    for investor in investors {
        for pledge in investor
            .pledges()?
            .iter()
            .filter(|pledge| pledge["state"] == "COMMITTED")
        {
            let campaign = pledge["campaign"]["id"].as_str().unwrap_or_default().to_owned();
            *promised.entry(campaign).or_default() += minor(&pledge["amount"]);
        }
    }
    for (campaign, (_, was)) in before {
        let (_, is) = after
            .get(campaign)
            .with_context(|| format!("{campaign} no longer takes pledges"))?;
        let promised = promised.get(campaign).copied().unwrap_or_default();
        ensure!(
            is - was == promised,
            "{campaign} has raised {} more, but {promised} were promised",
            is - was
        );
    }
    Ok(())
}
