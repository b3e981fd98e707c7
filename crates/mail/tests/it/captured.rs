use mail::{Captured, Mailer};

use crate::message;

testkit::on_both! {
    async fn a_mail_that_is_captured_twice_is_kept_once(db: &TestDb) {
        let captured = Captured::new((**db).clone());
        captured.send(&message("mail_1", "The lamp")).await.unwrap();
        captured.send(&message("mail_1", "The lamp")).await.unwrap();
        captured.send(&message("mail_2", "The pump")).await.unwrap();
        let kept = captured.list().await.unwrap();
        let subjects: Vec<_> = kept.iter().map(|mail| mail.subject.as_str()).collect();
        assert_eq!(subjects, ["The pump reached its goal", "The lamp reached its goal"]);
        let found = captured.find(kept[1].id).await.unwrap().unwrap();
        assert_eq!((found.recipient.as_str(), found.locale.as_str()), ("ines@example.test", "en"));
        assert!(found.text.contains("The lamp") && found.html.contains("The lamp"));
    }

    async fn only_the_newest_are_kept(db: &TestDb) {
        let captured = Captured::new((**db).clone());
        for number in 1..=203 {
            captured.send(&message(&format!("mail_{number}"), "The lamp")).await.unwrap();
        }
        let kept = captured.list().await.unwrap();
        assert_eq!(kept.len(), 200);
        assert_eq!(kept[0].message_id, "mail_203");
        assert_eq!(kept[199].message_id, "mail_4");
    }
}
