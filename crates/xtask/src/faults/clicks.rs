//! One wish sent many times at the same moment, as by a double click or an impatient proxy: one pledge, and the same answer to all.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::json;

use super::{
    crowd::{self, Venue},
    investor::{self, PLACE},
};
use crate::e2e::{Database, Place};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many wishes there are; a hundred may wait for a card.
    #[arg(long, default_value_t = 100)]
    pub(crate) rounds: usize,
    /// How often each is sent at the same moment.
    #[arg(long, default_value_t = 50)]
    pub(crate) clicks: usize,
    /// Repeats a run's keys.
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
        "on {}: {} wishes, each sent {} times at once, seed {}",
        database.name(),
        plan.rounds,
        plan.clicks,
        plan.seed
    );
    super::at_a_place(binary, database, |place| carry_out(place, plan))
}

fn carry_out(place: &Place, plan: &Plan) -> Result<()> {
    let server = place.settings.start()?;
    let venue = Venue::first(&place.settings.url())?;
    let mut members = crowd::gather(place, 1, plan.seed)?;
    let mut random = fastrand::Rng::with_seed(plan.seed);
    let before = (place.count("pledges")?, place.count("sandbox_setups")?);
    for round in 1..=plan.rounds {
        let mut input = venue.input.clone();
        input["idempotencyKey"] = json!(investor::uuid(&mut random));
        let twins = (0..plan.clicks).map(|_| members[0].twin()).collect();
        let answers = crowd::in_parallel(twins, plan.clicks, |mut member: crowd::Member| {
            member.insist(PLACE, "pledgePlace", input.clone(), false)
        });
        let answers = answers.into_iter().collect::<Result<Vec<_>>>()?;
        let first = &answers[0].payload;
        ensure!(
            first["pledge"]["id"].is_string(),
            "round {round}: no pledge was placed: {first}"
        );
        for answer in &answers {
            ensure!(
                answer.payload == *first,
                "round {round}: one click was answered {first}, another {}",
                answer.payload
            );
        }
    }
    let made = (
        place.count("pledges")? - before.0,
        place.count("sandbox_setups")? - before.1,
    );
    let wanted = i64::try_from(plan.rounds)?;
    ensure!(
        made == (wanted, wanted),
        "{wanted} wishes made {} pledges and {} set-ups at the provider",
        made.0,
        made.1
    );
    server.stop()?;
    place.prove()?;
    println!(
        "{} requests, {wanted} wishes, {wanted} pledges and as many set-ups at the provider; ledger and audit trail verified",
        plan.rounds * plan.clicks
    );
    Ok(())
}
