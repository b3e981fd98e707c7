//! A campaign reaches its goal and its deadline comes; the server is killed again and again while it charges the cards. Each
//! card is charged once, and what does not depend on the provider costs next to nothing.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::{
    client::Client,
    investor::{GOOD_CARD, Investor, Offer},
    load,
};
use crate::{
    e2e::{Database, Place},
    farsight,
};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many pledges the campaign has.
    #[arg(long, default_value_t = 60_000)]
    pub(crate) pledges: u32,
    /// How many times the server is killed while it charges them.
    #[arg(long, default_value_t = 3)]
    pub(crate) kills: u32,
    /// Of a hundred calls of the provider, how many are acted upon and their answer is lost.
    #[arg(long, default_value_t = 0)]
    pub(crate) lost: u32,
    /// Of a hundred calls of the provider, how many are not taken.
    #[arg(long, default_value_t = 0)]
    pub(crate) busy: u32,
    /// How many cards are charged a second.
    #[arg(long, default_value_t = 100)]
    pub(crate) pace: u32,
}

/// A card that is saved and declined when it is charged (Stripe's test cards); every twentieth pledge has it.
const DECLINED_LATER: &str = "4000000000000341";
const EVERY: u32 = 20;
/// A card whose bank asks its holder each time; every fiftieth pledge has it.
const ASKS: &str = "4000002760003184";
const ASKS_EVERY: u32 = 50;
const INVESTORS: u32 = 5;
/// How long nothing may move: a job that a kill interrupted is taken up when its lease has run out.
const PATIENCE: Duration = Duration::from_secs(180);
const OFFERS: &str = "query { campaigns(first: 50) { nodes { id slug currency acceptsPledges ipPanel { graveRisks { hash } } } } }";

/// The test on each of these databases.
pub(crate) fn run(databases: &[Database], plan: &Plan, release: bool) -> Result<()> {
    super::on_each(databases, release, |binary, database| on(binary, database, plan))
}

/// The test on one database.
pub(crate) fn on(binary: &Path, database: Database, plan: &Plan) -> Result<()> {
    println!(
        "on {}: {} pledges, {} kills, of a hundred calls of the provider {} answers lost and {} not taken",
        database.name(),
        plan.pledges,
        plan.kills,
        plan.lost,
        plan.busy
    );
    let mut place = Place::new(binary, database)?;
    place.settings.points_per_second = Some(0);
    let pace = plan.pace.to_string();
    let faults = format!("lost={},busy={}", plan.lost, plan.busy);
    place.settings.environment.extend([
        ("FARSIGHT_SETTLEMENT_CHARGES_PER_SECOND", pace),
        ("FARSIGHT_SANDBOX_FAULTS", faults),
    ]);
    super::at(&place, |place| Closing { place, plan }.carry_out())
}

struct Closing<'a> {
    place: &'a Place,
    plan: &'a Plan,
}

