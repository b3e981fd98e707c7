//! `jobs`: what was set aside, and how it is done again.

use std::process::ExitCode;

use anyhow::Result;
use kernel::{Caller, EventId, JobId};

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
            app.replay_job(&Caller::system("command"), JobId::from_uuid(id))
                .await?;
            say(format_args!("{id} is due again"));
        }
        Jobs::Quarantined => {
            let messages = db::inbox::quarantined_after(app.db(), None, 1_000).await?;
            for message in &messages {
                let reason = message.last_error.as_deref().unwrap_or("no reason was kept");
                say(format_args!(
                    "{} {} {} of {} after {} tries: {reason}",
                    message.id, message.kind, message.event_id, message.provider, message.attempts
                ));
            }
            say(format_args!("{} messages were set aside", messages.len()));
        }
        Jobs::ReplayMessage { id } => {
            app.replay_message(&Caller::system("command"), EventId::from_uuid(id))
                .await?;
            say(format_args!("{id} is worked on again"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
