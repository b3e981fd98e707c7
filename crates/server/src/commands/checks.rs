//! `audit verify`: exit code 1 if something is wrong; `audit show`; `audit export`.

use std::process::ExitCode;

use anyhow::Result;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use db::{AuditFilter, AuditOrder, AuditRecord};
use kernel::AuditEntryId;
use serde_json::json;

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

/// Rows that are read at a time.
const AT_ONCE: u32 = 1_000;

/// Which rows are exported; the last day belongs to them.
pub(super) fn filter(
    actor: Option<String>,
    subject: Option<String>,
    action: Option<String>,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
) -> AuditFilter {
    let begins = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    AuditFilter {
        actor,
        subject,
        action,
        from: from.map(begins),
        until: to
            .and_then(|day| day.checked_add_signed(TimeDelta::days(1)))
            .map(begins),
    }
}

/// Writes the trail as it is read: it may be longer than memory.
pub(super) async fn export(config: &Config, filter: &AuditFilter) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let mut after = None;
    loop {
        let rows = app
            .db()
            .audit_search(filter, AuditOrder::Oldest, after, AT_ONCE)
            .await?;
        for row in &rows {
            say(line(row));
        }
        match rows.last() {
            Some(last) => after = Some(last.id),
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}

fn line(row: &AuditRecord) -> serde_json::Value {
    json!({
        "id": AuditEntryId::from_uuid(row.id),
        "at": row.at,
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "cause": row.cause,
        "before": row.before,
        "after": row.after,
        "requestId": row.request_id,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_an_export_belongs_to_it() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let filter = filter(None, None, None, (day("2026-05-01"), day("2026-05-01")));
        assert_eq!(
            filter.until.zip(filter.from).map(|(until, from)| until - from),
            Some(TimeDelta::days(1))
        );
    }
}
