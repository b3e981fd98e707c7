//! The SQL of one request, taken from the server's log of PostgreSQL and run again by `pgbench`:
//! what the database alone could do.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{postgres::Cluster, shell};

/// A statement as it ran, and the values it ran with: places and literals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    pub(crate) values: Vec<(String, String)>,
}

impl Statement {
    /// Puts the values in the places.
    pub(crate) fn filled(&self) -> String {
        // From the last, so that $1 is not found in $12.
        let places = self.values.iter().rev();
        places.fold(self.sql.clone(), |sql, (place, value)| {
            sql.replace(place, &plain(value))
        })
    }
}

/// The statements that ran between two moments, with the values they ran with.
pub(crate) fn capture(cluster: &Cluster, during: impl FnOnce() -> Result<()>) -> Result<Vec<Statement>> {
    let log = cluster.log();
    let start = std::fs::metadata(&log)?.len();
    cluster.sql("postgres", "ALTER SYSTEM SET log_statement = 'all'")?;
    cluster.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)")?;
    let done = during();
    cluster.sql("postgres", "ALTER SYSTEM RESET log_statement")?;
    cluster.sql("postgres", "SELECT pg_reload_conf()")?;
    done?;
    let text = std::fs::read(&log)?;
    let text = String::from_utf8_lossy(&text[usize::try_from(start)?..]).into_owned();
    Ok(statements(&text))
}

/// Reads `execute NAME: SQL` and the `parameters:` that follow it, and where transactions begin and end.
fn statements(log: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    // An entry begins with a date; its further lines begin with a tab.
    for entry in log.replace("\n\t", " ").lines() {
        let sql = if let Some((_, sql)) = entry.split_once("LOG:  statement: ") {
            Some(sql).filter(|sql| {
                ["BEGIN", "COMMIT", "ROLLBACK"]
                    .iter()
                    .any(|word| sql.starts_with(word))
            })
        } else {
            let executed = entry.split_once("LOG:  execute ");
            executed
                .and_then(|(_, rest)| rest.split_once(": "))
                .map(|(_, sql)| sql)
        };
        if let Some(sql) = sql {
            found.push(Statement {
                sql: sql.to_owned(),
                values: Vec::new(),
            });
        } else if let Some((_, values)) = entry.split_once("DETAIL:  parameters: ")
            && let Some(last) = found.last_mut()
        {
            last.values = literals(values);
        }
    }
    found
}

/// Reads `$1 = 'a', $2 = NULL`.
fn literals(values: &str) -> Vec<(String, String)> {
    let mut rest = values;
    let mut places = Vec::new();
    while let Some((place, after)) = rest.split_once(" = ") {
        let end = literal_end(after);
        places.push((place.trim_start_matches(", ").to_owned(), after[..end].to_owned()));
        rest = &after[end..];
    }
    places
}

/// `pgbench` takes a colon, even inside a literal, for the beginning of a variable.
fn plain(literal: &str) -> String {
    if !literal.contains(':') || !literal.starts_with('\'') {
        return literal.to_owned();
    }
    format!("E{}", literal.replace('\\', r"\\").replace(':', r"\x3a"))
}

fn literal_end(text: &str) -> usize {
    if !text.starts_with('\'') {
        return text.find(',').unwrap_or(text.len());
    }
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] == b'\'' {
            if bytes.get(at + 1) != Some(&b'\'') {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    text.len()
}

/// Runs the statements as one script; the answer is scripts a second.
pub(crate) fn run(
    cluster: &Cluster,
    database: &str,
    statements: &[Statement],
    clients: u32,
    seconds: u32,
    dir: &Path,
) -> Result<f64> {
    let script: Vec<String> = statements.iter().map(Statement::filled).collect();
    run_scripts(cluster, database, &[script], clients, seconds, dir)
}

/// Runs scripts in turn, each as likely as the others; the answer is scripts a second.
pub(crate) fn run_scripts(
    cluster: &Cluster,
    database: &str,
    scripts: &[Vec<String>],
    clients: u32,
    seconds: u32,
    dir: &Path,
) -> Result<f64> {
    let mut files = Vec::new();
    for (n, script) in scripts.iter().enumerate() {
        ensure!(!script.is_empty(), "no statement was captured");
        let file = dir.join(format!("same-{n}.sql"));
        let line = |sql: &String| match sql.starts_with('\\') {
            true => format!("{sql}\n"),
            false => format!("{sql};\n"),
        };
        std::fs::write(&file, script.iter().map(line).collect::<String>())?;
        files.push(file);
    }
    let mut pgbench = cluster.program("pgbench");
    pgbench
        .args([
            "-n",
            "-M",
            "prepared",
            "-j",
            "2",
            "-c",
            &clients.to_string(),
            "-T",
            &seconds.to_string(),
        ])
        .args(
            files
                .iter()
                .flat_map(|file| [std::ffi::OsStr::new("-f"), file.as_os_str()]),
        );
    let output = shell::read(pgbench.arg(cluster.url(database)))?;
    let line = output
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))
        .context("pgbench gave no tps")?;
    let tps: f64 = line
        .split_whitespace()
        .next()
        .context("pgbench gave no tps")?
        .parse()?;
    ensure!(
        !output.contains("number of failed transactions: 0") || tps > 0.0,
        "pgbench did nothing:\n{output}"
    );
    Ok(tps)
}

#[cfg(test)]
mod tests {
    use super::{Statement, statements};

    #[test]
    fn statements_come_out_of_the_log_with_their_values() {
        let filled = |log: &str| statements(log).iter().map(Statement::filled).collect::<Vec<_>>();
        let log = "2026-06-01 12:00:00 UTC [1] LOG:  statement: BEGIN\n2026-06-01 12:00:00 UTC [1] LOG:  execute sqlx_s_1: SELECT a\n\tFROM t WHERE b = $1 AND c = $2 LIMIT $12\n2026-06-01 12:00:00 UTC [1] DETAIL:  parameters: $1 = 'it''s, $2', $2 = NULL, $12 = '21'\n2026-06-01 12:00:00 UTC [1] LOG:  statement: SELECT pg_reload_conf()\n2026-06-01 12:00:00 UTC [1] LOG:  statement: COMMIT\n";
        assert_eq!(
            filled(log),
            [
                "BEGIN",
                "SELECT a FROM t WHERE b = 'it''s, $2' AND c = NULL LIMIT '21'",
                "COMMIT"
            ]
        );
        let log = "2026-06-01 12:00:00 UTC [1] LOG:  execute s: SELECT $1\n2026-06-01 12:00:00 UTC [1] DETAIL:  parameters: $1 = '12:30 \\'\n";
        assert_eq!(filled(log), [r"SELECT E'12\x3a30 \\'"]);
    }
}
