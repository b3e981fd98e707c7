use std::{collections::BTreeMap, path::PathBuf};

use db::sql;
use kernel::{Caller, Currency, Money, PageRequest, Role};
use projects::{
    Field,
    history::{self, HistoricalState, ImportError, ImportReport, Mapping, Progress, Warning},
};
use sea_orm::ConnectionTrait;
use testkit::TestDb;
use tokio_util::sync::CancellationToken;

use crate::support::user;

const HEADER: &str = "ID,name,category,main_category,currency,deadline,goal,launched,pledged,state,backers,country,usd pledged,usd_pledged_real,usd_goal_real\r\n";

fn file(dir: &tempfile::TempDir, rows: &[&str]) -> PathBuf {
    let path = dir.path().join("past.csv");
    std::fs::write(&path, format!("{HEADER}{}\r\n", rows.join("\r\n"))).unwrap();
    path
}

fn many(dir: &tempfile::TempDir, count: usize) -> PathBuf {
    let rows: Vec<_> = (0..count)
        .map(|i| {
            let goal = 1_000 + i;
            let (state, pledged) = if i % 3 == 0 { ("successful", goal) } else { ("failed", goal / 2) };
            format!("{i},Robot {i},Robots,Technology,USD,2016-03-01,{goal}.00,2016-02-01 10:00:00,{pledged}.00,{state},{i},US,1.00,{pledged}.00,{goal}.00")
        })
        .collect();
    file(dir, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

async fn import(db: &TestDb, path: &std::path::Path) -> ImportReport {
    let mapping = Mapping::load("kickstarter").unwrap();
    let stop = CancellationToken::new();
    history::import(db, &Caller::system("import"), path, &mapping, |_| {}, &stop)
        .await
        .unwrap()
}

/// Everything kept of past campaigns, to see whether anything changed.
async fn kept(db: &TestDb) -> Vec<(String, String)> {
    let conn = db.primary();
    let select = "SELECT source_id, row_hash FROM historical_campaigns ORDER BY source_id";
    let rows = conn.query_all_raw(sql(conn, select, [])).await.unwrap();
    rows.iter()
        .map(|row| {
            (
                row.try_get("", "source_id").unwrap(),
                row.try_get("", "row_hash").unwrap(),
            )
        })
        .collect()
}

testkit::on_both! {
    async fn good_rows_go_in_and_bad_ones_are_reported_by_line(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let path = file(&dir, &[
            "1,\"A lamp, \"\"bright\"\"\nand long\",Lighting,Design,USD,2017-11-01,30000.00,2017-09-02 04:43:57,2421.50,failed,15,US,100.00,2421.50,30000.00",
            "2,灯,Lighting,Design,JPY,2017-11-01,300000.00,2017-09-02 04:43:57,400000.00,successful,40,JP,,3636.00,2727.00",
            "3,Broken,Lighting,Design,USD,2014-09-20,6500.00,2014-08-06 21:28:36,555.00,undefined,0,\"N,0\"\"\",,555.00,6500.00",
            "1,Twice,Lighting,Design,USD,2017-11-01,30000.00,2017-09-02 04:43:57,0.00,failed,0,US,0.00,0.00,30000.00",
            "4,Short,Lighting",
            "5,Early,Film,Film & Video,USD,2010-09-15,5000.00,1970-01-01 01:00:00,0.00,canceled,0,US,0.00,0.00,5000.00",
        ]);
        let report = import(db, &path).await;
        assert_eq!((report.read, report.inserted, report.refused), (6, 3, 3));
        assert_eq!(report.refused_by, BTreeMap::from([("columns".into(), 1), ("country".into(), 1), ("duplicate".into(), 1)]));
        assert_eq!(report.by_state[&HistoricalState::Undefined], 1);
        assert_eq!(report.warning_lines[&Warning::LaunchedBeforeOpening], [8]);
        assert_eq!(report.columns_not_used, ["usd pledged"]);
        assert!(report.finished);
        let refusals = history::refusals(db, report.import_id.unwrap(), 0, 100).await.unwrap();
        let lines: Vec<_> = refusals.iter().map(|r| (r.line, r.reason.as_str())).collect();
        assert_eq!(lines, [
            (5, "country \"N,0\\\"\" is not a two-letter country code"),
            (6, "the id 1 was already on line 2"),
            (7, "the row has 3 columns instead of 15"),
        ]);
        let found = history::page(db, Some("LAMP"), &PageRequest::default()).await.unwrap();
        assert_eq!(found.items[0].1.name, "A lamp, \"bright\"and long");
        assert_eq!(found.items[0].1.pledged, Money::new(242_150, Currency::USD));
        assert!(history::page(db, Some("100%_"), &PageRequest::default()).await.unwrap().items.is_empty());
    }

    async fn a_second_run_changes_nothing_and_a_changed_file_only_what_changed(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let path = many(&dir, 1_200);
        let first = import(db, &path).await;
        assert_eq!((first.read, first.inserted, first.unchanged), (1_200, 1_200, 0));
        let before = kept(db).await;
        let second = import(db, &path).await;
        assert_eq!((second.read, second.inserted, second.updated, second.unchanged), (1_200, 0, 0, 1_200));
        assert_eq!(second.by_state, first.by_state);
        assert_eq!(kept(db).await, before);
        let text = std::fs::read_to_string(&path).unwrap().replace("\r\n7,Robot 7,", "\r\n7,Robot seven,");
        std::fs::write(&path, text).unwrap();
        let third = import(db, &path).await;
        assert_eq!((third.inserted, third.updated, third.unchanged), (0, 1, 1_199));
    }

    async fn an_interrupted_import_is_taken_up_where_it_stopped(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let path = many(&dir, 1_700);
        let mapping = Mapping::load("kickstarter").unwrap();
        let stop = CancellationToken::new();
        let seen = std::sync::Mutex::new(Vec::new());
        let progress = |progress: Progress| {
            assert!(progress.bytes <= progress.of_bytes);
            seen.lock().unwrap().push(progress.rows);
            if progress.rows >= 1_000 {
                stop.cancel();
            }
        };
        let caller = Caller::system("import");
        let report = history::import(db, &caller, &path, &mapping, progress, &stop).await.unwrap();
        assert_eq!((report.read, report.inserted, report.finished), (1_000, 1_000, false));
        assert_eq!(*seen.lock().unwrap(), [500, 1_000]);
        assert_eq!(kept(db).await.len(), 1_000);

        let report = import(db, &path).await;
        assert_eq!(report.resumed_at_line, Some(1_002));
        assert_eq!((report.read, report.inserted, report.unchanged, report.finished), (1_700, 1_700, 0, true));
        assert_eq!(report.backings, (0..1_700).sum::<i64>());
        assert_eq!(kept(db).await.len(), 1_700);
    }

    async fn an_import_needs_its_columns_and_an_administrator(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("other.csv");
        std::fs::write(&path, "id;titel\n1;Lampe\n").unwrap();
        let mapping = Mapping::load("kickstarter").unwrap();
        let stop = CancellationToken::new();
        let error = history::import(db, &Caller::system("import"), &path, &mapping, |_| {}, &stop).await.unwrap_err();
        assert!(matches!(&error, ImportError::MissingColumns(names) if names.len() == 14), "{error:?}");
        let founder = user(db, &[Role::Founder]).await;
        let error = history::import(db, &founder, &path, &mapping, |_| {}, &stop).await.unwrap_err();
        assert!(matches!(error, ImportError::Forbidden(_)));
        let nowhere = dir.path().join("absent.csv");
        let error = history::import(db, &Caller::system("import"), &nowhere, &mapping, |_| {}, &stop).await.unwrap_err();
        assert!(matches!(error, ImportError::Unreadable { .. }));
    }

    async fn past_campaigns_of_a_similar_goal_are_comparables(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        import(db, &many(&dir, 300)).await;
        let mapping = Mapping::load("kickstarter").unwrap();
        let category = mapping.category_of(Field::Robotics).unwrap();
        let goal = Money::new(110_000, Currency::USD);
        let before = db.statements();
        let found = history::comparables(db, category, goal, 5).await.unwrap();
        assert_eq!(db.statements() - before, 2);
        assert_eq!((found.count, found.success_percent), (300, Some(33)));
        assert_eq!(found.median_raised_percent, Some(50));
        let names: Vec<_> = found.nearest.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names.len(), 5);
        assert_eq!(names[0], "Robot 100");
        assert!(["Robot 99", "Robot 101"].contains(&names[1]));
        let ids: Vec<_> = found.nearest.iter().map(|c| c.id).collect();
        assert_eq!(history::by_ids(db, &ids).await.unwrap().len(), 5);
        let nothing = history::comparables(db, category, Money::new(1, Currency::JPY), 5).await.unwrap();
        assert_eq!((nothing.count, nothing.success_percent), (0, None));
    }

    async fn ten_thousand_real_campaigns_give_the_known_facts(db: &TestDb) {
        let Some(path) = testkit::data_file("campaigns/kickstarter-10k.csv") else { return };
        let report = import(db, &path).await;
        assert_eq!((report.read, report.inserted, report.refused), (9_999, 9_897, 102));
        assert_eq!(report.refused_by, BTreeMap::from([("country".to_owned(), 102)]));
        use HistoricalState as S;
        let states = BTreeMap::from([
            (S::Failed, 5_204), (S::Successful, 3_564), (S::Cancelled, 1_006), (S::Undefined, 96), (S::Live, 83), (S::Suspended, 46),
        ]);
        assert_eq!(report.by_state, states);
        assert_eq!(report.by_currency.len(), 14);
        assert_eq!(report.by_currency["JPY"], 1);
        assert_eq!((report.backings, report.most_backings), (1_106_660, 63_416));
        // No successful row below its goal, no failed row above it, one launch before the platform opened.
        assert_eq!(report.warnings, BTreeMap::from([(Warning::LaunchedBeforeOpening, 1)]));
        let refusals = history::refusals(db, report.import_id.unwrap(), 0, 1_000).await.unwrap();
        assert_eq!(refusals.len(), 102);
        assert!(refusals.iter().all(|refusal| refusal.reason.starts_with("country \"N,0")));
        assert_eq!(refusals[0].line, 171);

        let again = import(db, &path).await;
        assert_eq!((again.inserted, again.updated, again.unchanged, again.refused), (0, 0, 9_897, 102));
        assert_eq!(history::refusals(db, report.import_id.unwrap(), 0, 1_000).await.unwrap().len(), 102);
        assert_eq!(history::count(db).await.unwrap(), 9_897);
        let mapping = Mapping::load("kickstarter").unwrap();
        for field in Field::ALL {
            let category = mapping.category_of(*field).unwrap();
            let goal = Money::new(20_000_000, Currency::CNY);
            let found = history::comparables(db, category, goal, 3).await.unwrap();
            assert_eq!(found.nearest.len(), 3, "{field}");
        }
    }
}
