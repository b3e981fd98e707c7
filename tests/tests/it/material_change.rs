//! A patent lapses under a live campaign, and those who pledged are asked.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, user_errors};
use kernel::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::patents::{NUMBER, at, stage, write};

const VISA: &str = "4242424242424242";

fn key(number: u128) -> Uuid {
    Uuid::from_u128(0xcafe_0000 + number)
}

const PLEDGE: &str = "query($id: ID!) { pledge(id: $id) { state cancellable dossierHash reconfirmations { answer answerable charged
    differences { fact label before after } change { id severity state outcome dossierHash reconfirmUntil causes { message patent { number } } answers { asked } } } } }";

async fn pledge(platform: &Platform, person: &Person, id: &Value) -> Value {
    platform.data(person.token(), PLEDGE, json!({ "id": id })).await["pledge"].clone()
}

/// Jobs and the events they tell, again and again for a minute.
async fn work(platform: &Platform, db: &testkit::TestDb) {
    for _ in 0..4 {
        platform.settle().await;
        db.clock.advance(TimeDelta::seconds(10));
    }
    platform.settle().await;
}

testkit::on_both! {
    async fn a_patent_that_lapses_is_put_to_those_who_pledged(db: &TestDb) {
        db.clock.set(at("2026-06-01T00:00:00Z"));
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), 150, "2026-05-01");
        let (platform, _) = stage(db, folder.path()).await;
        let number = platform.app.parse_number(NUMBER, None).unwrap();
        platform.app.patents.look_up_now(&number).await.unwrap();
        let mut reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", NUMBER, &reviewer).await;
        let mut people = Vec::new();
        for name in ["Ina", "Ivo", "Ida"] {
            let person = Person::sign_up(&platform, name, false).await;
            let paid = person.pledge(&platform, &founder.campaign, None, "400.00", VISA).await;
            people.push((person, paid["pledge"]["id"].clone()));
        }

        write(folder.path(), 250, "2026-06-08");
        db.clock.set(at("2026-06-12T00:00:00Z"));
        work(&platform, db).await;
        for (person, _) in &mut people {
            person.come_back(&platform).await;
        }
        let shown = pledge(&platform, &people[0].0, &people[0].1).await;
        assert_eq!(shown["state"], "RECONFIRM_DUE", "{shown:#}");
        let asked = &shown["reconfirmations"][0];
        assert_eq!((&asked["answerable"], &asked["charged"], &asked["change"]["state"]), (&json!(true), &json!(false), &json!("RECONFIRMING")));
        assert_eq!(asked["change"]["causes"][0]["message"], "The right has ended: Lapsed");
        assert!(asked["change"]["answers"].is_null(), "how many answered is not an investor's to see");
        let status = asked["differences"].as_array().unwrap().iter().find(|fact| fact["fact"] == "status").unwrap().clone();
        assert_eq!((&status["before"], &status["after"]), (&json!("In force"), &json!("Lapsed")), "{asked:#}");
        assert_ne!(asked["change"]["dossierHash"], shown["dossierHash"]);
        // Friday 12 June in Berlin: five business days end with Friday the 19th.
        assert_eq!(asked["change"]["reconfirmUntil"], "2026-06-19T22:00:00+00:00");

        // The investor and the founder were told, once each.
        let told = "{ viewer { notifications(first: 20) { nodes { kind path whatHappened } } } }";
        let mut founder = founder;
        founder.person.come_back(&platform).await;
        for (person, kind) in [(&people[0].0, "RECONFIRMATION_ASKED"), (&founder.person, "PATENTS_CHANGED")] {
            let found = platform.data(person.token(), told, json!({})).await;
            let nodes = found["viewer"]["notifications"]["nodes"].as_array().unwrap();
            assert_eq!(nodes.iter().filter(|node| node["kind"] == kind).count(), 1, "{nodes:#?}");
        }

        // Everybody sees it; nobody can pledge meanwhile.
        let page = "query($slug: String!) { campaignBySlug(slug: $slug) { acceptsPledges raised { amount } endsAt
            materialChange { severity causes { message } } materialChanges { outcome } } }";
        let look = async || platform.data(None, page, json!({ "slug": founder.slug })).await["campaignBySlug"].clone();
        let held = look().await;
        assert_eq!((&held["acceptsPledges"], &held["materialChange"]["severity"]), (&json!(false), &json!("MAJOR")));
        let late = Person::sign_up(&platform, "Late", false).await;
        let input = json!({ "campaignId": founder.campaign, "amount": { "amount": "20.00", "currency": "EUR" }, "idempotencyKey": key(1) });
        let refused = platform.attempt(late.token(), "pledgePlace", "pledge { id }", input).await;
        assert_eq!(user_errors(&refused), ["CAMPAIGN_HELD"]);

        let hash = &asked["change"]["dossierHash"];
        let input = |n: usize, hash: &Value| json!({ "pledgeId": people[n].1, "dossierHash": hash, "idempotencyKey": key(10 + n as u128) });
        let unseen = platform.attempt(people[0].0.token(), "pledgeReconfirm", "pledge { state }", input(0, &shown["dossierHash"])).await;
        assert_eq!(user_errors(&unseen), ["DOSSIER_CHANGED"]);
        let kept = platform.act(people[0].0.token(), "pledgeReconfirm", "pledge { state }", json!({ "pledgeId": people[0].1, "dossierHash": hash, "idempotencyKey": key(20) })).await;
        assert_eq!(kept["pledge"]["state"], "COMMITTED");
        let gone = platform.act(people[1].0.token(), "pledgeDecline", "pledge { state }", input(1, hash)).await;
        assert_eq!(gone["pledge"]["state"], "CANCELLED");

        // A reviewer sees who answered; the third is silent.
        reviewer.come_back(&platform).await;
        let queue = "{ materialChanges { severity state answers { asked kept declined silent } campaign { slug } } }";
        let seen = platform.data(reviewer.token(), queue, json!({})).await;
        assert_eq!(seen["materialChanges"][0]["answers"], json!({ "asked": 3, "kept": 1, "declined": 1, "silent": 0 }));
        db.clock.set(at("2026-06-19T22:00:00Z"));
        work(&platform, db).await;
        let silent = pledge(&platform, &people[2].0, &people[2].1).await;
        assert_eq!((&silent["state"], &silent["reconfirmations"][0]["answer"]), (&json!("RELEASED"), &json!("SILENT")));
        let after = look().await;
        assert_eq!((&after["acceptsPledges"], &after["raised"]["amount"], &after["materialChange"]), (&json!(true), &json!("400.00"), &Value::Null));
        assert_eq!(after["materialChanges"], json!([{ "outcome": "ANSWERED" }]));
        platform.verify().await;
    }

    async fn when_a_change_is_found_minor_those_who_were_asked_are_told_that_nothing_is_asked_any_more(db: &TestDb) {
        db.clock.set(at("2026-06-01T00:00:00Z"));
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), 150, "2026-05-01");
        let (platform, _) = stage(db, folder.path()).await;
        let number = platform.app.parse_number(NUMBER, None).unwrap();
        platform.app.patents.look_up_now(&number).await.unwrap();
        let mut reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let mut founder = Founder::with_live_campaign(&platform, "Fritz Founder", NUMBER, &reviewer).await;
        let mut people = Vec::new();
        for name in ["Ina", "Ivo", "Ida"] {
            let person = Person::sign_up(&platform, name, false).await;
            let paid = person.pledge(&platform, &founder.campaign, None, "400.00", VISA).await;
            people.push((person, paid["pledge"]["id"].clone()));
        }
        write(folder.path(), 250, "2026-06-08");
        db.clock.set(at("2026-06-12T00:00:00Z"));
        work(&platform, db).await;
        for person in people.iter_mut().map(|(person, _)| person).chain([&mut reviewer, &mut founder.person]) {
            person.come_back(&platform).await;
        }
        // The first stays, the second goes, the third has not answered.
        let asked = pledge(&platform, &people[0].0, &people[0].1).await["reconfirmations"][0].clone();
        for (n, mutation) in [(0, "pledgeReconfirm"), (1, "pledgeDecline")] {
            let input = json!({ "pledgeId": people[n].1, "dossierHash": asked["change"]["dossierHash"], "idempotencyKey": key(30 + n as u128) });
            platform.act(people[n].0.token(), mutation, "pledge { state }", input).await;
        }
        let classed = json!({ "changeId": asked["change"]["id"], "severity": "MINOR", "reason": "The fee was paid; the register is late.", "idempotencyKey": key(40) });
        platform.act(reviewer.token(), "materialChangeReclassify", "change { id }", classed).await;
        work(&platform, db).await;

        let told = "{ viewer { notifications(first: 20) { nodes { kind path whatNext } } } }";
        let of_kind = async |person: &Person, kind: &str| -> Vec<Value> {
            let found = platform.data(person.token(), told, json!({})).await;
            let nodes = found["viewer"]["notifications"]["nodes"].as_array().unwrap().clone();
            nodes.into_iter().filter(|node| node["kind"] == kind).collect()
        };
        for (n, expected) in [(0, 1), (1, 0), (2, 1)] {
            let (person, id) = &people[n];
            let withdrawn = of_kind(person, "RECONFIRMATION_WITHDRAWN").await;
            assert_eq!(withdrawn.len(), expected, "{n}: {withdrawn:#?}");
            for notice in withdrawn {
                assert!(notice["path"].as_str().unwrap().ends_with(id.as_str().unwrap()), "{notice}");
                assert!(notice["whatNext"].as_str().unwrap().contains("your pledge stands as it was"), "{notice}");
            }
        }
        assert_eq!(of_kind(&founder.person, "PATENTS_SETTLED").await.len(), 1);
        let third = pledge(&platform, &people[2].0, &people[2].1).await;
        assert_eq!((&third["state"], &third["reconfirmations"][0]["answer"]), (&json!("COMMITTED"), &json!("WITHDRAWN")));
        platform.verify().await;
    }
}
