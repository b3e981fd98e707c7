//! From a reached goal to the founder's account, through GraphQL and the sandbox's own messages.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, user_errors};
use kernel::Role;
use serde_json::{Value, json};
use uuid::Uuid;

const VISA: &str = "4242424242424242";
/// Saved without trouble, declined when it is charged.
const DECLINED_LATER: &str = "4000000000000341";
/// Its bank asks each time.
const ASKS_ALWAYS: &str = "4000002760003184";

fn key(number: u128) -> Uuid {
    Uuid::from_u128(0xc0_11ec + number)
}

async fn live(platform: &Platform) -> Founder {
    let reviewer = Person::with_role(platform, "Rita Reviewer", Role::Reviewer).await;
    Founder::with_live_campaign(platform, "Fritz Founder", Founder::PATENT, &reviewer).await
}

/// The deadline passes, and everything that is due is done, again and again for a minute.
async fn close(platform: &Platform, db: &testkit::TestDb) {
    db.clock.advance(TimeDelta::days(31));
    work(platform, db).await;
}

async fn work(platform: &Platform, db: &testkit::TestDb) {
    for _ in 0..6 {
        platform.settle().await;
        db.clock.advance(TimeDelta::seconds(10));
    }
    platform.settle().await;
}

async fn campaign(platform: &Platform, person: &Person, founder: &Founder) -> Value {
    let query = "query($id: ID!) { campaign(id: $id) { state
        collection { stage pledged { amount } collected { amount } dropped { amount } refunded { amount } collectedCount }
        money { held { amount } reserve { amount } payable { amount } inTransit { amount } payouts { state amount { amount } } } } }";
    let found = platform
        .data(person.token(), query, json!({ "id": founder.campaign }))
        .await;
    found["campaign"].clone()
}

async fn pledge(platform: &Platform, person: &Person, id: &Value) -> Value {
    let query = "query($id: ID!) { pledge(id: $id) { state repairableUntil
        payments { number cause state failureCode clientSecret } refunds { state amount { amount } reason } } }";
    platform.data(person.token(), query, json!({ "id": id })).await["pledge"].clone()
}

