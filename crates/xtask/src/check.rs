//! `cargo xtask check`: everything that is judged without running the product.

use anyhow::Result;

use crate::{layers, report::Report, schema, shell};

/// Runs the checks as steps of `report`, the quick ones first.
pub(crate) fn steps(report: &mut Report) {
    report.step("format", || {
        shell::run(&mut shell::cargo(&["fmt", "--all", "--check"]))
    });
    report.step("layers", layers::check);
    report.step("schema: rules", schema::lint);
    report.step("clippy", || {
        shell::run(&mut shell::cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    });
    report.step("schema: same as the gateway", || schema::run(true));
    report.step("docs", || {
        let mut doc = shell::cargo(&[
            "doc",
            "--workspace",
            "--no-deps",
            "--locked",
            "--document-private-items",
        ]);
        shell::run(doc.env("RUSTDOCFLAGS", "-D warnings"))
    });
    if shell::find("cargo-deny").is_some() {
        report.step("deny", || {
            shell::run(&mut shell::cargo(&[
                "deny",
                "--offline",
                "check",
                "licenses",
                "bans",
                "sources",
            ]))
        });
    } else {
        println!(
            "\nNOT RUN: licences and bans of dependencies (deny.toml), because cargo-deny is not installed"
        );
    }
}

/// Carries out `cargo xtask check`.
pub(crate) fn run() -> Result<()> {
    let mut report = Report::new();
    steps(&mut report);
    report.finish()
}
