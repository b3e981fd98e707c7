//! `ledger verify` and `audit verify`: exit code 1 if something is wrong.

use std::process::ExitCode;

use anyhow::Result;

use super::{platform_of, say};
use crate::config::Config;

pub(super) async fn ledger(config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let report = ledger::Ledger::verify(app.db()).await?;
    say(format_args!(
        "{} entries and {} invariants checked",
        report.entries, report.checked
    ));
    for totals in &report.totals {
        say(format_args!(
            "{} postings: debits {}, credits {}",
            totals.postings, totals.debits, totals.credits
        ));
    }
    for fault in &report.faults {
        say(format_args!(
            "WRONG {} ({}): {}",
            fault.invariant, fault.says, fault.found
        ));
    }
    Ok(verdict(report.is_sound(), "the books are proved"))
}

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

fn verdict(sound: bool, words: &str) -> ExitCode {
    if sound {
        say(words);
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
