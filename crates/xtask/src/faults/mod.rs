//! `cargo xtask faults …`: something goes wrong in the middle of the work, and what was promised is counted afterwards.

pub(crate) mod answers;
pub(crate) mod clicks;
pub(crate) mod client;
pub(crate) mod close;
mod crowd;
pub(crate) mod database;
pub(crate) mod deadline;
pub(crate) mod disk;
mod investor;
mod load;
mod messages;
pub(crate) mod pledges;
mod proxy;
pub(crate) mod redis;
pub(crate) mod stock;
pub(crate) mod webhooks;

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::{
    e2e::{Database, Place},
    farsight,
    long::Test,
};

/// What goes wrong.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Faults {
    /// The server is killed while it takes pledges: no acknowledged one may be lost and none doubled.
    Pledges {
        #[command(flatten)]
        on: On,
        #[command(flatten)]
        plan: pledges::Plan,
    },
    /// The server is killed while it charges the cards of a campaign that reached its goal: each exactly once.
    Close {
        #[command(flatten)]
        on: On,
        #[command(flatten)]
        plan: close::Plan,
        /// Build as for production.
        #[arg(long)]
        release: bool,
    },
    /// One wish is sent many times at the same moment: one pledge, and the same answer to all.
    Clicks {
        #[command(flatten)]
        on: On,
        #[command(flatten)]
        plan: clicks::Plan,
    },
    /// A part of all answers gets lost after the server acted: the same key again is the same pledge.
    Answers {
        #[command(flatten)]
        on: On,
        #[command(flatten)]
        plan: answers::Plan,
    },
    /// PostgreSQL is killed, frozen, cut off and slow: nothing is lost, answers come in time, the server recovers by itself.
    Database {
        #[command(flatten)]
        plan: database::Plan,
    },
    /// Redis is killed, frozen, emptied and full: pledges go on, nobody is signed out, limits hold.
    Redis {
        #[command(flatten)]
        plan: redis::Plan,
    },
    /// Pledges come within a moment of the deadline while several processes close the campaign.
    Deadline {
        #[command(flatten)]
        on: On,
        #[command(flatten)]
        plan: deadline::Plan,
    },
    /// Far more investors than there is of a limited reward: exactly as many get it as there are.
    Stock {
        #[command(flatten)]
        on: On,
        #[command(flatten)]
        plan: stock::Plan,
        /// Build as for production.
        #[arg(long)]
        release: bool,
    },
    /// SQLite: each acknowledged commit reaches the disk, and a full disk loses nothing.
    Disk {
        #[command(flatten)]
        plan: disk::Plan,
    },
    /// The provider's messages come late, several times, in any order, among forged ones, or not at all.
    Webhooks {
        #[command(flatten)]
        on: On,
        #[command(flatten)]
        plan: webhooks::Plan,
    },
    /// A process dies at each wait of each step of pledge, charge, refund, dispute and payout, one wait after the other.
    Steps {
        #[command(flatten)]
        on: On,
        /// Try every so-manyeth wait.
        #[arg(long, default_value_t = 1)]
        stride: usize,
    },
    /// Many move money between accounts while others look, on PostgreSQL: each look finds all the money.
    Bank {
        #[command(flatten)]
        on: On,
        /// How many movements there are.
        #[arg(long, default_value_t = 100_000)]
        operations: u64,
    },
}

/// Where it goes wrong.
#[derive(Debug, clap::Args)]
pub(crate) struct On {
    /// On this database only.
    #[arg(long)]
    database: Option<Database>,
}

impl On {
    fn databases(&self) -> Vec<Database> {
        self.database
            .map_or(Database::ALL.to_vec(), |database| vec![database])
    }
}

/// Carries out `cargo xtask faults …`.
pub(crate) fn run(what: &Faults) -> Result<()> {
    match what {
        Faults::Pledges { on, plan } => pledges::run(&on.databases(), plan),
        Faults::Close { on, plan, release } => close::run(&on.databases(), plan, *release),
        Faults::Clicks { on, plan } => clicks::run(&on.databases(), plan),
        Faults::Answers { on, plan } => answers::run(&on.databases(), plan),
        Faults::Database { plan } => database::run(plan),
        Faults::Redis { plan } => redis::run(plan),
        Faults::Deadline { on, plan } => deadline::run(&on.databases(), plan),
        Faults::Stock { on, plan, release } => stock::run(&on.databases(), plan, *release),
        Faults::Disk { plan } => disk::run(plan),
        Faults::Webhooks { on, plan } => webhooks::run(&on.databases(), plan),
        Faults::Steps { on, stride } => {
            let test = Test {
                package: "pledges",
                module: "crash",
                environment: &[("FARSIGHT_CRASH_STRIDE", stride.max(&1).to_string())],
            };
            test.run(&on.databases())
        }
        Faults::Bank { on, operations } => {
            let test = Test {
                package: "ledger",
                module: "bank",
                environment: &[("FARSIGHT_BANK_OPERATIONS", operations.to_string())],
            };
            test.run(&on.databases())
        }
    }
}

/// The test on each of these databases, one after the other, of a program that is built once.
fn on_each(databases: &[Database], release: bool, on: impl Fn(&Path, Database) -> Result<()>) -> Result<()> {
    let binary = farsight::build(release)?;
    for database in databases {
        on(&binary, *database)?;
    }
    Ok(())
}

/// Does this at a fresh place that limits nobody's requests.
fn at_a_place(binary: &Path, database: Database, work: impl FnOnce(&Place) -> Result<()>) -> Result<()> {
    let mut place = Place::new(binary, database)?;
    place.settings.points_per_second = Some(0);
    at(&place, work)
}

/// Does this at a place; what the server wrote last is part of the error.
fn at(place: &Place, work: impl FnOnce(&Place) -> Result<()>) -> Result<()> {
    work(place).map_err(|error| {
        anyhow!(
            "{error:#}\nthe server's log ends with\n{}",
            place.settings.end_of_log()
        )
    })
}
