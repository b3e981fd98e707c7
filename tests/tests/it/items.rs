//! Rewards, add-ons and the stock they share: chosen, charged, given back one by one.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, user_errors};
use kernel::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::notifying::mails;

const VISA: &str = "4242424242424242";
const ITEMS: &str = "items { reward { id } quantity unitAmount { amount } refundedQuantity }";

/// A live campaign that offers an add-on for 4 euros, of which a pledge may have three, out of a stock of `limit` that it shares
/// with its first reward.
async fn offering(platform: &Platform, limit: i32) -> (Founder, String) {
    let reviewer = Person::with_role(platform, "Rita Reviewer", Role::Reviewer).await;
    let founder = Founder::with_live_campaign(platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
    let token = founder.person.token();
    let pool = json!({ "campaignId": founder.campaign, "name": { "en": "First run" }, "limit": limit });
    let pool = platform
        .act(token, "rewardPoolAdd", "pool { id remaining }", pool)
        .await;
    let pool = pool["pool"]["id"].clone();
    let shares = json!({ "id": founder.rewards[0], "expectedVersion": 1, "poolId": pool });
    let shares = platform
        .act(token, "rewardEdit", "reward { remaining pool { id } }", shares)
        .await;
    assert_eq!(
        shares["reward"],
        json!({ "remaining": limit, "pool": { "id": pool } })
    );
    let cable = json!({
        "campaignId": founder.campaign, "kind": "ADD_ON", "title": { "en": "A cable", "zhHans": "数据线" }, "poolId": pool,
        "amount": { "amount": "4.00", "currency": "EUR" }, "perPledgeLimit": 3, "offeredWith": [founder.rewards[0]],
    });
    let selection = "reward { id kind remaining perPledgeLimit offeredWith { id } }";
    let cable = platform.act(token, "rewardAdd", selection, cable).await["reward"].clone();
    assert_eq!(
        (&cable["kind"], &cable["remaining"]),
        (&json!("ADD_ON"), &json!(limit))
    );
    (founder, cable["id"].as_str().unwrap().to_owned())
}

/// A wish for the first reward with so many cables.
async fn wish(
    platform: &Platform,
    (founder, cable): (&Founder, &str),
    quantity: i32,
    amount: &str,
    key: u128,
) -> Value {
    let risks = platform.grave_risks(&founder.campaign).await;
    json!({
        "acknowledgedRisks": risks["hash"], "campaignId": founder.campaign, "rewardId": founder.rewards[0],
        "items": [{ "rewardId": cable, "quantity": quantity }], "idempotencyKey": Uuid::from_u128(key),
        "amount": { "amount": amount, "currency": "EUR" },
    })
}

async fn pay(platform: &Platform, person: &Person, pledge: &Value) -> Value {
    let input = json!({ "pledgeId": pledge, "number": VISA, "expiry": "12/34", "cvc": "123" });
    platform
        .act(person.token(), "sandboxCardEnter", "pledge { state }", input)
        .await
}

testkit::on_both! {
    async fn what_was_chosen_is_charged_and_one_of_it_given_back(db: &TestDb) {
        let platform = Platform::on(db).await;
        let (founder, cable) = offering(&platform, 20).await;
        let of = (&founder, cable.as_str());
        let mut investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let low = wish(&platform, of, 3, "61.99", 1).await;
        let low = platform.attempt(investor.token(), "pledgePlace", "pledge { id }", low).await;
        assert_eq!(user_errors(&low), ["AMOUNT_BELOW_REWARD"]);
        let selection = format!("pledge {{ id {ITEMS} }}");
        let input = wish(&platform, of, 2, "1000.00", 2).await;
        let placed = platform.act(investor.token(), "pledgePlace", &selection, input).await["pledge"].clone();
        let item = |reward: &str, quantity, amount: &str, refunded| json!({
            "reward": { "id": reward }, "quantity": quantity, "unitAmount": { "amount": amount }, "refundedQuantity": refunded
        });
        assert_eq!(placed["items"], json!([item(&founder.rewards[0], 1, "50.00", 0), item(&cable, 2, "4.00", 0)]));
        assert_eq!(pay(&platform, &investor, &placed["id"]).await["pledge"]["state"], "COMMITTED");

        // One more, while the campaign takes pledges: what says nothing of add-ons keeps them.
        let risks = platform.grave_risks(&founder.campaign).await;
        let mut change = json!({
            "pledgeId": placed["id"], "rewardId": founder.rewards[0], "amount": { "amount": "1004.00", "currency": "EUR" },
            "items": [{ "rewardId": cable, "quantity": 3 }], "acknowledgedRisks": risks["hash"], "idempotencyKey": Uuid::from_u128(3),
        });
        let selection = "pledge { items { quantity } adjustments { itemsBefore { quantity } itemsAfter { quantity } } }";
        let changed = platform.act(investor.token(), "pledgeAdjust", selection, change.clone()).await["pledge"].clone();
        assert_eq!(changed["items"], json!([{ "quantity": 1 }, { "quantity": 3 }]));
        let adjusted = &changed["adjustments"][0];
        assert_eq!((&adjusted["itemsBefore"][1]["quantity"], &adjusted["itemsAfter"][1]["quantity"]), (&json!(2), &json!(3)));
        change["items"] = Value::Null;
        change["idempotencyKey"] = json!(Uuid::from_u128(4));
        change["amount"]["amount"] = json!("1005.00");
        let kept = platform.act(investor.token(), "pledgeAdjust", selection, change).await["pledge"].clone();
        assert_eq!(kept["items"], changed["items"]);
        platform.verify().await;

        // The mails say what was chosen, as it was then.
        let texts: Vec<_> = mails(&platform, &investor).await.into_iter().map(|mail| mail.text).collect();
        assert!(texts.iter().any(|text| text.contains("What you chose: 1 × ")), "{texts:#?}");

        db.clock.advance(TimeDelta::days(31));
        platform.settle().await;
        for _ in 0..3 {
            db.clock.advance(TimeDelta::seconds(10));
            platform.settle().await;
        }
        let officer = Person::with_role(&platform, "Fay Finance", Role::Finance).await;
        let refund = |quantity, key| json!({
            "pledgeId": placed["id"], "items": [{ "rewardId": cable, "quantity": quantity }], "reason": "NOT_DELIVERED",
            "bearer": "FOUNDER", "idempotencyKey": Uuid::from_u128(key),
        });
        let selection = "refund { amount { amount } items { quantity reward { id } } }";
        let ordered = platform.act(officer.token(), "pledgeRefundRequest", selection, refund(1, 5)).await;
        assert_eq!(ordered["refund"], json!({ "amount": { "amount": "4.00" }, "items": [{ "quantity": 1, "reward": { "id": cable } }] }));
        let more = platform.attempt(officer.token(), "pledgeRefundRequest", selection, refund(3, 6)).await;
        assert_eq!(user_errors(&more), ["ITEMS_INVALID"]);
        assert_eq!(more["userErrors"][0]["field"], json!(["items"]));
        platform.settle().await;

        investor.come_back(&platform).await;
        let query = format!("query($id: ID!) {{ pledge(id: $id) {{ state {ITEMS} refunds {{ state items {{ quantity }} }} }} }}");
        let now = platform.data(investor.token(), &query, json!({ "id": placed["id"] })).await["pledge"].clone();
        assert_eq!((&now["state"], &now["items"][1]), (&json!("COLLECTED"), &item(&cable, 3, "4.00", 1)));
        assert_eq!(now["refunds"], json!([{ "state": "SUCCEEDED", "items": [{ "quantity": 1 }] }]));
        // And what of it was charged and went back; what was written a month ago is gone.
        let texts: Vec<_> = mails(&platform, &investor).await.into_iter().map(|mail| mail.text).collect();
        let said = |words: &str| texts.iter().filter(|text| text.contains(words)).count();
        assert_eq!(said(", 3 × A cable."), 1, "{texts:#?}");
        assert_eq!(said("The refund is for: 1 × A cable."), 1, "{texts:#?}");
        // Stock does not come back by a refund.
        let query = "query($id: ID!) { campaign(id: $id) { rewards { id } addOns { claimed } rewardPools { claimed remaining } } }";
        let offered = platform.data(None, query, json!({ "id": founder.campaign })).await["campaign"].clone();
        assert_eq!(offered["rewards"].as_array().unwrap().len(), 2, "an add-on is no reward");
        assert_eq!(offered["addOns"], json!([{ "claimed": 3 }]));
        assert_eq!(offered["rewardPools"], json!([{ "claimed": 4, "remaining": 16 }]));
        platform.verify().await;
    }

    async fn a_stock_that_is_shared_sells_out_for_all_who_share_it(db: &TestDb) {
        let platform = Platform::on(db).await;
        let (founder, cable) = offering(&platform, 3).await;
        let of = (&founder, cable.as_str());
        let [one, two] = [Person::sign_up(&platform, "Ina One", false).await, Person::sign_up(&platform, "Ivo Two", false).await];
        let input = wish(&platform, of, 2, "58.00", 1).await;
        let first = platform.act(one.token(), "pledgePlace", "pledge { id }", input).await["pledge"].clone();
        let selection = "campaign { rewards { remaining } addOns { remaining } }";
        let none = wish(&platform, of, 1, "54.00", 2).await;
        let none = platform.attempt(two.token(), "pledgePlace", "pledge { id }", none).await;
        assert_eq!(user_errors(&none), ["REWARD_SOLD_OUT"]);
        let query = format!("query($id: ID!) {{ {} }}", selection.replace("campaign {", "campaign(id: $id) {"));
        let left = platform.data(None, &query, json!({ "id": founder.campaign })).await;
        assert_eq!(left["campaign"]["rewards"][0]["remaining"], 0);
        assert_eq!(left["campaign"]["addOns"][0]["remaining"], 0);
        // More of it may be made; fewer may not.
        let query = "query($id: ID!) { campaign(id: $id) { rewardPools { id version } } }";
        let pool = platform.data(None, query, json!({ "id": founder.campaign })).await["campaign"]["rewardPools"][0].clone();
        let limit = |limit| json!({ "id": pool["id"], "expectedVersion": pool["version"], "limit": limit });
        let fewer = platform.attempt(founder.person.token(), "rewardPoolEdit", "pool { limit }", limit(2)).await;
        assert_eq!(user_errors(&fewer), ["OUT_OF_RANGE"]);
        let shared = json!({ "id": pool["id"] });
        let shared = platform.attempt(founder.person.token(), "rewardPoolRemove", "campaign { id }", shared).await;
        assert_eq!(user_errors(&shared), ["POOL_SHARED"]);
        let more = platform.act(founder.person.token(), "rewardPoolEdit", "pool { limit remaining }", limit(4)).await;
        assert_eq!(more["pool"], json!({ "limit": 4, "remaining": 1 }));
        let late = wish(&platform, of, 1, "54.00", 3).await;
        let late = platform.attempt(two.token(), "pledgePlace", "pledge { id }", late).await;
        assert_eq!(user_errors(&late), ["ADD_ON_SOLD_OUT"]);
        // The first never enters a card: after half an hour all of it is free again.
        db.clock.advance(TimeDelta::minutes(31));
        platform.settle().await;
        let again = wish(&platform, of, 3, "62.00", 4).await;
        let again = platform.act(two.token(), "pledgePlace", "pledge { id }", again).await["pledge"].clone();
        assert_eq!(pay(&platform, &two, &again["id"]).await["pledge"]["state"], "COMMITTED");
        assert_ne!(first["id"], again["id"]);
        platform.verify().await;
    }
}
