//! The provider's messages do not come while cards are charged; then all of them come three times, in any order, among forged
//! ones. Each has its effect once, and none of the forged ones has any.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::{
    crowd::{self, Venue},
    investor::{CARD, GOOD_CARD, PLACE},
    messages::{self, Forgery},
};
use crate::{
    e2e::{Database, Place},
    shell,
};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many pledges are charged; each makes three messages or more.
    #[arg(long, default_value_t = 6_500)]
    pub(crate) pledges: usize,
    /// How often each message comes.
    #[arg(long, default_value_t = 3)]
    pub(crate) times: usize,
    /// How many come at the same time.
    #[arg(long, default_value_t = 8)]
    pub(crate) at_once: usize,
    /// None comes at all: what they would have told is found by asking the provider, within a quarter of an hour.
    #[arg(long)]
    pub(crate) withheld: bool,
    /// Repeats a run's order.
    #[arg(long, default_value_t = fastrand::u64(..), hide_default_value = true)]
    pub(crate) seed: u64,
}

/// A card whose payer contests the charge (Stripe's test cards); every tenth pledge has it.
const CONTESTED: &str = "4000000000000259";
const EVERY: usize = 10;
/// How many pledges one investor has.
const EACH: usize = 50;
/// How long charging, and working on messages, may stand still.
const PATIENCE: Duration = Duration::from_secs(120);
/// What no message told must be known by then.
const FOUND_WITHIN: Duration = Duration::from_secs(900);

/// The test on each of these databases.
pub(crate) fn run(databases: &[Database], plan: &Plan) -> Result<()> {
    super::on_each(databases, false, |binary, database| on(binary, database, plan))
}

/// The test on one database.
pub(crate) fn on(binary: &Path, database: Database, plan: &Plan) -> Result<()> {
    println!(
        "on {}: the messages of {} pledges, seed {}",
        database.name(),
        plan.pledges,
        plan.seed
    );
    let mut place = Place::new(binary, database)?;
    place.settings.points_per_second = Some(0);
    place.settings.environment.extend([
        ("FARSIGHT_WEBHOOK_SECRET", messages::SECRET.to_owned()),
        ("FARSIGHT_SETTLEMENT_CHARGES_PER_SECOND", "100".to_owned()),
    ]);
    let test = Test { place: &place, plan };
    super::at(&place, |_| test.carry_out())
}

struct Test<'a> {
    place: &'a Place,
    plan: &'a Plan,
}

