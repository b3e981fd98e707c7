//! `privacy` and `user export`: what is kept about people.

use std::{fs::OpenOptions, io::Write, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use app::App;
use kernel::{Caller, UserId};
use privacy::map::{Erasure, Kept, Table, tables};
use serde_json::json;

use super::{migrated, platform_of, say, user};
use crate::{cli::Privacy, config::Config};

pub(super) async fn run(command: &Privacy, config: &Config) -> Result<ExitCode> {
    match command {
        Privacy::Retention { apply, json } => retention(&platform_of(config).await?, *apply, *json).await,
        Privacy::Verify => {
            let gaps = privacy::gaps(&migrated(config).await?).await?;
            for gap in &gaps {
                say(gap);
            }
            if gaps.is_empty() {
                say(format_args!(
                    "every column of {} tables is in the map",
                    tables().count()
                ));
                return Ok(ExitCode::SUCCESS);
            }
            Ok(ExitCode::from(1))
        }
    }
}

async fn retention(app: &App, apply: bool, as_json: bool) -> Result<ExitCode> {
    let counted = if apply {
        app.privacy.retain().await?
    } else {
        app.privacy.overdue().await?
    };
    let rows_of = |table: &Table| {
        let found = counted.iter().find(|due| due.table.name == table.name);
        found.map_or(0, |due| due.rows)
    };
    let verb = if apply { "removed" } else { "due" };
    for table in tables().filter(|table| table.is_personal()) {
        let rows = rows_of(table);
        if as_json {
            let erased: Vec<_> = table
                .concerns
                .iter()
                .map(|concern| json!({ "as": concern.role, "erasure": erasure(concern.erasure) }))
                .collect();
            say(json!({
                "table": table.name, "holds": table.holds, "basis": table.basis.words(), "kept": kept(table), verb: rows,
                "concerns": erased,
            }));
            continue;
        }
        let due = if rows > 0 {
            format!("  {rows} {verb}")
        } else {
            String::new()
        };
        say(format_args!("{:<24} {}{due}", table.name, kept(table)));
    }
    Ok(ExitCode::SUCCESS)
}

fn kept(table: &Table) -> String {
    match table.kept {
        Kept::WithItsOwner => "as long as the account".to_owned(),
        Kept::Years(years, why) => format!("{years} years: {why}"),
        Kept::Days { days, why, .. } => format!("{days} days: {why}"),
    }
}

fn erasure(erasure: Erasure) -> String {
    match erasure {
        Erasure::Delete => "deleted".to_owned(),
        Erasure::Overwrite(_) => "overwritten".to_owned(),
        Erasure::Keep(why) => format!("kept: {why}"),
        Erasure::Elsewhere(who) => format!("left to {who}"),
    }
}

/// Writes everything about a person to a file that is their owner's alone.
pub(super) async fn export(app: &App, person: &str, out: &Path) -> Result<ExitCode> {
    let id: UserId = match person.parse() {
        Ok(id) => id,
        Err(_) => user::find(app, person).await?.id,
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(out).with_context(|| {
        format!(
            "{} cannot be made; choose a name that is not taken",
            out.display()
        )
    })?;
    let bytes = app.privacy.export_of(&Caller::system("operator"), id).await?;
    file.write_all(&bytes)?;
    say(format_args!("{} bytes are in {}", bytes.len(), out.display()));
    Ok(ExitCode::SUCCESS)
}
