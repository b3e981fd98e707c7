//! One SQL text for two engines: type words in braces become each engine's own.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

/// Type words and what they become: (word, PostgreSQL, SQLite).
const WORDS: [(&str, &str, &str); 5] = [
    ("{uuid}", "uuid", "blob"),
    ("{instant}", "timestamptz", "text"),
    ("{date}", "date", "text"),
    ("{json}", "jsonb", "text"),
    ("{bytes}", "bytea", "blob"),
];

/// The statement in the engine's own words.
pub(crate) fn translate(sql: &str, backend: DatabaseBackend) -> String {
    WORDS
        .iter()
        .fold(sql.to_owned(), |sql, (word, postgres, sqlite)| {
            sql.replace(
                word,
                if backend == DatabaseBackend::Postgres {
                    postgres
                } else {
                    sqlite
                },
            )
        })
}

/// Runs the common statements, then those of the engine at hand.
pub(crate) async fn run(
    manager: &SchemaManager<'_>,
    common: &[&str],
    postgres: &[&str],
    sqlite: &[&str],
) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let own = if backend == DatabaseBackend::Postgres {
        postgres
    } else {
        sqlite
    };
    for sql in common.iter().chain(own) {
        manager
            .get_connection()
            .execute_unprepared(&translate(sql, backend))
            .await?;
    }
    Ok(())
}

/// Declares the module's `Migration`: the reason, the statements for both engines, then each
/// engine's own.
macro_rules! migration {
    ($why:literal, [$($sql:expr),* $(,)?] $(, postgres: [$($pg:expr),* $(,)?])? $(, sqlite: [$($lite:expr),* $(,)?])? $(,)?) => {
        #[doc = $why]
        #[derive(Debug, sea_orm_migration::prelude::DeriveMigrationName)]
        pub(crate) struct Migration;

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::dialect::run(manager, &[$($sql),*], &[$($($pg),*)?], &[$($($lite),*)?]).await
            }
        }
    };
}
pub(crate) use migration;

/// Triggers that refuse every update and delete of a table, on PostgreSQL.
/// `platform` creates the function they call.
macro_rules! append_only_postgres {
    ($table:literal) => {
        concat!(
            "CREATE TRIGGER ",
            $table,
            "_append_only BEFORE UPDATE OR DELETE ON ",
            $table,
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    };
}
pub(crate) use append_only_postgres;

/// The same on SQLite: two triggers in one text.
macro_rules! append_only_sqlite {
    ($table:literal) => {
        concat!(
            "CREATE TRIGGER ",
            $table,
            "_no_update BEFORE UPDATE ON ",
            $table,
            " BEGIN SELECT RAISE(ABORT, '",
            $table,
            " is append-only'); END;",
            "CREATE TRIGGER ",
            $table,
            "_no_delete BEFORE DELETE ON ",
            $table,
            " BEGIN SELECT RAISE(ABORT, '",
            $table,
            " is append-only'); END;"
        )
    };
}
pub(crate) use append_only_sqlite;
