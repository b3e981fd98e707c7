//! The weekly file of maintenance-fee events of the USPTO, read for the patents that are kept here.
//!
//! The file tells of every patent since 1981 and has gigabytes. It is read line by line; of patents that are not kept here nothing
//! is kept. The evidence for a patent is exactly its lines, as one answer to one call.

mod group;
mod lines;
mod report;

use std::{collections::HashMap, ops::ControlFlow, path::Path};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use kernel::{
    Caller, Forbidden,
    policy::{self, Action, Denied},
};

pub use self::report::{MaintenanceProgress, MaintenanceReport, RefusedLine};
use self::{
    group::{Group, joined},
    lines::{Lines, Raw},
};
use crate::{
    ImportError, Patents,
    facts::NumberKey,
    number::Office,
    record::record,
    source::{Register, maintenance},
    store::{self, evidence::NewSnapshot},
};

/// How many patents are looked for at once.
const BATCH: usize = 1_000;
/// The lines of one patent have some hundred bytes; more than this is no patent.
const LARGEST: usize = 256 * 1024;
/// A file of which so many lines say nothing is another file.
const PATIENCE: u64 = 10_000;

/// What an import is about.
struct Run {
    report: MaintenanceReport,
    /// How often the lines of a patent kept here came apart from others of it: they should stand together.
    met: HashMap<String, u32>,
    fetched_at: DateTime<Utc>,
    is_recording: bool,
}

impl Patents {
    /// Reads a file of maintenance-fee events (`MaintFeeEvents_YYYYMMDD.txt`, unpacked) and keeps as evidence what it says of
    /// the patents kept here, one transaction each. Lines that cannot be read are reported, and the others go on. It can be
    /// stopped at any time, by `progress` too, and run again: what was kept before changes nothing.
    ///
    /// A file whose name tells its day is evidence of that day; of any other nobody knows when it was made.
    ///
    /// # Errors
    /// [`ImportError`]; what was kept before stays.
    pub async fn import_maintenance(
        &self,
        caller: &Caller,
        path: &Path,
        mut progress: impl FnMut(MaintenanceProgress) -> ControlFlow<()> + Send,
    ) -> Result<MaintenanceReport, ImportError> {
        policy::can(caller, Action::PatentImport).map_err(|denied| match denied {
            Denied::Forbidden(forbidden) => forbidden,
            Denied::NotThere => Forbidden::SignInFirst,
        })?;
        let unreadable = |error: std::io::Error| ImportError::Unreadable {
            path: path.display().to_string(),
            why: error.to_string(),
        };
        if !path.exists() {
            return Err(ImportError::NotThere(path.display().to_string()));
        }
        if path.is_dir() {
            return Err(unreadable(std::io::ErrorKind::IsADirectory.into()));
        }
        let of_bytes = path.metadata().map_err(unreadable)?.len();
        let mut lines = Lines::open(path).map_err(unreadable)?;
        let mut run = Run::of(path, self.db.clock().now());
        let mut batch: Vec<Group> = Vec::new();
        let told = |lines: &Lines<_>, run: &Run| MaintenanceProgress {
            bytes: lines.bytes,
            of_bytes,
            lines: lines.count,
            known: run.report.known,
        };
        while let Some(raw) = lines.next_line().map_err(unreadable)? {
            let is_first = lines.count == 1;
            run.report.lines = lines.count;
            let text = match raw {
                Raw::Text(text) if is_first && text.starts_with("PK\u{3}\u{4}") => {
                    return Err(ImportError::Packed(path.display().to_string()));
                }
                Raw::NotText if is_first => return Err(not_maintenance(path)),
                Raw::Text(text) if text.trim().is_empty() => continue,
                Raw::Text(text) => text,
                Raw::NotText => {
                    run.report.refuse(lines.count, "it is not UTF-8 text");
                    continue;
                }
                Raw::TooLong => {
                    run.report
                        .refuse(lines.count, "it is longer than any line of the file");
                    continue;
                }
            };
            let event = match maintenance::parse_line(&text) {
                Ok(event) => event,
                Err(error) => {
                    run.report.refuse(lines.count, error.to_string());
                    if run.report.patents == 0 && run.report.refused >= PATIENCE {
                        return Err(not_maintenance(path));
                    }
                    continue;
                }
            };
            match batch.last_mut().filter(|group| group.grant == event.grant) {
                Some(group) if group.body.len() + text.len() > LARGEST => {
                    run.report
                        .refuse(lines.count, "it is one of more lines than any patent has");
                }
                Some(group) => {
                    group.body.push_str(&text);
                    group.application = group.application.take().or(event.application);
                }
                None => {
                    if batch.len() == BATCH {
                        self.keep_known(&mut batch, &mut run).await?;
                        if progress(told(&lines, &run)).is_break() {
                            return Ok(run.report);
                        }
                    }
                    run.report.patents += 1;
                    batch.push(Group {
                        grant: event.grant,
                        application: event.application,
                        body: text,
                    });
                }
            }
        }
        if run.report.patents == 0 && run.report.refused > 0 {
            return Err(not_maintenance(path));
        }
        self.keep_known(&mut batch, &mut run).await?;
        run.report.finished = true;
        // The end is reached, whatever the answer.
        let _ = progress(told(&lines, &run));
        Ok(run.report)
    }

