//! `patent assess`, `patent number` and `patent conveyance`: the machine answers. They read files and standard input, and need
//! neither configuration nor database.

use std::{
    io::{BufRead, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result};
use chrono::NaiveDate;
use kernel::{Clock, SystemClock};
use patents::answer;
use serde_json::{Map, Value};

use super::say;
use crate::cli::Patent;

/// The largest file that is read: more than any register answers.
const LARGEST: u64 = 64 * 1024 * 1024;
/// How deep folders are walked.
const DEEPEST: usize = 8;

/// Runs one of these commands; none of the others.
pub(crate) fn run(command: &Patent) -> Option<Result<ExitCode>> {
    match command {
        Patent::Assess { paths, as_of, json } => Some(assess(paths, *as_of, *json)),
        Patent::Number { numbers, json } => Some(number(numbers, *json)),
        Patent::Conveyance { .. } => Some(conveyance()),
        _ => None,
    }
}

/// One object, keyed by the paths as given; the files of a folder by its path and theirs. Exit code 1 if a file could not be read.
fn assess(paths: &[PathBuf], as_of: Option<NaiveDate>, json: bool) -> Result<ExitCode> {
    let as_of = as_of.unwrap_or_else(|| SystemClock.today());
    let mut answers = Map::new();
    let mut missing = false;
    for path in paths {
        let mut files = Vec::new();
        walk(path, 0, &mut files);
        for file in files {
            let key = file.display().to_string();
            let answer = match read(&file) {
                Ok(body) => answer::assess(&body, beside(&file).as_deref(), as_of),
                Err(error) => {
                    missing = true;
                    unreadable(&error, as_of)
                }
            };
            answers.insert(key, answer);
        }
    }
    if json {
        say(serde_json::to_string_pretty(&Value::Object(answers))?);
    } else {
        for (path, answer) in &answers {
            show(path, answer);
        }
    }
    Ok(if missing {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn unreadable(error: &anyhow::Error, as_of: NaiveDate) -> Value {
    serde_json::json!({
        "kind": "error",
        "as_of": as_of.to_string(),
        "rights": [],
        "outcome": "UNAVAILABLE",
        "message": format!("{error:#}"),
    })
}

/// A file is taken whatever its name; of a folder, the recorded answers, without the headers beside them.
fn walk(path: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    if !path.is_dir() {
        files.push(path.to_owned());
        return;
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for entry in entries {
        let name = entry
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_answer =
            (name.ends_with(".xml") || name.ends_with(".json")) && !name.ends_with(".headers.json");
        if entry.is_dir() && depth < DEEPEST && !entry.is_symlink() {
            walk(&entry, depth + 1, files);
        } else if entry.is_file() && is_answer {
            files.push(entry);
        }
    }
}

fn read(file: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(file).context("it cannot be read")?.len();
    anyhow::ensure!(size <= LARGEST, "it has {size} bytes; at most {LARGEST} are read");
    std::fs::read(file).context("it cannot be read")
}

/// The headers recorded beside a body: `error.xml` has `error.headers.json`.
fn beside(file: &Path) -> Option<Vec<u8>> {
    let path = file.with_extension("headers.json");
    (path != *file).then(|| std::fs::read(path).ok()).flatten()
}

fn show(path: &str, answer: &Value) {
    let word = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    say(format_args!(
        "{path}: {} {}",
        word(answer, "kind"),
        word(answer, "outcome")
    ));
    for right in answer
        .get("rights")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let number = ["application", "grant_number"]
            .into_iter()
            .map(|key| word(right, key))
            .find(|number| !number.is_empty())
            .unwrap_or_default();
        say(format_args!(
            "  {number} {} {} expires {}",
            word(right, "status"),
            word(right, "reason"),
            word(right, "expiry")
        ));
    }
}

/// One object, keyed by the numbers as given. Without `--json` the exit code is 1 if one is wrong.
fn number(numbers: &[String], json: bool) -> Result<ExitCode> {
    let today = SystemClock.today();
    let answers: Map<String, Value> = numbers
        .iter()
        .map(|number| (number.clone(), answer::number(number, today)))
        .collect();
    let wrong = answers.values().any(|answer| answer["valid"] != true);
    if json {
        say(serde_json::to_string_pretty(&Value::Object(answers))?);
    } else {
        for (number, answer) in &answers {
            let told = answer.get("display").or_else(|| answer.get("error"));
            say(format_args!(
                "{number}: {}",
                told.and_then(Value::as_str).unwrap_or("several readings")
            ));
        }
    }
    // The machine answer says itself which are wrong.
    Ok(if wrong && !json {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// A text a line on standard input, its class a line on standard output, as plain words with and without `--json`.
fn conveyance() -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.context("standard input is no UTF-8 text")?;
        writeln!(out, "{}", answer::conveyance(&line))?;
    }
    Ok(ExitCode::SUCCESS)
}
