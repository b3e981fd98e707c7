//! `import campaigns`, `import patents` and `import maintenance`.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Caller;
use projects::history::{self, Mapping};
use tokio_util::sync::CancellationToken;

use super::{platform_of, say};
use crate::{cli::Import, config::Config};

pub(super) async fn run(command: Import, config: &Config) -> Result<ExitCode> {
    match command {
        Import::Campaigns { file, mapping, json } => campaigns(config, &file, &mapping, json).await,
        Import::Patents { paths, json } => patents(config, &paths, json).await,
        Import::Maintenance { file, json } => maintenance(config, &file, json).await,
    }
}

/// A bar on standard error; hidden where that is no terminal.
pub(super) fn bar(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {per_sec} {eta}");
    let bar = ProgressBar::new(0).with_message(what);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Cancelled by the first Ctrl-C.
fn stop_at_ctrl_c() -> CancellationToken {
    let stop = CancellationToken::new();
    tokio::spawn({
        let stop = stop.clone();
        async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.cancel();
            }
        }
    });
    stop
}

/// Reports each refused row, and exits with 1 if it was stopped before the end.
async fn campaigns(config: &Config, file: &Path, mapping: &str, json: bool) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let mapping = Mapping::load(mapping)?;
    let stop = stop_at_ctrl_c();
    let bar = bar("reading");
    let progress = |progress: history::Progress| {
        bar.set_length(progress.of_bytes);
        bar.set_position(progress.bytes);
        bar.set_message(format!("{} rows, {} refused", progress.rows, progress.refused));
    };
    let caller = Caller::system("import");
    let report = history::import(app.db(), &caller, file, &mapping, progress, &stop).await?;
    bar.finish_and_clear();
    if json {
        say(serde_json::to_string_pretty(&report)?);
    } else {
        if let Some(id) = report.import_id {
            for refusal in history::refusals(app.db(), id, 0, 10_000).await? {
                say(format_args!("line {}: {}", refusal.line, refusal.reason));
            }
        }
        say(summary(&report));
    }
    Ok(if report.finished {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn summary(report: &history::ImportReport) -> String {
    let mut lines = vec![format!(
        "{} rows read: {} new, {} changed, {} unchanged, {} refused",
        report.read, report.inserted, report.updated, report.unchanged, report.refused
    )];
    let list = |pairs: Vec<String>| pairs.join(", ");
    lines.push(list(
        report
            .by_state
            .iter()
            .map(|(state, n)| format!("{n} {state}"))
            .collect(),
    ));
    lines.push(format!("{} currencies", report.by_currency.len()));
    lines.push(format!(
        "{} backings, {} of the largest campaign",
        report.backings, report.most_backings
    ));
    for (what, n) in &report.refused_by {
        lines.push(format!("{n} refused for their {what}"));
    }
    for (what, n) in &report.warnings {
        let at = report
            .warning_lines
            .get(what)
            .map(|lines| format!("{lines:?}"))
            .unwrap_or_default();
        lines.push(format!("{n} kept though odd: {what}, lines {at}"));
    }
    if let Some(line) = report.resumed_at_line {
        lines.push(format!("taken up again at line {line}"));
    }
    if !report.finished {
        lines.push("stopped before the end; the same command goes on from here".to_owned());
    }
    lines.join("\n")
}

pub(super) async fn patents(config: &Config, paths: &[PathBuf], json: bool) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let bar = bar("files");
    let progress = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let report = app
        .patents
        .import_files(&Caller::system("import"), paths, progress)
        .await?;
    bar.finish_and_clear();
    if json {
        say(serde_json::to_string_pretty(&report)?);
        return Ok(ExitCode::SUCCESS);
    }
    for note in &report.refused {
        say(format_args!("refused {}: {}", note.path, note.reason));
    }
    for note in &report.skipped {
        say(format_args!("skipped {}: {}", note.path, note.reason));
    }
    say(format_args!(
        "{} files: {} new evidence, {} known, {} skipped, {} refused",
        report.files,
        report.kept,
        report.known,
        report.skipped.len(),
        report.refused.len()
    ));
    say(format_args!(
        "{} rights added, {} brought up to date, {} register entries added",
        report.rights_added, report.rights_updated, report.events_added
    ));
    Ok(ExitCode::SUCCESS)
}

/// Reports each line that could not be read, and exits with 1 if it was stopped before the end.
async fn maintenance(config: &Config, file: &Path, json: bool) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let stop = stop_at_ctrl_c();
    let bar = bar("reading");
    let progress = |progress: patents::MaintenanceProgress| {
        bar.set_length(progress.of_bytes);
        bar.set_position(progress.bytes);
        bar.set_message(format!(
            "{} lines, {} patents known",
            progress.lines, progress.known
        ));
        if stop.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let report = app
        .patents
        .import_maintenance(&Caller::system("import"), file, progress)
        .await?;
    bar.finish_and_clear();
    if json {
        say(serde_json::to_string_pretty(&report)?);
    } else {
        say(maintenance_summary(&report));
    }
    Ok(if report.finished {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn maintenance_summary(report: &patents::MaintenanceReport) -> String {
    let mut lines: Vec<String> = report
        .refusals
        .iter()
        .map(|refused| format!("line {}: {}", refused.line, refused.reason))
        .collect();
    lines.push(format!(
        "{} lines of {} patents read, {} lines refused",
        report.lines, report.patents, report.refused
    ));
    lines.push(format!(
        "{} patents known: {} brought up to date, {} unchanged, {} register entries added",
        report.known, report.kept, report.unchanged, report.events_added
    ));
    for (code, n) in &report.unknown_codes {
        lines.push(format!("{n} events of code {code}, which no table holds"));
    }
    if !report.finished {
        lines.push("stopped before the end; the same command may be given again".to_owned());
    }
    lines.join("\n")
}
