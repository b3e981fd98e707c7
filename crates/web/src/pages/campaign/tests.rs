use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, Shown, StandIn, patent};

fn campaign(rights: Value) -> StandIn {
    collected(rights, Value::Null)
}

fn collected(rights: Value, collection: Value) -> StandIn {
    told(rights, collection, json!([]))
}

fn told(rights: Value, collection: Value, changes: Value) -> StandIn {
    let money = json!({ "amount": "5.00", "currency": "CNY", "minorUnits": "500" });
    let campaign = json!({
        "id": ID, "slug": "battery", "title": "A battery", "blurb": "b", "story": "s", "risks": "r", "team": "",
        "cover": "1", "field": "ENERGY_STORAGE", "country": null, "isSample": false, "viewerCanEdit": false,
        "viewerFollows": false, "updates": { "totalCount": 2 }, "questions": { "totalCount": 0 }, "followerCount": 2,
        "founder": { "id": "user_01jx2m0000e1v70000000000u1", "displayName": "Lin" }, "state": "LIVE", "goal": money, "raised": money,
        "raisedPercent": 100, "investorCount": 1, "endsAt": null, "zone": "UTC", "acceptsPledges": false,
        "rewards": [], "addOns": [], "viewerPledge": null, "regime": "REWARD", "regimeRules": [], "offering": null, "collection": collection, "shortfallRule": "REFUND_ALL", "materialChanges": changes, "pause": null,
        "ipPanel": { "level": "ALERT", "summary": "Something.", "patents": rights },
        "comparables": { "count": 0, "successPercent": null, "medianRaisedPercent": null, "campaigns": [] }
    });
    StandIn::anonymous().answering("CampaignQuery", json!({ "campaignBySlug": campaign }))
}

/// A European patent about which there is much to know.
fn european() -> Value {
    let mut right = patent("OTHER_PARTY");
    right["office"] = json!("EP");
    right["status"]["since"] = json!("2023-07-12");
    right["states"] = json!({ "inForce": ["DE", "GB"], "unconfirmed": ["SE"], "ended": ["FR"] });
    right["term"] = json!({
        "baseExpiresOn": "2043-12-21", "expiresOn": "2043-12-21", "basis": "FILING", "mayBeShorter": true
    });
    right["annuity"]["state"] = json!("OVERDUE_IN_GRACE");
    right["annuity"]["amount"] = json!({ "amount": "630.00", "currency": "EUR", "minorUnits": "63000" });
    right["annuity"]["surcharge"] = json!({ "amount": "315.00", "currency": "EUR", "minorUnits": "31500" });
    right["lapseRisk"] = json!("HIGH");
    right["challenged"] = json!("opposition");
    right["partiallyInvalidated"] = json!(true);
    right["family"] = json!([{ "office": "US", "number": "US1" }]);
    right
}

async fn shown(rights: Value, language: &str) -> Shown {
    let page = format!("/{language}/campaigns/battery");
    let shown = campaign(rights).get(&page).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.is_sound();
    shown
}

#[tokio::test]
async fn the_panel_tells_what_matters_most_first_and_links_to_the_rest() {
    let html = shown(json!([european()]), "en").await.html;
    let mut rest = html.split_once("id=\"patents\"").unwrap().1;
    for thing in [
        "In force</span>",
        "Needs attention</span>",
        "In force since 12 Jul 2023. It stands.",
        "Proceedings against it are open: opposition.",
        "Registered as security.",
        "In force with narrower claims",
        "Registered to somebody else than the founder",
        "in force in DE, GB; not confirmed in 1; over in 1",
        "may be shorter",
        "Overdue, within the grace period",
        "€630",
        "plus €315 when paid late",
        "Lapse risk: high",
        "Registered as security",
        "<dd>US</dd>",
        "Sample register",
        "href=\"/en/patents/CN202311776587.0\">Fees, owners, entries and our checks",
    ] {
        rest = rest
            .split_once(thing)
            .unwrap_or_else(|| panic!("{thing} is not said there: {html}"))
            .1;
    }
    shown(json!([european()]), "zh").await;
}

#[tokio::test]
async fn a_right_in_good_order_is_told_calmly() {
    let mut right = patent("EXACT");
    right["risks"] = json!([]);
    right["encumbrances"] = json!([]);
    let html = shown(json!([right]), "en").await.html;
    let panel = html.split_once("id=\"patents\"").unwrap().1;
    for silent in [
        "class=\"risks\"",
        "Lapse risk",
        "Proceedings",
        "patent-watch",
        "late payment",
    ] {
        assert!(!panel.contains(silent), "{silent}");
    }
    assert!(panel.contains("Paid</span> · next: year 4 · due 21 Dec 2026"));
}

#[tokio::test]
async fn a_page_with_no_right_and_with_many_is_sound() {
    shown(json!([]), "en").await;
    let many: Vec<Value> = (0..12).map(|_| european()).collect();
    let html = shown(json!(many), "zh").await.html;
    assert_eq!(html.matches("<li class=\"right ").count(), 12);
}

#[tokio::test]
async fn the_panel_asks_for_nothing_that_is_loaded_right_by_right() {
    let gateway = campaign(json!([patent("EXACT")]));
    gateway.get("/en/campaigns/battery").await;
    let document = gateway.last("CampaignQuery").document;
    assert!(document.contains("lapseRisk"), "{document}");
    for detail in [
        "score",
        "watch",
        "territories",
        "reasons",
        "ownerChain",
        "feeYears",
        "challenges",
        "events",
        "history",
        "evidence",
    ] {
        let asked = document
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word == detail);
        assert!(!asked, "{detail} costs statements for each right");
    }
}

