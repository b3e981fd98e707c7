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

testkit::on_both! {
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
