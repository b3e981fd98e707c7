//! `config show` and `config check`.

use std::process::ExitCode;

use anyhow::Result;

use super::say;
use crate::{cli::ConfigCommand, config::Config};

pub(super) fn run(command: &ConfigCommand, config: &Config) -> Result<ExitCode> {
    config.refuse_public_demo()?;
    match command {
        ConfigCommand::Show => {
            for (name, value) in config.redacted() {
                say(format_args!("{name} = {value}"));
            }
        }
        ConfigCommand::Check => say("the configuration is right"),
    }
    Ok(ExitCode::SUCCESS)
}
