//! `patent refresh`, `patent watch` and `patent verify`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use app::App;
use kernel::{Locale, PatentId};
use patents::{Asked, register::Priority, watch::SIGNAL_LABELS};
use serde_json::json;

use super::{platform_of, say};
use crate::config::Config;

/// Rights compared in one go.
const BATCH: u64 = 200;

async fn known(app: &App, text: &str) -> Result<PatentId> {
    let number = app.parse_number(text, None)?;
    app.patents.find(&number).await?.with_context(|| {
        format!(
            "{} is not known here; `farsight patent lookup` asks the registers for it",
            number.display()
        )
    })
}

/// Exit code 1 if a register gave no usable answer.
pub(super) async fn refresh(config: &Config, numbers: &[String], json: bool) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let mut complete = true;
    let mut told = serde_json::Map::new();
    for text in numbers {
        let id = known(&app, text).await?;
        let asked = app.patents.refresh(id, Priority::Hot).await?;
        complete &= asked.is_complete();
        if json {
            told.insert(text.clone(), serde_json::to_value(&asked)?);
        } else {
            show_asked(text, &asked);
        }
    }
    if json {
        say(serde_json::to_string_pretty(&told)?);
    }
    Ok(if complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn show_asked(text: &str, asked: &Asked) {
    if asked.calls == 0 {
        say(format_args!("{text}: no register that is set up covers it"));
        return;
    }
    say(format_args!(
        "{text}: {} calls, {} new answers, {} as before, {} without this right",
        asked.calls, asked.kept, asked.confirmed, asked.not_found
    ));
    for trouble in &asked.troubles {
        say(format_args!(
            "  {}: {} ({})",
            trouble.source, trouble.why, trouble.call
        ));
    }
    if let Some(at) = asked.retry_at {
        say(format_args!("  to be asked again at {at}"));
    }
}

pub(super) async fn watch(config: &Config, text: &str, json: bool) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let id = known(&app, text).await?;
    app.patents.keep_watch(&[id]).await?;
    let watched = app
        .patents
        .watched(id)
        .await?
        .context("it was not assessed yet")?;
    let raised = app.patents.raised(id).await?;
    if json {
        say(serde_json::to_string_pretty(
            &json!({ "patent": id, "watch": watched, "signals": raised }),
        )?);
        return Ok(ExitCode::SUCCESS);
    }
    say(format_args!(
        "{text}: {}, watched {}",
        i18n::label(Locale::En, patents::watch::LEVEL_LABELS, watched.level.as_str()),
        watched.tier.as_str()
    ));
    let last = watched
        .last_checked_at
        .map_or_else(|| "never".to_owned(), |at| at.to_string());
    say(format_args!(
        "  registers last answered {last}; asked again at {}",
        watched.next_check_at
    ));
    if let Some(trouble) = &watched.trouble {
        say(format_args!(
            "  {} failures in a row: {trouble}",
            watched.failures
        ));
    }
    for signal in raised {
        let on = signal.on.map(|on| format!(", {on}")).unwrap_or_default();
        let cleared = signal
            .cleared_at
            .map(|at| format!(" (cleared {})", at.date_naive()))
            .unwrap_or_default();
        let words = i18n::label(Locale::En, SIGNAL_LABELS, signal.kind.as_str());
        say(format_args!("  {}: {words}{on}{cleared}", signal.level.as_str()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Exit code 1 if a stored assessment does not follow from its evidence.
pub(super) async fn verify(config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let (mut after, mut compared, mut wrong) = (None, 0, 0);
    loop {
        let ids = app.patents.ids_after(app.db().primary(), after, BATCH).await?;
        let Some(last) = ids.last() else { break };
        after = Some(*last);
        for id in ids {
            let (count, mismatches) = app.patents.verify(id).await?;
            compared += count;
            for mismatch in mismatches {
                wrong += 1;
                say(format_args!(
                    "{id}: assessment {} of {} says {}, its evidence gives {:?}",
                    mismatch.stored.seq,
                    mismatch.stored.assessment.as_of,
                    mismatch.stored.panel.status.value.as_str(),
                    mismatch.found.status
                ));
            }
        }
    }
    say(format_args!("{compared} assessments compared, {wrong} differ"));
    Ok(if wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
