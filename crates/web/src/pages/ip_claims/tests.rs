use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, StandIn};

const CLAIM: &str = "ipclaim_01jx2m0000e1v70000000000p1";
const ME: &str = "user_01jx2m0000e1v70000000000m1";
const OTHER: &str = "user_01jx2m0000e1v70000000000o1";

fn campaign(state: &str) -> Value {
    json!({ "campaignBySlug": { "id": ID, "slug": "s", "title": "Battery", "state": state } })
}

fn refused(field: &str) -> Value {
    json!([{ "code": "REQUIRED", "field": [field], "message": "This is needed here." }])
}

fn filled() -> String {
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    [
        ("kind", "TRADE_MARK"),
        ("right", "Voltura"),
        ("holder", "Cells Inc."),
        ("statement", "They call it by our name."),
        ("contact", "Carla"),
        ("inGoodFaith", "yes"),
    ]
    .map(|(name, value)| part(name, value))
    .concat()
}

fn with_file(form: &str, bytes: &str) -> String {
    format!(
        "{form}--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mark.pdf\"\r\n\r\n{bytes}\r\n--b--\r\n"
    )
}

fn claim(state: &str) -> Value {
    json!({
        "id": CLAIM, "kind": "PATENT", "right": "EP 3 000 000 B1", "holder": "Cells Inc.", "statement": "Claim 1.",
        "evidence": "The second picture.", "contact": null, "document": null, "patent": null,
        "claimant": { "id": OTHER, "displayName": "Carla" },
        "campaign": { "slug": "s", "title": "Battery", "viewerCanEdit": false },
        "state": state, "filedAt": "2026-04-30T08:00:00Z", "answerUntil": null, "answer": null, "answerDocument": null,
        "answeredAt": null, "reviewer": null, "claimedAt": null, "reason": null, "note": null
    })
}

fn case(claim: Value) -> StandIn {
    let found = json!({ "viewer": { "id": ME }, "ipClaim": claim });
    StandIn::signed_in(&["INVESTOR", "REVIEWER"]).answering("IpClaimQuery", found)
}

fn taken(mut claim: Value) -> Value {
    claim["reviewer"] = json!({ "id": ME, "displayName": "Rita" });
    claim["claimedAt"] = json!("2026-05-02T07:00:00Z");
    claim["contact"] = json!("Carla, +1 202 555 0100");
    claim
}

