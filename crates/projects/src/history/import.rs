//! Reading a file of past campaigns: in batches, each with its checkpoint, so that it can be
//! stopped at any moment, taken up again, and run twice without effect.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use csv::{ByteRecord, ReaderBuilder};
use db::{Act, Db};
use kernel::{
    Caller, Forbidden, kind,
    policy::{self, Action, Denied},
};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::{
    lines::LineEnds,
    mapping::Mapping,
    report::ImportReport,
    row::{Kept, Places, RowError, id_of, read},
    store::{self, Refusal},
};

/// Rows in one transaction.
const BATCH: usize = 500;
/// How much of a refused row is kept.
const RAW: usize = 1_000;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far.
    pub bytes: u64,
    /// Bytes of the file.
    pub of_bytes: u64,
    /// Rows read so far.
    pub rows: u64,
    /// Rows refused so far.
    pub refused: u64,
}

/// Why an import cannot begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The caller may not import.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The file cannot be read.
    #[error("{path} cannot be read")]
    Unreadable {
        /// Its path.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file has other columns than the mapping names.
    #[error("the file has no column named {}; is this the right mapping?", .0.join(", "))]
    MissingColumns(Vec<String>),
    /// The file cannot be read as separated values from some line on.
    #[error("the file cannot be read as separated values")]
    Csv(#[from] csv::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

/// Imports a file of past campaigns. Bad rows are reported with their line and left out; a row that
/// is known is left alone, or brought up to date if it changed. When `stop` is cancelled, the batch
/// at hand is finished and the report says `finished: false`; the same call takes it up again.
///
/// # Errors
/// [`ImportError`]; what was imported before stays.
#[tracing::instrument(name = "history.import", skip_all, fields(mapping = %mapping.name))]
pub async fn import(
    db: &Db,
    caller: &Caller,
    path: &Path,
    mapping: &Mapping,
    mut progress: impl FnMut(Progress) + Send,
    stop: &CancellationToken,
) -> Result<ImportReport, ImportError> {
    policy::can(caller, Action::HistoryImport).map_err(|denied| match denied {
        Denied::Forbidden(forbidden) => forbidden,
        Denied::NotThere => Forbidden::SignInFirst,
    })?;
    let unreadable = |source| ImportError::Unreadable {
        path: path.display().to_string(),
        source,
    };
    let (file_sha256, of_bytes) = digest(path).map_err(unreadable)?;
    let file = BufReader::with_capacity(1 << 16, File::open(path).map_err(unreadable)?);
    let delimiter = u8::try_from(mapping.delimiter).unwrap_or(b',');
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(LineEnds::new(file));
    let header = reader.byte_headers()?.clone();
    let places = Places::find(mapping, &header).map_err(ImportError::MissingColumns)?;

    let mut run = begin(db, caller, mapping, &file_sha256, &header).await?;
    let mut first_lines: HashMap<String, u64> = HashMap::new();
    let mut record = ByteRecord::new();
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let more = reader.read_byte_record(&mut record)?;
        if more {
            let line = line_of(&record, &reader);
            let first = id_of(&record, &places).map(|id| *first_lines.entry(id).or_insert(line));
            // What an interrupted run has done is read again only for the ids in it.
            if line < run.next_line {
                continue;
            }
            batch.push((line, record.clone(), first.filter(|first| *first != line)));
        }
        if batch.len() == BATCH || !more {
            let next_line = reader.position().line();
            save(db, mapping, &places, &mut run, &batch, next_line, !more).await?;
            batch.clear();
            progress(Progress {
                bytes: if more {
                    reader.position().byte().min(of_bytes)
                } else {
                    of_bytes
                },
                of_bytes,
                rows: run.report.read,
                refused: run.report.refused,
            });
        }
        if !more {
            return Ok(run.report);
        }
        if batch.is_empty() && stop.is_cancelled() {
            let tx = db.begin().await?;
            store::save_run(&tx, run.id, "interrupted", run.next_line, &run.report).await?;
            tx.commit().await?;
            return Ok(run.report);
        }
    }
}

/// The line on which the record just read begins, as an editor counts. The reader stands on the
/// line after it; a record may hold line ends of its own, and empty lines before it do not count as it.
fn line_of<R: Read>(record: &ByteRecord, reader: &csv::Reader<R>) -> u64 {
    let inside = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
    reader.position().line().saturating_sub(inside + 1)
}

/// Takes up an interrupted run of the same file and mapping, or begins one. A finished one is run
/// again from the start: it finds everything unchanged.
async fn begin(
    db: &Db,
    caller: &Caller,
    mapping: &Mapping,
    file_sha256: &str,
    header: &ByteRecord,
) -> Result<store::Run, ImportError> {
    let tx = db.begin().await?;
    tx.lock_name(&format!("import:{file_sha256}:{}", mapping.name))
        .await?;
    let names = header
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim().to_owned());
    let fresh = |id| ImportReport {
        import_id: Some(id),
        source: mapping.source.clone(),
        file_sha256: file_sha256.to_owned(),
        columns_not_used: names.filter(|name| !mapping.uses(name)).collect(),
        ..ImportReport::default()
    };
    let run = match store::find_run(&tx, file_sha256, &mapping.name).await? {
        Some(run) if run.is_done => store::Run {
            report: fresh(run.id),
            is_done: false,
            next_line: 0,
            ..run
        },
        Some(mut run) => {
            run.report.resumed_at_line = (run.next_line > 0).then_some(run.next_line);
            run
        }
        None => {
            let id = tx.new_id::<kind::Import>(db.clock().now());
            let report = fresh(id);
            store::insert_run(&tx, id, &mapping.name, &report).await?;
            store::Run {
                id,
                is_done: false,
                next_line: 0,
                report,
            }
        }
    };
    let act = Act::new("history.import", run.id).after(serde_json::json!({
        "mapping": mapping.name, "file_sha256": file_sha256, "from_line": run.next_line,
    }));
    tx.record(caller, act).await?;
    tx.commit().await?;
    Ok(run)
}

