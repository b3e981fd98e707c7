//! `user grant` and `projection rebuild`.

use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use kernel::Role;

use super::{platform_of, say};
use crate::{cli::User, config::Config};

pub(super) async fn run(command: User, config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let User::Grant { email, role } = command;
    let roles = Role::ALL.map(Role::as_str).join(", ");
    let role: Role = role
        .parse()
        .map_err(|()| anyhow!("there is no role {role}; use one of {roles}"))?;
    let user = app.accounts.find_by_email(&email).await?;
    let user = user.with_context(|| format!("nobody has an account with {email}"))?;
    app.grant(&user.id.to_string(), role).await?;
    say(format_args!("{email} may now act as {role}"));
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn rebuild(config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let bar = super::import::bar("campaigns");
    let count = app
        .projects
        .rebuild_projection(|done| bar.set_position(done))
        .await?;
    bar.finish_and_clear();
    say(format_args!("{count} campaigns are in line with their patents"));
    Ok(ExitCode::SUCCESS)
}
