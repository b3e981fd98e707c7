//! `cargo xtask faults …`: the server is killed in the middle of its work, and what it promised is counted afterwards.

pub(crate) mod client;
pub(crate) mod close;
mod investor;
pub(crate) mod pledges;

use anyhow::Result;

use crate::e2e::Database;

/// What the server is killed in the middle of.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Faults {
    /// Taking pledges: no acknowledged one may be lost and none doubled.
    Pledges {
        /// On this database only.
        #[arg(long)]
        database: Option<Database>,
        /// How many times.
        #[arg(long, default_value_t = 20)]
        kills: u32,
        /// How many investors pledge at once (an address may sign up five an hour).
        #[arg(long, default_value_t = 5)]
        investors: u64,
        /// Repeat a run's random moments and amounts.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Charging the cards of a campaign that reached its goal, on PostgreSQL: each exactly once.
    Close {
        /// How many pledges it has.
        #[arg(long, default_value_t = 60_000)]
        pledges: u32,
        /// How many times.
        #[arg(long, default_value_t = 3)]
        kills: u32,
        /// How many cards are charged a second.
        #[arg(long, default_value_t = 100)]
        pace: u32,
        /// Build as for production.
        #[arg(long)]
        release: bool,
    },
}

/// Carries out `cargo xtask faults …`.
pub(crate) fn run(what: &Faults) -> Result<()> {
    match *what {
        Faults::Pledges {
            database,
            kills,
            investors,
            seed,
        } => {
            let databases = database.map_or(Database::ALL.to_vec(), |database| vec![database]);
            let plan = pledges::Plan {
                kills,
                investors,
                ..pledges::Plan::default()
            };
            let seed = seed.unwrap_or(plan.seed);
            pledges::run(&databases, &pledges::Plan { seed, ..plan })
        }
        Faults::Close {
            pledges,
            kills,
            pace,
            release,
        } => close::run(release, &close::Plan { pledges, kills, pace }),
    }
}
