//! Load over HTTP by `wrk`.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::shell;

/// What `wrk` measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    /// Answers a second.
    pub(crate) per_second: f64,
    /// Half of the answers took at the most this many milliseconds.
    pub(crate) p50: f64,
    /// All but one in a hundred did.
    pub(crate) p99: f64,
}

/// Posts a GraphQL query again and again. An answer that is not 2xx is an error.
pub(crate) fn post(url: &str, query: &str, clients: u32, seconds: u32, dir: &Path) -> Result<Load> {
    let body = json!({ "query": query }).to_string();
    // A long bracket of Lua with a level that cannot occur in JSON of ours.
    let script = format!(
        "wrk.method = 'POST'\nwrk.headers['content-type'] = 'application/json'\nwrk.headers['accept'] = 'application/json'\nwrk.body = [====[{body}]====]\n"
    );
    load(url, &script, clients, seconds, dir)
}

/// Sends what a script of Lua makes, again and again. An answer that is not 2xx is an error.
pub(crate) fn load(url: &str, script: &str, clients: u32, seconds: u32, dir: &Path) -> Result<Load> {
    let wrk = shell::find("wrk").context("wrk was not found: run `cargo xtask setup`")?;
    let file = dir.join("post.lua");
    std::fs::write(&file, script)?;
    let mut load = Command::new(wrk);
    load.args([
        "-t2",
        &format!("-c{clients}"),
        &format!("-d{seconds}s"),
        "--latency",
        "-s",
    ])
    .arg(&file)
    .arg(format!("{url}/graphql"));
    let output = shell::read(&mut load)?;
    ensure!(
        !output.contains("Non-2xx"),
        "not every answer was a success:\n{output}"
    );
    parse(&output).with_context(|| format!("wrk said something unexpected:\n{output}"))
}

fn parse(output: &str) -> Option<Load> {
    let after = |word: &str| {
        output
            .lines()
            .find_map(|line| line.trim().strip_prefix(word))
            .map(str::trim)
    };
    Some(Load {
        per_second: after("Requests/sec:")?.parse().ok()?,
        p50: milliseconds(after("50%")?)?,
        p99: milliseconds(after("99%")?)?,
    })
}

fn milliseconds(text: &str) -> Option<f64> {
    let digits = text.trim_end_matches(char::is_alphabetic);
    let factor = match &text[digits.len()..] {
        "us" => 0.001,
        "ms" => 1.0,
        "s" => 1000.0,
        _ => return None,
    };
    Some(digits.parse::<f64>().ok()? * factor)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_figures_of_wrk_are_read_in_their_units() {
        let output = "Running 10s test\n  Latency Distribution\n     50%  950.00us\n     75%    2.02ms\n     99%    1.50s \n  100 requests in 10.00s\nRequests/sec:   1234.56\nTransfer/sec:   1.00MB\n";
        let load = parse(output).unwrap();
        assert!(
            (load.per_second - 1234.56).abs() < 1e-9
                && (load.p50 - 0.95).abs() < 1e-9
                && (load.p99 - 1500.0).abs() < 1e-9,
            "{load:?}"
        );
    }
}
