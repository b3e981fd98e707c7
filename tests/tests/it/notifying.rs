//! What people are told: in the centre, by mail, live.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use db::sql;
use futures_util::StreamExt;
use journeys::{Founder, Person, Platform, errors, user_errors};
use kernel::Role;
use mail::CapturedMail;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

const VISA: &str = "4242424242424242";
/// Saved without trouble, declined when it is charged.
const DECLINED_LATER: &str = "4000000000000341";
/// Charged with success, then contested at once.
const CONTESTED: &str = "4000000000000259";

async fn live(platform: &Platform) -> Founder {
    let reviewer = Person::with_role(platform, "Rita Reviewer", Role::Reviewer).await;
    Founder::with_live_campaign(platform, "Fritz Founder", Founder::PATENT, &reviewer).await
}

async fn work(platform: &Platform, db: &testkit::TestDb) {
    for _ in 0..6 {
        platform.settle().await;
        db.clock.advance(TimeDelta::seconds(10));
    }
    platform.settle().await;
}

const LIST: &str = "query($first: Int, $after: String, $unread: Boolean) { viewer { unreadNotificationCount
    notifications(first: $first, after: $after, unreadOnly: $unread) { totalCount pageInfo { hasNextPage endCursor }
      nodes { id kind subject whatHappened whatNext linkLabel path readAt campaign { slug } pledge { id } } } } }";

/// What somebody was told, newest first.
async fn told(platform: &Platform, person: &Person) -> Vec<Value> {
    let found = platform.data(person.token(), LIST, json!({ "first": 50 })).await;
    found["viewer"]["notifications"]["nodes"]
        .as_array()
        .unwrap()
        .clone()
}

fn kinds(told: &[Value]) -> Vec<&str> {
    told.iter().map(|one| one["kind"].as_str().unwrap()).collect()
}

/// The mails to somebody, newest first.
pub(crate) async fn mails(platform: &Platform, person: &Person) -> Vec<CapturedMail> {
    let all = platform.app.captured_mails().unwrap().list().await.unwrap();
    all.into_iter()
        .filter(|mail| mail.recipient == person.email)
        .collect()
}

/// What was logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

