//! `migrate up` and `migrate status`.

use std::process::ExitCode;

use anyhow::Result;
use migrations::{Migrator, MigratorTrait};

use super::say;
use crate::{cli::Migrate, config::Config, platform};

pub(super) async fn run(command: Migrate, config: &Config) -> Result<ExitCode> {
    let db = platform::database(config).await?;
    if matches!(command, Migrate::Up) {
        platform::migrate(&db).await?;
    }
    let pending = Migrator::get_pending_migrations(db.primary()).await?;
    for migration in Migrator::migrations() {
        let waits = pending.iter().any(|other| other.name() == migration.name());
        say(format_args!(
            "{} {}",
            if waits { "missing" } else { "applied" },
            migration.name()
        ));
    }
    Ok(ExitCode::SUCCESS)
}
