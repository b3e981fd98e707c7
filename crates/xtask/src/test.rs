//! `cargo xtask test`: the whole proof, as CI runs it.

use anyhow::{Context, Result};

use crate::{
    check, deploy,
    e2e::{self, Choice, Database, Suite},
    farsight,
    faults::{close, pledges},
    postgres::Cluster,
    report::Report,
    setup, shell,
};

/// How many times the server is killed while investors pledge, on each database.
const KILLS: u32 = 5;
/// The short form of closing a campaign while the server is killed.
const SHORT_CLOSE: close::Plan = close::Plan {
    pledges: 150,
    kills: 2,
    pace: 20,
};

/// Runs everything (`quick`: but the browser) and reports on all of it.
pub(crate) fn run(quick: bool) -> Result<()> {
    let mut report = Report::new();
    report.step("setup", || setup::run(false));
    check::steps(&mut report);
    report.step("unit and integration tests", unit);

    let mut binary = None;
    report.step("build the server", || {
        binary = Some(farsight::build(false)?);
        Ok(())
    });
    report.step("example configuration", || {
        deploy::example(binary.as_deref().context("the server was not built")?)
    });
    for database in Database::ALL {
        let name = database.name();
        let binary = || binary.as_deref().context("the server was not built");
        report.step(format!("conformance on {name}"), || {
            e2e::on(binary()?, database, Suite::Conformance, &Choice::default())
        });
        if !quick {
            report.step(format!("browser on {name}"), || {
                // How a page looks does not depend on the database.
                let choice = Choice {
                    journeys: database != Database::Sqlite,
                    ..Choice::default()
                };
                e2e::on(binary()?, database, Suite::Browser, &choice)
            });
        }
        report.step(format!("{KILLS} kills while investors pledge, on {name}"), || {
            let plan = pledges::Plan {
                kills: KILLS,
                ..pledges::Plan::default()
            };
            pledges::on(binary()?, database, &plan)
        });
    }
    report.step("kills while cards are charged", || {
        close::with(
            binary.as_deref().context("the server was not built")?,
            &SHORT_CLOSE,
        )
    });
    report.finish()
}

/// `cargo test` with one PostgreSQL server for all test programs.
fn unit() -> Result<()> {
    let mut cargo = shell::cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]);
    let _cluster = match std::env::var_os("TEST_DATABASE_URL") {
        Some(_) => None,
        None => {
            let cluster = Cluster::temporary()?;
            cargo.env("TEST_DATABASE_URL", cluster.url("postgres"));
            Some(cluster)
        }
    };
    if std::env::var_os("FARSIGHT_TEST_DATA").is_none() {
        cargo.env("FARSIGHT_TEST_DATA", shell::root().join("../shared/data"));
    }
    shell::run(&mut cargo)
}
