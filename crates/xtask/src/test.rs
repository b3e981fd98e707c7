//! `cargo xtask test`: the whole proof, as CI runs it.

use anyhow::{Context, Result};

use crate::{
    check, deploy,
    e2e::{self, Choice, Database, Suite},
    farsight,
    faults::{answers, close, deadline, pledges, stock},
    postgres::Cluster,
    report::Report,
    setup, shell,
};

/// How many times the server is killed while investors pledge, on each database.
const KILLS: u32 = 5;
/// Where random moments come from: the same each time, so that a failure can be repeated. `cargo xtask faults` takes others.
const SEED: u64 = 20_261_130;
/// The short form of closing a campaign while the server is killed.
const SHORT_CLOSE: close::Plan = close::Plan {
    pledges: 150,
    kills: 2,
    lost: 0,
    busy: 0,
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
                investors: 6,
                seed: fastrand::u64(..),
            };
            pledges::on(binary()?, database, &plan)
        });
        report.step(format!("answers get lost, on {name}"), || {
            let plan = answers::Plan {
                pledges: 120,
                lost_percent: 30,
                investors: 6,
                seed: SEED,
            };
            answers::on(binary()?, database, &plan)
        });
        report.step(format!("many want a limited reward, on {name}"), || {
            let plan = stock::Plan {
                limit: 10,
                buyers: 60,
                at_once: 60,
                seed: SEED,
            };
            stock::on(binary()?, database, &plan)
        });
        report.step(format!("pledges at the deadline, on {name}"), || {
            let plan = deadline::Plan {
                pledges: 100,
                closers: 4,
                seed: SEED,
            };
            deadline::on(binary()?, database, &plan)
        });
    }
    report.step("kills while cards are charged", || {
        let binary = binary.as_deref().context("the server was not built")?;
        close::on(binary, Database::Postgres, &SHORT_CLOSE)
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
