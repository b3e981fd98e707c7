use notifications::{Fact, Facts, Kind, Notice, TellError};

use crate::stage::{ANN, BO, Stage, caller, receipt};

testkit::on_both! {
    async fn what_is_told_twice_is_told_once_and_mailed_once(db: &TestDb) {
        let stage = Stage::new(db).await;
        assert!(stage.tell(&receipt(db, ANN, 1)).await);
        assert!(!stage.tell(&receipt(db, ANN, 1)).await);
        assert!(stage.tell(&receipt(db, BO, 1)).await, "a key is one person's");
        stage.work().await;
        stage.work().await;
        assert_eq!(stage.mailer.sent().len(), 2);
        assert_eq!(stage.notifications.count_unread(&caller(ANN)).await.unwrap(), 1);
    }

    async fn what_is_not_committed_is_not_told(db: &TestDb) {
        let stage = Stage::new(db).await;
        let tx = db.begin().await.unwrap();
        assert!(stage.notifications.tell(&tx, &receipt(db, ANN, 1)).await.unwrap());
        drop(tx);
        stage.work().await;
        assert!(stage.mailer.sent().is_empty());
        assert_eq!(stage.notifications.count_unread(&caller(ANN)).await.unwrap(), 0);
    }

    async fn a_notice_without_a_fact_its_words_name_is_refused(db: &TestDb) {
        let stage = Stage::new(db).await;
        let whole = receipt(db, ANN, 1);
        let lacking = Notice { facts: Facts { amount: None, ..whole.facts.clone() }, ..whole };
        let tx = db.begin().await.unwrap();
        let refused = stage.notifications.tell(&tx, &lacking).await.unwrap_err();
        assert!(matches!(refused, TellError::Lacks { kind: Kind::PledgeCollected, fact: Fact::Amount }), "{refused}");
    }
}
