//! Investors who pledge all the time while something goes wrong, and the count afterwards: each acknowledged pledge is there
//! once, and every total is what was promised.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::{
    client::{Client, Experience},
    investor::{Investor, Offer},
};

/// How long jobs and messages that were interrupted may take to be done again.
const SETTLED_WITHIN: Duration = Duration::from_secs(90);

const CAMPAIGNS: &str = "query { campaigns(first: 50) { nodes { id currency acceptsPledges ipPanel { graveRisks { hash } } raised { minorUnits } } } }";

/// Investors at a server, and what its campaigns had raised before they came.
#[derive(Debug)]
pub(super) struct Load {
    url: String,
    before: BTreeMap<String, (Offer, i64)>,
    investors: Vec<Investor>,
    /// What they went through.
    pub(super) experience: Arc<Experience>,
}

/// What was counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count {
    /// Pledges that were acknowledged.
    pub(super) placed: u64,
    /// Those of them for which something had to be asked again.
    pub(super) retried: u64,
}

impl Load {
    /// Signs `investors` up at the server at `url`; they pledge there, or `by` another way.
    pub(super) fn gather(url: &str, by: &str, investors: u64, seed: u64) -> Result<Self> {
        let before = raised(url)?;
        ensure!(
            !before.is_empty(),
            "the demonstration has no live campaign to pledge to"
        );
        let experience = Arc::default();
        let investors = (0..investors.max(1))
            .map(|number| Investor::sign_up(by, seed.wrapping_add(number), &experience))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            url: url.to_owned(),
            before,
            investors,
            experience,
        })
    }

    /// They pledge while `trouble` is made, which is told whether somebody has given up, and until it is over.
    pub(super) fn during<T>(&mut self, trouble: impl FnOnce(&dyn Fn() -> bool) -> Result<T>) -> Result<T> {
        let stop = AtomicBool::new(false);
        self.pledging(&|_| !stop.load(Ordering::Relaxed), |given_up| {
            let made = trouble(given_up);
            stop.store(true, Ordering::Relaxed);
            made
        })
    }

    /// They place `pledges` together.
    pub(super) fn place(&mut self, pledges: usize) -> Result<()> {
        let share = pledges.div_ceil(self.investors.len());
        self.pledging(&|placed| placed < share, |_| Ok(()))
    }

    fn pledging<T>(
        &mut self,
        more: &(dyn Fn(usize) -> bool + Sync),
        meanwhile: impl FnOnce(&dyn Fn() -> bool) -> Result<T>,
    ) -> Result<T> {
        let offers: Vec<Offer> = self.before.values().map(|(offer, _)| offer.clone()).collect();
        std::thread::scope(|scope| -> Result<T> {
            let offers = &offers;
            let workers: Vec<_> = self
                .investors
                .iter_mut()
                .map(|investor| scope.spawn(move || investor.run(offers, more)))
                .collect();
            let made = meanwhile(&|| workers.iter().any(|worker| worker.is_finished()));
            let mut trouble = Vec::new();
            for worker in workers {
                let ended = worker.join();
                if let Err(error) = ended.unwrap_or_else(|_| bail!("an investor's thread panicked")) {
                    trouble.push(format!("{error:#}"));
                }
            }
            let made = made?;
            ensure!(trouble.is_empty(), "{}", trouble.join("\n"));
            Ok(made)
        })
    }

    /// Waits until what was begun is done, and counts.
    pub(super) fn count(&self) -> Result<Count> {
        let asked = Instant::now();
        settle(&self.investors)?;
        println!(
            "  every accepted card has committed its pledge after {:.1} s more",
            asked.elapsed().as_secs_f64()
        );
        let count = every_acknowledged_pledge_is_there_once(&self.investors)?;
        totals_agree(&self.before, &raised(&self.url)?, &self.investors)?;
        Ok(count)
    }
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

/// Compares what was acknowledged with what is there.
fn every_acknowledged_pledge_is_there_once(investors: &[Investor]) -> Result<Count> {
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
    Ok(Count { placed, retried })
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
