//! Far more investors than there is of a limited reward want it at the same moment. Exactly as many get it as there are; the
//! others are told so.

use std::{
    path::Path,
    sync::Barrier,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use super::{
    crowd::{self, Member, Outcome, Venue},
    investor::PLACE,
};
use crate::e2e::{Database, Place};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many there are of the reward.
    #[arg(long, default_value_t = 100)]
    pub(crate) limit: usize,
    /// How many investors want it.
    #[arg(long, default_value_t = 2_000)]
    pub(crate) buyers: usize,
    /// How many of them ask at the same time.
    #[arg(long, default_value_t = 200)]
    pub(crate) at_once: usize,
    /// Repeats a run.
    #[arg(long, default_value_t = fastrand::u64(..), hide_default_value = true)]
    pub(crate) seed: u64,
}

/// The test on each of these databases.
pub(crate) fn run(databases: &[Database], plan: &Plan, release: bool) -> Result<()> {
    super::on_each(databases, release, |binary, database| on(binary, database, plan))
}

/// The test on one database.
pub(crate) fn on(binary: &Path, database: Database, plan: &Plan) -> Result<()> {
    println!(
        "on {}: {} of a reward, {} who want it, {} at once, seed {}",
        database.name(),
        plan.limit,
        plan.buyers,
        plan.at_once,
        plan.seed
    );
    super::at_a_place(binary, database, |place| carry_out(place, plan))
}

fn carry_out(place: &Place, plan: &Plan) -> Result<()> {
    let server = place.settings.start()?;
    let venues = Venue::all(&place.settings.url())?;
    let limited = venues.iter().find_map(|venue| {
        let reward = venue.rewards.iter().find(|reward| reward["remaining"].is_i64());
        Some((venue, reward?))
    });
    let (venue, reward) = limited.context("the demonstration has no limited reward")?;
    let mut input = venue.input.clone();
    input["rewardId"] = reward["id"].clone();
    input["amount"] = reward["amount"].clone();

    let buyers = crowd::gather(place, plan.buyers, plan.seed)?;
    let the_reward = format!(
        "rewards WHERE campaign_id = {} AND limit_quantity = claimed + {}",
        venue.id(),
        reward["remaining"]
    );
    ensure!(place.count(&the_reward)? == 1, "there are two rewards alike");
    place.sql(&format!(
        "UPDATE rewards SET limit_quantity = claimed + {} {}",
        plan.limit,
        the_reward.trim_start_matches("rewards ")
    ))?;

    let gate = Barrier::new(plan.at_once.min(buyers.len()));
    let began = Instant::now();
    let outcomes = crowd::in_parallel(
        buyers.into_iter().enumerate().collect(),
        plan.at_once,
        |(number, mut buyer): (usize, Member)| {
            // The first of each begin together; the others follow as soon as there is room.
            if number < plan.at_once {
                gate.wait();
            }
            buyer.insist(PLACE, "pledgePlace", input.clone(), true)
        },
    );
    let took = began.elapsed();
    let outcomes = outcomes.into_iter().collect::<Result<Vec<_>>>()?;
    figures(&outcomes, took);

    let of = |code: Option<&str>| {
        outcomes
            .iter()
            .filter(|outcome| outcome.refused.as_deref() == code)
            .count()
    };
    let (won, lost) = (of(None), of(Some("REWARD_SOLD_OUT")));
    ensure!(
        won == plan.limit && lost == plan.buyers - plan.limit,
        "{won} got one of {}, {lost} were told that it is sold out: {:?}",
        plan.limit,
        outcomes.iter().find(|outcome| outcome
            .refused
            .as_deref()
            .is_some_and(|code| code != "REWARD_SOLD_OUT"))
    );
    let id = reward["id"].as_str().unwrap_or_default();
    let full = place.count(&format!(
        "audit_reward WHERE reward_id = '{id}' AND limit_qty = cached_claimed AND cached_claimed =
            (SELECT count(*) FROM audit_pledge WHERE reward_id = '{id}' AND state NOT IN ('canceled', 'dropped'))"
    ))?;
    ensure!(
        full == 1,
        "what is claimed is not what there was, or not what is pledged"
    );
    server.stop()?;
    place.prove()?;
    println!(
        "{won} of {} got it, {lost} were told that it is sold out; ledger and audit trail verified",
        plan.buyers
    );
    Ok(())
}

fn figures(outcomes: &[Outcome], took: Duration) {
    let mut last: Vec<Duration> = outcomes.iter().map(|outcome| outcome.last).collect();
    last.sort_unstable();
    let at = |percent: usize| {
        last.get(last.len() * percent / 100)
            .or(last.last())
            .copied()
            .unwrap_or_default()
    };
    let longest = outcomes
        .iter()
        .map(|outcome| outcome.all)
        .max()
        .unwrap_or_default();
    println!(
        "  {:.0} answers a second; half of them within {:.2} s, 99 of 100 within {:.2} s; with tries again nobody waited longer than {:.2} s",
        outcomes.len() as f64 / took.as_secs_f64(),
        at(50).as_secs_f64(),
        at(99).as_secs_f64(),
        longest.as_secs_f64()
    );
}
