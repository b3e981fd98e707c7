use db::{Act, AuditFault};
use kernel::Caller;
use sea_orm::ConnectionTrait;
use serde_json::json;
use testkit::TestDb;

async fn three_acts(db: &TestDb) {
    for n in 0..3 {
        let tx = db.begin().await.unwrap();
        let act = Act::new("campaign.approve", "campaign_x")
            .before(json!({"state": "in_review", "n": n}))
            .after("approved");
        tx.record(&Caller::system("test"), act.because("it is good"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

/// Makes of a person's account what an erasure leaves of it.
async fn erase(tx: &db::Tx, person: &Caller) {
    let id = person.user_id().unwrap();
    let update = "UPDATE users SET email = $2, email_canonical = $2 WHERE id = $1";
    let values = [id.uuid().into(), format!("{id}{}", db::ERASED_DOMAIN).into()];
    tx.execute_raw(db::sql(&**tx, update, values)).await.unwrap();
}

async fn entries(db: &TestDb) -> i64 {
    let count = db::sql(
        db.primary(),
        "SELECT (SELECT count(*) FROM audit_entries) + (SELECT count(*) FROM audit_unsealed) AS n",
        [],
    );
    let row = db.primary().query_one_raw(count).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

testkit::on_both! {
    async fn nothing_is_written_in_the_name_of_somebody_erased(db: &TestDb) {
        let person = testkit::person(db, &[]).await;
        let vault = db::Vault::new(&"k".repeat(32)).unwrap();
        let tx = db.begin().await.unwrap();
        tx.record(&person, Act::new("pledge.place", "pledge_x")).await.unwrap();
        tx.refuse_erased(&person).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(entries(db).await, 2);

        let tx = db.begin().await.unwrap();
        erase(&tx, &person).await;
        tx.commit().await.unwrap();
        // The caller is the one whom a process still remembers.
        let tx = db.begin().await.unwrap();
        let refused = tx.record(&person, Act::new("pledge.place", "pledge_y")).await;
        assert!(matches!(refused, Err(db::Error::ActorErased)), "{refused:?}");
        let refused = tx.refuse_erased(&person).await;
        assert!(matches!(refused, Err(db::Error::ActorErased)), "{refused:?}");
        let refused = vault.key_of(&tx, person.user_id().unwrap()).await.err();
        assert!(matches!(refused, Some(db::Error::ActorErased)), "{refused:?}");
        tx.commit().await.unwrap();
        assert_eq!(entries(db).await, 2);
        let tx = db.begin().await.unwrap();
        assert!(vault.find_key(&*tx, person.user_id().unwrap()).await.unwrap().is_none());
        tx.record(&Caller::system("test"), Act::new("account.erase", "user_x")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(entries(db).await, 4);
    }

    async fn whoever_writes_while_an_account_is_erased_waits_and_is_refused(db: &TestDb) {
        if !db.is_postgres() {
            // SQLite has one writer: the case above is all there is.
            return;
        }
        let person = testkit::person(db, &[]).await;
        let erasing = db.begin().await.unwrap();
        erase(&erasing, &person).await;
        let writes = async {
            let tx = db.begin().await.unwrap();
            let written = tx.record(&person, Act::new("pledge.place", "pledge_x")).await;
            tx.commit().await.unwrap();
            written
        };
        let ends = async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            erasing.commit().await.unwrap();
        };
        let (written, ()) = tokio::join!(writes, ends);
        assert!(matches!(written, Err(db::Error::ActorErased)), "{written:?}");
        assert_eq!(entries(db).await, 0);
    }

    async fn the_trail_is_whole_after_sealing(db: &TestDb) {
        three_acts(db).await;
        let report = db.verify_audit().await.unwrap();
        assert_eq!((report.sealed, report.unsealed), (0, 3));
        assert_eq!(db.seal_audit(2).await.unwrap(), 2);
        assert_eq!(db.seal_audit(100).await.unwrap(), 1);
        assert_eq!(db.seal_audit(100).await.unwrap(), 0);
        let report = db.verify_audit().await.unwrap();
        assert_eq!((report.sealed, report.unsealed), (3, 0));
        assert!(report.faults.is_empty(), "{report:?}");
        assert_eq!(db.audit_of("campaign_x", 10).await.unwrap().len(), 3);
    }

    async fn a_row_of_the_trail_can_be_neither_changed_nor_deleted(db: &TestDb) {
        three_acts(db).await;
        db.seal_audit(100).await.unwrap();
        for sql in [
            "UPDATE audit_entries SET actor = 'x'",
            "DELETE FROM audit_entries",
            "UPDATE audit_chain SET hash = 'x'",
            "DELETE FROM audit_chain",
        ] {
            let refused = db.primary().execute_unprepared(sql).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{sql}: {refused}");
        }
    }

    async fn one_changed_byte_is_found(db: &TestDb) {
        three_acts(db).await;
        db.seal_audit(100).await.unwrap();
        // Whoever can drop the triggers can change a row; the chain still tells.
        let tamper: &[&str] = if db.is_postgres() {
            &["DROP TRIGGER audit_entries_append_only ON audit_entries"]
        } else {
            &["DROP TRIGGER audit_entries_no_update"]
        };
        for sql in tamper {
            db.primary().execute_unprepared(sql).await.unwrap();
        }
        let change = "UPDATE audit_entries SET cause = 'it is goad' WHERE id = (SELECT entry_id FROM audit_chain WHERE seq = 2)";
        db.primary().execute_unprepared(change).await.unwrap();
        let report = db.verify_audit().await.unwrap();
        assert_eq!(report.faults, [AuditFault::Changed { seq: 2 }]);
    }
}
