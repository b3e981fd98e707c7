use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, StandIn, patent, rewards, texts};

const ME: &str = "user_01jx2m0000e1v70000000000m1";

fn review(reviewer: &str) -> Value {
    json!({
        "reviewer": { "id": reviewer, "displayName": "Wang" }, "claimedAt": "2026-05-02T07:00:00Z",
        "decidedAt": null, "decision": null, "note": null
    })
}

fn case(review: Value, own: bool) -> Value {
    let mut right = patent("OTHER_PARTY");
    right["evidence"] = json!([
        { "source": "sample", "call": "biblio", "fetchedAt": "2026-04-01T00:00:00Z", "sha256": "ab12" }
    ]);
    json!({
        "viewer": { "id": ME },
        "campaign": {
            "id": ID, "slug": "s", "title": "Battery", "state": "IN_REVIEW", "field": "ENERGY_STORAGE",
            "country": "CN", "goal": { "amount": "5.00", "currency": "CNY", "minorUnits": "500" },
            "durationDays": 30, "zone": "UTC", "submittedAt": "2026-05-01T02:00:00Z", "viewerCanEdit": own,
            "isSample": false, "founder": { "displayName": "Lin" }, "texts": texts(), "rewards": rewards(), "addOns": [],
            "ipPanel": {
                "level": "ALERT", "summary": "Something.", "coverage": 100, "asOf": null, "patents": [right]
            },
            "review": review, "pause": null, "regime": "REG_CF"
        },
        "auditTrail": [
            { "at": "2026-05-01T02:00:00Z", "actor": "user_1", "action": "campaign.submit", "cause": null }
        ]
    })
}

fn reviewer() -> StandIn {
    StandIn::signed_in(&["INVESTOR", "REVIEWER"])
}

