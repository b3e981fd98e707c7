//! How a campaign's funding goes, as its founder sees it.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform};
use kernel::Role;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

const VISA: &str = "4242424242424242";

const QUERY: &str = "query($slug: String!) { campaignBySlug(slug: $slug) { raised { minorUnits } dashboard { raised { minorUnits } pledgeCount
    days { on change { minorUnits } raised { minorUnits } placedCount endedCount }
    rewards { reward { title } amount { minorUnits } pledgeCount } failedPayments { state pledgeCount }
    forecast { low { minorUnits } middle { minorUnits } high { minorUnits } dayCount } } } }";

async fn dashboard(platform: &Platform, token: Option<&str>, slug: &str) -> Value {
    let found = platform.data(token, QUERY, json!({ "slug": slug })).await;
    found["campaignBySlug"].clone()
}

fn whole(value: &Value) -> i64 {
    value["minorUnits"].as_str().unwrap().parse().unwrap()
}

testkit::on_both! {
    async fn the_days_add_up_to_what_is_raised(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let (campaign, owner) = (&founder.campaign, founder.person.token());
        let first = Person::sign_up(&platform, "Ines Investor", false).await;
        let second = Person::sign_up(&platform, "Isak Investor", false).await;
        let pledge = first.pledge(&platform, campaign, None, "60.00", VISA).await["pledge"]["id"].clone();
        db.clock.advance(TimeDelta::days(1));
        second.pledge(&platform, campaign, None, "40.00", VISA).await;
        let adjust = json!({
            "pledgeId": pledge, "amount": { "amount": "70.00", "currency": "EUR" }, "idempotencyKey": uuid::Uuid::from_u128(5),
            "acknowledgedRisks": platform.grave_risks(campaign).await["hash"],
        });
        platform.act(first.token(), "pledgeAdjust", "pledge { id }", adjust).await;
        platform.settle().await;
        let seen = dashboard(&platform, owner, &founder.slug).await;
        let days = seen["dashboard"]["days"].as_array().unwrap().clone();
        assert_eq!(days.len(), 2);
        assert_eq!(days.iter().map(|day| whole(&day["change"])).collect::<Vec<_>>(), [6_000, 5_000]);
        assert_eq!((&days[0]["placedCount"], &days[1]["placedCount"]), (&json!(1), &json!(1)));
        assert_eq!(whole(&days[1]["raised"]), whole(&seen["raised"]));
        assert_eq!(seen["dashboard"]["rewards"][0]["pledgeCount"], 2);
        assert_eq!((&seen["dashboard"]["failedPayments"], &seen["dashboard"]["forecast"]), (&json!([]), &Value::Null));
        // Taken back, it leaves on the day it was taken back.
        db.clock.advance(TimeDelta::days(5));
        let cancel = json!({ "pledgeId": pledge, "idempotencyKey": uuid::Uuid::from_u128(6) });
        platform.act(first.token(), "pledgeCancel", "pledge { state }", cancel).await;
        platform.settle().await;
        let seen = dashboard(&platform, owner, &founder.slug).await;
        let days = seen["dashboard"]["days"].as_array().unwrap().clone();
        assert_eq!(days.len(), 7);
        assert_eq!((whole(&days[6]["change"]), &days[6]["endedCount"]), (-7_000, &json!(1)));
        assert_eq!(whole(&days[6]["raised"]), whole(&seen["raised"]));
        // Five whole days: the second, of 50.00, and four of nothing; a mean of 10.00 goes on from 40.00.
        let forecast = &seen["dashboard"]["forecast"];
        assert_eq!(forecast["dayCount"], 5);
        assert!(whole(&forecast["low"]) < whole(&forecast["middle"]) && whole(&forecast["middle"]) > 4_000);
    }

    async fn what_was_promised_stays_when_a_campaign_is_ended(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        investor.pledge(&platform, &founder.campaign, None, "60.00", VISA).await;
        db.clock.advance(TimeDelta::minutes(1));
        let cancel = json!({ "id": founder.campaign, "reason": "It cannot be built." });
        platform.act(founder.person.token(), "campaignCancel", "campaign { id }", cancel).await;
        db.clock.advance(TimeDelta::minutes(1));
        platform.settle().await;
        let seen = dashboard(&platform, founder.person.token(), &founder.slug).await;
        let told = &seen["dashboard"];
        assert_eq!((whole(&seen["raised"]), whole(&told["raised"]), &told["pledgeCount"]), (0, 6_000, &json!(1)), "{told:#}");
        assert_eq!(whole(&told["rewards"][0]["amount"]), 6_000);
        assert_eq!(whole(&told["days"].as_array().unwrap().last().unwrap()["raised"]), 6_000);
    }

    async fn a_draft_that_is_ended_leaves_no_work(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = Founder::with_draft(&platform, "Fritz Founder", Founder::PATENT).await;
        let cancel = json!({ "id": founder.campaign, "reason": "It cannot be built." });
        platform.act(founder.person.token(), "campaignCancel", "campaign { id }", cancel).await;
        platform.settle().await;
        let select = db::sql(db.primary(), "SELECT count(*) AS n FROM jobs WHERE last_error IS NOT NULL", []);
        let row = db.primary().query_one_raw(select).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 0);
    }

    async fn only_the_founder_and_finance_see_it(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let finance = Person::with_role(&platform, "Fia Finance", Role::Finance).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let stranger = Person::sign_up(&platform, "Stan Stranger", true).await;
        for (token, sees) in [
            (founder.person.token(), true), (finance.token(), true),
            (stranger.token(), false), (reviewer.token(), false), (None, false),
        ] {
            let seen = dashboard(&platform, token, &founder.slug).await;
            assert_eq!(seen["dashboard"].is_object(), sees);
        }
    }

    async fn backers_are_listed_for_the_founder_by_name_and_for_nobody_else(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let finance = Person::with_role(&platform, "Fia Finance", Role::Finance).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let mut pledged = Vec::new();
        for name in ["Ines Investor", "Isak Investor", "Ida Investor"] {
            let investor = Person::sign_up(&platform, name, false).await;
            pledged.push(investor.pledge(&platform, &founder.campaign, None, "60.00", VISA).await["pledge"]["id"].clone());
            db.clock.advance(TimeDelta::seconds(1));
        }
        let query = "query($slug: String!, $after: String, $id: ID!, $states: [PledgeState!]) { campaignBySlug(slug: $slug) {
            backings(first: 2, after: $after, filter: { stateIn: $states }) { totalCount pageInfo { hasNextPage endCursor }
                nodes { pledgeId backer { displayName } amount { amount } state items { quantity } collected { amount } refundable { amount } } }
            backing(pledgeId: $id) { backer { displayName } } } }";
        let ask = async |token: Option<&str>, after: Value, states: Value| {
            let variables = json!({ "slug": founder.slug, "after": after, "id": pledged[0], "states": states });
            platform.data(token, query, variables).await["campaignBySlug"].clone()
        };
        let owner = founder.person.token();
        let seen = ask(owner, Value::Null, Value::Null).await;
        let names = |page: &Value| -> Vec<String> {
            let nodes = page["backings"]["nodes"].as_array().unwrap();
            nodes.iter().map(|node| node["backer"]["displayName"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!((names(&seen), &seen["backings"]["totalCount"]), (vec!["Ida Investor".to_owned(), "Isak Investor".to_owned()], &json!(3)));
        assert_eq!(seen["backings"]["nodes"][0], json!({
            "pledgeId": pledged[2], "backer": { "displayName": "Ida Investor" }, "amount": { "amount": "60.00" }, "state": "COMMITTED",
            "items": [], "collected": { "amount": "0.00" }, "refundable": { "amount": "0.00" },
        }));
        let rest = ask(owner, seen["backings"]["pageInfo"]["endCursor"].clone(), Value::Null).await;
        assert_eq!((names(&rest), &rest["backings"]["pageInfo"]["hasNextPage"]), (vec!["Ines Investor".to_owned()], &json!(false)));
        assert_eq!(rest["backing"]["backer"]["displayName"], "Ines Investor");
        assert_eq!(ask(finance.token(), Value::Null, json!(["COLLECTED"])).await["backings"]["totalCount"], 0);
        let stranger = Person::sign_up(&platform, "Stan Stranger", true).await;
        for token in [None, stranger.token(), reviewer.token()] {
            let seen = ask(token, Value::Null, Value::Null).await;
            assert_eq!(seen, json!({ "backings": null, "backing": null }));
        }
    }
}
