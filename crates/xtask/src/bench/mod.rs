//! `cargo xtask bench …`: figures that depend on time; their results stand in READMEs.

use anyhow::Result;

/// What to measure.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Bench {}

/// Carries out `cargo xtask bench …`.
pub(crate) fn run(what: Bench) -> Result<()> {
    match what {}
}
