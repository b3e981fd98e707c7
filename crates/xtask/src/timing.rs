//! `cargo xtask timing`: how long a refused sign-in and a wish for a new password take, for accounts that are there and for
//! others. The time must not tell which are there.

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use serde_json::json;

use crate::{
    e2e::{Database, Place},
    farsight,
    faults::client::Client,
};

/// By how much the two may differ, as a share of the longer one.
const BOUND: f64 = 0.35;
/// Tries at one account: a fifth would lock it.
const TRIES: usize = 4;

const SIGN_UP: &str =
    "mutation($input: AccountSignUpInput!) { accountSignUp(input: $input) { userErrors { code } } }";
const SIGN_IN: &str =
    "mutation($input: AccountSignInInput!) { accountSignIn(input: $input) { userErrors { code } } }";
const RESET: &str = "mutation($input: AccountPasswordResetRequestInput!) { accountPasswordResetRequest(input: $input) { userErrors { code } } }";

/// Carries out `cargo xtask timing`.
pub(crate) fn run(databases: &[Database], accounts: usize, release: bool) -> Result<()> {
    let binary = farsight::build(release)?;
    for database in databases {
        let place = Place::new(&binary, *database)?;
        let settings = farsight::Settings {
            points_per_second: Some(0),
            environment: Vec::new(),
            ..place.settings.clone()
        };
        let server = settings.start()?;
        println!("on {}, {accounts} accounts, {TRIES} tries each", database.name());
        let asked = measure(&settings.url(), accounts);
        let asked = asked
            .map_err(|error| anyhow!("{error:#}\nthe server's log ends with\n{}", settings.end_of_log()))?;
        server.stop()?;
        for (what, known, unknown) in asked {
            let share = known.abs_diff(unknown).as_secs_f64() / known.max(unknown).as_secs_f64();
            println!(
                "  {what}: {known:.1?} and {unknown:.1?} at the median, {:.0} % apart",
                share * 100.0
            );
            ensure!(
                share <= BOUND,
                "{what}: the time tells whether there is such an account"
            );
        }
    }
    Ok(())
}

/// For each thing that is asked the median for accounts that are there, and for others.
fn measure(url: &str, accounts: usize) -> Result<[(&'static str, Duration, Duration); 2]> {
    let client = Client::new(url, None);
    for number in 0..accounts {
        let input = json!({
            "email": address(true, number), "password": "heliotrope anvil 77 marsh", "displayName": "Somebody",
        });
        let made = client.ask_patiently(SIGN_UP, &json!({ "input": input }))?;
        let refused = &made["accountSignUp"]["userErrors"];
        ensure!(*refused == json!([]), "an account could not be made: {refused}");
    }
    let sign_in = alternate(accounts, |is_there, number| {
        let input = json!({ "email": address(is_there, number), "password": "not the password of anybody" });
        let answer = client.ask(SIGN_IN, json!({ "input": input }))?;
        let code = &answer["accountSignIn"]["userErrors"][0]["code"];
        ensure!(
            code == "CREDENTIALS_WRONG",
            "a wrong password was answered {answer}"
        );
        Ok(())
    })?;
    let reset = alternate(accounts, |is_there, number| {
        let input = json!({ "email": address(is_there, number) });
        let answer = client.ask(RESET, json!({ "input": input }))?;
        let refused = &answer["accountPasswordResetRequest"]["userErrors"];
        ensure!(*refused == json!([]), "the wish was answered {answer}");
        Ok(())
    })?;
    Ok([
        ("a wrong password", sign_in.0, sign_in.1),
        ("a wish for a new password", reset.0, reset.1),
    ])
}

fn address(is_there: bool, number: usize) -> String {
    let of = if is_there { "somebody" } else { "nobody" };
    format!("{of}.{number}@timing.example.test")
}

/// The medians of what one and the other take, asked by turns so that a busy moment meets both alike.
fn alternate(accounts: usize, ask: impl Fn(bool, usize) -> Result<()>) -> Result<(Duration, Duration)> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..TRIES {
        for number in 0..accounts {
            for (is_there, times) in [(true, &mut known), (false, &mut unknown)] {
                let began = Instant::now();
                ask(is_there, number)?;
                times.push(began.elapsed());
            }
        }
    }
    Ok((median(known), median(unknown)))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
