//! `doctor`: everything this installation needs, each with a fix.

use std::process::ExitCode;

use anyhow::Result;
use db::{Db, Held};
use migrations::{Migrator, MigratorTrait};

use super::say;
use crate::{config::Config, platform, secrets};

/// Exit code 1 if something is not as it should be.
pub(super) async fn run(config: &Config) -> Result<ExitCode> {
    let mut sound = true;
    let mut tell = |name: &str, outcome: Result<String, String>| match outcome {
        Ok(words) => say(format_args!("ok    {name}: {words}")),
        Err(fix) => {
            sound = false;
            say(format_args!("WRONG {name}: {fix}"));
        }
    };
    tell(
        "configuration",
        config
            .refuse_public_demo()
            .map(|()| "right".to_owned())
            .map_err(|e| e.to_string()),
    );
    let data = secrets::secret(&config.data_dir, "webhook", &kernel::SystemIds);
    tell(
        "data directory",
        data.map(|_| config.data_dir.display().to_string())
            .map_err(|e| format!("{e:#}")),
    );
    tell(
        "payments",
        match config.stripe.ask().await {
            Ok(Some(mode)) => Ok(format!("Stripe answers, in {mode} mode")),
            Ok(None) => Ok("pretended by the sandbox".to_owned()),
            Err(error) => Err(format!("{error:#}")),
        },
    );
    tell("mail", mail(config).await);
    match platform::database(config).await {
        Err(error) => tell("database", Err(format!("{error:#}"))),
        Ok(db) => {
            let engine = if db.is_postgres() { "PostgreSQL" } else { "SQLite" };
            tell(
                "database",
                db.check()
                    .await
                    .map(|()| engine.to_owned())
                    .map_err(|e| e.to_string()),
            );
            let pending = Migrator::get_pending_migrations(db.primary())
                .await
                .map(|list| list.len());
            tell(
                "migrations",
                match pending {
                    Ok(0) => Ok("all applied".to_owned()),
                    Ok(n) => Err(format!("{n} are missing; run `farsight migrate up`")),
                    Err(error) => Err(error.to_string()),
                },
            );
            tell("master key", master_key(config, &db).await);
            if let Ok(app) = platform::platform(config, db, platform::Runs::Command).await {
                tell(
                    "cache",
                    if app.cache().healthy() {
                        Ok(if app.cache().is_shared() {
                            "Redis answers"
                        } else {
                            "in this process"
                        }
                        .to_owned())
                    } else {
                        Err("Redis does not answer; check redis_url. Until it does, each process works by itself".to_owned())
                    },
                );
                tell(
                    "jobs",
                    match db::jobs::backlog(app.db()).await {
                        Ok(backlog) if backlog.dead == 0 => Ok(format!("{} due", backlog.due)),
                        Ok(backlog) => Err(format!(
                            "{} were set aside; `farsight jobs dead` lists them",
                            backlog.dead
                        )),
                        Err(error) => Err(error.to_string()),
                    },
                );
            }
        }
    }
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Whether the mail server answers, or what becomes of mails without one.
async fn mail(config: &Config) -> Result<String, String> {
    let smtp = config.smtp.mailer().map_err(|error| format!("{error:#}"))?;
    match smtp {
        Some(smtp) => match smtp.check().await {
            Ok(()) => Ok("the server answers".to_owned()),
            Err(error) => Err(format!("{error}; check the section smtp. Until it answers mails wait")),
        },
        None if config.captures_mails() => Ok("captured in the database, not sent".to_owned()),
        None => Err(
            "no mail server is set: mails wait and are given up after three days; set smtp.host and smtp.from".to_owned(),
        ),
    }
}

/// Whether the master key is the one that this database is sealed with.
async fn master_key(config: &Config, db: &Db) -> Result<String, String> {
    let vault = platform::master_key(config).map_err(|error| format!("{error:#}"))?;
    let fingerprint = vault.fingerprint();
    match vault.check(db.primary()).await {
        Ok(Held::InUse) => Ok(format!("{fingerprint}, with which this database is sealed")),
        Ok(Held::New) => Ok(format!("{fingerprint}, with which nothing is sealed yet")),
        Ok(Held::BesideOlder) => Ok(format!(
            "{fingerprint}; the one before is still needed until `farsight key reseal`"
        )),
        Err(error) => Err(error.to_string()),
    }
}
