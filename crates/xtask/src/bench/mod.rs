//! `cargo xtask bench …`: figures that depend on time; their results stand in READMEs.

mod browse;
mod panel;
mod pgbench;
mod pledge;
mod seed;
mod template;
mod wrk;

use anyhow::Result;

/// What to measure.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Bench {
    /// The list of 20 campaigns with their patents, over PostgreSQL, beside pgbench running the same SQL.
    Browse {
        /// How many campaigns, each with two patents.
        #[arg(long, default_value_t = 100_000)]
        campaigns: u32,
        /// How long each measurement lasts.
        #[arg(long, default_value_t = 10)]
        seconds: u32,
        /// How many rounds, server and pgbench in turn; the median counts.
        #[arg(long, default_value_t = 3)]
        rounds: u32,
        /// How many clients at once.
        #[arg(long, default_value_t = 32)]
        clients: u32,
    },
    /// Pledges placed on many campaigns and on one, over PostgreSQL, beside pgbench running the same statements.
    Pledge {
        /// How long each measurement lasts.
        #[arg(long, default_value_t = 10)]
        seconds: u32,
        /// How many rounds; the median counts.
        #[arg(long, default_value_t = 3)]
        rounds: u32,
        /// How many clients at once.
        #[arg(long, default_value_t = 32)]
        clients: u32,
    },
    /// The patents of one campaign, as its page asks for them, over PostgreSQL.
    Panel {
        /// How many campaigns, each with two patents.
        #[arg(long, default_value_t = 100_000)]
        campaigns: u32,
        /// How many clients at once.
        #[arg(long, default_value_t = 2)]
        clients: u32,
        /// How long the measurement lasts.
        #[arg(long, default_value_t = 10)]
        seconds: u32,
    },
}

/// Carries out `cargo xtask bench …`.
pub(crate) fn run(what: &Bench) -> Result<()> {
    match *what {
        Bench::Browse {
            campaigns,
            seconds,
            rounds,
            clients,
        } => browse::run(&browse::Plan {
            campaigns,
            seconds,
            rounds: rounds.max(1),
            clients,
        }),
        Bench::Pledge {
            seconds,
            rounds,
            clients,
        } => pledge::run(&pledge::Plan {
            seconds,
            rounds: rounds.max(1),
            clients,
        }),
        Bench::Panel {
            campaigns,
            clients,
            seconds,
        } => panel::run(campaigns, clients.max(2), seconds),
    }
}

/// The figure in the middle.
fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
