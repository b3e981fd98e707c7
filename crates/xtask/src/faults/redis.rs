//! Redis is killed, frozen, emptied and full while investors pledge. Pledges go on, nobody is signed out, limits still hold.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::{
    client::{Client, Experience},
    load::{Count, Load},
};
use crate::{
    e2e::{Database, Place},
    farsight,
    redis::Redis,
};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How long each trouble lasts, in seconds.
    #[arg(long, default_value_t = 15)]
    pub(crate) seconds: u64,
    /// How many investors pledge at the same time.
    #[arg(long, default_value_t = 4)]
    pub(crate) investors: u64,
    /// Repeats a run's random amounts.
    #[arg(long, default_value_t = fastrand::u64(..), hide_default_value = true)]
    pub(crate) seed: u64,
}

/// Wrong passwords that are looked at before an account is locked for a while.
const TRIES: usize = 5;
/// By then the server has found a Redis that is back; it looks every half second.
const FOUND_AGAIN: Duration = Duration::from_secs(3);
const SIGN_IN: &str =
    "mutation($input: AccountSignInInput!) { accountSignIn(input: $input) { userErrors { code } } }";

/// The test with a server built for it.
pub(crate) fn run(plan: &Plan) -> Result<()> {
    with(&farsight::build(false)?, plan)
}

/// The test with this program.
pub(crate) fn with(binary: &Path, plan: &Plan) -> Result<()> {
    println!("Redis in trouble, {} s each; seed {}", plan.seconds, plan.seed);
    let mut place = Place::new(binary, Database::Postgres)?;
    // Only the limits of tries are looked at.
    place.settings.points_per_second = Some(0);
    let mut redis = place.redis.take().context("there is no Redis")?;
    super::at(&place, |place| carry_out(place, &mut redis, plan))
}

type Trouble = fn(&mut Redis) -> Result<()>;

fn carry_out(place: &Place, redis: &mut Redis, plan: &Plan) -> Result<()> {
    let server = place.settings.start()?;
    let url = place.settings.url();
    let mut load = Load::gather(&url, &url, plan.investors, plan.seed)?;
    let experience = load.experience.clone();
    let troubles: [(&str, Trouble, Trouble); 4] = [
        ("killed", Redis::kill, Redis::start_again),
        ("frozen", |redis| redis.freeze(true), |redis| redis.freeze(false)),
        ("emptied", |redis| redis.command("FLUSHALL"), |_| Ok(())),
        (
            "full",
            |redis| redis.command("CONFIG SET maxmemory 1"),
            |redis| redis.command("CONFIG SET maxmemory 0"),
        ),
    ];
    load.during(|given_up| {
        for (what, begin, end) in troubles {
            experience.forget();
            begin(redis)?;
            a_password_is_not_guessed(&url, what)?;
            std::thread::sleep(Duration::from_secs(plan.seconds));
            report(what, &experience)?;
            end(redis)?;
            // Tries are counted in the process while Redis is away, and anew once it is found again.
            std::thread::sleep(FOUND_AGAIN);
            ensure!(!given_up(), "an investor has given up");
        }
        Ok(())
    })?;
    let Count { placed, retried } = load.count()?;
    server.stop()?;
    place.prove()?;
    println!(
        "{placed} pledges acknowledged, {retried} of them after a retry: each there exactly once, nobody was signed out; \
         ledger and audit trail verified"
    );
    Ok(())
}

/// Less than one request of a hundred may fail.
fn report(what: &str, experience: &Experience) -> Result<()> {
    let (served, failed) = (experience.served(), experience.unable() + experience.broken());
    println!(
        "  {what}: {served} requests served, {failed} failed; the slowest took {:.1} s",
        experience.slowest().as_secs_f64()
    );
    ensure!(served > 20, "only {served} requests: that is no load");
    ensure!(failed * 100 < served, "more than one request of a hundred failed");
    Ok(())
}

/// Somebody guesses a password; after a few tries the account is locked for a while, whatever Redis does.
fn a_password_is_not_guessed(url: &str, what: &str) -> Result<()> {
    let client = Client::new(url, None);
    let input =
        json!({ "email": format!("{what}@guessed.example.test"), "password": "not the password of anybody" });
    let mut looked_at = 0;
    for _ in 0..TRIES * 3 {
        match client.ask(SIGN_IN, json!({ "input": input })) {
            Ok(data) => {
                let code = &data["accountSignIn"]["userErrors"][0]["code"];
                looked_at += usize::from(code == "CREDENTIALS_WRONG");
            }
            // The lock is told as a limit.
            Err(super::client::Trouble::TooFast(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    ensure!(
        (1..=TRIES).contains(&looked_at),
        "{looked_at} wrong passwords were looked at while Redis was {what}"
    );
    Ok(())
}
