//! `user grant`, `user confirm`, `user remove-factor` and `projection rebuild`.

use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use app::App;
use kernel::{Caller, Role};

use super::{platform_of, say};
use crate::{cli::User, config::Config};

pub(super) async fn run(command: User, config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let (email, role) = match command {
        User::Grant { email, role } => (email, role),
        User::Confirm { email } => return confirm(&app, &email).await,
        User::RemoveFactor { email, reason } => return remove_factor(&app, &email, &reason).await,
    };
    let roles = Role::ALL.map(Role::as_str).join(", ");
    let role: Role = role
        .parse()
        .map_err(|()| anyhow!("there is no role {role}; use one of {roles}"))?;
    let user = find(&app, &email).await?;
    app.grant(&user.id.to_string(), role).await?;
    say(format_args!("{email} may now act as {role}"));
    Ok(ExitCode::SUCCESS)
}

async fn confirm(app: &App, email: &str) -> Result<ExitCode> {
    let user = find(app, email).await?;
    let operator = Caller::system("operator");
    app.accounts.vouch_for_email(&operator, user.id).await?;
    say(format_args!("{email} is confirmed"));
    Ok(ExitCode::SUCCESS)
}

async fn remove_factor(app: &App, email: &str, reason: &str) -> Result<ExitCode> {
    let user = find(app, email).await?;
    let operator = Caller::system("operator");
    app.accounts
        .lift_second_factor(&operator, user.id, reason)
        .await?;
    say(format_args!(
        "{email} has no second factor any more; all their sign-ins have ended, and a mail tells them"
    ));
    Ok(ExitCode::SUCCESS)
}

async fn find(app: &App, email: &str) -> Result<accounts::User> {
    let user = app.accounts.find_by_email(email).await?;
    user.with_context(|| format!("nobody has an account with {email}"))
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
