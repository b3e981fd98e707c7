#![doc = include_str!("../README.md")]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line talks by printing"
)]

mod bench;
mod check;
mod contract;
mod db;
mod deploy;
mod e2e;
mod farsight;
mod faults;
mod layers;
mod long;
mod model;
mod mutants;
mod postgres;
mod process;
mod redis;
mod report;
mod schema;
mod setup;
mod shell;
mod test;
mod timing;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};

use e2e::{Choice, Database, Suite};
use mutants::Part;

/// Developer's commands of Farsight.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Install what tests need beside Rust (Debian, as root), or say how to.
    Setup {
        /// Only report what is missing.
        #[arg(long)]
        check: bool,
    },
    /// Format, layers, schema rules, clippy, schema against the gateway, docs.
    Check,
    /// Who imports whom, against the table of layers.
    Layers,
    /// Setup, check and every test there is, on both databases.
    Test {
        /// Leave the browser out.
        #[arg(long)]
        quick: bool,
    },
    /// Write schema.graphql from what the gateway serves.
    Schema {
        /// Only compare.
        #[arg(long)]
        check: bool,
    },
    /// The PostgreSQL server of this workspace.
    #[command(subcommand)]
    Db(db::Db),
    /// Conformance and browser tests against a fresh server with demonstration data.
    E2e {
        /// On this database only.
        #[arg(long)]
        database: Option<Database>,
        /// Which tests.
        #[arg(long, default_value = "all")]
        suite: Suite,
        #[command(flatten)]
        choice: Choice,
    },
    /// Save pictures of every page, in both languages, light and dark, at every width.
    Screenshots {
        /// The folder they are saved in.
        dir: PathBuf,
    },
    /// Kill the server in the middle of its work, and count what it promised.
    #[command(subcommand)]
    Faults(faults::Faults),
    /// Measure whether the time of an answer tells which accounts are there; they may differ by 35 %.
    Timing {
        /// On this database only.
        #[arg(long)]
        database: Option<Database>,
        /// How many accounts of each kind, each asked four times.
        #[arg(long, default_value_t = 40)]
        accounts: usize,
        /// Build as for production.
        #[arg(long)]
        release: bool,
    },
    /// Random histories of pledges, charges, refunds, disputes, payouts and changes of the patents, each step compared
    /// with a small model.
    Model {
        /// On this database only.
        #[arg(long)]
        database: Option<Database>,
        /// How many histories on each database.
        #[arg(long, default_value_t = 500)]
        histories: u32,
        /// How many steps each has, beside the first pledges.
        #[arg(long, default_value_t = 40)]
        steps: usize,
        /// Repeat a run.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Change the code that money and access hang on in small ways, and count how many the tests notice.
    Mutants {
        /// This part only.
        #[arg(long)]
        part: Option<Part>,
        /// The so-manyeth of so many shares of each part, such as 0/4.
        #[arg(long)]
        shard: Option<String>,
    },
    /// Measure, against the budgets of the design.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Run an adapter against a stand-in by others, installed under target/tools.
    #[command(subcommand)]
    Contract(contract::Contract),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let both = |chosen: Option<Database>| chosen.map_or(Database::ALL.to_vec(), |database| vec![database]);
    match Arguments::parse().command {
        Task::Setup { check } => setup::run(check),
        Task::Check => check::run(),
        Task::Layers => layers::check(),
        Task::Test { quick } => test::run(quick),
        Task::Schema { check } => schema::run(check),
        Task::Db(what) => db::run(what),
        Task::E2e {
            database,
            suite,
            choice,
        } => e2e::run(&both(database), suite, &choice),
        Task::Screenshots { dir } => {
            let choice = Choice {
                filter: Some("pages".to_owned()),
                screenshots: Some(dir),
                ..Choice::default()
            };
            e2e::run(&[Database::Sqlite], Suite::Browser, &choice)
        }
        Task::Timing {
            database,
            accounts,
            release,
        } => timing::run(&both(database), accounts, release),
        Task::Faults(what) => faults::run(&what),
        Task::Model {
            database,
            histories,
            steps,
            seed,
        } => model::run(
            &both(database),
            histories,
            steps,
            seed.unwrap_or_else(|| fastrand::u64(..)),
        ),
        Task::Mutants { part, shard } => {
            let parts = part.map_or_else(|| Part::value_variants().to_vec(), |part| vec![part]);
            mutants::run(&parts, shard.as_deref())
        }
        Task::Bench(what) => bench::run(&what),
        Task::Contract(what) => contract::run(&what),
    }
}