#[tokio::test]
async fn who_claims_a_right_signs_in_and_is_told_what_follows() {
    let path = "/en/campaigns/s/claim";
    let shown = StandIn::anonymous()
        .answering("ClaimedCampaignQuery", campaign("LIVE"))
        .get(path)
        .await;
    assert_eq!(shown.location, "/en/sign-in?next=%2Fcampaigns%2Fs%2Fclaim");
    for language in ["en", "zh"] {
        let visitor = StandIn::signed_in(&["INVESTOR"]).answering("ClaimedCampaignQuery", campaign("PAUSED"));
        let shown = visitor.get(&format!("/{language}/campaigns/s/claim")).await;
        assert_eq!(shown.status, StatusCode::OK);
        shown.is_sound();
        assert!(!shown.html.contains("ip-claim-"), "{}", shown.html);
    }
    let over = StandIn::signed_in(&["INVESTOR"]).answering("ClaimedCampaignQuery", campaign("FUNDED"));
    assert_eq!(over.get(path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_claim_is_filed_with_its_document_or_comes_back_as_it_was_typed() {
    let path = "/en/campaigns/s/claim";
    let visitor = |errors: Value| {
        StandIn::signed_in(&["INVESTOR"])
            .answering("ClaimedCampaignQuery", campaign("LIVE"))
            .doing("FileIpClaim", "ipClaimFile", errors)
    };
    let filing = visitor(json!([]));
    let sent = filing
        .post_form(path, "b", &with_file(&filled(), "%PDF-1.4"))
        .await;
    assert_eq!(sent.location, "/en/claims?done=filed");
    let input = filing.input("FileIpClaim");
    assert_eq!(
        (&input["kind"], &input["inGoodFaith"]),
        (&json!("TRADE_MARK"), &json!(true))
    );
    assert_eq!(input["uploadId"], "file_01jx2m0000e1v7000000000f01");

    let wrong = visitor(refused("statement"));
    let shown = wrong
        .post_form(path, "b", &format!("{}--b--\r\n", filled()))
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.html.contains("This is needed here.") && shown.html.contains("value=\"Voltura\""));
    shown.is_sound();

    let scripted = visitor(json!([]));
    let shown = scripted
        .post_form(path, "b", &with_file(&filled(), "<script>"))
        .await;
    assert!(shown.html.contains("mark.pdf is no document"));
    assert_eq!(scripted.input("FileIpClaim"), Value::Null);
}

#[tokio::test]
async fn ones_own_claims_say_how_far_they_have_come_and_are_taken_back_while_open() {
    for (state, open) in [
        ("SUBMITTED", true),
        ("INQUIRY", true),
        ("UPHELD", false),
        ("MOOT", false),
    ] {
        let own = json!({ "viewer": { "ipClaims": [claim(state)] } });
        let visitor = StandIn::signed_in(&["INVESTOR"]).answering("OwnClaimsQuery", own);
        let shown = visitor.get("/en/claims?done=filed").await;
        assert_eq!(shown.html.contains("/withdraw\""), open, "{state}");
        shown.is_sound();
    }
    let visitor = StandIn::signed_in(&["INVESTOR"]).doing("WithdrawIpClaim", "ipClaimWithdraw", json!([]));
    let sent = visitor.post(&format!("/en/claims/{CLAIM}/withdraw"), &[]).await;
    assert_eq!(sent.location, "/en/claims?done=withdrawn");
    assert_eq!(visitor.input("WithdrawIpClaim")["id"], CLAIM);
}

#[tokio::test]
async fn a_founder_answers_in_time_and_reads_no_contact() {
    let against = |until: &str| {
        let mut asked = claim("INQUIRY");
        asked["answerUntil"] = json!(until);
        let pause = json!({ "reason": "IP_CLAIM", "startedAt": "2026-05-01T08:00:00Z" });
        json!({ "campaign": { "id": ID, "title": "Battery", "zone": "UTC", "viewerCanEdit": true, "pause": pause, "ipClaims": [asked] } })
    };
    let path = format!("/en/founder/{ID}/claims");
    let founder =
        |until: &str| StandIn::signed_in(&["FOUNDER"]).answering("ClaimsAgainstQuery", against(until));
    let shown = founder("2026-05-20T08:00:00Z").get(&path).await;
    assert!(shown.html.contains("name=\"answer\"") && shown.html.contains("a third party claims rights"));
    assert!(!shown.html.contains("To be reached"));
    shown.is_sound();
    let late = founder("2026-05-02T08:00:00Z").get(&path).await;
    assert!(
        !late.html.contains("name=\"answer\""),
        "the instant itself is too late"
    );
    let form = format!(
        "--b\r\nContent-Disposition: form-data; name=\"claim\"\r\n\r\n{CLAIM}\r\n--b\r\nContent-Disposition: form-data; name=\"answer\"\r\n\r\nTyped\r\n--b--\r\n"
    );
    let done = founder("2026-05-20T08:00:00Z").doing("AnswerIpClaim", "ipClaimAnswer", json!([]));
    assert_eq!(
        done.post_form(&path, "b", &form).await.location,
        format!("{path}?done=answered")
    );
    assert_eq!(done.input("AnswerIpClaim")["answer"], "Typed");
    let wrong = founder("2026-05-20T08:00:00Z").doing("AnswerIpClaim", "ipClaimAnswer", refused("answer"));
    let shown = wrong.post_form(&path, "b", &form).await;
    assert!(shown.html.contains(">\nTyped</textarea>"), "{}", shown.html);
    shown.is_sound();
}

#[tokio::test]
async fn the_queue_of_claims_is_for_reviewers() {
    let queue = json!({
        "viewer": { "id": ME },
        "ipClaimQueue": { "totalCount": 2, "pageInfo": { "hasNextPage": false, "endCursor": null }, "nodes": [claim("SUBMITTED"), claim("ANSWERED")] }
    });
    let founder = StandIn::signed_in(&["FOUNDER"]);
    assert_eq!(
        founder.get("/en/review/claims").await.status,
        StatusCode::FORBIDDEN
    );
    for language in ["en", "zh"] {
        let visitor = StandIn::signed_in(&["REVIEWER"]).answering("IpClaimsQuery", queue.clone());
        let shown = visitor
            .get(&format!("/{language}/review/claims?done=inquire"))
            .await;
        assert!(shown.html.contains(CLAIM) && shown.html.contains("role=\"status\""));
        shown.is_sound();
    }
}

#[tokio::test]
async fn a_case_offers_what_can_be_decided_at_its_point() {
    let offers = async |claim: Value| {
        let shown = case(claim).get(&format!("/en/review/claims/{CLAIM}")).await;
        shown.is_sound();
        let offered = ["INQUIRE", "DISMISS", "REJECT", "UPHOLD"].into_iter();
        offered
            .filter(|decision| shown.html.contains(&format!("value=\"{decision}\"")))
            .collect::<Vec<_>>()
    };
    assert_eq!(offers(claim("SUBMITTED")).await, Vec::<&str>::new(), "not taken");
    assert_eq!(offers(taken(claim("SUBMITTED"))).await, ["INQUIRE", "DISMISS"]);
    let mut asked = taken(claim("INQUIRY"));
    asked["answerUntil"] = json!("2026-05-20T08:00:00Z");
    assert_eq!(
        offers(asked.clone()).await,
        ["REJECT"],
        "the founder may still answer"
    );
    asked["answerUntil"] = json!("2026-05-02T08:00:00Z");
    assert_eq!(offers(asked).await, ["REJECT", "UPHOLD"]);
    let mut answered = taken(claim("ANSWERED"));
    answered["answer"] = json!("We do not.");
    answered["answeredAt"] = json!("2026-05-02T06:00:00Z");
    assert_eq!(offers(answered).await, ["REJECT", "UPHOLD"]);
    assert_eq!(offers(taken(claim("UPHELD"))).await, Vec::<&str>::new());
    let mut own = taken(claim("SUBMITTED"));
    own["campaign"]["viewerCanEdit"] = json!(true);
    assert_eq!(
        offers(own).await,
        Vec::<&str>::new(),
        "a party decides on nothing"
    );
}

#[tokio::test]
async fn a_case_is_taken_given_back_and_decided() {
    let path = format!("/en/review/claims/{CLAIM}");
    let visitor = case(taken(claim("SUBMITTED")))
        .doing("TakeIpClaim", "ipClaimTake", json!([]))
        .doing("ReleaseIpClaim", "ipClaimRelease", json!([]))
        .doing("DecideIpClaim", "ipClaimDecide", json!([]));
    assert_eq!(visitor.post(&format!("{path}/take"), &[]).await.location, path);
    assert_eq!(
        visitor.post(&format!("{path}/release"), &[]).await.location,
        "/en/review/claims?done=released"
    );
    let undecided = visitor
        .post(&format!("{path}/decide"), &[("note", "Typed")])
        .await;
    assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(undecided.html.contains("Typed"));
    undecided.is_sound();
    let form = [("decision", "DISMISS"), ("reason", "NOT_USED"), ("note", "No.")];
    let decided = visitor.post(&format!("{path}/decide"), &form).await;
    assert_eq!(decided.location, "/en/review/claims?done=dismiss");
    let expected = json!({ "id": CLAIM, "decision": "DISMISS", "reason": "NOT_USED", "note": "No." });
    assert_eq!(visitor.input("DecideIpClaim"), expected);
}
