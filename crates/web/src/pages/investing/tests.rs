use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{Shown, StandIn};

const CAMPAIGN: &str = "campaign_01jx2m0000e1v7000000000c01";
const PAGE: &str = "/en/campaigns/lamp/investing";

fn contains(shown: &Shown, parts: &[&str]) {
    for part in parts {
        assert!(shown.html.contains(part), "{part} is not in {}", shown.html);
    }
}

/// A form with a file, or without.
fn with_file(fields: &[(&str, &str)], file: Option<(&str, &str)>) -> String {
    let part =
        |name: &str, rest: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n");
    let mut body: String = fields
        .iter()
        .map(|(name, value)| part(name, &format!("\r\n\r\n{value}")))
        .collect();
    let (name, bytes) = file.unwrap_or_default();
    body.push_str(&part(
        "file",
        &format!("; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n{bytes}"),
    ));
    body.push_str("--b--\r\n");
    body
}

fn usd(amount: &str) -> Value {
    let minor = amount.replace('.', "");
    json!({ "amount": amount, "currency": "USD", "minorUnits": minor })
}

fn offering() -> Value {
    json!({
        "security": "Common <shares>", "unitPrice": usd("10.00"), "method": "FIRST_COME", "maximum": usd("50000.00"),
        "existingHolders": 3, "platformPayBps": 550,
        "informationSheets": [{ "version": 2, "pages": 6, "reason": "New <figures>", "publishedAt": "2026-05-01T08:00:00Z" }],
    })
}

fn step(kind: &str, is_met: bool, amount: Value) -> Value {
    let until = is_met.then_some("2026-07-01T08:00:00Z");
    json!({ "kind": kind, "isMet": is_met, "countsUntil": until, "amount": amount })
}

/// The page of a campaign under a regime, with these steps before it.
fn asked(regime: &str, steps: &Value, declared: &Value) -> StandIn {
    let campaign = json!({
        "id": CAMPAIGN, "slug": "lamp", "title": "A <lamp>", "regime": regime, "offering": offering(),
        "regimeRules": [{ "rule": "CF2", "text": "A limit.", "sources": ["17 CFR 227.100"], "confirmed": false }],
        "investorSteps": steps, "raised": usd("100.00"),
    });
    let question = json!({
        "name": "loss", "text": { "en": "What may be lost?", "zhHans": "可能损失多少？" },
        "choices": [
            { "name": "all", "text": { "en": "Everything", "zhHans": "全部" } },
            { "name": "half", "text": { "en": "Half", "zhHans": "一半" } },
        ],
    });
    StandIn::signed_in(&["INVESTOR"])
        .answering(
            "InvestingQuery",
            json!({ "campaignBySlug": campaign, "viewer": { "regimeDeclarations": declared } }),
        )
        .answering("QuestionsQuery", json!({ "regimeQuestions": [question] }))
}

fn reg_cf(education_is_met: bool) -> StandIn {
    let steps = json!([
        step("FIGURES", true, usd("2500.00")),
        step("EDUCATION", education_is_met, Value::Null)
    ]);
    asked("REG_CF", &steps, &json!([]))
}

fn ecspr() -> StandIn {
    let steps = json!([
        step("KNOWLEDGE_TEST", false, Value::Null),
        step("FIGURES", true, Value::Null),
        step("LOSS_SIMULATION", false, usd("4000.00")),
        step("LARGE_INVESTMENT", false, usd("2000.00")),
    ]);
    let test = json!({
        "regime": "ECSPR", "kind": "KNOWLEDGE_TEST", "state": "DECLARED", "declaredAt": "2026-05-01T08:00:00Z",
        "reason": null, "rightAnswers": 4,
    });
    asked("ECSPR", &steps, &json!([test]))
}

