use chrono::TimeDelta;
use kernel::{Caller, Locale, PageRequest};
use notifications::{MarkReadError, Which};

use crate::stage::{ANN, BO, Stage, caller, receipt};

testkit::on_both! {
    async fn pages_go_from_the_newest_to_the_oldest_one_statement_each(db: &TestDb) {
        let stage = Stage::new(db).await;
        for number in 1..=7 {
            db.clock.advance(TimeDelta::seconds(1));
            stage.tell(&receipt(db, ANN, number)).await;
            stage.tell(&receipt(db, BO, number)).await;
        }
        let (mut page, mut seen) = (PageRequest::first(3), Vec::new());
        loop {
            let before = db.statements();
            let got = stage.notifications.list_own(&caller(ANN), false, &page).await.unwrap();
            assert_eq!(db.statements() - before, 1);
            assert_eq!(got.total, Some(7));
            seen.extend(got.items.iter().map(|(_, found)| found.facts.amount.unwrap().minor));
            page.after = got.end_cursor().cloned();
            if !got.has_next {
                break;
            }
        }
        assert_eq!(seen, [7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000]);
        let foreign = stage.notifications.list_own(&caller(BO), false, &page).await;
        assert!(foreign.is_err(), "a cursor is of one list");
        assert!(stage.notifications.list_own(&caller(ANN), true, &page).await.is_err());
        let nobody = stage.notifications.list_own(&Caller::anonymous(), false, &PageRequest::default()).await;
        assert!(nobody.is_err());
    }

    async fn a_list_without_anything_has_a_total_too(db: &TestDb) {
        let stage = Stage::new(db).await;
        let got = stage.notifications.list_own(&caller(ANN), false, &PageRequest::default()).await.unwrap();
        assert_eq!((got.items.len(), got.total, got.has_next), (0, Some(0), false));
    }

    async fn what_is_marked_as_read_stays_so(db: &TestDb) {
        let stage = Stage::new(db).await;
        for number in 1..=4 {
            stage.tell(&receipt(db, ANN, number)).await;
        }
        stage.tell(&receipt(db, BO, 1)).await;
        let (ann, bo) = (caller(ANN), caller(BO));
        let ids = |unread_only| {
            let stage = &stage;
            let ann = ann.clone();
            async move {
                let got = stage.notifications.list_own(&ann, unread_only, &PageRequest::default()).await.unwrap();
                got.items.into_iter().map(|(_, found)| found.id).collect::<Vec<_>>()
            }
        };
        let all = ids(false).await;
        let which = Which::These(vec![all[0], all[1], all[0]]);
        assert_eq!(stage.notifications.mark_read(&ann, which.clone()).await.unwrap(), 2);
        assert_eq!(stage.notifications.mark_read(&ann, which).await.unwrap(), 0);
        assert_eq!(ids(true).await, all[2..]);
        assert_eq!(stage.notifications.count_unread(&ann).await.unwrap(), 2);

        // Of one that is another's nothing is told, and nothing is marked.
        let stolen = stage.notifications.mark_read(&bo, Which::These(vec![all[2]])).await;
        assert!(matches!(stolen, Err(MarkReadError::NotFound)), "{stolen:?}");
        let many = Which::These((0..101).map(|n| uuid::Uuid::from_u128(n).into()).collect());
        assert!(matches!(stage.notifications.mark_read(&ann, many).await, Err(MarkReadError::TooMany)));
        assert!(stage.notifications.mark_read(&Caller::anonymous(), Which::All).await.is_err());

        assert_eq!(stage.notifications.mark_read(&ann, Which::All).await.unwrap(), 2);
        assert_eq!(stage.notifications.count_unread(&ann).await.unwrap(), 0);
        assert_eq!(stage.notifications.count_unread(&bo).await.unwrap(), 1);
        assert_eq!(ids(false).await.len(), 4);
    }

    async fn the_facts_come_back_as_they_stood(db: &TestDb) {
        let stage = Stage::new(db).await;
        let told = receipt(db, ANN, 3);
        stage.tell(&told).await;
        let got = stage.notifications.list_own(&caller(ANN), true, &PageRequest::default()).await.unwrap();
        let (_, found) = &got.items[0];
        assert_eq!((&found.facts, found.kind, found.made_at, found.read_at), (&told.facts, told.kind, told.at, None));
        assert_eq!(found.words(Locale::En).subject, "Receipt: €30.00 for “A <lamp>”");
        assert_eq!(found.words(Locale::ZhHans).subject, "收据：《一盏灯》€30.00");
        assert_eq!(found.path(), "/portfolio");
    }
}