testkit::on_both! {
    async fn cards_are_charged_and_failed_ones_repaired(db: &TestDb) {
        let platform = Platform::on(db).await;
        let mut founder = live(&platform).await;
        let mut people = Vec::new();
        for (name, amount, card) in [("Ina", "900.00", VISA), ("Ivo", "300.00", DECLINED_LATER), ("Ida", "200.00", ASKS_ALWAYS)] {
            let person = Person::sign_up(&platform, name, false).await;
            let mut paid = person.pledge(&platform, &founder.campaign, None, amount, card).await;
            if card == ASKS_ALWAYS {
                let input = json!({ "pledgeId": paid["pledge"]["id"], "succeed": true });
                paid = platform.act(person.token(), "sandboxAuthenticate", "pledge { id state }", input).await;
            }
            assert_eq!(paid["pledge"]["state"], "COMMITTED", "{name}");
            people.push((person, paid["pledge"]["id"].clone()));
        }
        close(&platform, db).await;
        for (person, _) in &mut people {
            person.come_back(&platform).await;
        }
        founder.person.come_back(&platform).await;
        let stranger = Person::sign_up(&platform, "Stan", false).await;
        let shown = campaign(&platform, &stranger, &founder).await;
        assert_eq!(shown["state"], "GRACE");
        assert_eq!(shown["collection"]["collected"]["amount"], "900.00");
        assert_eq!(shown["collection"]["pledged"]["amount"], "1400.00");
        assert!(shown["money"].is_null(), "the books are not a stranger's to see");

        // One enters another card and is charged at once.
        let (ivo, pledge_id) = &people[1];
        let failed = pledge(&platform, ivo, pledge_id).await;
        assert_eq!((&failed["state"], &failed["payments"][0]["state"]), (&json!("ERRORED"), &json!("FAILED")));
        assert!(failed["repairableUntil"].is_string());
        let input = json!({ "pledgeId": pledge_id, "idempotencyKey": key(1) });
        platform.act(ivo.token(), "pledgePaymentRepair", "pledge { setup { status } }", input).await;
        let card = json!({ "pledgeId": pledge_id, "number": VISA, "expiry": "12/34", "cvc": "123" });
        let paid = platform.act(ivo.token(), "sandboxCardEnter", "pledge { state }", card).await;
        assert_eq!(paid["pledge"]["state"], "COLLECTED");

        // The other answers the bank.
        let (ida, pledge_id) = &people[2];
        let waits = pledge(&platform, ida, pledge_id).await;
        assert_eq!(waits["state"], "ACTION_REQUIRED");
        assert!(waits["payments"][0]["clientSecret"].is_string());
        let input = json!({ "pledgeId": pledge_id, "succeed": true });
        let paid = platform.act(ida.token(), "sandboxAuthenticate", "pledge { state payments { state } }", input).await;
        assert_eq!(paid["pledge"]["state"], "COLLECTED");

        work(&platform, db).await;
        let shown = campaign(&platform, &founder.person, &founder).await;
        assert_eq!((&shown["state"], &shown["collection"]["stage"]), (&json!("FUNDED"), &json!("SETTLED")));
        assert_eq!(shown["money"]["held"]["amount"], "1400.00");
        platform.verify().await;
    }

    async fn money_goes_back_and_the_rest_is_paid_out_by_four_eyes(db: &TestDb) {
        let platform = Platform::on(db).await;
        let mut founder = live(&platform).await;
        let mut investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "1200.00", VISA).await;
        let pledge_id = paid["pledge"]["id"].clone();
        close(&platform, db).await;
        investor.come_back(&platform).await;
        founder.person.come_back(&platform).await;
        let [mut first, mut second] = [
            Person::with_role(&platform, "Fina Finance", Role::Finance).await,
            Person::with_role(&platform, "Finn Finance", Role::Finance).await,
        ];
        let refund = json!({ "pledgeId": pledge_id, "amount": { "amount": "200.00", "currency": "EUR" },
                             "reason": "GOODWILL", "bearer": "PLATFORM", "note": "One lamp fewer.", "idempotencyKey": key(2) });
        platform.act(first.token(), "pledgeRefundRequest", "refund { state }", refund).await;
        work(&platform, db).await;
        let shown = pledge(&platform, &investor, &pledge_id).await;
        assert_eq!(shown["refunds"][0], json!({ "state": "SUCCEEDED", "amount": { "amount": "200.00" }, "reason": "GOODWILL" }));

        // The founder opens an account to be paid through and completes it on the provider's page.
        let owner = founder.person.token.clone();
        let owner = Some(owner.as_str());
        let opened = platform.act(owner, "payeeOpen", "payee { id payoutsEnabled }", json!({ "method": "PROVIDER", "country": "DE" })).await;
        assert_eq!(opened["payee"]["payoutsEnabled"], false);
        let link = platform.act(owner, "payeeLinkCreate", "link { url }", json!({ "returnPath": "/founder" })).await;
        assert!(link["link"]["url"].as_str().unwrap().starts_with("/sandbox/payees/"), "{link}");
        let done = platform.act(owner, "sandboxPayeeComplete", "payee { payoutsEnabled destination }", json!({ "payeeId": opened["payee"]["id"] })).await;
        assert_eq!(done["payee"]["payoutsEnabled"], true);

        db.clock.advance(TimeDelta::days(14));
        work(&platform, db).await;
        for person in [&mut first, &mut second, &mut founder.person, &mut investor] {
            person.come_back(&platform).await;
        }
        let queues = "{ finance { dueCampaigns { id } payouts { id viewerRequested } } }";
        let due = platform.data(first.token(), queues, json!({})).await;
        assert_eq!(due["finance"]["dueCampaigns"][0]["id"], founder.campaign.as_str());
        let order = json!({ "campaignId": founder.campaign, "idempotencyKey": key(3) });
        let payout = platform.act(first.token(), "payoutRequest", "payout { id state amount { amount } }", order).await;
        let id = payout["payout"]["id"].clone();
        let yes = json!({ "payoutId": id, "approve": true, "idempotencyKey": key(4) });
        let own = platform.attempt(first.token(), "payoutDecide", "payout { state }", yes.clone()).await;
        assert_eq!(user_errors(&own), ["FOUR_EYES"]);
        let approved = platform.act(second.token(), "payoutDecide", "payout { state holdReason }", yes).await;
        assert_eq!(approved["payout"], json!({ "state": "APPROVED", "holdReason": null }));
        work(&platform, db).await;
        let shown = campaign(&platform, &founder.person, &founder).await;
        // 1,000.00 less 5 % fee, what the sandbox kept of 1,200.00 (2.9 % + 0.30) and 5 % reserve.
        assert_eq!(shown["money"]["payouts"][0], json!({ "state": "PAID", "amount": { "amount": "864.90" } }));
        assert_eq!((&shown["state"], &shown["money"]["reserve"]["amount"]), (&json!("PAYING"), &json!("50.00")));
        // What it was made of is for its founder and finance; nobody else learns that there is one.
        let made_of = "query($id: ID!) { payoutStatement(id: $id) { payout { id } parts { kind amount { amount } } } }";
        let part = |kind: &str, amount: &str| json!({ "kind": kind, "amount": { "amount": amount } });
        let parts = [part("SHARED_OUT", "1000.00"), part("PLATFORM_FEE", "-50.00"), part("PROCESSING_FEE", "-35.10"), part("RESERVE_KEPT", "-50.00")];
        for token in [founder.person.token(), second.token()] {
            let read = platform.data(token, made_of, json!({ "id": id })).await;
            assert_eq!(read["payoutStatement"], json!({ "payout": { "id": id }, "parts": parts }));
        }
        for token in [None, investor.token()] {
            assert_eq!(platform.data(token, made_of, json!({ "id": id })).await["payoutStatement"], Value::Null);
        }
        let sandbox = platform.app.sandbox().unwrap();
        let left = sandbox.balance(kernel::Currency::EUR).await.unwrap();
        assert_eq!(left, kernel::Money::new(10_000, kernel::Currency::EUR), "the platform's fee and the reserve");
        platform.verify().await;
    }

    async fn a_campaign_that_collects_too_little_gives_everything_back(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_draft(&platform, "Fritz Founder", Founder::PATENT).await;
        let query = "query($id: ID!) { campaign(id: $id) { version } }";
        let draft = platform.data(founder.person.token(), query, json!({ "id": founder.campaign })).await;
        let edit = json!({ "id": founder.campaign, "expectedVersion": draft["campaign"]["version"], "shortfallRule": "REFUND_ALL" });
        platform.act(founder.person.token(), "campaignEdit", "campaign { shortfallRule }", edit).await;
        founder.go_live(&platform, &reviewer).await;
        let [mut one, two] = [Person::sign_up(&platform, "Ina One", false).await, Person::sign_up(&platform, "Ivo Two", false).await];
        let paid = one.pledge(&platform, &founder.campaign, None, "900.00", VISA).await;
        two.pledge(&platform, &founder.campaign, None, "300.00", DECLINED_LATER).await;
        close(&platform, db).await;
        db.clock.advance(TimeDelta::days(7));
        work(&platform, db).await;
        one.come_back(&platform).await;
        let shown = campaign(&platform, &one, &founder).await;
        assert_eq!(shown["state"], "FAILED");
        assert_eq!(shown["collection"]["dropped"]["amount"], "300.00");
        assert_eq!(shown["collection"]["refunded"]["amount"], "900.00");
        let back = pledge(&platform, &one, &paid["pledge"]["id"]).await;
        assert_eq!((&back["state"], &back["refunds"][0]["reason"]), (&json!("REFUNDED"), &json!("CAMPAIGN_FAILED")));
        platform.verify().await;
    }

    async fn a_dispute_is_told_contested_and_won(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = live(&platform).await;
        let mut investor = Person::sign_up(&platform, "Ines Investor", false).await;
        // Charged with success, then contested at once.
        let paid = investor.pledge(&platform, &founder.campaign, None, "1200.00", "4000000000000259").await;
        close(&platform, db).await;
        work(&platform, db).await;
        investor.come_back(&platform).await;
        let finance = Person::with_role(&platform, "Fina Finance", Role::Finance).await;
        let queue = platform.data(finance.token(), "{ finance { disputes { id state reason amount { amount } } } }", json!({})).await;
        let dispute = &queue["finance"]["disputes"][0];
        assert_eq!((&dispute["state"], &dispute["amount"]["amount"]), (&json!("NEEDS_RESPONSE"), &json!("1200.00")));
        let input = json!({ "disputeId": dispute["id"], "statement": "The lamp was delivered on time.", "idempotencyKey": key(9) });
        let contested = platform.act(finance.token(), "disputeContest", "dispute { state }", input).await;
        assert_eq!(contested["dispute"]["state"], "UNDER_REVIEW");
        // The bank decides.
        let open = platform.app.pledges.open_disputes(&platform.caller(&[Role::Finance])).await.unwrap();
        let said = &open[0].evidence.as_ref().unwrap().uncategorized_text;
        assert!(said.starts_with("The lamp was delivered on time.") && said.contains("Mail to the holder about this pledge (pledge_"), "{said}");
        platform.app.sandbox().unwrap().decide_dispute(&open[0].provider_id, true).await.unwrap();
        work(&platform, db).await;
        let query = "query($id: ID!) { pledge(id: $id) { state disputes { state } } }";
        let shown = platform.data(investor.token(), query, json!({ "id": paid["pledge"]["id"] })).await;
        assert_eq!(shown["pledge"], json!({ "state": "WON", "disputes": [{ "state": "WON" }] }));
        platform.verify().await;
    }

    async fn without_any_message_everything_comes_by_the_providers_list(db: &TestDb) {
        let platform = Platform::unheard(db).await;
        let founder = live(&platform).await;
        let mut investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "1200.00", "4000000000000259").await;
        close(&platform, db).await;
        investor.come_back(&platform).await;
        let query = "query($id: ID!) { pledge(id: $id) { state } }";
        let shown = platform.data(investor.token(), query, json!({ "id": paid["pledge"]["id"] })).await;
        assert_eq!(shown["pledge"]["state"], "COLLECTED", "nobody told of the dispute yet");
        for _ in 0..2 {
            db.clock.advance(TimeDelta::minutes(5));
            work(&platform, db).await;
        }
        let shown = platform.data(investor.token(), query, json!({ "id": paid["pledge"]["id"] })).await;
        assert_eq!(shown["pledge"]["state"], "DISPUTED");
    }
}
