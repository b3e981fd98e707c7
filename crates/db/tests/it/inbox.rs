use db::inbox::{self, Received};
use sea_orm::ConnectionTrait;

testkit::on_both! {
    async fn a_message_is_received_once_and_worked_on_once(db: &TestDb) {
        for expected in [Received::New, Received::Again, Received::Again] {
            let tx = db.begin().await.unwrap();
            let received = inbox::receive(&tx, "sandbox", "evt_1", "setup_intent.succeeded", "{}").await.unwrap();
            assert_eq!(received, expected);
            tx.commit().await.unwrap();
        }
        let count = db::sql(db.primary(), "SELECT count(*) AS n FROM jobs WHERE kind = 'inbox.process'", []);
        let row = db.primary().query_one_raw(count).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 1);
    }

    async fn a_message_keeps_its_body_through_quarantine(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        inbox::receive(&tx, "sandbox", "evt_2", "strange", "{\"a\": 1}").await.unwrap();
        let row = tx.query_one_raw(db::sql(&*tx, "SELECT id FROM inbox", [])).await.unwrap().unwrap();
        let id: uuid::Uuid = row.try_get("", "id").unwrap();
        inbox::quarantine(&tx, id.into(), "nobody knows this kind").await.unwrap();
        let message = inbox::lock(&tx, id.into()).await.unwrap();
        assert_eq!(message.body, "{\"a\": 1}");
        assert_eq!(message.processed_at, None);
        inbox::mark_processed(&tx, id.into()).await.unwrap();
        assert!(inbox::lock(&tx, id.into()).await.unwrap().processed_at.is_some());
    }
}
