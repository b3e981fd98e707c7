//! `cargo xtask mutants`: the code that money and access hang on is changed in small ways, one at a time, and the tests that
//! judge it must notice.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use serde::Deserialize;

use crate::{postgres::Cluster, report::Report, shell};

/// The release that is installed where none is. It runs with Rust 1.88 or newer.
const RELEASE: &str = "27.1.0";
/// How long a test run may take before a mutant counts as one that hangs it, in seconds; longer runs are given five times
/// what they took without a mutant.
const PATIENCE: &str = "60";

/// A part of the code that is judged on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Double entry: postings, balances, the proof of the books.
    Ledger,
    /// A pledge and its transitions.
    Pledge,
    /// Founders' accounts and payouts.
    Payout,
    /// Signatures and bodies of the provider's messages.
    Webhook,
    /// Who may do what.
    Policy,
}

/// What is changed, which tests judge it, and how many of the changes they must notice.
struct Plan {
    package: &'static str,
    files: &'static [&'static str],
    /// Which tests are run, as `cargo test` is told.
    tests: &'static [&'static str],
    percent: u64,
    /// Whether they speak to databases.
    databases: bool,
}

impl Part {
    fn plan(self) -> Plan {
        match self {
            Self::Ledger => Plan {
                package: "ledger",
                files: &["crates/ledger/src/**/*.rs"],
                tests: &["--lib", "--test", "it"],
                percent: 100,
                databases: true,
            },
            Self::Pledge => Plan {
                package: "pledges",
                files: &["crates/pledges/src/pledge.rs"],
                tests: &[
                    "--lib",
                    "--test",
                    "it",
                    "--",
                    "pledge::",
                    "placing::",
                    "ends::",
                    "collecting::",
                ],
                percent: 95,
                databases: true,
            },
            Self::Payout => Plan {
                package: "pledges",
                files: &["crates/pledges/src/payout/*.rs"],
                tests: &["--lib", "--test", "it", "--", "payout::", "payouts::"],
                percent: 95,
                databases: true,
            },
            Self::Webhook => Plan {
                package: "payments",
                files: &["crates/payments/src/webhook.rs", "crates/payments/src/secret.rs"],
                tests: &["--lib", "--", "webhook::", "secret::"],
                percent: 95,
                databases: true,
            },
            Self::Policy => Plan {
                package: "kernel",
                files: &["crates/kernel/src/policy.rs"],
                tests: &["--lib", "--", "policy"],
                percent: 95,
                databases: false,
            },
        }
    }

    fn name(self) -> String {
        self.to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// Runs these parts, or of each the `shard`, as `k/n`.
pub(crate) fn run(parts: &[Part], shard: Option<&str>) -> Result<()> {
    let tool = installed()?;
    let mut report = Report::new();
    for part in parts {
        report.step(format!("mutants of {}", part.name()), || on(&tool, *part, shard));
    }
    report.finish()
}

fn on(tool: &Path, part: Part, shard: Option<&str>) -> Result<()> {
    let plan = part.plan();
    let out = shell::target().join("mutants").join(part.name());
    std::fs::create_dir_all(&out)?;
    let mut mutants = shell::command(tool);
    mutants
        .arg("mutants")
        .args(["--package", plan.package])
        .args(["--minimum-test-timeout", PATIENCE, "--no-shuffle"])
        .arg("--output")
        .arg(&out);
    for file in plan.files {
        mutants.args(["--file", file]);
    }
    if let Some(shard) = shard {
        mutants.args(["--shard", shard]);
    }
    mutants.arg("--").args(plan.tests);
    // The tree is copied; what is built of it is kept apart from ours, and for the next run.
    mutants.env("CARGO_TARGET_DIR", shell::target().join("mutants/build"));
    let _cluster = match std::env::var_os("TEST_DATABASE_URL") {
        None if plan.databases => {
            let cluster = Cluster::temporary()?;
            mutants.env("TEST_DATABASE_URL", cluster.url("postgres"));
            Some(cluster)
        }
        _ => None,
    };
    // What it ends with tells whether any survived; how many may is decided here.
    let status = mutants
        .status()
        .with_context(|| format!("`{}` could not be run", shell::words(&mutants)))?;
    ensure!(
        matches!(status.code(), Some(0 | 2 | 3)),
        "`{}` ended with {status}",
        shell::words(&mutants)
    );
    let file = out.join("mutants.out/outcomes.json");
    let text = std::fs::read_to_string(&file).with_context(|| format!("{} is missing", file.display()))?;
    let outcomes: Outcomes = serde_json::from_str(&text)?;
    let Outcomes {
        caught,
        timeout,
        missed,
        unviable,
    } = outcomes;
    println!(
        "{}: {caught} caught, {timeout} hung, {missed} missed, {unviable} not compiled; missed.txt is beside {}",
        part.name(),
        file.display()
    );
    outcomes.judge(plan.percent)
}

/// What became of the mutants; those that did not compile say nothing.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Outcomes {
    caught: u64,
    /// The tests hung, which is noticed as well.
    timeout: u64,
    missed: u64,
    unviable: u64,
}

impl Outcomes {
    fn judge(self, percent: u64) -> Result<()> {
        let noticed = self.caught + self.timeout;
        let all = noticed + self.missed;
        ensure!(all > 0, "there was no mutant to judge by");
        if noticed * 100 < all * percent {
            bail!("{noticed} of {all} mutants were caught, less than {percent} %");
        }
        Ok(())
    }
}

/// The program, installed at the first use.
fn installed() -> Result<PathBuf> {
    let root = shell::target().join("tools");
    let tool = root.join("bin/cargo-mutants");
    if tool.is_file() {
        return Ok(tool);
    }
    println!("installing cargo-mutants {RELEASE} into {} …", root.display());
    let mut cargo: Command = shell::cargo(&["install", "--locked", "--root"]);
    cargo.arg(&root).arg(format!("cargo-mutants@{RELEASE}"));
    // Not into the target folder of this workspace: it has a lock of its own.
    cargo.env("CARGO_TARGET_DIR", root.join("build"));
    shell::run(&mut cargo)?;
    Ok(tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(caught: u64, timeout: u64, missed: u64) -> Outcomes {
        Outcomes {
            caught,
            timeout,
            missed,
            unviable: 7,
        }
    }

    #[test]
    fn the_bound_is_met_or_not_by_the_mutants_that_compile() {
        assert!(outcomes(18, 1, 1).judge(95).is_ok());
        assert!(outcomes(18, 0, 1).judge(95).is_err());
        assert!(outcomes(18, 1, 1).judge(100).is_err());
        assert!(outcomes(3, 0, 0).judge(100).is_ok());
        assert!(outcomes(0, 0, 0).judge(95).is_err(), "nothing was judged");
    }

    #[test]
    fn every_part_names_files_that_are_there() {
        for part in Part::value_variants() {
            for file in part.plan().files {
                let dir = file.split('*').next().unwrap_or_default();
                assert!(shell::root().join(dir).exists(), "{file}");
            }
        }
    }
}
