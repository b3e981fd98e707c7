//! `key reseal`.

use std::process::ExitCode;

use anyhow::Result;
use db::Act;
use kernel::Caller;

use super::{platform_of, say};
use crate::{config::Config, platform};

/// Seals everything by the newest master key, then notes that the one before is not needed any more.
pub(super) async fn reseal(config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let vault = platform::master_key(config)?;
    let (mut people, mut seeds) = (0, 0);
    // Until nothing is left: a process that was not restarted yet seals with the key before.
    loop {
        let sealed = (
            vault.reseal_people(app.db()).await?,
            app.accounts.reseal_seeds().await?,
        );
        if sealed == (0, 0) {
            break;
        }
        people += sealed.0;
        seeds += sealed.1;
    }
    let tx = app.db().begin().await?;
    let retired = vault.retire_older(&tx).await?;
    if retired > 0 {
        let after = serde_json::json!({ "people": people, "seeds": seeds });
        let act = Act::new("installation.key_reseal", vault.fingerprint()).after(after);
        tx.record(&Caller::system("command"), act).await?;
    }
    tx.commit().await?;
    say(format_args!(
        "{people} keys of people and {seeds} second factors were sealed anew, by the master key {}",
        vault.fingerprint()
    ));
    if retired > 0 {
        say("the one before is not needed any more: take master_key_old out of the settings");
    }
    Ok(ExitCode::SUCCESS)
}
