//! `jobs dead` and `jobs replay`.

use std::process::ExitCode;

use anyhow::{Result, ensure};
use kernel::Caller;

use super::{platform_of, say};
use crate::{cli::Jobs, config::Config};

pub(super) async fn run(command: Jobs, config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    match command {
        Jobs::Dead => {
            let dead = db::jobs::dead(app.db(), 1_000).await?;
            for job in &dead {
                let reason = job.last_error.as_deref().unwrap_or("no reason was kept");
                say(format_args!(
                    "{} {} after {} tries: {reason}",
                    job.id, job.kind, job.attempts
                ));
            }
            say(format_args!("{} jobs were set aside", dead.len()));
        }
        Jobs::Replay { id } => {
            let tx = app.db().begin().await?;
            ensure!(
                db::jobs::replay(&tx, id).await?,
                "no job {id} was set aside; `farsight jobs dead` lists them"
            );
            tx.record(&Caller::system("command"), db::Act::new("job.replay", id))
                .await?;
            tx.commit().await?;
            say(format_args!("{id} is due again"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
