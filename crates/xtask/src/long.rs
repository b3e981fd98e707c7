//! Long forms of tests that run in a short form with the others.

use anyhow::Result;

use crate::{e2e::Database, postgres::Cluster, shell};

/// A test whose size is told by variables of its environment.
#[derive(Debug)]
pub(crate) struct Test<'a> {
    /// The crate whose integration test it is.
    pub(crate) package: &'a str,
    /// The module it is in; in it are two tests, `on_sqlite…` and `on_postgres…`.
    pub(crate) module: &'a str,
    /// Names and values.
    pub(crate) environment: &'a [(&'a str, String)],
}

impl Test<'_> {
    /// Runs it on each of these databases, one after the other.
    pub(crate) fn run(&self, databases: &[Database]) -> Result<()> {
        let cluster = match std::env::var_os("TEST_DATABASE_URL") {
            None if databases.contains(&Database::Postgres) => Some(Cluster::temporary()?),
            _ => None,
        };
        for database in databases {
            let test = match database {
                Database::Sqlite => "on_sqlite",
                Database::Postgres => "on_postgres",
            };
            let name = format!("{}::{test}", self.module);
            let mut cargo = shell::cargo(&["test", "-p", self.package, "--test", "it", "--"]);
            cargo.args([&name, "--nocapture"]);
            cargo.envs(self.environment.iter().map(|(name, value)| (*name, value)));
            if let Some(cluster) = &cluster {
                cargo.env("TEST_DATABASE_URL", cluster.url("postgres"));
            }
            shell::run(&mut cargo)?;
        }
        Ok(())
    }
}
