//! A campaign reaches its goal and its deadline comes; the server is killed again and again while it charges the cards. Each
//! card is charged once, and what does not depend on the provider costs next to nothing.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::json;

use super::{
    client::Client,
    investor::{GOOD_CARD, Investor, Offer},
    pledges,
};
use crate::{
    farsight::{self, Settings},
    postgres::Cluster,
    shell,
};

/// How the test is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// How many pledges the campaign has.
    pub(crate) pledges: u32,
    /// How many times the server is killed while it charges them.
    pub(crate) kills: u32,
    /// How many cards are charged a second.
    pub(crate) pace: u32,
}

/// A card that is saved and declined when it is charged (Stripe's test cards); every twentieth pledge has it.
const DECLINED_LATER: &str = "4000000000000341";
const EVERY: u32 = 20;
/// An address may sign up five an hour.
const INVESTORS: u32 = 5;
/// How long nothing may move: a job that a kill interrupted is taken up when its lease has run out.
const PATIENCE: Duration = Duration::from_secs(180);
const DATABASE: &str = "closing";

const OFFERS: &str = "query { campaigns(first: 50) { nodes { id slug currency acceptsPledges ipPanel { graveRisks { hash } } } } }";

/// The test on a server of its own.
pub(crate) fn run(release: bool, plan: &Plan) -> Result<()> {
    with(&farsight::build(release)?, plan)
}

/// The test with this program.
pub(crate) fn with(binary: &Path, plan: &Plan) -> Result<()> {
    let cluster = Cluster::temporary()?;
    let dir = tempfile::Builder::new().prefix("farsight-close-").tempdir()?;
    let settings = Settings {
        binary: binary.to_owned(),
        data_dir: dir.path().to_owned(),
        database_url: Some(cluster.database(DATABASE)?),
        redis_url: None,
        demo: true,
        points_per_second: Some(0),
        environment: vec![("FARSIGHT_SETTLEMENT_CHARGES_PER_SECOND", plan.pace.to_string())],
        port: shell::free_port()?,
    };
    let closing = Closing {
        cluster: &cluster,
        settings: &settings,
        plan,
    };
    let done = closing.carry_out();
    done.map_err(|error| anyhow!("{error:#}\nthe server's log ends with\n{}", settings.end_of_log()))
}

struct Closing<'a> {
    cluster: &'a Cluster,
    settings: &'a Settings,
    plan: &'a Plan,
}

impl Closing<'_> {
    fn carry_out(&self) -> Result<()> {
        let server = self.settings.start()?;
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
            "UPDATE campaigns SET deadline_at = clock_timestamp(), goal_minor = least(goal_minor, pledged_minor)
             WHERE slug = '{slug}'"
        ))?;
        let server = self.charge(server, &slug)?;
        self.every_card_was_charged_once(&slug)?;
        server.stop()?;
        for verify in [["ledger", "verify"], ["audit", "verify"]] {
            shell::read(&mut self.settings.command(&verify))?;
        }
        println!("ledger and audit trail verified");
        Ok(())
    }

    fn offer(&self) -> Result<(String, Offer)> {
        let data = Client::new(&self.settings.url(), None).ask_patiently(OFFERS, &json!({}))?;
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
        let url = self.settings.url();
        let mut investors = (0..INVESTORS)
            .map(|_| Investor::sign_up(&url, fastrand::u64(..)))
            .collect::<Result<Vec<_>>>()?;
        let share = |n: u32| (n..self.plan.pledges).step_by(INVESTORS as usize);
        std::thread::scope(|scope| -> Result<()> {
            let workers: Vec<_> = (0..INVESTORS)
                .zip(&mut investors)
                .map(|(n, investor)| {
                    scope.spawn(move || -> Result<()> {
                        for number in share(n) {
                            let mut wish = investor.place(offer)?;
                            let card = if number % EVERY == 0 {
                                DECLINED_LATER
                            } else {
                                GOOD_CARD
                            };
                            investor.enter_card(&mut wish, card)?;
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
        pledges::settle(&investors)
    }

    /// From the deadline until each card was tried once.
    fn charge(&self, server: farsight::Farsight, slug: &str) -> Result<farsight::Farsight> {
        let of_campaign = format!("(SELECT id FROM campaigns WHERE slug = '{slug}')");
        let due = self.count(&format!(
            "pledges WHERE state = 'committed' AND campaign_id = {of_campaign}"
        ))?;
        let tried = format!(
            "payment_attempts WHERE state IN ('succeeded', 'failed') AND campaign_id = {of_campaign}"
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
                server = Some(self.settings.start()?);
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
        let all = self.count(&format!(
            "pledges WHERE committed_at IS NOT NULL AND ended_at IS NULL AND campaign_id = {of_campaign}"
        ))?;
        ensure!(
            good + bad == all,
            "of {all} pledges {good} were charged and {bad} declined"
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
        println!("{good} cards charged, {bad} declined, each once; the provider and the platform agree");
        Ok(())
    }

    fn count(&self, from: &str) -> Result<i64> {
        let found = self.sql(&format!("SELECT count(*) FROM {from}"))?;
        found
            .trim()
            .parse()
            .with_context(|| format!("no count of {from}"))
    }

    fn sql(&self, sql: &str) -> Result<String> {
        self.cluster.sql(DATABASE, sql)
    }
}