impl Test<'_> {
    fn carry_out(&self) -> Result<()> {
        let server = self.place.settings.start()?;
        self.withhold()?;
        let venue = &Venue::first(&self.place.settings.url())?;
        let before = self.disputes()?;
        self.pledge(venue)?;
        self.charge(venue)?;
        let contested = self.plan.pledges.div_ceil(EVERY) as i64;
        if self.plan.withheld {
            let took = self.wait_until(
                "the charges that are contested are not all known",
                FOUND_WITHIN,
                || Ok(self.disputes()? - before == contested),
            )?;
            println!(
                "  without a message all {contested} disputes are known {:.0} s after the charges",
                took.as_secs_f64()
            );
        } else {
            self.send()?;
            self.wait_until("messages are not worked on", PATIENCE, || {
                Ok(self
                    .place
                    .count("inbox WHERE processed_at IS NULL AND quarantined_at IS NULL")?
                    == 0)
            })?;
        }
        let known = self.disputes()? - before;
        ensure!(known == contested, "of {contested} disputes {known} are known");
        for (what, wrong) in [
            ("messages set aside", "inbox WHERE quarantined_at IS NOT NULL"),
            ("charges with another success at the provider", "audit_charge WHERE state = 'succeeded' AND NOT EXISTS
                (SELECT 1 FROM sandbox_charges c WHERE c.id = psp_id AND c.amount_minor = amount AND c.status = 'succeeded')"),
            ("disputes that the provider does not know so", "audit_dispute WHERE NOT EXISTS
                (SELECT 1 FROM sandbox_disputes d WHERE d.id = psp_id AND d.amount_minor = amount)"),
        ] {
            let found = self.place.count(wrong)?;
            ensure!(found == 0, "{what}: {found}");
        }
        server.stop()?;
        self.place.prove()?;
        println!(
            "{contested} disputes known, each once; provider and books agree; ledger and audit trail verified"
        );
        Ok(())
    }

    /// From now on the sandbox's own messages find no way.
    fn withhold(&self) -> Result<()> {
        let sql = match &self.place.cluster {
            Some(_) => {
                "CREATE FUNCTION withheld() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN NEW.deliver_at := '2200-01-01T00:00:00Z'; RETURN NEW; END $$;
                 CREATE TRIGGER withheld BEFORE INSERT ON sandbox_events FOR EACH ROW EXECUTE FUNCTION withheld()"
            }
            None => {
                "CREATE TRIGGER withheld AFTER INSERT ON sandbox_events BEGIN
                    UPDATE sandbox_events SET deliver_at = '2200-01-01T00:00:00.000000+00:00' WHERE id = NEW.id; END"
            }
        };
        self.place.sql(sql).map(drop)
    }

    fn pledge(&self, venue: &Venue) -> Result<()> {
        let members = crowd::gather(self.place, self.plan.pledges.div_ceil(EACH), self.plan.seed)?;
        let began = Instant::now();
        let placed = crowd::in_parallel(
            members.into_iter().enumerate().collect(),
            8,
            |(number, mut member)| {
                for pledge in number * EACH..self.plan.pledges.min((number + 1) * EACH) {
                    let placed = member.insist(PLACE, "pledgePlace", venue.input.clone(), true)?;
                    ensure!(placed.refused.is_none(), "a pledge was refused: {placed:?}");
                    let card = if pledge % EVERY == 0 { CONTESTED } else { GOOD_CARD };
                    let input = json!({ "pledgeId": placed.payload["pledge"]["id"], "number": card, "expiry": "12/40", "cvc": "123" });
                    let entered = member.insist(CARD, "sandboxCardEnter", input, false)?;
                    ensure!(
                        entered.payload["pledge"]["state"] == "COMMITTED",
                        "a card was not accepted: {entered:?}"
                    );
                }
                Ok(())
            },
        );
        placed.into_iter().collect::<Result<Vec<()>>>()?;
        println!(
            "  {} pledges in {:.0} s",
            self.plan.pledges,
            began.elapsed().as_secs_f64()
        );
        Ok(())
    }

    /// The deadline comes, and every card is charged.
    fn charge(&self, venue: &Venue) -> Result<()> {
        self.place.sql(&format!(
            "UPDATE campaigns SET deadline_at = {}, goal_minor = 1 WHERE slug = '{}'",
            self.place.sql_now(),
            venue.slug
        ))?;
        let began = Instant::now();
        let (mut tried, mut moved_at) = (-1, Instant::now());
        let due = || {
            self.place.count(&format!(
                "pledges WHERE committed_at IS NOT NULL AND campaign_id = {} AND state NOT IN ('cancelled', 'released')",
                venue.id()
            ))
        };
        let all = due()?;
        while tried < all {
            std::thread::sleep(Duration::from_millis(500));
            let now = self.place.count(&format!(
                "payment_attempts WHERE state IN ('succeeded', 'failed') AND campaign_id = {}",
                venue.id()
            ))?;
            if now > tried {
                (tried, moved_at) = (now, Instant::now());
            }
            ensure!(
                moved_at.elapsed() < PATIENCE,
                "{tried} of {all} cards were tried, and no more"
            );
        }
        println!("  {all} cards charged in {:.0} s", began.elapsed().as_secs_f64());
        Ok(())
    }

    fn disputes(&self) -> Result<i64> {
        self.place.count("audit_dispute")
    }

    /// Everything there is to tell, `times` times, in any order, among forged messages.
    fn send(&self) -> Result<()> {
        let bodies = self.place.sql("SELECT body FROM sandbox_events ORDER BY seq")?;
        let bodies: Vec<&str> = bodies.lines().collect();
        let before = self.place.count("inbox")?;
        let forged = messages::forgeries(shell::since_epoch().as_secs(), bodies[0], bodies[1]);
        let what_is_forged = forged.len();
        let mut sent: Vec<Sent<'_>> = (0..self.plan.times.max(1))
            .flat_map(|_| bodies.iter().map(|body| Sent::True(body)))
            .chain(forged.into_iter().map(Sent::Forged))
            .collect();
        fastrand::Rng::with_seed(self.plan.seed).shuffle(&mut sent);
        let agent = ureq::Agent::new_with_config(
            ureq::Agent::config_builder()
                .http_status_as_error(false)
                .timeout_global(Some(Duration::from_secs(30)))
                .max_idle_connections_per_host(self.plan.at_once)
                .build(),
        );
        let url = format!("{}/webhooks/sandbox", self.place.settings.url());
        let began = Instant::now();
        let count = sent.len();
        let answers = crowd::in_parallel(sent, self.plan.at_once, |sent| post(&agent, &url, &sent));
        let mut times = answers.into_iter().collect::<Result<Vec<_>>>()?;
        let took = began.elapsed();
        times.sort_unstable();
        let at =
            |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        println!(
            "  {} messages {} times and {what_is_forged} forged ones, {count} in {:.0} s; acknowledged within {:.0} ms (half), {:.0} ms (95 of 100), {:.0} ms (99)",
            bodies.len(),
            self.plan.times,
            took.as_secs_f64(),
            at(50),
            at(95),
            at(99)
        );
        // The provider may have gone on telling meanwhile, so what came is at least what was sent.
        let kept = self.place.count("inbox")?;
        let not_kept = self
            .place
            .count("sandbox_events e WHERE NOT EXISTS (SELECT 1 FROM inbox i WHERE i.event_id = e.id)")?;
        let new = self.place.count("sandbox_events")? - bodies.len() as i64;
        ensure!(
            not_kept <= new,
            "{not_kept} messages were acknowledged and not kept"
        );
        let true_ones = self.place.count("inbox i WHERE EXISTS (SELECT 1 FROM sandbox_events e WHERE e.id = i.event_id AND e.body = i.body)")?;
        ensure!(
            true_ones == kept,
            "of {kept} messages in the inbox ({before} before) {} were never sent",
            kept - true_ones
        );
        Ok(())
    }

    fn wait_until(
        &self,
        complaint: &str,
        patience: Duration,
        done: impl Fn() -> Result<bool>,
    ) -> Result<Duration> {
        let began = Instant::now();
        while !done()? {
            ensure!(began.elapsed() < patience, "{complaint} after {patience:?}");
            std::thread::sleep(Duration::from_millis(500));
        }
        Ok(began.elapsed())
    }
}

enum Sent<'a> {
    True(&'a str),
    Forged(Forgery),
}

/// Sends one, again while it is not taken for want of the database; how long the last answer took.
fn post(agent: &ureq::Agent, url: &str, sent: &Sent<'_>) -> Result<Duration> {
    let (body, signature, what) = match sent {
        Sent::True(body) => (
            *body,
            Some(messages::sign(
                messages::SECRET,
                shell::since_epoch().as_secs(),
                body,
            )),
            "a true message",
        ),
        Sent::Forged(forgery) => (forgery.body.as_str(), forgery.signature.clone(), forgery.what),
    };
    let forged = matches!(sent, Sent::Forged(_));
    loop {
        let began = Instant::now();
        let mut request = agent.post(url).header("content-type", "application/json");
        if let Some(signature) = &signature {
            request = request.header("stripe-signature", signature);
        }
        let status = request
            .send(body)
            .with_context(|| what.to_owned())?
            .status()
            .as_u16();
        let took = began.elapsed();
        match (forged, status) {
            (false, 200) | (true, 400 | 413) => return Ok(took),
            (false, 500) => std::thread::sleep(Duration::from_millis(100)),
            _ => anyhow::bail!("{what} was answered {status}"),
        }
    }
}
