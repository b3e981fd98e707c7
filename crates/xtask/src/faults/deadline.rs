//! Pledges come within a moment before and after the deadline while several processes race to close the campaign. What counts
//! came before it, the campaign is closed once, and nothing stays in between.

use std::{
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::{
    crowd::{self, Member, Venue},
    investor::{CARD, GOOD_CARD, PLACE},
};
use crate::{
    e2e::{Database, Place},
    shell,
};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many pledges come at the deadline: of half of them the card, of half of them the pledge itself.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) pledges: usize,
    /// How many processes close campaigns.
    #[arg(long, default_value_t = 4)]
    pub(crate) closers: usize,
    /// Repeats a run.
    #[arg(long, default_value_t = fastrand::u64(..), hide_default_value = true)]
    pub(crate) seed: u64,
}

/// How far from the deadline they come, before and after.
const AROUND_MS: u64 = 200;
/// How many pledges waiting for a card one investor has here; a hundred are allowed.
const EACH: usize = 50;
/// By then nothing may be in between any more.
const LIMBO: Duration = Duration::from_secs(60);

/// The test on each of these databases.
pub(crate) fn run(databases: &[Database], plan: &Plan) -> Result<()> {
    super::on_each(databases, false, |binary, database| on(binary, database, plan))
}

/// The test on one database.
pub(crate) fn on(binary: &Path, database: Database, plan: &Plan) -> Result<()> {
    println!(
        "on {}: {} pledges within {AROUND_MS} ms of the deadline, {} closers, seed {}",
        database.name(),
        plan.pledges,
        plan.closers,
        plan.seed
    );
    let mut place = Place::new(binary, database)?;
    place.settings.points_per_second = Some(0);
    // The closers are processes of their own.
    place
        .settings
        .environment
        .push(("FARSIGHT_NO_WORKER", "true".to_owned()));
    place
        .settings
        .environment
        .push(("FARSIGHT_PUBLIC_URL", place.settings.url()));
    super::at(&place, |place| carry_out(place, plan))
}

fn carry_out(place: &Place, plan: &Plan) -> Result<()> {
    let server = place.settings.start()?;
    let venue = &Venue::first(&place.settings.url())?;
    let half = plan.pledges / 2;
    let mut members = crowd::gather(place, half.div_ceil(EACH).max(1), plan.seed)?;
    let late: Vec<Member> = (0..half).map(|n| members[n / EACH].twin()).collect();
    // Time enough to place the first half, which is held until the deadline at the latest.
    let deadline = shell::since_epoch() + Duration::from_secs(15) + Duration::from_millis(half as u64 * 120);
    set_deadline(place, venue, deadline)?;
    let waiting = place_early(venue, members, half)?;
    let left = deadline
        .checked_sub(shell::since_epoch())
        .context("the deadline came before the pledges were placed")?;
    println!(
        "  {} pledges wait for a card; {:.0} s are left",
        waiting.len(),
        left.as_secs_f64()
    );

    let closers = (0..plan.closers)
        .map(|_| place.settings.start_worker())
        .collect::<Result<Vec<_>>>()?;
    let mut wishes: Vec<Wish> = waiting.into_iter().map(Wish::Card).collect();
    wishes.extend(late.into_iter().map(Wish::Pledge));
    let came = wishes.len();
    let outcomes = crowd::in_parallel(wishes, came, |wish| at_the_deadline(wish, venue, deadline));
    let outcomes = outcomes.into_iter().collect::<Result<Vec<_>>>()?;
    for (what, count) in tally(&outcomes) {
        println!("  {what}: {count}");
    }

    nothing_stays_in_between(place, venue)?;
    judge(place, venue, deadline, &outcomes)?;
    for closer in closers {
        closer.stop()?;
    }
    server.stop()?;
    place.prove()?;
    println!("none counts that came late, closed once, none in between; ledger and audit trail verified");
    Ok(())
}

/// A pledge that waits for its card, and whose it is.
struct Waiting {
    member: Member,
    pledge: serde_json::Value,
}

/// What somebody wants at the deadline.
enum Wish {
    Card(Waiting),
    Pledge(Member),
}

/// What came of it: what was wanted, and the state or the refusal.
struct Came {
    card: bool,
    state: String,
}

fn set_deadline(place: &Place, venue: &Venue, deadline: Duration) -> Result<()> {
    let at = match &place.cluster {
        Some(_) => format!("to_timestamp({})", deadline.as_secs_f64()),
        // As the server writes it: the digits of a second are always six.
        None => format!(
            "strftime('%Y-%m-%dT%H:%M:%S', {}, 'unixepoch') || '.{:06}+00:00'",
            deadline.as_secs(),
            deadline.subsec_micros()
        ),
    };
    place.sql(&format!(
        "UPDATE campaigns SET deadline_at = {at}, goal_minor = 1 WHERE slug = '{}'",
        venue.slug
    ))?;
    Ok(())
}