fn cn_private() -> StandIn {
    let refused = json!({
        "regime": "CN_PRIVATE", "kind": "CLASS", "state": "REFUSED", "declaredAt": "2026-05-01T08:00:00Z",
        "reason": "Too <old>", "rightAnswers": null,
    });
    asked(
        "CN_PRIVATE",
        &json!([step("CLASS", false, Value::Null)]),
        &json!([refused]),
    )
}

fn kept(visitor: StandIn, operation: &'static str, field: &str, errors: &Value) -> StandIn {
    visitor.answering(operation, json!({ field: { "userErrors": errors } }))
}

#[tokio::test]
async fn what_is_asked_stands_on_the_page_in_both_languages() {
    for visitor in [reg_cf(false), ecspr(), cn_private()] {
        for language in ["en", "zh"] {
            let page = visitor
                .get(&format!("/{language}/campaigns/lamp/investing"))
                .await;
            assert_eq!(page.status, StatusCode::OK);
            page.is_sound();
            contains(&page, &["Common &#60;shares&#62;", "17 CFR 227.100", "5.50%"]);
        }
    }
    let page = reg_cf(false).get(PAGE).await;
    contains(
        &page,
        &["you may invest $2,500.00", "What may be lost?", "name=\"q.loss\""],
    );
    assert!(!page.html.contains("Nothing more is asked of you"));
    let page = reg_cf(true).get(PAGE).await;
    contains(
        &page,
        &["Nothing more is asked of you", "/en/campaigns/lamp/pledge"],
    );
    let page = ecspr().get(PAGE).await;
    contains(
        &page,
        &[
            "4 of 1 answers",
            "you could lose $4,000.00",
            "an investment above $2,000.00",
        ],
    );
    let page = cn_private().get(PAGE).await;
    contains(&page, &["Too &#60;old&#62;", "I am a qualified investor"]);
}

#[tokio::test]
async fn a_campaign_for_rewards_asks_nothing_and_strangers_sign_in_first() {
    let page = asked("REWARD", &json!([]), &json!([])).get(PAGE).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let shown = StandIn::anonymous().get(PAGE).await;
    assert!(
        shown.location.starts_with("/en/sign-in?next="),
        "{}",
        shown.location
    );
}

#[tokio::test]
async fn figures_are_sent_in_the_campaigns_currency() {
    let path = format!("{PAGE}/figures");
    let visitor = kept(
        reg_cf(false),
        "DeclareFigures",
        "investorFiguresDeclare",
        &json!([]),
    );
    let shown = visitor
        .post(&path, &[("income", "many"), ("netWorth", "50,000")])
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-income\">Enter an amount", "value=\"50,000\""]);
    shown.is_sound();
    let shown = visitor
        .post(&path, &[("income", "60,000"), ("netWorth", "50000.50")])
        .await;
    assert_eq!(shown.location, "/en/campaigns/lamp/investing?done");
    let amount = |amount: &str| json!({ "amount": amount, "currency": "USD" });
    let sent = json!({ "regime": "REG_CF", "income": amount("60000"), "netWorth": amount("50000.50") });
    assert_eq!(visitor.input("DeclareFigures"), sent);
}

#[tokio::test]
async fn what_was_learned_is_sent_with_its_answers_and_what_is_not_enough_is_said() {
    let path = format!("{PAGE}/education");
    let form = [
        ("q.loss", "half"),
        ("materialRead", "on"),
        ("lossAcknowledged", "on"),
    ];
    let visitor = kept(
        reg_cf(false),
        "DeclareEducation",
        "investorEducationDeclare",
        &json!([]),
    );
    let shown = visitor.post(&path, &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &[
            "Not all answers are right",
            "value=\"half\" checked",
            "name=\"materialRead\" checked",
        ],
    );
    let sent = json!({
        "campaignId": CAMPAIGN, "materialRead": true, "lossAcknowledged": true, "illiquidityAcknowledged": false,
        "answers": [{ "questionId": "loss", "choiceId": "half" }],
    });
    assert_eq!(visitor.input("DeclareEducation"), sent);
    let visitor = kept(
        reg_cf(true),
        "DeclareEducation",
        "investorEducationDeclare",
        &json!([]),
    );
    assert_eq!(
        visitor.post(&path, &form).await.location,
        "/en/campaigns/lamp/investing?done"
    );
}

