//! A campaign that sells securities under the European regime: the platform's licence, the offering, what investors declare, money
//! that can be revoked.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, user_errors};
use kernel::Role;
use serde_json::{Value, json};

const VISA: &str = "4242424242424242";

/// What a rule says of a mutation: the rule's id and the reason.
async fn refusal(platform: &Platform, person: &Person, mutation: &str, input: Value) -> (String, String) {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ userErrors {{ code message refusal {{ rule code }} }} }} }}"
    );
    let told = platform
        .data(person.token(), &query, json!({ "input": input }))
        .await;
    let error = &told[mutation]["userErrors"][0];
    assert_eq!(error["code"], "REGIME_REFUSED", "{told:#}");
    assert!(
        error["message"]
            .as_str()
            .is_some_and(|message| message.len() > 10),
        "{told:#}"
    );
    let word = |name: &str| error["refusal"][name].as_str().unwrap_or_default().to_owned();
    (word("rule"), word("code"))
}

/// The platform's licence: one administrator enters it, another confirms it.
async fn licensed(platform: &Platform) {
    let ada = Person::with_role(platform, "Ada Administrator", Role::Administrator).await;
    let bea = Person::with_role(platform, "Bea Administrator", Role::Administrator).await;
    let paper = platform.upload(ada.token(), "licence.pdf").await;
    let licence = json!({
        "regime": "ECSPR", "holder": "Farsight Europe", "authority": "BaFin", "number": "ECSP-1", "validFrom": "2026-01-01",
        "reference": "https://register.example/ECSP-1", "uploadId": paper,
    });
    let entered = platform
        .act(
            ada.token(),
            "licenceEnter",
            "licence { id state canConfirm }",
            licence,
        )
        .await;
    assert_eq!(
        (&entered["licence"]["state"], &entered["licence"]["canConfirm"]),
        (&json!("ENTERED"), &json!(false))
    );
    let this = json!({ "id": entered["licence"]["id"] });
    let own = platform
        .attempt(ada.token(), "licenceConfirm", "licence { id }", this.clone())
        .await;
    assert_eq!(user_errors(&own), ["OWN_CASE"]);
    let confirmed = platform
        .act(bea.token(), "licenceConfirm", "licence { state }", this.clone())
        .await;
    assert_eq!(confirmed["licence"]["state"], "IN_FORCE");
    let opened = platform
        .act(bea.token(), "licenceDocumentOpen", "document { name }", this)
        .await;
    assert_eq!(opened["document"]["name"], "licence.pdf");
}

/// A live campaign under the European regime.
async fn live(platform: &Platform, reviewer: &Person) -> Founder {
    let founder = Founder::with_draft(platform, "Fritz Founder", Founder::PATENT).await;
    let token = founder.person.token();
    let now = "query($id: ID!) { campaign(id: $id) { version } }";
    let version = async || {
        let found = platform
            .data(founder.person.token(), now, json!({ "id": founder.campaign }))
            .await;
        found["campaign"]["version"].clone()
    };
    let choose = json!({ "id": founder.campaign, "expectedVersion": version().await, "regime": "ECSPR" });
    let early = refusal(platform, &founder.person, "campaignRegimeChoose", choose.clone()).await;
    assert_eq!(early, ("LIC".to_owned(), "licence_missing".to_owned()));
    licensed(platform).await;
    let rules = "campaign { regime regimeRules { rule text confirmed } offering { security } }";
    let chosen = platform.act(token, "campaignRegimeChoose", rules, choose).await;
    assert_eq!(
        chosen["campaign"]["regimeRules"].as_array().map(Vec::len),
        Some(7)
    );
    assert_eq!(chosen["campaign"]["offering"], Value::Null);
    let edit =
        json!({ "id": founder.campaign, "expectedVersion": version().await, "shortfallRule": "REFUND_ALL" });
    platform
        .act(token, "campaignEdit", "campaign { version }", edit)
        .await;
    let terms = json!({
        "campaignId": founder.campaign, "security": "Profit participating notes", "method": "FIRST_COME",
        "unitPrice": { "amount": "10.00", "currency": "EUR" }, "maximum": { "amount": "5000.00", "currency": "EUR" },
    });
    let stated = platform
        .act(
            token,
            "offeringState",
            "offering { security platformPayBps }",
            terms,
        )
        .await;
    assert_eq!(stated["offering"]["platformPayBps"], 500);
    for (pages, errors) in [(7, vec!["REGIME_REFUSED"]), (6, vec![])] {
        let sheet = platform.upload(token, "sheet.pdf").await;
        let sheet = json!({ "campaignId": founder.campaign, "uploadId": sheet, "pages": pages, "reason": "the first" });
        let published = platform
            .attempt(token, "informationSheetPublish", "recorded", sheet)
            .await;
        assert_eq!(user_errors(&published), errors);
    }
    founder.go_live(platform, reviewer).await;
    founder
}