testkit::on_both! {
    async fn a_pledge_that_counts_is_told_once_and_mailed_in_the_investors_language(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let input = json!({ "email": "li.na@example.test", "password": journeys::PASSWORD, "displayName": "李娜", "locale": "ZH_HANS" });
        let signed = platform.act(None, "accountSignUp", "token viewer { id }", input).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let investor = Person { token: text(&signed["token"]), id: text(&signed["viewer"]["id"]), email: "li.na@example.test".to_owned() };
        investor.vouch(&platform).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "80.00", VISA).await;
        assert_eq!(paid["pledge"]["state"], "COMMITTED");
        platform.settle().await;

        let found = told(&platform, &investor).await;
        assert_eq!(kinds(&found), ["PLEDGE_COMMITTED"]);
        let pledge = paid["pledge"]["id"].as_str().unwrap();
        assert_eq!(found[0]["path"], format!("/pledges/{pledge}"));
        assert_eq!((&found[0]["pledge"]["id"], &found[0]["campaign"]["slug"]), (&json!(pledge), &json!(founder.slug)));
        assert_eq!(found[0]["readAt"], Value::Null);
        let sent = mails(&platform, &investor).await;
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].subject, "您对《一种固态电池》的认投 €80.00 已生效");
        assert!(sent[0].text.starts_with("李娜，您好：\n"), "{}", sent[0].text);
        assert!(sent[0].text.contains(&format!("http://localhost:8080/zh/pledges/{pledge}\n")), "{}", sent[0].text);
        assert!(sent[0].text.contains("Europe/Berlin"), "until when: {}", sent[0].text);

        // The event told again, as after a crash between two steps, tells nobody anything.
        let conn = db.primary();
        let select = "SELECT payload FROM outbox WHERE kind = 'pledge_committed'";
        let row = conn.query_one_raw(sql(conn, select, [])).await.unwrap().unwrap();
        let payload: Value = row.try_get("", "payload").unwrap();
        let event: pledges::events::PledgeCommitted = serde_json::from_value(payload).unwrap();
        let tx = db.begin().await.unwrap();
        tx.publish(&event).await.unwrap();
        tx.commit().await.unwrap();
        platform.settle().await;
        assert_eq!(told(&platform, &investor).await.len(), 1);
        assert_eq!(mails(&platform, &investor).await.len(), 1);
    }

    async fn a_founder_hears_of_the_review_and_an_investor_of_the_whole_way(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let mut founder = Founder::with_draft(&platform, "Fritz Founder", Founder::PATENT).await;
        let query = "query($id: ID!) { campaign(id: $id) { version } }";
        let draft = platform.data(founder.person.token(), query, json!({ "id": founder.campaign })).await;
        let edit = json!({ "id": founder.campaign, "expectedVersion": draft["campaign"]["version"], "shortfallRule": "FOUNDER_DECIDES" });
        platform.act(founder.person.token(), "campaignEdit", "campaign { shortfallRule }", edit).await;
        founder.go_live(&platform, &reviewer).await;
        assert_eq!(kinds(&told(&platform, &founder.person).await), ["CAMPAIGN_APPROVED", "VERIFICATION_APPROVED"]);
        let mut payer = Person::sign_up(&platform, "Ina Payer", false).await;
        let mut declined = Person::sign_up(&platform, "Ivo Declined", false).await;
        let mut gone = Person::sign_up(&platform, "Ida Gone", false).await;
        payer.pledge(&platform, &founder.campaign, None, "900.00", VISA).await;
        payer.pledge(&platform, &founder.campaign, None, "50.00", VISA).await;
        declined.pledge(&platform, &founder.campaign, None, "300.00", DECLINED_LATER).await;
        let taken = gone.pledge(&platform, &founder.campaign, None, "20.00", VISA).await;
        let cancel = json!({ "pledgeId": taken["pledge"]["id"], "idempotencyKey": uuid::Uuid::from_u128(7) });
        platform.act(gone.token(), "pledgeCancel", "pledge { state }", cancel).await;
        db.clock.advance(TimeDelta::days(31));
        work(&platform, db).await;
        for person in [&mut payer, &mut declined, &mut gone, &mut founder.person] {
            person.come_back(&platform).await;
        }
        let mut heard = kinds(&told(&platform, &payer).await).into_iter().map(str::to_owned).collect::<Vec<_>>();
        heard.sort();
        // Two pledges, one campaign: its end is told once.
        let whole = ["CAMPAIGN_REACHED", "PLEDGE_COLLECTED", "PLEDGE_COLLECTED", "PLEDGE_COMMITTED", "PLEDGE_COMMITTED"];
        assert_eq!(heard, whole);
        assert_eq!(kinds(&told(&platform, &gone).await), ["PLEDGE_COMMITTED"], "who took it back is no investor");
        let heard = told(&platform, &declined).await;
        assert!(kinds(&heard).contains(&"PAYMENT_FAILED"), "{heard:#?}");
        let failed = heard.iter().find(|one| one["kind"] == "PAYMENT_FAILED").unwrap();
        assert!(failed["whatNext"].as_str().unwrap().contains("Enter another card by"), "{failed:#}");
        assert_eq!(kinds(&told(&platform, &founder.person).await), ["GOAL_REACHED", "CAMPAIGN_APPROVED", "VERIFICATION_APPROVED"]);

        // Two days later the reminder, once; a day after that nothing new.
        db.clock.advance(TimeDelta::hours(49));
        work(&platform, db).await;
        db.clock.advance(TimeDelta::hours(20));
        work(&platform, db).await;
        declined.come_back(&platform).await;
        let heard = told(&platform, &declined).await;
        assert_eq!(kinds(&heard).iter().filter(|kind| **kind == "PAYMENT_REMINDER").count(), 1, "{heard:#?}");
        let subjects: Vec<_> = mails(&platform, &declined).await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects[0], "Still open: your payment of €300.00 to “Fritz Founder's battery”");

        // At the end of grace it is dropped; less than the goal is left, and the founder is to decide.
        db.clock.advance(TimeDelta::days(6));
        work(&platform, db).await;
        declined.come_back(&platform).await;
        founder.person.come_back(&platform).await;
        assert_eq!(kinds(&told(&platform, &declined).await)[0], "PLEDGE_DROPPED");
        let heard = told(&platform, &founder.person).await;
        assert_eq!(kinds(&heard)[0], "SHORTFALL_FOUND");
        assert_eq!(heard[0]["path"], format!("/founder/{}/money", founder.campaign));
        let happened = heard[0]["whatHappened"].as_str().unwrap();
        assert!(happened.contains("€1,000") && happened.contains("€950"), "{happened}");

        // The founder says nothing: everything goes back, and everybody hears of it.
        db.clock.advance(TimeDelta::days(3));
        work(&platform, db).await;
        payer.come_back(&platform).await;
        founder.person.come_back(&platform).await;
        assert_eq!(kinds(&told(&platform, &founder.person).await)[0], "CAMPAIGN_SETTLED");
        assert_eq!(kinds(&told(&platform, &payer).await)[..2], ["PLEDGE_REFUNDED", "PLEDGE_REFUNDED"]);
        let subjects: Vec<_> = mails(&platform, &founder.person).await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects[0], "The money of “Fritz Founder's battery” goes back");
        platform.verify().await;
    }

    async fn a_goal_that_was_missed_is_told_to_everybody_once(db: &TestDb) {
        let platform = Platform::on(db).await;
        let mut founder = live(&platform).await;
        let mut investor = Person::sign_up(&platform, "Ines Investor", false).await;
        investor.pledge(&platform, &founder.campaign, None, "80.00", VISA).await;
        platform.settle().await;
        db.clock.advance(TimeDelta::days(31));
        work(&platform, db).await;
        investor.come_back(&platform).await;
        founder.person.come_back(&platform).await;
        assert_eq!(kinds(&told(&platform, &investor).await), ["CAMPAIGN_MISSED", "PLEDGE_COMMITTED"]);
        assert_eq!(kinds(&told(&platform, &founder.person).await), ["GOAL_MISSED", "CAMPAIGN_APPROVED", "VERIFICATION_APPROVED"]);
        let sent = mails(&platform, &investor).await;
        assert_eq!(sent[0].subject, "“Fritz Founder's battery” missed its goal; nothing is charged");
    }

    async fn a_crowd_is_told_in_batches_and_each_person_once_though_batches_run_again(db: &TestDb) {
        const CROWD: u128 = 450;
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "80.00", VISA).await;
        let pledge: kernel::PledgeId = paid["pledge"]["id"].as_str().unwrap().parse().unwrap();
        platform.settle().await;
        let conn = db.primary();
        let run = |text: &'static str, values: Vec<sea_orm::Value>| async move {
            conn.execute_raw(sql(conn, text, values)).await.unwrap();
        };
        for number in 1..=CROWD {
            let id = uuid::Uuid::from_u128(number);
            run("INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, created_at)
                 VALUES ($1, $2, $2, 'One of many', 'x', 'en', $3)",
                vec![id.into(), format!("{number}@example.test").into(), db.clock().now().into()]).await;
            // Pledges that counted; released already, so that their money is nobody's concern here.
            run("INSERT INTO pledges (id, campaign_id, investor_id, amount_minor, currency, state, end_reason, placed_at,
                    reserved_until, committed_at, ended_at, dossier_hash, version, idem_key)
                 SELECT $1, campaign_id, $1, amount_minor, currency, 'released', 'campaign_failed', placed_at,
                    reserved_until, committed_at, committed_at, dossier_hash, version, $1 FROM pledges WHERE id = $2",
                vec![id.into(), pledge.uuid().into()]).await;
        }
        let count = |text: &'static str| async move {
            let row = conn.query_one_raw(sql(conn, text, [])).await.unwrap().unwrap();
            row.try_get::<i64>("", "n").unwrap()
        };
        const TOLD: &str = "SELECT count(*) AS n FROM notifications WHERE kind = 'campaign_missed'";
        const BATCHES: &str = "SELECT count(*) AS n FROM jobs WHERE kind = 'tell.investors'";
        db.clock.advance(TimeDelta::days(31));
        work(&platform, db).await;
        assert_eq!((count(TOLD).await, count(BATCHES).await), (451, 3));
        // As if each batch had been cut off after its commit.
        run("UPDATE jobs SET done_at = NULL WHERE kind = 'tell.investors'", Vec::new()).await;
        work(&platform, db).await;
        assert_eq!((count(TOLD).await, count(BATCHES).await), (451, 3));
        assert_eq!(count("SELECT count(*) AS n FROM mails WHERE state <> 'sent'").await, 0);
    }

    async fn finance_hears_of_a_dispute_and_the_founder_not_from_whom(db: &TestDb) {
        let platform = Platform::on(db).await;
        let mut founder = live(&platform).await;
        let mut officer = Person::with_role(&platform, "Fina Finance", Role::Finance).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        investor.pledge(&platform, &founder.campaign, None, "1200.00", CONTESTED).await;
        db.clock.advance(TimeDelta::days(31));
        work(&platform, db).await;
        work(&platform, db).await;
        officer.come_back(&platform).await;
        founder.person.come_back(&platform).await;
        let heard = told(&platform, &officer).await;
        assert_eq!(kinds(&heard), ["DISPUTE_TO_ANSWER"]);
        assert_eq!(heard[0]["path"], "/finance");
        let heard = told(&platform, &founder.person).await;
        assert!(kinds(&heard).contains(&"DISPUTE_OPENED"), "{heard:#?}");
        assert!(heard.iter().all(|one| one["pledge"].is_null()));
        assert!(mails(&platform, &founder.person).await.iter().all(|mail| !mail.text.contains("Ines")));
    }

    async fn what_is_read_is_marked_and_followed_live(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let stranger = Person::sign_up(&platform, "Stan Stranger", false).await;
        let follow = "subscription { viewerNotifications { unreadCount latest { kind } } }";
        let mut news = platform.follow(investor.token(), follow).await;
        let next = news.next().await.unwrap();
        assert_eq!(next["data"]["viewerNotifications"], json!({ "unreadCount": 0, "latest": null }));
        for amount in ["20.00", "30.00"] {
            investor.pledge(&platform, &founder.campaign, None, amount, VISA).await;
        }
        platform.settle().await;
        let next = news.next().await.unwrap();
        assert_eq!(next["data"]["viewerNotifications"], json!({ "unreadCount": 2, "latest": { "kind": "PLEDGE_COMMITTED" } }));

        let first = platform.data(investor.token(), LIST, json!({ "first": 1 })).await;
        let page = &first["viewer"]["notifications"];
        assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"]), (&json!(2), &json!(true)));
        let id = page["nodes"][0]["id"].clone();
        let foreign = platform.attempt(stranger.token(), "notificationsMarkRead", "viewer { unreadNotificationCount }", json!({ "ids": [id] })).await;
        assert_eq!(user_errors(&foreign), ["NOT_FOUND"]);
        for unclear in [json!({}), json!({ "ids": [id], "all": true })] {
            let refused = platform.attempt(investor.token(), "notificationsMarkRead", "viewer { unreadNotificationCount }", unclear).await;
            assert_eq!(user_errors(&refused), ["WHICH_UNCLEAR"]);
        }
        let marked = platform.act(investor.token(), "notificationsMarkRead", "viewer { unreadNotificationCount }", json!({ "ids": [id] })).await;
        assert_eq!(marked["viewer"]["unreadNotificationCount"], 1);
        let next = news.next().await.unwrap();
        assert_eq!(next["data"]["viewerNotifications"]["unreadCount"], 1);
        let rest = platform.data(investor.token(), LIST, json!({ "unread": true })).await;
        assert_eq!(rest["viewer"]["notifications"]["totalCount"], 1);
        assert_ne!(rest["viewer"]["notifications"]["nodes"][0]["id"], id);
        let marked = platform.act(investor.token(), "notificationsMarkRead", "viewer { unreadNotificationCount }", json!({ "all": true })).await;
        assert_eq!(marked["viewer"]["unreadNotificationCount"], 0);

        let mut nobody = platform.follow(None, follow).await;
        assert_eq!(errors(&nobody.next().await.unwrap()), ["UNAUTHENTICATED"]);
    }

    async fn no_event_and_no_job_holds_an_address(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        investor.pledge(&platform, &founder.campaign, None, "20.00", VISA).await;
        platform.settle().await;
        let conn = db.primary();
        let mut texts = 0;
        for select in ["SELECT payload AS held FROM outbox", "SELECT payload AS held FROM jobs", "SELECT facts AS held FROM notifications"] {
            for row in conn.query_all_raw(sql(conn, select, [])).await.unwrap() {
                let held: Value = row.try_get("", "held").unwrap();
                let held = held.to_string();
                assert!(!held.contains("@example.test") && !held.contains("Ines"), "{held}");
                texts += 1;
            }
        }
        assert!(texts > 10);
    }

    async fn no_line_of_the_log_holds_an_address_or_what_a_mail_says(db: &TestDb) {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
            .with_writer(move || writer.clone())
            .finish();
        // The jobs of `settle` run on the thread of the test.
        let listening = tracing::subscriber::set_default(subscriber);
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        investor.pledge(&platform, &founder.campaign, None, "20.00", VISA).await;
        platform.settle().await;
        assert_eq!(mails(&platform, &investor).await.len(), 1);
        drop(listening);
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("notifications.send"), "the sending of mails was not listened to: {}", text.len());
        for personal in ["@example.test", "Ines Investor", "Your pledge of"] {
            let told: Vec<_> = text.lines().filter(|line| line.contains(personal)).collect();
            assert!(told.is_empty(), "{told:#?}");
        }
    }
}
