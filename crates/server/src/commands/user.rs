//! `user` and `projection rebuild`.

use std::process::ExitCode;

use accounts::{LockAccount, UserFilter};
use anyhow::{Context, Result, anyhow};
use app::App;
use kernel::{Caller, Role};

use super::{platform_of, say, user_show};
use crate::{cli::User, config::Config};

pub(super) async fn run(command: User, config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let (email, role) = match command {
        User::Grant { email, role } => (email, role),
        User::Confirm { email } => return confirm(&app, &email).await,
        User::RemoveFactor { email, reason } => return remove_factor(&app, &email, &reason).await,
        User::List {
            text,
            role,
            locked,
            limit,
            json,
        } => {
            let filter = UserFilter {
                text,
                role: role.as_deref().map(role_named).transpose()?,
                locked: locked.then_some(true),
            };
            user_show::list(&app, &filter, limit, json).await?;
            return Ok(ExitCode::SUCCESS);
        }
        User::Show { email, json } => {
            let user = find(&app, &email).await?;
            user_show::show(&app, &user, json).await?;
            return Ok(ExitCode::SUCCESS);
        }
        User::Export { person, out } => return super::privacy::export(&app, &person, &out).await,
        User::RoleRequests { all, json } => {
            user_show::role_requests(&app, all, json).await?;
            return Ok(ExitCode::SUCCESS);
        }
        User::Lock { email, reason } => return lock(&app, &email, reason, true).await,
        User::Unlock { email, reason } => return lock(&app, &email, reason, false).await,
    };
    let role = role_named(&role)?;
    let user = find(&app, &email).await?;
    app.grant(&user.id.to_string(), role).await?;
    say(format_args!("{email} may now act as {role}"));
    Ok(ExitCode::SUCCESS)
}

fn role_named(name: &str) -> Result<Role> {
    let roles = Role::ALL.map(Role::as_str).join(", ");
    name.parse()
        .map_err(|()| anyhow!("there is no role {name}; use one of {roles}"))
}

async fn lock(app: &App, email: &str, reason: String, is_locked: bool) -> Result<ExitCode> {
    let user = find(app, email).await?.id;
    let (operator, request) = (Caller::system("operator"), LockAccount { user, reason });
    if is_locked {
        app.accounts.lock_account(&operator, request).await?;
        say(format_args!(
            "{email} is locked; all their sign-ins and tokens have ended, and a mail tells them"
        ));
    } else {
        app.accounts.unlock_account(&operator, request).await?;
        say(format_args!("{email} may sign in again, and a mail tells them"));
    }
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

pub(super) async fn find(app: &App, email: &str) -> Result<accounts::User> {
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