    /// Keeps what is said of the patents of a batch that are kept here, and empties it.
    async fn keep_known(&self, batch: &mut Vec<Group>, run: &mut Run) -> Result<(), ImportError> {
        let keys: Vec<NumberKey> = batch.iter().flat_map(Group::keys).collect();
        let known = store::rights::kept(self.db.reader(), &keys, Office::US).await?;
        for group in batch.drain(..) {
            if group.keys().any(|key| known.contains(&key)) {
                run.report.known += 1;
                self.keep_lines(group, run).await?;
            }
        }
        Ok(())
    }

    async fn keep_lines(&self, group: Group, run: &mut Run) -> Result<(), ImportError> {
        let source = Register::UsptoMaintenance.as_str();
        let call = format!("maintenance-fee events, {}", group.grant.display());
        let times = run.met.entry(call.clone()).or_default();
        let tx = self.db.begin().await?;
        let mut body = group.body;
        if *times > 0
            && let Some(before) = store::evidence::newest(&*tx, source, &call).await?
        {
            body = joined(before.body, &body);
        }
        let facts = match maintenance::read(&body) {
            Ok(facts) => facts,
            Err(error) => {
                run.report.refuse(run.report.lines, format!("{call}: {error}"));
                return Ok(());
            }
        };
        let snapshot = NewSnapshot {
            source,
            call: &call,
            kind: facts.kind,
            // Of two parts of one file, the later counts.
            fetched_at: run.fetched_at + TimeDelta::seconds(i64::from(*times)),
            is_recording: run.is_recording,
            http_status: None,
            etag: None,
            body: &body,
        };
        *times += 1;
        let recorded = record(&tx, &snapshot, &facts).await?;
        tx.commit().await?;
        for event in facts.rights.iter().flat_map(|right| &right.events) {
            if maintenance::code(&event.code).is_none() {
                run.report.note_unknown(&event.code);
            }
        }
        match recorded {
            None => run.report.unchanged += 1,
            Some(rights) => {
                run.report.kept += 1;
                let added = rights.iter().map(|right| right.new_events as u64);
                run.report.events_added += added.sum::<u64>();
            }
        }
        Ok(())
    }
}

impl Run {
    fn of(path: &Path, now: DateTime<Utc>) -> Self {
        let made_on = day_in_name(path).filter(|on| *on <= now.date_naive());
        Self {
            report: MaintenanceReport::default(),
            met: HashMap::new(),
            fetched_at: made_on.map_or(now, |on| on.and_time(NaiveTime::MIN).and_utc()),
            is_recording: made_on.is_none(),
        }
    }
}

/// `MaintFeeEvents_20261123.txt`: the eight digits that are a day since the first fees fell due.
fn day_in_name(path: &Path) -> Option<NaiveDate> {
    let name = path.file_stem()?.to_str()?;
    name.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 8)
        .find_map(|digits| NaiveDate::parse_from_str(digits, "%Y%m%d").ok())
        .filter(|on| chrono::Datelike::year(on) > 1980)
}

fn not_maintenance(path: &Path) -> ImportError {
    ImportError::NotMaintenance(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_file_stands_in_its_name() {
        for (name, wanted) in [
            ("MaintFeeEvents_20261123.txt", "2026-11-23".parse().ok()),
            ("/tmp/20200101/MaintFeeEvents.txt", None),
            ("MaintFeeEvents_20261323.txt", None),
            ("00000101.txt", None),
            ("MaintFeeEvents_202611231.txt", None),
        ] {
            assert_eq!(day_in_name(Path::new(name)), wanted, "{name}");
        }
    }
}
