use chrono::TimeDelta;
use kernel::LocalizedText;
use mail::SendError;
use notifications::{Facts, ItemFacts, Kind, Notice, Way};

use crate::stage::{ANN, BO, Stage, receipt};

fn busy() -> SendError {
    SendError::Later("the server answered 451".to_owned())
}

testkit::on_both! {
    async fn a_mail_is_written_in_its_readers_language(db: &TestDb) {
        let stage = Stage::new(db).await;
        stage.tell(&receipt(db, ANN, 1)).await;
        stage.tell(&receipt(db, BO, 1)).await;
        stage.work().await;
        let sent = stage.mailer.sent();
        let to = |address: &str| sent.iter().find(|mail| mail.to.expose() == address).unwrap();
        let (english, chinese) = (to("ann@example.test"), to("bo@example.test"));
        assert_eq!(english.subject.as_str(), "Receipt: €10.00 for “A <lamp>”");
        assert!(english.text.contains("https://farsight.example/en/portfolio\n"), "{}", english.text);
        assert!(english.text.starts_with("Hello Ann Bcc: x@example.test,\n"), "{}", english.text);
        assert!(!english.html.contains("<lamp>") && english.html.contains("lamp"), "{}", english.html);
        assert_eq!(chinese.subject.as_str(), "收据：《一盏灯》€10.00");
        assert!(chinese.text.contains("https://farsight.example/zh/portfolio\n"), "{}", chinese.text);
        assert!(!chinese.html.contains("<b>"), "a name cannot write HTML");
        assert_ne!(english.id, chinese.id);
    }

    async fn a_mail_lists_what_was_chosen_and_what_of_it_goes_back(db: &TestDb) {
        let stage = Stage::new(db).await;
        let item = |en: &str, zh: &str, quantity| ItemFacts { title: LocalizedText::both(en, zh), quantity };
        let items = vec![item("Sample <kit>", "样品", 1), item("Cable", "线缆", 2)];
        let listing = |kind, key: &str, to, items: &[ItemFacts]| {
            let plain = receipt(db, to, 1);
            Notice { kind, key: key.to_owned(), facts: Facts { items: items.to_vec(), way: Some(Way::Part), ..plain.facts.clone() }, ..plain }
        };
        stage.tell(&listing(Kind::PledgeCollected, "charged", ANN, &items)).await;
        stage.tell(&listing(Kind::PledgeCollected, "charged", BO, &items)).await;
        stage.tell(&listing(Kind::PledgeRefunded, "refunded", ANN, &items[1..])).await;
        stage.work().await;
        let sent = stage.mailer.sent();
        let said = |words: &str| sent.iter().filter(|mail| mail.text.contains(words)).count();
        assert_eq!(said("What you chose: 1 × Sample <kit>, 2 × Cable."), 1);
        assert_eq!(said("您的选择：1 × 样品、2 × 线缆。"), 1);
        assert_eq!(said("The refund is for: 2 × Cable."), 1);
        assert!(sent.iter().all(|mail| !mail.html.contains("<kit>")), "a founder cannot write HTML into a mail");
    }

    async fn a_server_that_is_busy_is_asked_again_with_the_same_mail(db: &TestDb) {
        let stage = Stage::new(db).await;
        stage.mailer.refuse(busy());
        stage.tell(&receipt(db, ANN, 1)).await;
        stage.work().await;
        let waits = Some("the mail was not taken: the server answered 451".to_owned());
        assert_eq!(stage.mails().await, [("queued".to_owned(), 1, waits)]);
        assert!(stage.mailer.sent().is_empty());
        db.clock.advance(TimeDelta::minutes(1));
        stage.work().await;
        assert_eq!(stage.mails().await, [("sent".to_owned(), 2, None)]);
        assert_eq!(stage.mailer.sent().len(), 1);
    }

    async fn a_mail_that_is_refused_is_not_tried_again(db: &TestDb) {
        let stage = Stage::new(db).await;
        stage.mailer.refuse(SendError::Refused { code: "550".to_owned() });
        stage.tell(&receipt(db, ANN, 1)).await;
        stage.work().await;
        db.clock.advance(TimeDelta::days(1));
        stage.work().await;
        let refused = Some("the mail server refused the mail: 550".to_owned());
        assert_eq!(stage.mails().await, [("failed".to_owned(), 1, refused)]);
        assert!(stage.mailer.sent().is_empty());
    }

    async fn after_three_days_a_mail_is_given_up_and_no_job_is_left(db: &TestDb) {
        let stage = Stage::new(db).await;
        stage.tell(&receipt(db, ANN, 1)).await;
        for _ in 0..80 {
            stage.mailer.refuse(busy());
            stage.work().await;
            db.clock.advance(TimeDelta::hours(2));
        }
        let mails = stage.mails().await;
        assert_eq!(mails[0].0, "failed");
        // Once at the beginning, then every other hour.
        assert_eq!(mails[0].1, 37);
        assert_eq!(db::jobs::backlog(db).await.unwrap(), db::jobs::Backlog { due: 0, dead: 0 });
    }

    async fn to_somebody_who_is_gone_no_mail_is_sent(db: &TestDb) {
        let stage = Stage::new(db).await;
        stage.tell(&receipt(db, 3, 1)).await;
        stage.work().await;
        assert_eq!(stage.mails().await[0].0, "failed");
        assert!(stage.mailer.sent().is_empty());
    }
}