fn place_early(venue: &Venue, members: Vec<Member>, half: usize) -> Result<Vec<Waiting>> {
    let placed = crowd::in_parallel(
        members.into_iter().enumerate().collect(),
        8,
        |(number, mut member)| {
            let mut waiting = Vec::new();
            for _ in number * EACH..half.min((number + 1) * EACH) {
                let outcome = member.insist(PLACE, "pledgePlace", venue.input.clone(), true)?;
                ensure!(outcome.refused.is_none(), "a pledge was refused: {outcome:?}");
                waiting.push(Waiting {
                    member: member.twin(),
                    pledge: outcome.payload["pledge"]["id"].clone(),
                });
            }
            Ok(waiting)
        },
    );
    Ok(placed
        .into_iter()
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect())
}

fn at_the_deadline(wish: Wish, venue: &Venue, deadline: Duration) -> Result<Came> {
    let (mut member, card) = match wish {
        Wish::Card(waiting) => (waiting.member, Some(waiting.pledge)),
        Wish::Pledge(member) => (member, None),
    };
    let moment = deadline - Duration::from_millis(AROUND_MS) + member.some_ms(2 * AROUND_MS);
    std::thread::sleep(moment.saturating_sub(shell::since_epoch()));
    let outcome = match &card {
        Some(pledge) => {
            let input = json!({ "pledgeId": pledge, "number": GOOD_CARD, "expiry": "12/40", "cvc": "123" });
            member.insist(CARD, "sandboxCardEnter", input, false)?
        }
        None => member.insist(PLACE, "pledgePlace", venue.input.clone(), true)?,
    };
    let state = outcome.payload["pledge"]["state"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    Ok(Came {
        card: card.is_some(),
        state: outcome.refused.unwrap_or(state),
    })
}

fn tally(outcomes: &[Came]) -> BTreeMap<String, usize> {
    let mut tally = BTreeMap::new();
    for came in outcomes {
        let what = if came.card { "cards" } else { "pledges" };
        *tally
            .entry(format!("{what} answered {}", came.state))
            .or_default() += 1;
    }
    tally
}

fn nothing_stays_in_between(place: &Place, venue: &Venue) -> Result<()> {
    let began = Instant::now();
    loop {
        let live = place.count(&format!(
            "campaigns WHERE slug = '{}' AND state = 'live'",
            venue.slug
        ))?;
        let between = place.count(&format!(
            "pledges WHERE campaign_id = {} AND state IN ('reserved', 'authorised')",
            venue.id()
        ))?;
        if live + between == 0 {
            println!(
                "  closed, and nothing in between, {:.1} s later",
                began.elapsed().as_secs_f64()
            );
            return Ok(());
        }
        ensure!(
            began.elapsed() < LIMBO,
            "{LIMBO:?} after the deadline {between} pledges are in between; live: {live}"
        );
        std::thread::sleep(Duration::from_millis(500));
    }
}

fn judge(place: &Place, venue: &Venue, deadline: Duration, outcomes: &[Came]) -> Result<()> {
    let of_campaign = format!(
        "campaign_id = (SELECT campaign_id FROM audit_campaign c WHERE c.campaign_id = {})",
        venue.input["campaignId"].to_string().replace('"', "'")
    );
    let late = place.count(&format!(
        "audit_pledge WHERE {of_campaign} AND state NOT IN ('pending', 'canceled') AND accepted_ms >= {}",
        deadline.as_millis()
    ))?;
    ensure!(
        late == 0,
        "{late} pledges count that came at the deadline or after it"
    );
    // Whom we told that it counts, it counts for; whether the card was charged by now or not.
    let told = outcomes.iter().filter(|came| came.state == "COMMITTED").count() as i64;
    let count = place.count(&format!(
        "audit_pledge WHERE {of_campaign} AND state NOT IN ('pending', 'canceled') AND accepted_ms >= {}",
        deadline.as_millis().saturating_sub(AROUND_MS.into())
    ))?;
    ensure!(
        count >= told,
        "{told} investors were told that their pledge counts, and {count} of them count"
    );
    let closed = place.count(&format!(
        "audit_entries WHERE action LIKE 'campaign.close%' AND subject = {}",
        venue.input["campaignId"].to_string().replace('"', "'")
    ))?;
    ensure!(closed == 1, "the campaign was closed {closed} times");
    Ok(())
}