/// Writes one batch with its checkpoint: all of it or nothing.
async fn save(
    db: &Db,
    mapping: &Mapping,
    places: &Places,
    run: &mut store::Run,
    batch: &[(u64, ByteRecord, Option<u64>)],
    next_line: u64,
    finished: bool,
) -> Result<(), ImportError> {
    let mut report = run.report.clone();
    let mut rows: Vec<Kept> = Vec::with_capacity(batch.len());
    let mut refusals = Vec::new();
    for (line, record, duplicate_of) in batch {
        let (glance, row) = read(mapping, places, record);
        report.glance(&glance);
        let row = match (row, duplicate_of) {
            (Ok(kept), Some(first)) => Err(RowError::Duplicate {
                id: kept.campaign.source_id,
                line: *first,
            }),
            (row, _) => row,
        };
        match row {
            Ok(kept) => {
                report.keep(&kept, *line);
                rows.push(kept);
            }
            Err(error) => {
                report.refuse(&error);
                refusals.push(Refusal {
                    line: *line,
                    reason: error.to_string(),
                    raw: raw(record, mapping.delimiter),
                });
            }
        }
    }
    let tx = db.begin().await?;
    let ids: Vec<_> = rows.iter().map(|kept| kept.campaign.source_id.as_str()).collect();
    let known = store::known(&tx, &mapping.source, &ids).await?;
    let mut new = Vec::new();
    for kept in &rows {
        match known.get(&kept.campaign.source_id) {
            None => new.push(kept),
            Some((_, hash)) if *hash == kept.hash => report.unchanged += 1,
            Some((id, _)) => {
                store::update(&tx, *id, kept, run.id).await?;
                report.updated += 1;
            }
        }
    }
    report.inserted += new.len() as u64;
    store::insert(&tx, &new, run.id, db.clock().now()).await?;
    store::insert_refusals(&tx, run.id, &refusals).await?;
    report.finished = finished;
    store::save_run(
        &tx,
        run.id,
        if finished { "done" } else { "running" },
        next_line,
        &report,
    )
    .await?;
    tx.commit().await?;
    run.report = report;
    run.next_line = next_line;
    Ok(())
}

fn raw(record: &ByteRecord, delimiter: char) -> String {
    let joined = record
        .iter()
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join(&delimiter.to_string());
    // PostgreSQL keeps no NUL in a text.
    joined
        .chars()
        .map(|c| if c == '\0' { '\u{fffd}' } else { c })
        .take(RAW)
        .collect()
}

/// The file's SHA-256 and length.
fn digest(path: &Path) -> std::io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok((hex::encode(digest.finalize()), length));
        }
        digest.update(&buffer[..n]);
        length += n as u64;
    }
}
