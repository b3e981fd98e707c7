//! The commands, one file each.

mod checks;
mod configuration;
mod doctor;
mod import;
mod jobs;
mod key;
mod ledger;
mod ledger_lines;
mod migrate;
mod patent;
pub(crate) mod patent_answer;
mod patent_watch;
mod privacy;
mod serve;
mod user;
mod user_show;

use std::process::ExitCode;

use anyhow::Result;
use app::App;
use db::Db;

use crate::{
    cli::{Audit, Command, Key, Schema},
    config::Config,
    platform::{self, Runs},
};

/// Runs a command.
///
/// # Errors
/// What could not be done; the process then exits with 2.
pub(crate) async fn run(command: Command, config: Config) -> Result<ExitCode> {
    match command {
        Command::Serve(_) => serve::serve(config).await,
        Command::Worker => serve::work(config).await,
        Command::Migrate(command) => migrate::run(command, &config).await,
        Command::Import(command) => import::run(command, &config).await,
        Command::Patent(command) => patent::run(command, &config).await,
        Command::Ledger(command) => ledger::run(command, &config).await,
        Command::Audit(Audit::Verify) => checks::audit(&config).await,
        Command::Audit(Audit::Show { subject }) => checks::trail(&config, &subject).await,
        Command::Audit(Audit::Export {
            actor,
            subject,
            action,
            from,
            to,
        }) => {
            let filter = checks::filter(actor, subject, action, (from, to));
            checks::export(&config, &filter).await
        }
        Command::Jobs(command) => jobs::run(command, &config).await,
        Command::Key(Key::Reseal) => key::reseal(&config).await,
        Command::User(command) => user::run(command, &config).await,
        Command::Privacy(command) => privacy::run(&command, &config).await,
        Command::Projection(_) => user::rebuild(&config).await,
        Command::Schema(Schema::Print) => {
            say(gateway::sdl());
            Ok(ExitCode::SUCCESS)
        }
        Command::Config(command) => configuration::run(&command, &config),
        Command::Doctor => doctor::run(&config).await,
    }
}

/// The platform over a database that has the newest shape; the embedded one is brought to it.
async fn platform_of(config: &Config) -> Result<App> {
    platform::platform(config, migrated(config).await?, Runs::Command).await
}

/// The database with every migration applied: an embedded one is brought up to date, any other must be.
async fn migrated(config: &Config) -> Result<Db> {
    let db = platform::database(config).await?;
    if config.database_url.is_none() {
        platform::migrate(&db).await?;
    } else {
        platform::expect_migrated(&db).await?;
    }
    Ok(db)
}

/// Prints a line for people or pipes.
#[allow(clippy::print_stdout, reason = "this is the program's output")]
pub(crate) fn say(text: impl std::fmt::Display) {
    let text = text.to_string();
    println!("{}", text.trim_end_matches('\n'));
}

/// Prints what went wrong, with its causes.
#[allow(clippy::print_stderr, reason = "this is the program's last word")]
pub(crate) fn complain(error: &anyhow::Error) {
    eprintln!("farsight: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because {cause}");
    }
}
