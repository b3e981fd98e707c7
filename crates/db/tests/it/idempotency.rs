use db::{Error, IdempotencyKey, hash_request};
use kernel::UserId;
use uuid::Uuid;

fn key(request: &str) -> IdempotencyKey {
    IdempotencyKey {
        user_id: UserId::from_uuid(Uuid::from_u128(7)),
        operation: "test.place",
        key: Uuid::from_u128(1),
        request_hash: hash_request(&request),
    }
}

testkit::on_both! {
    async fn the_same_request_gets_the_same_answer(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        assert_eq!(tx.answered::<String>(&key("a")).await.unwrap(), None);
        tx.answer(&key("a"), &"done").await.unwrap();
        tx.commit().await.unwrap();
        let tx = db.begin().await.unwrap();
        assert_eq!(tx.answered::<String>(&key("a")).await.unwrap().as_deref(), Some("done"));
    }

    async fn another_request_under_the_same_key_is_refused(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        tx.answer(&key("a"), &"done").await.unwrap();
        tx.commit().await.unwrap();
        let tx = db.begin().await.unwrap();
        assert!(matches!(tx.answered::<String>(&key("b")).await, Err(Error::IdempotencyKeyReused)));
    }

    async fn fifty_twins_have_one_effect_and_one_answer(db: &TestDb) {
        let place = |db: db::Db| async move {
            let tx = db.begin().await?;
            if let Some(earlier) = tx.answered::<Uuid>(&key("a")).await? {
                return Ok::<_, Error>(earlier);
            }
            let made = db.ids().uuid(db.clock().now());
            tx.answer(&key("a"), &made).await?;
            tx.commit().await?;
            Ok(made)
        };
        let twins = (0..50).map(|_| tokio::spawn(place((**db).clone())));
        let answers: Vec<_> = futures_util::future::join_all(twins).await.into_iter().map(|r| r.unwrap()).collect();
        let given: std::collections::BTreeSet<_> = answers.iter().flatten().collect();
        assert_eq!(given.len(), 1, "{answers:?}");
        let refused = answers.iter().filter(|a| a.is_err()).count();
        assert!(refused < 25, "{refused} twins were turned away");
    }
}
