//! Many investors who all want something at the same moment.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Value, json};

use super::{
    client::{Client, Trouble},
    investor,
};
use crate::e2e::Place;

/// How long somebody goes on asking who gets no answer.
const PATIENCE: Duration = Duration::from_secs(120);
/// How many sign up at once: a password costs a processor's time.
const SIGNING_UP: usize = 4;

/// A campaign that takes pledges.
#[derive(Debug, Clone)]
pub(super) struct Venue {
    /// Its name in addresses; the database finds it by that.
    pub(super) slug: String,
    /// What each pledge to it says, but for the key and what it earns.
    pub(super) input: Value,
    /// Its rewards.
    pub(super) rewards: Vec<Value>,
}

const CAMPAIGNS: &str =
    "query { campaigns(first: 50) { nodes { id slug currency acceptsPledges ipPanel { graveRisks { hash } }
    rewards { id amount { amount currency } remaining } } } }";

impl Venue {
    /// The live campaigns of a server.
    pub(super) fn all(url: &str) -> Result<Vec<Self>> {
        let data = Client::new(url, None).ask_patiently(CAMPAIGNS, &json!({}))?;
        let nodes = data["campaigns"]["nodes"].as_array().cloned().unwrap_or_default();
        let open = nodes
            .into_iter()
            .filter(|campaign| campaign["acceptsPledges"] == true);
        Ok(open
            .map(|campaign| Self {
                slug: campaign["slug"].as_str().unwrap_or_default().to_owned(),
                input: json!({
                    "campaignId": campaign["id"],
                    "amount": { "amount": "100", "currency": campaign["currency"] },
                    "acknowledgedRisks": campaign["ipPanel"]["graveRisks"]["hash"],
                }),
                rewards: campaign["rewards"].as_array().cloned().unwrap_or_default(),
            })
            .collect())
    }

    /// One of them.
    pub(super) fn first(url: &str) -> Result<Self> {
        let all = Self::all(url)?;
        all.into_iter()
            .next()
            .context("the demonstration has no live campaign to pledge to")
    }

    /// What identifies it, for SQL.
    pub(super) fn id(&self) -> String {
        format!("(SELECT id FROM campaigns WHERE slug = '{}')", self.slug)
    }
}

/// One of the crowd.
#[derive(Debug)]
pub(super) struct Member {
    client: Client,
    random: fastrand::Rng,
}

/// What came of a wish.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// What was answered at last: the mutation's payload.
    pub(super) payload: Value,
    /// The code of the refusal, if it is one.
    pub(super) refused: Option<String>,
    /// How long the answer took that was the last, and all with the tries before it.
    pub(super) last: Duration,
    /// From the first try on.
    pub(super) all: Duration,
}

/// Signs a crowd up.
pub(super) fn gather(place: &Place, members: usize, seed: u64) -> Result<Vec<Member>> {
    let url = place.settings.url();
    let made = in_parallel((0..members).collect(), SIGNING_UP, |number| {
        let seed = seed.wrapping_add(number as u64);
        let token = investor::sign_up(&url, seed)?;
        Ok(Member {
            client: Client::new(&url, Some(token)),
            random: fastrand::Rng::with_seed(!seed),
        })
    });
    made.into_iter().collect()
}

impl Member {
    /// Asks until it is answered yes or no, with a key that stays the same.
    pub(super) fn insist(
        &mut self,
        mutation: &str,
        field: &str,
        mut input: Value,
        keyed: bool,
    ) -> Result<Outcome> {
        if keyed {
            input["idempotencyKey"] = json!(investor::uuid(&mut self.random));
        }
        let began = Instant::now();
        loop {
            let asked = Instant::now();
            let answer = self.client.ask(mutation, json!({ "input": input }));
            match answer {
                Ok(mut data) => {
                    let payload = data[field].take();
                    let refused = payload["userErrors"][0]["code"].as_str().map(str::to_owned);
                    let again = ["IDEMPOTENCY_IN_PROGRESS", "PROVIDER_UNAVAILABLE"];
                    if !refused.as_deref().is_some_and(|code| again.contains(&code)) {
                        return Ok(Outcome {
                            payload,
                            refused,
                            last: asked.elapsed(),
                            all: began.elapsed(),
                        });
                    }
                }
                Err(Trouble::Refused(why)) => bail!("{field} of {input} was refused: {why}"),
                Err(Trouble::TooFast(wait)) => std::thread::sleep(wait),
                Err(Trouble::NoAnswer(_) | Trouble::Unable(_)) => {}
            }
            ensure!(
                began.elapsed() < PATIENCE,
                "no answer to {field} for {PATIENCE:?}"
            );
            std::thread::sleep(Duration::from_millis(self.random.u64(20..120)));
        }
    }

    /// The same person once more, for something at the same time.
    pub(super) fn twin(&mut self) -> Self {
        Self {
            client: self.client.clone(),
            random: self.random.fork(),
        }
    }

    /// A random number of milliseconds below this.
    pub(super) fn some_ms(&mut self, below: u64) -> Duration {
        Duration::from_millis(self.random.u64(0..below))
    }
}

/// Does this with each of them, so many at once; the results in their order.
pub(super) fn in_parallel<T: Send, R: Send>(
    items: Vec<T>,
    at_once: usize,
    work: impl Fn(T) -> Result<R> + Sync,
) -> Vec<Result<R>> {
    let items: Vec<_> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
    let next = AtomicUsize::new(0);
    let mut results: Vec<Option<Result<R>>> = items.iter().map(|_| None).collect();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once.min(items.len()))
            .map(|_| {
                let (items, work, next) = (&items, &work, &next);
                scope.spawn(move || {
                    let mut done = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some(item) = items.get(number) else {
                            return done;
                        };
                        let item = item.lock().ok().and_then(|mut item| item.take());
                        done.push((number, item.context("taken twice").and_then(work)));
                    }
                })
            })
            .collect();
        for worker in workers {
            for (number, result) in worker.join().unwrap_or_default() {
                results[number] = Some(result);
            }
        }
    });
    let lost = || Err(anyhow!("a thread panicked"));
    results
        .into_iter()
        .map(|result| result.unwrap_or_else(lost))
        .collect()
}