#[tokio::test]
async fn only_reviewers_see_the_queue() {
    let shown = StandIn::anonymous().get("/en/review").await;
    assert_eq!(shown.location, "/en/sign-in?next=%2Freview");
    let founder = StandIn::signed_in(&["FOUNDER"]);
    assert_eq!(founder.get("/en/review").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        founder.get(&format!("/en/review/{ID}")).await.status,
        StatusCode::FORBIDDEN
    );
    let shown = founder
        .post(&format!("/en/review/{ID}/decide"), &[("decision", "APPROVED")])
        .await;
    assert_eq!(shown.status, StatusCode::FORBIDDEN);
    assert_eq!(founder.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn the_queue_says_who_works_on_what() {
    let row = |review: Value| {
        json!({
            "id": ID, "title": "Battery", "field": "OPTICS", "goal": null, "submittedAt": "2026-05-01T02:00:00Z",
            "founder": { "displayName": "Lin" }, "review": review,
            "ipPanel": { "level": "LOST", "patents": [{ "id": "p" }] }
        })
    };
    let queue = json!({
        "viewer": { "id": ME },
        "reviewQueue": {
            "totalCount": 3, "pageInfo": { "hasNextPage": false, "endCursor": null },
            "nodes": [row(Value::Null), row(review(ME)), row(review("user_other"))]
        }
    });
    for (language, words) in [
        ("en", ["nobody yet", "You", "Wang"]),
        ("zh", ["尚无人受理", "您", "Wang"]),
    ] {
        let visitor = reviewer().answering("QueueQuery", queue.clone());
        let shown = visitor.get(&format!("/{language}/review?done=approved")).await;
        for word in words {
            assert!(shown.html.contains(word), "{word} in {}", shown.html);
        }
        shown.is_sound();
    }
}

#[tokio::test]
async fn a_case_begins_with_its_patents() {
    for language in ["en", "zh"] {
        let visitor = reviewer().answering("CaseQuery", case(review(ME), false));
        let shown = visitor.get(&format!("/{language}/review/{ID}")).await;
        assert_eq!(shown.status, StatusCode::OK);
        let at = |part: &str| {
            shown
                .html
                .find(part)
                .unwrap_or_else(|| panic!("{part} in {}", shown.html))
        };
        assert!(at("Solid electrolyte") < at("Kept title"));
        assert!(at("<strong>Because</strong>") < at("name=\"decision\""));
        assert!(shown.html.contains("campaign.submit"));
        shown.is_sound();
    }
}

#[tokio::test]
async fn who_holds_a_case_keeps_others_from_deciding() {
    let path = format!("/en/review/{ID}");
    let shows = async |review: Value, own: bool| {
        let shown = reviewer()
            .answering("CaseQuery", case(review, own))
            .get(&path)
            .await;
        shown.is_sound();
        (shown.html.contains("/claim\""), shown.html.contains("/decide\""))
    };
    assert_eq!(shows(Value::Null, false).await, (true, true));
    assert_eq!(shows(review(ME), false).await, (false, true));
    assert_eq!(shows(review("user_other"), false).await, (false, false));
    assert_eq!(shows(Value::Null, true).await, (false, false), "never one's own");
}

#[tokio::test]
async fn ones_own_case_is_refused() {
    let wrong = json!([{ "code": "OWN_CASE", "field": null, "message": "You cannot review your own." }]);
    let visitor = reviewer().answering("CaseQuery", case(Value::Null, true)).doing(
        "ClaimReview",
        "campaignReviewClaim",
        wrong,
    );
    let shown = visitor.post(&format!("/en/review/{ID}/claim"), &[]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.html.contains("You cannot review your own."));
    shown.is_sound();
}

#[tokio::test]
async fn a_case_is_taken_and_decided() {
    let path = format!("/en/review/{ID}");
    let visitor = reviewer()
        .answering("CaseQuery", case(Value::Null, false))
        .doing("ClaimReview", "campaignReviewClaim", json!([]))
        .doing("DecideReview", "campaignReviewDecide", json!([]));
    assert_eq!(
        visitor.post(&format!("{path}/claim"), &[]).await.location,
        format!("{path}?done=claimed")
    );
    let shown = visitor
        .post(&format!("{path}/decide"), &[("note", "Typed")])
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.html.contains("href=\"#f-decision\"") && shown.html.contains("Typed</textarea>"));
    shown.is_sound();
    let form = [("decision", "APPROVED"), ("reason", ""), ("note", "")];
    let shown = visitor.post(&format!("{path}/decide"), &form).await;
    assert_eq!(shown.location, "/en/review?done=approved");
    let sent = json!({ "id": ID, "decision": "APPROVED", "note": null });
    assert_eq!(visitor.input("DecideReview"), sent);
}

#[tokio::test]
async fn a_refused_decision_keeps_the_note() {
    let wrong = json!([{ "code": "REQUIRED", "field": ["note"], "message": "This is needed." }]);
    let visitor = reviewer().answering("CaseQuery", case(review(ME), false)).doing(
        "DecideReview",
        "campaignReviewDecide",
        wrong,
    );
    let form = [("decision", "CHANGES_REQUESTED"), ("reason", "")];
    let shown = visitor.post(&format!("/en/review/{ID}/decide"), &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.html.contains("id=\"p-note\""));
    assert!(shown.html.contains("value=\"CHANGES_REQUESTED\" checked"));
    shown.is_sound();
}

fn changed(severity: &str, outcome: Value, asked: i32) -> Value {
    json!({ "materialChanges": [{
        "id": "change_01jx2m0000e1v70000000000c1", "severity": severity, "scope": "RECONFIRM",
        "state": if outcome.is_null() { "RECONFIRMING" } else { "CLOSED" }, "outcome": outcome, "dossierHash": "b",
        "openedAt": "2026-04-28T00:00:00Z", "reconfirmUntil": "2026-05-06T16:00:00Z",
        "deadlineBefore": "2026-05-01T00:00:00Z", "reason": null, "reclassified": false,
        "causes": [{ "message": "The right has ended", "on": "2026-04-20", "patent": { "number": "CN 202310123456.7" } }],
        "campaign": { "slug": "s", "title": "Battery", "viewerCanEdit": false },
        "answers": { "asked": asked, "kept": 2, "declined": 1, "silent": 0 }
    }] })
}

#[tokio::test]
async fn changes_of_patents_are_listed_and_classed_anew_with_a_reason() {
    let id = "/review/changes/change_01jx2m0000e1v70000000000c1";
    let visitor = reviewer().answering("ChangesQuery", changed("MAJOR", Value::Null, 7));
    for language in ["en", "zh"] {
        for page in ["/review/changes", id] {
            let shown = visitor.get(&format!("/{language}{page}")).await;
            assert_eq!(shown.status, StatusCode::OK);
            shown.is_sound();
        }
    }
    let list = visitor.get("/en/review/changes").await.html;
    assert!(list.contains("The right has ended") && list.contains("3 of 7"));
    let one = visitor.get(&format!("/en{id}")).await.html;
    assert!(one.contains("Class as minor") && one.contains("value=\"MINOR\""));
    let wrong = json!([{ "code": "TEXT_INVALID", "field": null, "message": "Give a reason." }]);
    let visitor = visitor.answering(
        "Reclassify",
        json!({ "materialChangeReclassify": { "userErrors": wrong } }),
    );
    let refused = visitor
        .post(&format!("/en{id}"), &[("severity", "MINOR"), ("reason", "")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("href=\"#f-reason\""));
    refused.is_sound();
    let visitor = visitor.answering(
        "Reclassify",
        json!({ "materialChangeReclassify": { "userErrors": [] } }),
    );
    let sent = visitor
        .post(&format!("/en{id}"), &[("severity", "MINOR"), ("reason", "paid")])
        .await;
    assert_eq!(sent.location, "/en/review/changes?done=1");
    // What is over stays as it is; what was minor may turn out to be major.
    let over = reviewer().answering("ChangesQuery", changed("MAJOR", json!("ANSWERED"), 3));
    assert!(!over.get(&format!("/en{id}")).await.html.contains("Class as"));
    let minor = reviewer().answering("ChangesQuery", changed("MINOR", json!("INFORMED"), 0));
    assert!(
        minor
            .get(&format!("/en{id}"))
            .await
            .html
            .contains("Class as major")
    );
    assert_eq!(
        StandIn::signed_in(&["FINANCE"])
            .get("/en/review/changes")
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

fn document_case(state: &str, mine: bool) -> Value {
    json!({
        "viewer": { "id": ME },
        "patentDocument": {
            "id": DOCUMENT, "kind": "REGISTER_EXTRACT", "state": state,
            "submitter": { "id": "user_other", "displayName": "Lin" },
            "patent": { "number": "CN 199041207 B", "title": "Solid electrolyte" }, "issuedOn": "2026-04-20",
            "caseStatus": "专利权维持", "owners": ["苏州澜穹固态电池有限公司"], "fees": [{ "year": 5, "paidOn": "2026-01-12" }],
            "encumbrances": [{ "kind": "SECURITY", "holder": "中国银行", "effectiveOn": "2025-11-03" }],
            "file": {
                "id": "file_1", "name": "extract.pdf", "path": if mine { json!("/files/file_1.x") } else { Value::Null },
                "isImage": false, "byteSize": 2048, "accesses": []
            },
            "submittedAt": "2026-05-01T02:00:00Z",
            "reviewer": mine.then(|| json!({ "id": ME, "displayName": "Wang" })),
            "claimedAt": mine.then_some("2026-05-02T07:00:00Z"), "reason": null, "note": null
        }
    })
}

const DOCUMENT: &str = "pdoc_01jx2m0000e1v70000000000m1";

#[tokio::test]
async fn a_document_is_compared_with_what_is_stated_once_it_is_taken() {
    for language in ["en", "zh"] {
        let path = format!("/{language}/review/documents/{DOCUMENT}");
        let closed = reviewer().answering("PatentDocumentQuery", document_case("SUBMITTED", false));
        let shown = closed.get(&path).await;
        assert!(
            shown.html.contains("专利权维持") && shown.html.contains("中国银行"),
            "{}",
            shown.html
        );
        assert!(shown.html.contains(&format!("{path}/take")) && !shown.html.contains("name=\"decision\""));
        shown.is_sound();
        let open = reviewer().answering("PatentDocumentQuery", document_case("SUBMITTED", true));
        let shown = open.get(&path).await;
        assert!(shown.html.contains("/files/file_1.x") && shown.html.contains(&format!("{path}/release")));
        assert!(shown.html.contains("value=\"SAYS_OTHERWISE\""), "{}", shown.html);
        shown.is_sound();
    }
    let decided = reviewer().answering("PatentDocumentQuery", document_case("APPROVED", true));
    let shown = decided.get(&format!("/en/review/documents/{DOCUMENT}")).await;
    assert!(
        !shown.html.contains("name=\"decision\""),
        "what was decided is not decided again"
    );
}

#[tokio::test]
async fn the_queue_of_documents_says_who_compares_which() {
    let row = |reviewer: Value| {
        json!({
            "id": DOCUMENT, "kind": "FEE_RECEIPT", "submitter": { "id": "user_other", "displayName": "Lin" },
            "patent": { "number": "CN 199041207 B", "title": null }, "issuedOn": "2026-04-20",
            "submittedAt": "2026-05-01T02:00:00Z", "reviewer": reviewer, "claimedAt": "2026-05-02T07:00:00Z"
        })
    };
    let queue = json!({
        "viewer": { "id": ME },
        "patentDocumentQueue": {
            "totalCount": 2, "pageInfo": { "hasNextPage": true, "endCursor": "abc" },
            "nodes": [row(Value::Null), row(json!({ "id": ME, "displayName": "Wang" }))]
        }
    });
    for language in ["en", "zh"] {
        let visitor = reviewer().answering("PatentDocumentsQuery", queue.clone());
        let shown = visitor
            .get(&format!("/{language}/review/documents?done=approve"))
            .await;
        assert!(
            shown.html.contains("CN 199041207 B") && shown.html.contains("after=abc"),
            "{}",
            shown.html
        );
        shown.is_sound();
    }
}

#[tokio::test]
async fn a_live_campaign_is_stopped_with_a_reason_and_one_stopped_for_a_claim_is_not_started_here() {
    let path = format!("/en/review/{ID}");
    let shown = |state: &str, reason: Option<&str>, own: bool| {
        let mut found = case(review(ME), own);
        found["campaign"]["state"] = json!(state);
        let pause = |reason: &str| json!({ "reason": reason, "startedAt": "2026-05-01T02:00:00Z" });
        found["campaign"]["pause"] = reason.map_or(Value::Null, pause);
        reviewer().answering("CaseQuery", found)
    };
    let forms = async |visitor: StandIn| {
        let page = visitor.get(&path).await;
        page.is_sound();
        (page.html.contains("/pause\""), page.html.contains("/resume\""))
    };
    assert_eq!(forms(shown("LIVE", None, false)).await, (true, false));
    assert_eq!(forms(shown("PAUSED", Some("STAFF"), false)).await, (false, true));
    assert_eq!(
        forms(shown("PAUSED", Some("IP_CLAIM"), false)).await,
        (false, false)
    );
    assert_eq!(
        forms(shown("LIVE", None, true)).await,
        (false, false),
        "never one's own"
    );
    assert_eq!(forms(shown("IN_REVIEW", None, false)).await, (false, false));
    let wrong = json!([{ "code": "REQUIRED", "field": ["reason"], "message": "This is needed." }]);
    let refused = shown("LIVE", None, false).doing("PauseCampaign", "campaignPause", wrong);
    let page = refused.post(&format!("{path}/pause"), &[("reason", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.is_sound();
    let done = shown("PAUSED", Some("STAFF"), false).doing("ResumeCampaign", "campaignResume", json!([]));
    let page = done
        .post(&format!("{path}/resume"), &[("reason", "It was nothing.")])
        .await;
    assert_eq!(page.location, format!("{path}?done=resumed"));
    assert_eq!(done.input("ResumeCampaign")["reason"], "It was nothing.");
}

const DECLARATION: &str = "declaration_01jx2m0000e1v7000000000d01";

fn declarations() -> StandIn {
    let row = json!({ "id": DECLARATION, "regime": "CN_PRIVATE", "declaredAt": "2026-05-01T08:00:00Z" });
    let queue =
        json!({ "totalCount": 1, "pageInfo": { "hasNextPage": true, "endCursor": "d" }, "nodes": [row] });
    StandIn::signed_in(&["REVIEWER"]).answering("DeclarationsQuery", json!({ "declarationQueue": queue }))
}

fn taken() -> StandIn {
    let money =
        |amount: &str, minor: &str| json!({ "amount": amount, "currency": "CNY", "minorUnits": minor });
    let declaration = json!({
        "id": DECLARATION, "regime": "CN_PRIVATE", "declaredAt": "2026-05-01T08:00:00Z",
        "class": {
            "grounds": null, "income": money("600000.00", "60000000"), "assets": money("90000000.00", "9000000000"),
            "financeMonths": null, "executiveMonths": null, "tradesAQuarter": null, "tradeQuarters": null,
            "ownFunds": null, "turnover": null, "balanceSheet": null,
        },
        "documents": [{
            "id": "file_01jx2m0000e1v7000000000f01", "name": "means<1>.pdf", "isImage": false, "byteSize": 90_000, "path": "/files/x",
            "accesses": [],
        }],
    });
    declarations().answering(
        "TakeDeclaration",
        json!({ "investorDeclarationTake": { "declaration": declaration, "userErrors": [] } }),
    )
}

#[tokio::test]
async fn an_investor_of_a_class_is_looked_at_and_decided_on() {
    for language in ["en", "zh"] {
        let queue = declarations()
            .get(&format!("/{language}/review/declarations"))
            .await;
        queue.is_sound();
        assert!(
            queue.html.contains(DECLARATION) && queue.html.contains("after=d"),
            "{}",
            queue.html
        );
        let case = taken()
            .post(&format!("/{language}/review/declarations/{DECLARATION}"), &[])
            .await;
        assert_eq!(case.status, StatusCode::OK);
        case.is_sound();
        assert!(
            case.html.contains("90,000,000") && case.html.contains("means&#60;1&#62;.pdf"),
            "{}",
            case.html
        );
    }
    let path = format!("/en/review/declarations/{DECLARATION}/decide");
    let decided = json!({ "investorDeclarationDecide": { "userErrors": [] } });
    let visitor = taken().answering("DecideDeclaration", decided);
    let without = visitor
        .post(&path, &[("decision", "refuse"), ("reason", " ")])
        .await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.html.contains("id=\"p-reason\""));
    let refused = visitor
        .post(&path, &[("decision", "refuse"), ("reason", "Too old")])
        .await;
    assert_eq!(refused.location, "/en/review/declarations?done=refused");
    assert_eq!(
        visitor.input("DecideDeclaration"),
        json!({ "id": DECLARATION, "refusedBecause": "Too old" })
    );
    let accepted = visitor
        .post(&path, &[("decision", "accept"), ("reason", "")])
        .await;
    assert_eq!(accepted.location, "/en/review/declarations?done=accepted");
    assert_eq!(
        visitor.input("DecideDeclaration"),
        json!({ "id": DECLARATION, "refusedBecause": null })
    );
    let errors = json!([{ "field": null, "message": "Decided before." }]);
    let gone = declarations().answering(
        "TakeDeclaration",
        json!({ "investorDeclarationTake": { "declaration": null, "userErrors": errors } }),
    );
    let gone = gone
        .post(&format!("/en/review/declarations/{DECLARATION}"), &[])
        .await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gone.html.contains("Decided before."));
}

#[tokio::test]
async fn a_background_check_is_recorded_with_its_reference() {
    let price = json!({ "amount": "10.00", "currency": "USD", "minorUnits": "1000" });
    let campaign = json!({
        "id": ID, "slug": "battery", "title": "Battery", "regime": "REG_CF", "regimeRules": [],
        "offering": {
            "security": "Shares", "unitPrice": price, "method": "NONE", "maximum": null, "existingHolders": null,
            "platformPayBps": 500, "informationSheets": [],
            "backgroundChecks": [{ "party": "ISSUER", "passed": true }, { "party": "OFFICERS", "passed": false }],
        },
    });
    let visitor = StandIn::signed_in(&["REVIEWER"])
        .answering("ChecksQuery", json!({ "campaign": campaign }))
        .answering(
            "RecordCheck",
            json!({ "backgroundCheckRecord": { "userErrors": [] } }),
        );
    for language in ["en", "zh"] {
        let page = visitor.get(&format!("/{language}/review/{ID}/offering")).await;
        page.is_sound();
        assert!(page.html.contains("Shares"));
    }
    let page = visitor.get(&format!("/en/review/{ID}/offering")).await;
    for part in [
        "<dd>Nothing speaks against them",
        "<dd>Something speaks against them",
        "<dd>not checked yet",
    ] {
        assert!(page.html.contains(part), "{part} is not in {}", page.html);
    }
    let form = [("party", "HOLDERS"), ("outcome", "passed"), ("reference", "4711")];
    let done = visitor.post(&format!("/en/review/{ID}/offering"), &form).await;
    assert_eq!(done.location, format!("/en/review/{ID}/offering?done"));
    let sent = json!({ "campaignId": ID, "party": "HOLDERS", "passed": true, "reference": "4711" });
    assert_eq!(visitor.input("RecordCheck"), sent);
}