#[tokio::test]
async fn after_the_deadline_what_became_of_the_money_is_told_apart() {
    let money = |minor: i32| json!({ "amount": format!("{minor}.00"), "currency": "CNY", "minorUnits": format!("{minor}00") });
    let collection = |stage: &str| {
        json!({
            "stage": stage, "pledged": money(900), "pledgeCount": 9, "collected": money(700), "collectedCount": 7,
            "dropped": money(200), "droppedCount": 2, "refunded": money(100),
            "graceUntil": "2026-05-09T00:00:00Z", "decideUntil": "2026-05-12T00:00:00Z"
        })
    };
    for stage in crate::graphql::CollectionStage::ALL {
        use crate::graphql::Named;
        for language in ["en", "zh"] {
            let gateway = collected(json!([]), collection(&stage.name()));
            let shown = gateway.get(&format!("/{language}/campaigns/battery")).await;
            assert_eq!(shown.status, StatusCode::OK);
            shown.is_sound();
        }
    }
    let html = collected(json!([]), collection("GRACE"))
        .get("/en/campaigns/battery")
        .await
        .html;
    let mut rest = html.split_once("id=\"collection\"").unwrap().1;
    for thing in [
        "Pledged</dt><dd>CN¥900",
        "Collected</dt><dd>CN¥700",
        "Could not be collected</dt><dd>CN¥200",
        "Given back</dt><dd>CN¥100",
        "until 9 May 2026",
    ] {
        rest = rest
            .split_once(thing)
            .unwrap_or_else(|| panic!("{thing}: {html}"))
            .1;
    }
    assert!(
        html.contains("everything is given back.</li>"),
        "the rule is told before anybody pledges"
    );
    let before = campaign(json!([])).get("/en/campaigns/battery").await.html;
    assert!(!before.contains("id=\"collection\""));
}

#[tokio::test]
async fn a_change_that_is_dealt_with_is_told_before_everything_else_and_kept_in_the_history() {
    let change = |state: &str, outcome: Value| {
        json!({
            "id": "change_01jx2m0000e1v70000000000c1", "severity": "MAJOR", "scope": "RECONFIRM", "state": state,
            "outcome": outcome, "dossierHash": "b", "openedAt": "2026-04-28T00:00:00Z",
            "reconfirmUntil": "2026-05-06T16:00:00Z", "deadlineBefore": null, "reason": "the fee was paid late",
            "reclassified": false, "causes": [{ "message": "The right has ended", "on": null, "patent": null }]
        })
    };
    let page = |change: Value| told(json!([european()]), Value::Null, json!([change]));
    for language in ["en", "zh"] {
        let open = page(change("RECONFIRMING", Value::Null))
            .get(&format!("/{language}/campaigns/battery"))
            .await;
        assert_eq!(open.status, StatusCode::OK);
        open.is_sound();
        assert!(open.html.contains("campaign-change"));
    }
    let over = page(change("CLOSED", json!("ANSWERED")))
        .get("/en/campaigns/battery")
        .await;
    over.is_sound();
    assert!(!over.html.contains("campaign-change\""));
    assert!(over.html.contains("All have answered") && over.html.contains("the fee was paid late"));
}

#[tokio::test]
async fn a_paused_campaign_says_since_when_and_why_and_not_how_long_is_left() {
    for (language, reason, words) in [
        ("en", "IP_CLAIM", "a third party claims rights over it"),
        ("en", "STAFF", "our staff are looking into something"),
        ("zh", "IP_CLAIM", "第三方对其主张权利"),
    ] {
        let mut found = campaign(json!([])).answer("CampaignQuery");
        found["campaignBySlug"]["state"] = json!("PAUSED");
        found["campaignBySlug"]["endsAt"] = json!("2026-05-12T08:00:00Z");
        found["campaignBySlug"]["pause"] = json!({ "reason": reason, "startedAt": "2026-05-01T08:00:00Z" });
        let visitor = StandIn::anonymous().answering("CampaignQuery", found);
        let shown = visitor.get(&format!("/{language}/campaigns/battery")).await;
        shown.is_sound();
        assert!(shown.html.contains(words), "{}", shown.html);
        assert!(
            shown.html.contains("battery/claim\""),
            "claims are taken meanwhile"
        );
        assert!(
            !shown.html.contains("10 days") && !shown.html.contains("12 May"),
            "{}",
            shown.html
        );
    }
}

#[tokio::test]
async fn a_campaign_that_sells_a_security_shows_its_terms_its_rules_and_what_is_asked_first() {
    let price = json!({ "amount": "10.00", "currency": "USD", "minorUnits": "1000" });
    let stand_in = campaign(json!([]));
    let mut found = stand_in.answer("CampaignQuery");
    let campaign = &mut found["campaignBySlug"];
    campaign["regime"] = json!("REG_CF");
    campaign["acceptsPledges"] = json!(true);
    campaign["regimeRules"] =
        json!([{ "rule": "CF1", "text": "A <limit>.", "sources": [], "confirmed": true }]);
    campaign["offering"] = json!({
        "security": "Shares", "unitPrice": price, "method": "NONE", "maximum": null, "existingHolders": null,
        "platformPayBps": 500, "informationSheets": [],
    });
    let stand_in = stand_in.answering("CampaignQuery", found);
    for language in ["en", "zh"] {
        let shown = stand_in.get(&format!("/{language}/campaigns/battery")).await;
        shown.is_sound();
        for part in [
            "Shares",
            "$10.00",
            "A &#60;limit&#62;.",
            "/campaigns/battery/investing",
        ] {
            let part = if language == "zh" && part.starts_with('$') {
                "10.00"
            } else {
                part
            };
            assert!(shown.html.contains(part), "{part} is not in {}", shown.html);
        }
    }
}
