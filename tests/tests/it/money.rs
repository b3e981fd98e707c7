//! Promises of money: once each, in time, never more than there is.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, user_errors};
use kernel::Role;
use serde_json::{Value, json};
use uuid::Uuid;

const VISA: &str = "4242424242424242";

async fn live(platform: &Platform) -> Founder {
    let reviewer = Person::with_role(platform, "Rita Reviewer", Role::Reviewer).await;
    Founder::with_live_campaign(platform, "Fritz Founder", Founder::PATENT, &reviewer).await
}

/// A pledge as whoever has read the patents' risks sends it.
async fn place(
    platform: &Platform,
    founder: &Founder,
    reward: Option<&str>,
    amount: &str,
    key: u128,
) -> Value {
    let risks = platform.grave_risks(&founder.campaign).await;
    json!({ "acknowledgedRisks": risks["hash"], "campaignId": founder.campaign, "rewardId": reward, "idempotencyKey": Uuid::from_u128(key),
            "amount": { "amount": amount, "currency": "EUR" } })
}

testkit::on_both! {
    async fn a_double_click_makes_one_pledge(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let wish = place(&platform, &founder, None, "10.00", 7).await;
        let click = || platform.act(investor.token(), "pledgePlace", "pledge { id }", wish.clone());
        let (first, second) = (click().await, click().await);
        assert_eq!(first["pledge"]["id"], second["pledge"]["id"]);
        let other = platform.attempt(investor.token(), "pledgePlace", "pledge { id }", place(&platform, &founder, None, "11.00", 7).await).await;
        assert_eq!(user_errors(&other), ["IDEMPOTENCY_KEY_REUSED"]);
        let mine = platform.data(investor.token(), "{ viewer { pledges { totalCount } } }", json!({})).await;
        assert_eq!(mine["viewer"]["pledges"]["totalCount"], 1);
        platform.verify().await;
    }

    async fn the_last_unit_is_sold_once_and_comes_back_when_nobody_pays(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let [one, two] = [Person::sign_up(&platform, "Ina One", false).await, Person::sign_up(&platform, "Ivo Two", false).await];
        let last = Some(founder.rewards[1].as_str());
        platform.act(one.token(), "pledgePlace", "pledge { id }", place(&platform, &founder, last, "400.00", 1).await).await;
        let late = platform.attempt(two.token(), "pledgePlace", "pledge { id }", place(&platform, &founder, last, "400.00", 2).await).await;
        assert_eq!(user_errors(&late), ["REWARD_SOLD_OUT"]);
        // The first never enters a card: after half an hour the unit is free again.
        db.clock.advance(TimeDelta::minutes(31));
        platform.settle().await;
        let paid = two.pledge(&platform, &founder.campaign, last, "400.00", VISA).await;
        assert_eq!(paid["pledge"]["state"], "COMMITTED");
        platform.verify().await;
    }

    async fn what_breaks_a_rule_is_refused_with_its_reason(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let cheap = Some(founder.rewards[0].as_str());
        for (who, input, code) in [
            (&investor, place(&platform, &founder, cheap, "49.99", 1).await, "AMOUNT_BELOW_REWARD"),
            (&investor, place(&platform, &founder, None, "0.00", 2).await, "AMOUNT_INVALID"),
            (&investor, place(&platform, &founder, None, "-5", 3).await, "AMOUNT_INVALID"),
            (&investor, place(&platform, &founder, None, "5.001", 4).await, "AMOUNT_INVALID"),
            (&founder.person, place(&platform, &founder, None, "5.00", 5).await, "OWN_CAMPAIGN"),
        ] {
            let refused = platform.attempt(who.token(), "pledgePlace", "pledge { id }", input.clone()).await;
            assert_eq!(user_errors(&refused), [code], "{input}");
        }
        let mut dollars = place(&platform, &founder, None, "5.00", 6).await;
        dollars["amount"]["currency"] = json!("USD");
        let refused = platform.attempt(investor.token(), "pledgePlace", "pledge { id }", dollars).await;
        assert_eq!(user_errors(&refused), ["CURRENCY_MISMATCH"]);
    }

    async fn grave_risks_of_a_patent_are_acknowledged_before_a_pledge(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        // Its register says that it lapsed for an unpaid fee.
        let founder = Founder::with_live_campaign(&platform, "Fedor Founder", "CN202229962318.5", &reviewer).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let risks = platform.grave_risks(&founder.campaign).await;
        let told = &risks["risks"][0];
        assert_eq!((&told["number"], &told["risk"]["kind"]), (&json!("CN299062318U"), &json!("STATUS_LOST")));

        let mut wish = place(&platform, &founder, None, "10.00", 1).await;
        wish["acknowledgedRisks"] = Value::Null;
        let unread = platform.attempt(investor.token(), "pledgePlace", "pledge { id }", wish).await;
        assert_eq!(user_errors(&unread), ["RISKS_NOT_ACKNOWLEDGED"]);
        assert_eq!(unread["userErrors"][0]["field"], json!(["acknowledgedRisks"]));
        let read = place(&platform, &founder, None, "10.00", 2).await;
        let selection = "pledge { acknowledgement { risks { number risk { kind } } } }";
        let placed = platform.act(investor.token(), "pledgePlace", selection, read).await;
        let kept = &placed["pledge"]["acknowledgement"]["risks"];
        assert_eq!(kept, &json!([{ "number": "CN299062318U", "risk": { "kind": "STATUS_LOST" } }]));
        platform.verify().await;
    }

    async fn a_pledge_after_the_deadline_is_refused_and_a_missed_goal_releases_all(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "10.00", VISA).await;
        assert_eq!(paid["pledge"]["state"], "COMMITTED");
        db.clock.advance(TimeDelta::days(31));
        let late = Person::sign_up(&platform, "Lara Late", false).await;
        let refused = platform.attempt(late.token(), "pledgePlace", "pledge { id }", place(&platform, &founder, None, "10.00", 9).await).await;
        assert_eq!(user_errors(&refused), ["CAMPAIGN_CLOSED"]);
        platform.settle().await;
        let query = "query($id: ID!) { campaign(id: $id) { state raised { amount } } }";
        let closed = platform.data(None, query, json!({ "id": founder.campaign })).await;
        assert_eq!(closed["campaign"]["state"], "FAILED");
        let mine = platform.data(late.token(), "{ viewer { pledges { totalCount } } }", json!({})).await;
        assert_eq!(mine["viewer"]["pledges"]["totalCount"], 0);
        platform.verify().await;
    }

    async fn a_reached_goal_is_collected(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        investor.pledge(&platform, &founder.campaign, None, "1000.00", VISA).await;
        db.clock.advance(TimeDelta::days(31));
        platform.settle().await;
        for _ in 0..3 {
            db.clock.advance(TimeDelta::seconds(10));
            platform.settle().await;
        }
        let query = "query($id: ID!) { campaign(id: $id) { state raisedPercent } }";
        let closed = platform.data(None, query, json!({ "id": founder.campaign })).await;
        assert_eq!(closed["campaign"], json!({ "state": "FUNDED", "raisedPercent": 100 }));
        platform.verify().await;
    }
}
