//! What may not be kept any longer is removed, and nothing else.

use chrono::{DateTime, TimeDelta, Utc};
use db::sql;
use sea_orm::ConnectionTrait;
use testkit::TestDb;
use uuid::Uuid;

use crate::world::privacy;

async fn captured(db: &TestDb, number: u128, at: DateTime<Utc>) {
    let insert =
        "INSERT INTO captured_mails (id, message_id, recipient, subject, text, html, locale, captured_at)
                  VALUES ($1, $2, 'ann@example.test', 's', 't', 'h', 'en', $3)";
    let values = [
        Uuid::from_u128(number).into(),
        number.to_string().into(),
        at.into(),
    ];
    db.primary()
        .execute_raw(sql(db.primary(), insert, values))
        .await
        .unwrap();
}

async fn count(db: &TestDb) -> i64 {
    let select = sql(db.primary(), "SELECT count(*) AS n FROM captured_mails", []);
    db.primary()
        .query_one_raw(select)
        .await
        .unwrap()
        .unwrap()
        .try_get("", "n")
        .unwrap()
}

testkit::on_both! {
    async fn what_is_over_is_removed_in_batches_and_the_rest_stays(db: &TestDb) {
        let now = db.clock().now();
        for number in 0..1_203 {
            captured(db, number, now - TimeDelta::days(31)).await;
        }
        captured(db, 2_000, now - TimeDelta::days(29)).await;
        let privacy = privacy(db);
        let due = privacy.overdue().await.unwrap();
        let of = |name: &str| due.iter().find(|due| due.table.name == name).unwrap().rows;
        assert_eq!((of("captured_mails"), of("sessions")), (1_203, 0));
        let removed = privacy.retain().await.unwrap();
        assert_eq!(removed.iter().map(|due| (due.table.name, due.rows)).collect::<Vec<_>>(), [("captured_mails", 1_203)]);
        assert_eq!(count(db).await, 1);
        assert!(privacy.retain().await.unwrap().is_empty(), "nothing is left to remove");

        db.clock.advance(TimeDelta::days(1) + TimeDelta::seconds(1));
        privacy.retain().await.unwrap();
        assert_eq!(count(db).await, 0);
    }
}
