//! `cargo xtask schema`: the public contract, exported from the gateway.

use std::{io::Write, process::Stdio};

use anyhow::{Context, Result, bail};

use crate::shell;

/// Writes `schema.graphql`, or with `check` compares it with what the gateway says now.
pub(crate) fn run(check: bool) -> Result<()> {
    // The gateway alone: `web` is compiled from this file, so it cannot be needed to make it. (The
    // workspace is named so that libraries have the features that everything else builds them with.)
    shell::run(&mut shell::cargo(&[
        "build",
        "--quiet",
        "--workspace",
        "--example",
        "schema",
    ]))?;
    let sdl = shell::read(&mut shell::command(shell::target().join("debug/examples/schema")))?;
    let file = shell::root().join("schema.graphql");
    let old = std::fs::read_to_string(&file).unwrap_or_default();
    if old == sdl {
        println!("schema.graphql is up to date");
        return Ok(());
    }
    if check {
        show_difference(&sdl)?;
        bail!("schema.graphql is not what the gateway serves: run `cargo xtask schema` and commit it");
    }
    std::fs::write(&file, sdl)?;
    println!("schema.graphql written");
    Ok(())
}

fn show_difference(sdl: &str) -> Result<()> {
    let mut diff = shell::command("diff");
    diff.args([
        "-u",
        "--label",
        "schema.graphql",
        "--label",
        "the gateway",
        "schema.graphql",
        "-",
    ]);
    let mut diff = diff
        .stdin(Stdio::piped())
        .spawn()
        .context("diff could not be run")?;
    diff.stdin
        .take()
        .context("diff takes no input")?
        .write_all(sdl.as_bytes())?;
    diff.wait()?;
    Ok(())
}

/// The rules of the schema that its language cannot state (tests/schema).
pub(crate) fn lint() -> Result<()> {
    let mut node = shell::command("node");
    shell::run(node.args(["tests/schema/run.mjs", "schema.graphql"]))
}
