#![doc = include_str!("../README.md")]

mod cluster;
#[allow(clippy::print_stderr, reason = "says loudly what is not run")]
mod data;
mod database;
mod people;

pub use data::{data_dir, data_file};
pub use database::{TestDb, databases};
pub use people::person;

/// The time at which the fixed clock of a [`TestDb`] stands: 2026-06-01 12:00 UTC.
pub fn start_of_test_time() -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(1_780_315_200, 0).unwrap_or_default()
}

/// Runs each test on SQLite and on PostgreSQL, with a fresh, migrated database each:
///
/// ```text
/// testkit::on_both! {
///     async fn a_pledge_after_the_deadline_is_refused(db: &TestDb) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: &TestDb) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a test without other names in it needs none")]
            use super::*;

            $(#[$meta])*
            async fn body($db: &$crate::TestDb) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let db = $crate::TestDb::sqlite().await;
                body(&db).await;
                db.discard().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let db = $crate::TestDb::postgres().await;
                body(&db).await;
                db.discard().await;
            }
        }
    )*};
}
