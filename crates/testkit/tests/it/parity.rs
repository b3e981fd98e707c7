use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, QueryResult};
use testkit::TestDb;

type Columns = BTreeMap<(String, String), (String, bool)>;

async fn rows(db: &TestDb, sql: &str) -> Vec<QueryResult> {
    db.primary()
        .query_all_raw(db::sql(db.primary(), sql, []))
        .await
        .unwrap()
}

fn text(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).unwrap()
}

/// What SQLite calls the type that PostgreSQL calls `name`.
fn family(name: &str) -> &'static str {
    match name {
        "uuid" | "bytea" | "blob" => "blob",
        "timestamp with time zone" | "date" | "jsonb" | "text" | "character varying" => "text",
        "bigint" => "bigint",
        "integer" => "integer",
        "boolean" => "boolean",
        "tsvector" => "tsvector",
        other => panic!("the schema has no type {other}"),
    }
}

async fn postgres_columns(db: &TestDb) -> Columns {
    let sql = "SELECT table_name::text AS t, column_name::text AS c, data_type::text AS k, is_nullable::text AS n
               FROM information_schema.columns WHERE table_schema = 'public' AND table_name IN
               (SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql_%')";
    let rows = rows(db, sql).await;
    rows.iter()
        .map(|r| {
            (
                (text(r, "t"), text(r, "c")),
                (family(&text(r, "k")).to_owned(), text(r, "n") == "YES"),
            )
        })
        .collect()
}

async fn sqlite_columns(db: &TestDb) -> Columns {
    let sql = "SELECT m.name AS t, p.name AS c, lower(p.type) AS k, p.\"notnull\" AS n FROM sqlite_master m
               JOIN pragma_table_info(m.name) p WHERE m.type = 'table'
               AND m.name NOT LIKE 'seaql_%' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '%_fts%'";
    let rows = rows(db, sql).await;
    rows.iter()
        .map(|r| {
            let not_null: i64 = r.try_get("", "n").unwrap();
            ((text(r, "t"), text(r, "c")), (text(r, "k"), not_null == 0))
        })
        .map(|(key, (kind, null))| (key, (family(&kind).to_owned(), null)))
        .collect()
}

/// Names of constraints and unique indexes: by them errors become typed.
async fn postgres_names(db: &TestDb) -> BTreeSet<String> {
    let sql = "SELECT conname::text AS n FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c','u','p','f')";
    let mut names: BTreeSet<_> = rows(db, sql).await.iter().map(|r| text(r, "n")).collect();
    let sql = "SELECT indexname::text AS n FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE%'";
    names.extend(rows(db, sql).await.iter().map(|r| text(r, "n")));
    names
}

async fn sqlite_names(db: &TestDb) -> BTreeSet<String> {
    let sql = "SELECT name AS n, COALESCE(sql, '') AS s, type AS k FROM sqlite_master";
    let mut names = BTreeSet::new();
    for row in rows(db, sql).await {
        let sql = text(&row, "s");
        if text(&row, "k") == "index" && sql.to_uppercase().starts_with("CREATE UNIQUE") {
            names.insert(text(&row, "n"));
        }
        if text(&row, "k") == "trigger" {
            continue;
        }
        let words: Vec<_> = sql.split_whitespace().collect();
        names.extend(
            words
                .windows(2)
                .filter(|w| w[0].eq_ignore_ascii_case("constraint"))
                .map(|w| w[1].to_lowercase()),
        );
    }
    names
}

fn ours(names: BTreeSet<String>) -> BTreeSet<String> {
    names
        .into_iter()
        .filter(|name| !name.starts_with("seaql_"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_engines_have_the_same_tables_columns_and_named_rules() {
    let [lite, pg] = testkit::databases().await;
    let skip = |columns: Columns| -> Columns {
        // The search index is each engine's own: a generated tsvector, a virtual FTS5 table.
        columns
            .into_iter()
            .filter(|(_, (k, _))| k != "tsvector")
            .collect()
    };
    let (lite_columns, pg_columns) = (
        skip(sqlite_columns(&lite).await),
        skip(postgres_columns(&pg).await),
    );
    let differing: Vec<_> = lite_columns
        .iter()
        .filter(|(k, v)| pg_columns.get(*k) != Some(*v))
        .collect();
    assert!(
        differing.is_empty(),
        "on SQLite but not so on PostgreSQL: {differing:#?}"
    );
    let differing: Vec<_> = pg_columns
        .iter()
        .filter(|(k, v)| lite_columns.get(*k) != Some(*v))
        .collect();
    assert!(
        differing.is_empty(),
        "on PostgreSQL but not so on SQLite: {differing:#?}"
    );

    let (lite_names, pg_names) = (ours(sqlite_names(&lite).await), ours(postgres_names(&pg).await));
    let only: Vec<_> = lite_names.symmetric_difference(&pg_names).collect();
    assert!(only.is_empty(), "named rules on one engine only: {only:#?}");
    lite.discard().await;
    pg.discard().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unique_rules_are_named_by_their_table_and_columns() {
    // `db::Error` names a broken UNIQUE on SQLite by this rule.
    let pg = TestDb::postgres().await;
    let sql = "SELECT i.relname::text AS name, t.relname::text AS tab,
                      (SELECT string_agg(a.attname::text, '_' ORDER BY k.ord) FROM unnest(x.indkey) WITH ORDINALITY k(att, ord)
                        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.att) AS cols
               FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
               WHERE x.indisunique AND NOT x.indisprimary AND t.relnamespace = 'public'::regnamespace";
    for row in rows(&pg, sql).await {
        let expected = format!("{}_{}_key", text(&row, "tab"), text(&row, "cols"));
        assert_eq!(text(&row, "name"), expected);
    }
    pg.discard().await;
}