#[tokio::test]
async fn test_simulation_and_consent_are_sent_as_they_were_shown() {
    let visitor = kept(ecspr(), "TakeKnowledgeTest", "knowledgeTestTake", &json!([]));
    visitor
        .post(
            &format!("{PAGE}/knowledge-test"),
            &[("q.loss", "all"), ("warningAcknowledged", "on")],
        )
        .await;
    let sent =
        json!({ "answers": [{ "questionId": "loss", "choiceId": "all" }], "warningAcknowledged": true });
    assert_eq!(visitor.input("TakeKnowledgeTest"), sent);
    let visitor = kept(
        ecspr(),
        "ConfirmLossSimulation",
        "lossSimulationConfirm",
        &json!([]),
    );
    visitor.post(&format!("{PAGE}/loss-simulation"), &[]).await;
    let sent = json!({ "loss": { "amount": "4000.00", "currency": "USD" } });
    assert_eq!(visitor.input("ConfirmLossSimulation"), sent);
    let not_read = json!([{ "field": ["threshold"], "message": "Read it again." }]);
    let visitor = kept(ecspr(), "AgreeLargeInvestment", "largeInvestmentAgree", &not_read);
    let shown = visitor
        .post(
            &format!("{PAGE}/large-investment"),
            &[("amount", "9000"), ("threshold", "1")],
        )
        .await;
    contains(&shown, &["id=\"p-threshold\">Read it again.", "value=\"9000\""]);
    let unknown = ecspr().post(&format!("{PAGE}/anything"), &[]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_class_is_shown_by_a_document() {
    let path = format!("{PAGE}/class");
    let fields = [
        ("class", "QUALIFIED"),
        ("class-qualified.income", "600,000"),
        ("class-qualified.assets", ""),
    ];
    let without = cn_private()
        .post_form(&path, "b", &with_file(&fields, None))
        .await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&without, &["id=\"p-class-qualified-file\"", "value=\"600,000\""]);
    let visitor = kept(cn_private(), "DeclareClass", "investorClassDeclare", &json!([]));
    let shown = visitor
        .post_form(&path, "b", &with_file(&fields, Some(("means.pdf", "%PDF-1.4"))))
        .await;
    assert_eq!(shown.location, "/en/campaigns/lamp/investing?done");
    let sent = visitor.input("DeclareClass");
    assert_eq!(sent["class"], "QUALIFIED");
    assert_eq!(sent["income"], json!({ "amount": "600000", "currency": "USD" }));
    assert_eq!(
        (&sent["assets"], sent["uploadIds"].as_array().map(Vec::len)),
        (&Value::Null, Some(1))
    );
    let too_little = json!([{ "field": ["input", "income"], "message": "Too little." }]);
    let visitor = kept(cn_private(), "DeclareClass", "investorClassDeclare", &too_little);
    let shown = visitor
        .post_form(&path, "b", &with_file(&fields, Some(("means.pdf", "%PDF-1.4"))))
        .await;
    contains(&shown, &["id=\"p-class-qualified-income\">Too little."]);
}

#[tokio::test]
async fn a_sheet_leads_to_its_document() {
    let opened = json!({ "informationSheetOpen": { "document": {
        "id": "file_01jx2m0000e1v7000000000f01", "name": "sheet.pdf", "isImage": false, "byteSize": 10, "path": "/files/x",
        "accesses": [],
    } } });
    let visitor = ecspr().answering("OpenSheet", opened);
    let shown = visitor.post("/en/campaigns/lamp/sheets/2", &[]).await;
    assert_eq!(shown.location, "/files/x");
    assert_eq!(
        visitor.input("OpenSheet"),
        json!({ "campaignId": CAMPAIGN, "version": 2 })
    );
}
