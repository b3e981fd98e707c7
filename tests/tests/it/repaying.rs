//! A refund that its bank sends back is paid by hand: recorded by one officer, confirmed by another.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, errors, user_errors};
use kernel::Role;
use serde_json::{Value, json};
use uuid::Uuid;

const VISA: &str = "4242424242424242";
/// Charged without trouble; what goes back comes back.
const REFUND_FAILS: &str = "4000000000007726";

fn key(number: u128) -> Uuid {
    Uuid::from_u128(0x0007_e9a1 + number)
}

async fn work(platform: &Platform, db: &testkit::TestDb) {
    for _ in 0..6 {
        platform.settle().await;
        db.clock.advance(TimeDelta::seconds(10));
    }
    platform.settle().await;
}

async fn queue(platform: &Platform, officer: &Person) -> Value {
    let query = "{ finance { refunds { id state amount { amount } failureCode
        repayment { repaysId bankReference paidOn evidence viewerRecorded recordedBy { displayName } } } } }";
    let found = platform.data(officer.token(), query, json!({})).await;
    found["finance"]["refunds"].clone()
}

testkit::on_both! {
    async fn a_refund_that_comes_back_is_paid_by_hand_and_its_investor_is_told(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let other = Person::sign_up(&platform, "Ina Investor", false).await;
        other.pledge(&platform, &founder.campaign, None, "1200.00", VISA).await;
        let mut investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "90.00", REFUND_FAILS).await;
        let pledge = paid["pledge"]["id"].clone();
        db.clock.advance(TimeDelta::days(31));
        work(&platform, db).await;
        investor.come_back(&platform).await;
        let [first, mut second] = [
            Person::with_role(&platform, "Fina Finance", Role::Finance).await,
            Person::with_role(&platform, "Finn Finance", Role::Finance).await,
        ];
        let refund = json!({ "pledgeId": pledge, "reason": "NOT_DELIVERED", "bearer": "PLATFORM", "idempotencyKey": key(1) });
        platform.act(first.token(), "pledgeRefundRequest", "refund { id }", refund).await;
        work(&platform, db).await;
        let waiting = queue(&platform, &first).await;
        assert_eq!((&waiting[0]["state"], &waiting[0]["repayment"]), (&json!("FAILED"), &Value::Null), "{waiting}");

        let today = platform.app.today();
        let transfer = json!({ "refundId": waiting[0]["id"], "bankReference": "SEPA-2026-118", "paidOn": today, "evidence": "Statement 118", "idempotencyKey": key(2) });
        let mut tomorrow = transfer.clone();
        tomorrow["paidOn"] = json!(today + chrono::Days::new(1));
        tomorrow["idempotencyKey"] = json!(key(3));
        let early = platform.attempt(first.token(), "repaymentRecord", "refund { id }", tomorrow).await;
        assert_eq!((user_errors(&early), &early["userErrors"][0]["field"]), (vec!["DAY_INVALID"], &json!(["paidOn"])));
        let recorded = platform.act(first.token(), "repaymentRecord", "refund { id state }", transfer.clone()).await;
        assert_eq!(recorded["refund"]["state"], "REQUESTED");
        let waiting = queue(&platform, &second).await;
        assert_eq!(waiting.as_array().unwrap().len(), 1, "{waiting}");
        let made = &waiting[0]["repayment"];
        assert_eq!((&made["bankReference"], &made["viewerRecorded"], &made["recordedBy"]["displayName"]), (&json!("SEPA-2026-118"), &json!(false), &json!("Fina Finance")));

        let confirm = |number: u128| json!({ "refundId": recorded["refund"]["id"], "confirm": true, "idempotencyKey": key(number) });
        let own = platform.attempt(first.token(), "repaymentDecide", "refund { id }", confirm(4)).await;
        assert_eq!(user_errors(&own), ["FOUR_EYES"]);
        // A proof of who one is does not last for ever.
        db.clock.advance(TimeDelta::hours(3));
        let query = "mutation($input: RepaymentDecideInput!) { repaymentDecide(input: $input) { userErrors { code } } }";
        let stale = platform.ask(second.token(), query, json!({ "input": confirm(5) })).await;
        assert_eq!(errors(&stale), ["STEP_UP_REQUIRED"], "{stale:#}");
        second.come_back(&platform).await;
        let done = platform.act(second.token(), "repaymentDecide", "refund { state }", confirm(6)).await;
        assert_eq!(done["refund"]["state"], "MANUAL");
        work(&platform, db).await;
        assert_eq!(queue(&platform, &second).await, json!([]));

        let look = "query($id: ID!) { pledge(id: $id) { state refunds { state note repayment { evidence } } }
            viewer { notifications(first: 20) { nodes { kind whatHappened whatNext } } } }";
        investor.come_back(&platform).await;
        let seen = platform.data(investor.token(), look, json!({ "id": pledge })).await;
        assert_eq!(seen["pledge"]["state"], "REFUNDED");
        assert_eq!(seen["pledge"]["refunds"][1], json!({ "state": "MANUAL", "note": "SEPA-2026-118", "repayment": null }), "evidence is finance's alone");
        let nodes = seen["viewer"]["notifications"]["nodes"].as_array().unwrap();
        let told: Vec<_> = nodes.iter().filter(|node| node["kind"] == "PLEDGE_REFUNDED").collect();
        assert!(told[0]["whatHappened"].as_str().unwrap().contains("by bank transfer"), "{told:#?}");
        platform.verify().await;
    }
}