impl Closing<'_> {
    fn carry_out(&self) -> Result<()> {
        let server = self.place.settings.start()?;
        let (slug, offer) = self.offer()?;
        let began = Instant::now();
        self.pledge(&offer)?;
        let taken = began.elapsed().as_secs_f64();
        println!(
            "{} pledges to {slug} in {taken:.0} s, {:.0} a second",
            self.plan.pledges,
            f64::from(self.plan.pledges) / taken
        );
        // Nobody waits for the real deadline. Everything else is as it would be on that day.
        self.sql(&format!(
            "UPDATE campaigns SET deadline_at = {}, goal_minor = 1 WHERE slug = '{slug}'",
            self.place.sql_now()
        ))?;
        let server = self.charge(server, &slug)?;
        self.every_card_was_charged_once(&slug)?;
        server.stop()?;
        self.place.prove()?;
        println!("ledger and audit trail verified");
        Ok(())
    }

    fn offer(&self) -> Result<(String, Offer)> {
        let data = Client::new(&self.place.settings.url(), None).ask_patiently(OFFERS, &json!({}))?;
        let nodes = data["campaigns"]["nodes"].as_array().cloned().unwrap_or_default();
        let open = nodes.iter().find(|campaign| campaign["acceptsPledges"] == true);
        let open = open.context("the demonstration has no live campaign to pledge to")?;
        let text = |field: &str| open[field].as_str().unwrap_or_default().to_owned();
        let offer = Offer {
            campaign: text("id"),
            currency: text("currency"),
            risks: open["ipPanel"]["graveRisks"]["hash"].clone(),
        };
        Ok((text("slug"), offer))
    }

    /// Investors side by side place the pledges and enter their cards.
    fn pledge(&self, offer: &Offer) -> Result<()> {
        let url = self.place.settings.url();
        let mut investors = (0..INVESTORS)
            .map(|_| Investor::sign_up(&url, fastrand::u64(..), &Arc::default()))
            .collect::<Result<Vec<_>>>()?;
        let share = |n: u32| (n..self.plan.pledges).step_by(INVESTORS as usize);
        std::thread::scope(|scope| -> Result<()> {
            let workers: Vec<_> = (0..INVESTORS)
                .zip(&mut investors)
                .map(|(n, investor)| {
                    scope.spawn(move || -> Result<()> {
                        for number in share(n) {
                            let mut wish = investor.place(offer)?;
                            match number {
                                _ if number % EVERY == 0 => investor.enter_card(&mut wish, DECLINED_LATER)?,
                                _ if number % ASKS_EVERY == 1 => {
                                    investor.enter_card(&mut wish, ASKS)?;
                                    investor.convince_bank(&mut wish)?;
                                }
                                _ => investor.enter_card(&mut wish, GOOD_CARD)?,
                            }
                        }
                        Ok(())
                    })
                })
                .collect();
            for worker in workers {
                let placed = worker.join();
                placed.unwrap_or_else(|_| bail!("an investor's thread panicked"))?;
            }
            Ok(())
        })?;
        load::settle(&investors)
    }

    /// From the deadline until each card was tried once.
    fn charge(&self, server: farsight::Farsight, slug: &str) -> Result<farsight::Farsight> {
        let of_campaign = format!("(SELECT id FROM campaigns WHERE slug = '{slug}')");
        let due = self.count(&format!(
            "pledges WHERE state = 'committed' AND campaign_id = {of_campaign}"
        ))?;
        let tried = format!(
            "payment_attempts WHERE state IN ('succeeded', 'failed', 'action_required') AND campaign_id = {of_campaign}"
        );
        let began = Instant::now();
        let mut server = Some(server);
        let (mut killed, mut down, mut before) = (0, Duration::ZERO, 0);
        let (mut moved_at, mut memory) = (Instant::now(), Vec::new());
        loop {
            std::thread::sleep(Duration::from_millis(250));
            let done = self.count(&tried)?;
            if done > before {
                (before, moved_at) = (done, Instant::now());
            }
            ensure!(
                moved_at.elapsed() < PATIENCE,
                "nothing has moved for {PATIENCE:?}: {done} of {due} cards were tried"
            );
            if let Some(server) = &server {
                memory.push(server.resident_mib()?);
            }
            let next = due * (i64::from(killed) + 1) / (i64::from(self.plan.kills) + 1);
            if killed < self.plan.kills && done >= next {
                killed += 1;
                let at = Instant::now();
                server.take().context("no server runs")?.kill()?;
                server = Some(self.place.settings.start()?);
                down += at.elapsed();
                println!("  kill {killed} after {done} of {due} cards");
            }
            if done >= due {
                break;
            }
        }
        let took = began.elapsed();
        self.report(due, took, down, &memory);
        server.context("no server runs")
    }

    #[allow(clippy::cast_precision_loss, reason = "a number of pledges is small")]
    fn report(&self, due: i64, took: Duration, down: Duration, memory: &[f64]) {
        let paced = due as f64 / f64::from(self.plan.pace);
        let up = (took - down).as_secs_f64();
        println!(
            "{due} cards tried in {:.1} s, {:.1} s of them while it was down or starting; at {} a second {paced:.1} s is the least: {:+.1} %",
            took.as_secs_f64(),
            down.as_secs_f64(),
            self.plan.pace,
            (up / paced - 1.0) * 100.0
        );
        let most = |part: &[f64]| part.iter().copied().fold(0.0, f64::max);
        let third = memory.len() / 3;
        println!(
            "memory at most {:.0} MiB, in the first third {:.0}, in the last {:.0}",
            most(memory),
            most(&memory[..third]),
            most(&memory[2 * third..])
        );
    }

    /// What the provider charged, beside what the platform knows.
    fn every_card_was_charged_once(&self, slug: &str) -> Result<()> {
        let of_campaign = format!("(SELECT id FROM campaigns WHERE slug = '{slug}')");
        let mine = format!(
            "payment_attempts a JOIN pledges p ON p.id = a.pledge_id WHERE p.campaign_id = {of_campaign}"
        );
        let good = self.count(&format!(
            "{mine} AND a.state = 'succeeded' AND p.state = 'collected'"
        ))?;
        let bad = self.count(&format!("{mine} AND a.state = 'failed' AND p.state = 'errored'"))?;
        let asked = self.count(&format!(
            "{mine} AND a.state = 'action_required' AND p.state = 'action_required'"
        ))?;
        let all = self.count(&format!(
            "pledges WHERE committed_at IS NOT NULL AND ended_at IS NULL AND campaign_id = {of_campaign}"
        ))?;
        ensure!(
            good + bad + asked == all,
            "of {all} pledges {good} were charged, {bad} declined and {asked} wait for the bank"
        );
        for (what, wrong) in [
            (
                "pledges with two charges at the provider",
                "(SELECT a.pledge_id FROM sandbox_charges c JOIN payment_attempts a ON a.idem_key = c.metadata_key
                  WHERE c.status = 'succeeded' GROUP BY a.pledge_id HAVING count(*) > 1) doubled"
                    .to_owned(),
            ),
            (
                "charges at the provider that the platform does not know",
                "sandbox_charges c WHERE c.status = 'succeeded' AND NOT EXISTS
                    (SELECT 1 FROM payment_attempts a WHERE a.provider_id = c.id AND a.state = 'succeeded'
                       AND a.amount_minor = c.amount_minor)"
                    .to_owned(),
            ),
            (
                "charges the platform knows and the provider does not",
                format!(
                    "payment_attempts a WHERE a.state = 'succeeded' AND a.campaign_id = {of_campaign} AND NOT EXISTS
                        (SELECT 1 FROM sandbox_charges c WHERE c.id = a.provider_id AND c.status = 'succeeded')"
                ),
            ),
            (
                "sums beside the charges that are another",
                format!(
                    "settlements s WHERE s.campaign_id = {of_campaign} AND (s.collected_count, s.collected_minor) <>
                        (SELECT count(*), sum(a.amount_minor) FROM payment_attempts a
                         WHERE a.campaign_id = s.campaign_id AND a.state = 'succeeded')"
                ),
            ),
            (
                "charges given up",
                "jobs WHERE dead_at IS NOT NULL AND kind = 'pledge.collect'".to_owned(),
            ),
        ] {
            let found = self.count(&wrong)?;
            ensure!(found == 0, "{what}: {found}");
        }
        println!(
            "{good} cards charged, {bad} declined, {asked} wait for the bank's question, each once; the provider and the platform agree"
        );
        Ok(())
    }

    fn count(&self, from: &str) -> Result<i64> {
        self.place.count(from)
    }

    fn sql(&self, sql: &str) -> Result<String> {
        self.place.sql(sql)
    }
}
