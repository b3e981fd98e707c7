use db::Error;
use sea_orm::ConnectionTrait;

testkit::on_both! {
    async fn what_is_not_committed_did_not_happen(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        tx.execute_raw(db::sql(&*tx, "INSERT INTO audit_unsealed (entry_id) SELECT id FROM audit_entries", [])).await.unwrap();
        tx.record(&kernel::Caller::system("test"), db::Act::new("test.act", "nothing")).await.unwrap();
        drop(tx);
        assert_eq!(db.audit_of("nothing", 10).await.unwrap().len(), 0);
    }

    async fn a_broken_check_is_named(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        let now = tx.now().await.unwrap();
        let insert = "INSERT INTO jobs (id, kind, payload, run_at, max_attempts, created_at) VALUES ($1, 'x', $2, $3, 0, $3)";
        let values = [db.ids().uuid(now).into(), serde_json::json!({}).into(), now.into()];
        let error: Error = tx.execute_raw(db::sql(&*tx, insert, values)).await.unwrap_err().into();
        assert!(error.is_constraint("jobs_max_attempts_positive"), "{error:?}");
    }

    async fn a_broken_unique_rule_is_named(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        let now = tx.now().await.unwrap();
        let insert = "INSERT INTO inbox (id, provider, event_id, kind, body, received_at) VALUES ($1, 'p', 'e', 'k', 'b', $2)";
        tx.execute_raw(db::sql(&*tx, insert, [db.ids().uuid(now).into(), now.into()])).await.unwrap();
        let twin = tx.execute_raw(db::sql(&*tx, insert, [db.ids().uuid(now).into(), now.into()])).await;
        let error: Error = twin.unwrap_err().into();
        assert!(error.is_constraint("inbox_provider_event_id_key"), "{error:?}");
    }

    async fn instants_keep_their_microseconds_and_their_order(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        let base = tx.now().await.unwrap();
        for micros in [500_000, 0, 120_000, 123_456, 999_999] {
            let at = base + chrono::TimeDelta::microseconds(micros);
            let insert = "INSERT INTO outbox (id, kind, payload, created_at) VALUES ($1, 'x', $2, $3)";
            let values = [db.ids().uuid(at).into(), serde_json::json!(micros).into(), at.into()];
            tx.execute_raw(db::sql(&*tx, insert, values)).await.unwrap();
        }
        let later = base + chrono::TimeDelta::microseconds(120_000);
        let select = "SELECT payload, created_at FROM outbox WHERE created_at > $1 ORDER BY created_at";
        let rows = tx.query_all_raw(db::sql(&*tx, select, [later.into()])).await.unwrap();
        let seen: Vec<i64> = rows.iter().map(|r| r.try_get::<serde_json::Value>("", "payload").unwrap().as_i64().unwrap()).collect();
        assert_eq!(seen, [123_456, 500_000, 999_999]);
        let at: chrono::DateTime<chrono::Utc> = rows[0].try_get("", "created_at").unwrap();
        assert_eq!(at, base + chrono::TimeDelta::microseconds(123_456));
    }

    async fn sixty_four_writers_lose_no_update(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        let now = tx.now().await.unwrap();
        let id = db.ids().uuid(now);
        let insert = "INSERT INTO jobs (id, kind, payload, run_at, max_attempts, created_at) VALUES ($1, 'n', $2, $3, 1, $3)";
        tx.execute_raw(db::sql(&*tx, insert, [id.into(), serde_json::json!({}).into(), now.into()])).await.unwrap();
        tx.commit().await.unwrap();
        let add_one = |db: db::Db| async move {
            let tx = db.begin().await?;
            let lock = format!("SELECT attempts FROM jobs WHERE id = $1{}", tx.for_update());
            let row = tx.query_one_raw(db::sql(&*tx, lock, [id.into()])).await?.unwrap();
            let attempts: i32 = row.try_get("", "attempts")?;
            let update = "UPDATE jobs SET attempts = $1 WHERE id = $2";
            tx.execute_raw(db::sql(&*tx, update, [(attempts + 1).into(), id.into()])).await?;
            tx.commit().await
        };
        let writers = (0..64).map(|_| tokio::spawn(add_one((**db).clone())));
        let done = futures_util::future::join_all(writers).await;
        let committed = done.into_iter().filter(|r| matches!(r, Ok(Ok(())))).count();
        let row = db.primary().query_one_raw(db::sql(db.primary(), "SELECT attempts FROM jobs", [])).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i32>("", "attempts").unwrap(), i32::try_from(committed).unwrap());
        assert!(committed >= 48, "only {committed} of 64 writers were served");
    }

    async fn a_snapshot_stays_as_it_was_and_a_long_look_is_not_ended(db: &TestDb) {
        let count = async |conn: &sea_orm::DatabaseTransaction| -> i64 {
            let row = conn.query_one_raw(db::sql(conn, "SELECT count(*) AS n FROM outbox", [])).await.unwrap();
            row.unwrap().try_get("", "n").unwrap()
        };
        let snapshot = db.snapshot().await.unwrap();
        assert_eq!(count(&snapshot).await, 0);
        let tx = db.begin().await.unwrap();
        let now = tx.now().await.unwrap();
        let insert = "INSERT INTO outbox (id, kind, payload, created_at) VALUES ($1, 'x', $2, $3)";
        let values = [db.ids().uuid(now).into(), serde_json::json!(1).into(), now.into()];
        tx.execute_raw(db::sql(&*tx, insert, values)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&snapshot).await, 0);
        assert_eq!(count(&db.snapshot().await.unwrap()).await, 1);
        if db.is_postgres() {
            let limit = snapshot.query_one_raw(db::sql(&*snapshot, "SHOW statement_timeout", [])).await.unwrap();
            assert_eq!(limit.unwrap().try_get::<String>("", "statement_timeout").unwrap(), "0");
            let refused = snapshot.execute_unprepared("DELETE FROM outbox").await.unwrap_err();
            assert!(refused.to_string().contains("read-only"), "{refused}");
        }
    }
}

/// A limit on the file's pages stands in for a disk that is full.
#[tokio::test]
async fn a_full_disk_is_something_to_come_back_for_and_loses_nothing() {
    let db = testkit::TestDb::sqlite().await;
    let writer = db.primary();
    writer
        .execute_unprepared("PRAGMA max_page_count = 1")
        .await
        .unwrap();
    let record = async |text: &str| -> Result<(), Error> {
        let tx = db.begin().await?;
        let act = db::Act::new("test.act", text);
        tx.record(&kernel::Caller::system("test"), act).await?;
        tx.commit().await
    };
    let long = "x".repeat(20_000);
    let mut kept = 0;
    let error = loop {
        match record(&long).await {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1_000, "the file is not full");
    };
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
    writer
        .execute_unprepared("PRAGMA max_page_count = 1000000")
        .await
        .unwrap();
    record(&long).await.unwrap();
    assert_eq!(db.audit_of(&long, 1_000).await.unwrap().len(), kept + 1);
    db.discard().await;
}