testkit::on_both! {
    async fn a_security_is_offered_under_a_licence_and_an_offer_to_invest_is_revoked_in_time(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = live(&platform, &reviewer).await;
        let ivy = Person::sign_up(&platform, "Ivy Investor", false).await;
        let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
        let wish = json!({
            "campaignId": founder.campaign, "amount": euros("500.00"), "idempotencyKey": uuid::Uuid::from_u128(77),
            "acknowledgedRisks": platform.grave_risks(&founder.campaign).await["hash"],
        });
        assert_eq!(refusal(&platform, &ivy, "pledgePlace", wish).await.0, "EU3");
        // A failed test bans nobody; its warning is acknowledged.
        let test = json!({ "answers": [], "warningAcknowledged": true });
        let taken = platform.act(ivy.token(), "knowledgeTestTake", "declaration { kind rightAnswers }", test).await;
        assert_eq!(taken["declaration"], json!({ "kind": "KNOWLEDGE_TEST", "rightAnswers": 0 }));
        let figures = json!({ "regime": "ECSPR", "income": euros("40000.00"), "netWorth": euros("30000.00") });
        platform.act(ivy.token(), "investorFiguresDeclare", "declaration { state }", figures).await;
        let misread = platform.attempt(ivy.token(), "lossSimulationConfirm", "declaration { id }", json!({ "loss": euros("1.00") })).await;
        assert_eq!(user_errors(&misread), ["NOT_READ"]);
        assert!(misread["userErrors"][0]["message"].as_str().unwrap().contains("3,000"), "{misread:#}");
        platform.act(ivy.token(), "lossSimulationConfirm", "declaration { id }", json!({ "loss": euros("3000.00") })).await;
        let sheet = json!({ "campaignId": founder.campaign, "version": 1 });
        let opened = platform.act(ivy.token(), "informationSheetOpen", "document { name }", sheet).await;
        assert_eq!(opened["document"]["name"], "sheet.pdf");
        let pledged = ivy.pledge(&platform, &founder.campaign, None, "1000.00", VISA).await;
        assert_eq!(pledged["pledge"]["state"], "COMMITTED", "{pledged:#}");
        // More would be a large investment: above the greater of 1,000 euros and a twentieth of 30,000.
        let more = json!({
            "campaignId": founder.campaign, "amount": euros("510.00"), "idempotencyKey": uuid::Uuid::from_u128(78),
            "acknowledgedRisks": platform.grave_risks(&founder.campaign).await["hash"],
        });
        assert_eq!(refusal(&platform, &ivy, "pledgePlace", more).await.0, "EU5");
        // Four calendar days to revoke, without a reason.
        db.clock.advance(TimeDelta::days(3));
        let back = json!({ "pledgeId": pledged["pledge"]["id"], "idempotencyKey": uuid::Uuid::from_u128(79) });
        let back = platform.act(ivy.token(), "pledgeCancel", "pledge { state }", back).await;
        assert_eq!(back["pledge"]["state"], "CANCELLED");
        platform.verify().await;
    }
}
