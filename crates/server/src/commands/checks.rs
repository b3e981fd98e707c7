//! `audit verify`: exit code 1 if something is wrong; `audit show`.

use std::process::ExitCode;

use anyhow::Result;

use super::{platform_of, say};
use crate::config::Config;

pub(super) async fn audit(config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    while app.db().seal_audit(1_000).await? > 0 {}
    let report = app.db().verify_audit().await?;
    say(format_args!(
        "{} entries checked, head {}",
        report.sealed, report.head
    ));
    for fault in &report.faults {
        say(format_args!("WRONG: {fault}"));
    }
    Ok(verdict(report.faults.is_empty(), "the audit trail is whole"))
}

pub(super) async fn trail(config: &Config, subject: &str) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    for row in app.db().audit_of(subject, 1_000).await? {
        let cause = row.cause.map(|cause| format!(": {cause}")).unwrap_or_default();
        say(format_args!(
            "{} {} by {}{cause}",
            row.at.to_rfc3339(),
            row.action,
            row.actor
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Says that it is right, or exits with 1.
pub(super) fn verdict(sound: bool, words: &str) -> ExitCode {
    if sound {
        say(words);
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
