//! The SQL of one request, taken from the server's log of PostgreSQL and run again by `pgbench`:
//! what the database alone could do.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{postgres::Cluster, shell};

/// The statements that ran between two moments, with the values they ran with.
pub(crate) fn capture(cluster: &Cluster, during: impl FnOnce() -> Result<()>) -> Result<Vec<String>> {
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

/// Reads `execute NAME: SQL` and the `parameters:` that follow it.
fn statements(log: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // An entry begins with a date; its further lines begin with a tab.
    for entry in log.replace("\n\t", " ").lines() {
        if let Some((_, sql)) = entry
            .split_once("LOG:  execute ")
            .and_then(|(_, rest)| rest.split_once(": "))
        {
            found.push(sql.to_owned());
        } else if let Some((_, values)) = entry.split_once("DETAIL:  parameters: ")
            && let Some(sql) = found.last_mut()
        {
            *sql = with_values(sql, values);
        }
    }
    found
}

/// Puts the values (`$1 = 'a', $2 = NULL`) in the places of a statement.
fn with_values(sql: &str, values: &str) -> String {
    let mut sql = sql.to_owned();
    let mut rest = values;
    let mut places = Vec::new();
    while let Some((place, after)) = rest.split_once(" = ") {
        let end = literal_end(after);
        places.push((place.trim_start_matches(", ").to_owned(), after[..end].to_owned()));
        rest = &after[end..];
    }
    // From the last, so that $1 is not found in $12.
    for (place, value) in places.iter().rev() {
        sql = sql.replace(place, &plain(value));
    }
    sql
}

/// `pgbench` takes a colon, even inside a literal, for the beginning of a variable.
fn plain(literal: &str) -> String {
    if !literal.contains(':') {
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

/// Runs the statements as one transaction script; the answer is scripts a second.
pub(crate) fn run(
    cluster: &Cluster,
    database: &str,
    statements: &[String],
    clients: u32,
    seconds: u32,
    dir: &Path,
) -> Result<f64> {
    ensure!(!statements.is_empty(), "no statement was captured");
    let file = dir.join("same.sql");
    std::fs::write(
        &file,
        statements
            .iter()
            .map(|sql| format!("{sql};\n"))
            .collect::<String>(),
    )?;
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
            "-f",
        ])
        .arg(&file);
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
    use super::statements;

    #[test]
    fn statements_come_out_of_the_log_with_their_values() {
        let log = "2026-06-01 12:00:00 UTC [1] LOG:  execute sqlx_s_1: SELECT a\n\tFROM t WHERE b = $1 AND c = $2 LIMIT $12\n2026-06-01 12:00:00 UTC [1] DETAIL:  parameters: $1 = 'it''s, $2', $2 = NULL, $12 = '21'\n2026-06-01 12:00:00 UTC [1] LOG:  statement: BEGIN\n";
        assert_eq!(
            statements(log),
            ["SELECT a FROM t WHERE b = 'it''s, $2' AND c = NULL LIMIT '21'"]
        );
        let log = "2026-06-01 12:00:00 UTC [1] LOG:  execute s: SELECT $1\n2026-06-01 12:00:00 UTC [1] DETAIL:  parameters: $1 = '12:30 \\'\n";
        assert_eq!(statements(log), [r"SELECT E'12\x3a30 \\'"]);
    }
}
