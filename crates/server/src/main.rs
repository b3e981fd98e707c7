#![doc = include_str!("../README.md")]

mod cli;
mod commands;
mod config;
mod pages;
mod platform;
mod registers;
mod secrets;
mod telemetry;
mod webhooks;

use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Command};
use config::{Config, ServeOverrides};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // One TLS provider for the whole process, before any client is made.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(cli)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            commands::complain(&error);
            ExitCode::from(2)
        }
    }
}

/// Exit codes: 0 done, 1 a check found something wrong, 2 it could not be done.
async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    // The machine answers need neither configuration nor database.
    if let Command::Patent(command) = &cli.command
        && let Some(outcome) = commands::patent_answer::run(command)
    {
        return outcome;
    }
    let serve = match &cli.command {
        Command::Serve(options) => options.clone(),
        _ => ServeOverrides::default(),
    };
    let config = Config::load(cli.config.as_deref(), &cli.overrides, &serve)?;
    let quiet = !matches!(cli.command, Command::Serve(_) | Command::Worker);
    telemetry::log(config.log_format, quiet);
    commands::run(cli.command, config).await
}
