//! Reading recorded answers from files: each file is a snapshot, kept as evidence.

use std::path::{Path, PathBuf};

use kernel::{
    Caller, Forbidden,
    policy::{self, Action, Denied},
};
use serde::{Deserialize, Serialize};

use crate::{
    Patents,
    facts::Facts,
    record::record,
    source::{self, ParseError},
    store::evidence::NewSnapshot,
};

/// The largest body that is read: a family with legal events of the largest patents stays below.
const LARGEST: u64 = 16 * 1024 * 1024;
/// How deep folders are walked.
const DEEPEST: usize = 8;
/// How many files one import reads.
const MOST_FILES: usize = 100_000;

/// What an import of register answers found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Files looked at.
    pub files: u64,
    /// Files that were new evidence.
    pub kept: u64,
    /// Files that were kept before and changed nothing.
    pub known: u64,
    /// Files that say nothing of rights: refusals of a register, and what is no answer of one.
    pub skipped: Vec<Note>,
    /// Files that could not be read, with the reason.
    pub refused: Vec<Note>,
    /// Rights that were new.
    pub rights_added: u64,
    /// Rights that were brought up to date.
    pub rights_updated: u64,
    /// Register entries that were new.
    pub events_added: u64,
}

/// A file and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its path.
    pub path: String,
    /// What is to be said.
    pub reason: String,
}

/// Why an import cannot begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The caller may not import.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such file or folder.
    #[error("there is no file or folder {0}")]
    NotThere(String),
    /// The file cannot be read.
    #[error("{path} cannot be read: {why}")]
    Unreadable {
        /// Its path.
        path: String,
        /// Why.
        why: String,
    },
    /// The file is packed.
    #[error("{0} is a zip archive; unpack it first (`unzip`) and import the text file in it")]
    Packed(String),
    /// No line of the file is a maintenance-fee event.
    #[error(
        "{0} holds no maintenance-fee events of the USPTO; the file is called MaintFeeEvents_YYYYMMDD.txt (product PTMNFEE2)"
    )]
    NotMaintenance(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Patents {
    /// Reads recorded answers of registers from files, and from folders down to their last file.
    /// A file that cannot be read is reported with its reason and the others go on; files that
    /// were read before change nothing. `progress` is told how many of how many are done.
    ///
    /// # Errors
    /// [`ImportError`]; what was kept before stays.
    pub async fn import_files(
        &self,
        caller: &Caller,
        paths: &[PathBuf],
        mut progress: impl FnMut(usize, usize) + Send,
    ) -> Result<ImportReport, ImportError> {
        policy::can(caller, Action::PatentImport).map_err(|denied| match denied {
            Denied::Forbidden(forbidden) => forbidden,
            Denied::NotThere => Forbidden::SignInFirst,
        })?;
        let mut files = Vec::new();
        for path in paths {
            if !path.exists() {
                return Err(ImportError::NotThere(path.display().to_string()));
            }
            walk(path, 0, &mut files);
        }
        files.sort();
        let mut report = ImportReport::default();
        for (done, file) in files.iter().enumerate() {
            progress(done, files.len());
            report.files += 1;
            self.import_file(file, &mut report).await?;
        }
        progress(files.len(), files.len());
        Ok(report)
    }

    async fn import_file(&self, file: &Path, report: &mut ImportReport) -> Result<(), ImportError> {
        let note = |reason: String| Note {
            path: file.display().to_string(),
            reason,
        };
        let body = match read(file) {
            Ok(body) => body,
            Err(reason) => {
                report.refused.push(note(reason));
                return Ok(());
            }
        };
        let answer = match source::read(body.as_bytes()) {
            Ok(answer) => answer,
            Err(error @ (ParseError::Refused(_) | ParseError::NotRecognised)) => {
                report.skipped.push(note(error.to_string()));
                return Ok(());
            }
            Err(error) => {
                report.refused.push(note(error.to_string()));
                return Ok(());
            }
        };
        self.keep(file, &body, answer.register.as_str(), &answer.facts, report)
            .await
    }

    async fn keep(
        &self,
        file: &Path,
        body: &str,
        source: &str,
        facts: &Facts,
        report: &mut ImportReport,
    ) -> Result<(), ImportError> {
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let call = format!("recorded file {name}");
        let now = self.db.clock().now();
        let snapshot = NewSnapshot {
            source,
            call: &call,
            kind: facts.kind,
            fetched_at: now,
            is_recording: true,
            http_status: None,
            etag: None,
            body,
        };
        let tx = self.db.begin().await?;
        let recorded = record(&tx, &snapshot, facts).await?;
        tx.commit().await?;
        match recorded {
            None => report.known += 1,
            Some(rights) => {
                report.kept += 1;
                for right in rights {
                    report.events_added += right.new_events as u64;
                    if right.is_new {
                        report.rights_added += 1;
                    } else {
                        report.rights_updated += 1;
                    }
                }
            }
        }
        Ok(())
    }
}

fn read(file: &Path) -> Result<String, String> {
    let size = std::fs::metadata(file).map_err(|error| error.to_string())?.len();
    if size > LARGEST {
        return Err(format!("it has {size} bytes; at most {LARGEST} are read"));
    }
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
}

fn walk(path: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
        return;
    }
    let Ok(entries) = std::fs::read_dir(path) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let is_answer = path.extension().is_some_and(|ext| ext == "xml" || ext == "json");
        if path.is_dir() && !is_link && depth < DEEPEST {
            walk(&path, depth + 1, files);
        } else if path.is_file() && is_answer && files.len() < MOST_FILES {
            files.push(path);
        }
    }
}
