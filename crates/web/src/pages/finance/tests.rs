use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, Shown, StandIn};

const PAYOUT: &str = "payout_01jx2m0000e1v70000000000b1";
const PLEDGE: &str = "pledge_01jx2m0000e1v70000000000a1";
const DISPUTE: &str = "dispute_01jx2m0000e1v70000000000e1";
const KEY: &str = "00000000-0000-0000-0000-000000000011";

fn money() -> Value {
    json!({ "amount": "600.00", "currency": "USD", "minorUnits": "60000" })
}

fn payout(state: &str, provider: &str, own: bool) -> Value {
    json!({
        "id": PAYOUT, "sequence": 1, "purpose": "PROCEEDS", "amount": money(), "state": state,
        "holdReason": if state == "HELD" { json!("PAYEE_NOT_READY") } else { Value::Null },
        "provider": provider, "reference": null, "failureCode": null, "viewerRequested": own,
        "requestedAt": "2026-05-01T00:00:00Z", "finishedAt": null,
        "campaign": { "slug": "battery", "title": "A battery", "founder": { "displayName": "Lin" } }
    })
}

fn dispute(evidence: Value) -> Value {
    json!({
        "id": DISPUTE, "pledgeId": PLEDGE, "amount": money(), "reason": "product_not_received",
        "state": "NEEDS_RESPONSE", "evidenceDueAt": "2026-05-10T00:00:00Z", "evidenceAt": evidence,
        "openedAt": "2026-05-01T00:00:00Z", "closedAt": null
    })
}

fn refund() -> Value {
    json!({
        "id": "refund_01h455vb4pex5vsknk084sn02q", "pledgeId": PLEDGE, "amount": money(), "reason": "GOODWILL", "bearer": "PLATFORM",
        "items": [], "note": null, "state": "FAILED", "failureCode": "expired_or_canceled_card",
        "requestedAt": "2026-05-01T00:00:00Z", "finishedAt": null, "repayment": null
    })
}

/// A refund of which one officer says how it was paid by hand.
fn repaid(own: bool) -> Value {
    let mut refund = refund();
    refund["state"] = json!("REQUESTED");
    refund["failureCode"] = Value::Null;
    refund["repayment"] = json!({
        "bankReference": "SEPA-118", "paidOn": "2026-05-01", "evidence": "Statement 118", "viewerRecorded": own,
        "recordedBy": { "displayName": "Fina" }, "recordedAt": "2026-05-01T09:00:00Z"
    });
    refund
}

fn with_refund(refund: Value) -> StandIn {
    officer().answering("RefundQuery", json!({ "finance": { "refund": refund } }))
}

fn due() -> Value {
    json!({
        "id": ID, "slug": "battery", "title": "A battery", "founder": { "displayName": "Lin" },
        "collection": { "collected": money(), "closedAt": "2026-04-01T00:00:00Z" }
    })
}

fn officer() -> StandIn {
    StandIn::signed_in(&["INVESTOR", "FINANCE"])
}

fn queues(due: Value, payouts: Value, refunds: Value, disputes: Value) -> StandIn {
    let without = json!([{
        "id": ID, "slug": "lamp", "title": "A lamp", "founder": { "displayName": "Wei" },
        "money": { "reserve": money(), "settledWithoutPayoutAt": "2026-04-20T00:00:00Z" }
    }]);
    let without = if due == json!([]) { json!([]) } else { without };
    let finance = json!({
        "dueCampaigns": due, "settledWithoutPayout": without, "payouts": payouts, "refunds": refunds, "disputes": disputes,
        "reconciliation": {
            "reconciledAt": "2026-05-02T03:00:00Z", "compared": 12, "underWay": 1,
            "differences": [{ "source": "pi_lost", "books": money(), "provider": money() }]
        }
    });
    officer().answering("FinanceQuery", json!({ "finance": finance }))
}

fn with_payout(payout: Value) -> StandIn {
    officer().answering("PayoutQuery", json!({ "finance": { "payouts": [payout] } }))
}

fn with_dispute(evidence: Value) -> StandIn {
    officer().answering(
        "DisputeQuery",
        json!({ "finance": { "disputes": [dispute(evidence)] } }),
    )
}

fn wrong(code: &str, field: Value, message: &str) -> Value {
    json!([{ "code": code, "field": field, "message": message }])
}

fn contains(shown: &Shown, parts: &[&str]) {
    for part in parts {
        assert!(shown.html.contains(part), "{part} is not in {}", shown.html);
    }
}

async fn payout_page(visitor: &StandIn) -> Shown {
    let path = format!("/finance/payouts/{PAYOUT}");
    let chinese = visitor.get(&format!("/zh{path}")).await;
    assert_eq!(chinese.status, StatusCode::OK, "{}", chinese.html);
    chinese.is_sound();
    let shown = visitor.get(&format!("/en{path}")).await;
    shown.is_sound();
    shown
}

#[tokio::test]
async fn only_finance_sees_its_pages() {
    let shown = StandIn::anonymous().get("/en/finance").await;
    assert_eq!(shown.location, "/en/sign-in?next=%2Ffinance");
    let reviewer = StandIn::signed_in(&["REVIEWER", "FOUNDER"]);
    for page in [
        "",
        "/refunds",
        &format!("/payouts/{PAYOUT}"),
        &format!("/disputes/{DISPUTE}"),
    ] {
        let shown = reviewer.get(&format!("/en/finance{page}")).await;
        assert_eq!(shown.status, StatusCode::FORBIDDEN, "{page}");
        assert!(
            !shown.html.contains("href=\"/en/finance\""),
            "no entry in the navigation"
        );
    }
    for form in [
        "/payouts".to_owned(),
        format!("/payouts/{PAYOUT}/approve"),
        format!("/payouts/{PAYOUT}/reject"),
        format!("/payouts/{PAYOUT}/record"),
        format!("/disputes/{DISPUTE}"),
        "/refunds".to_owned(),
        "/refunds/refund_01h455vb4pex5vsknk084sn02q/record".to_owned(),
        "/refunds/refund_01h455vb4pex5vsknk084sn02q/confirm".to_owned(),
        "/refunds/refund_01h455vb4pex5vsknk084sn02q/reject".to_owned(),
    ] {
        let fields = [
            ("campaignId", ID),
            ("reason", "x"),
            ("bankReference", "x"),
            ("evidence", "x"),
        ];
        let shown = reviewer.post(&format!("/en/finance{form}"), &fields).await;
        assert_eq!(shown.status, StatusCode::FORBIDDEN, "{form}");
    }
    assert_eq!(reviewer.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn the_four_queues_are_told_apart() {
    let full = queues(
        json!([due()]),
        json!([payout("HELD", "stripe", true)]),
        json!([refund()]),
        json!([dispute(Value::Null), dispute(json!("2026-05-02T00:00:00Z"))]),
    );
    let empty = queues(json!([]), json!([]), json!([]), json!([]));
    for language in ["en", "zh"] {
        let shown = full.get(&format!("/{language}/finance")).await;
        assert_eq!(shown.html.matches("<caption").count(), 6);
        shown.is_sound();
        let shown = empty.get(&format!("/{language}/finance?done=ordered")).await;
        assert_eq!(shown.html.matches("class=\"empty\"").count(), 4);
        assert!(
            !shown.html.contains("without-heading"),
            "nothing is said of what is not"
        );
        contains(&shown, &["role=\"status\""]);
        shown.is_sound();
    }
    let shown = full.get("/en/finance").await;
    contains(
        &shown,
        &[
            "aria-current=\"page\">Finance</a>",
            "<h2 id=\"without-heading\">Settled without a payout</h2>",
            "href=\"/en/campaigns/lamp\">A lamp</a>",
            &format!("name=\"campaignId\" value=\"{ID}\""),
            "name=\"key\" value=\"",
            &format!("href=\"/en/finance/payouts/{PAYOUT}\">A battery"),
            "Held</span>",
            "Ordered by you",
            "expired_or_canceled_card",
            "says nothing came",
            "10 May 2026",
            "12 charges, refunds, disputes and transfers",
            "<code>pi_lost</code>",
            "Evidence was handed in on 2 May 2026",
        ],
    );
}

#[tokio::test]
async fn a_payout_is_ordered_once() {
    let ordered = |errors: Value| {
        queues(json!([due()]), json!([]), json!([]), json!([])).answering(
            "OrderPayout",
            json!({ "payoutRequest": { "userErrors": errors } }),
        )
    };
    let visitor = ordered(json!([]));
    let form = [("campaignId", ID), ("key", KEY)];
    let shown = visitor.post("/en/finance/payouts", &form).await;
    assert_eq!(shown.location, "/en/finance?done=ordered");
    assert_eq!(
        visitor.input("OrderPayout"),
        json!({ "campaignId": ID, "idempotencyKey": KEY })
    );
    let visitor = ordered(wrong("PAYEE_NOT_FOUND", json!(["payeeId"]), "No account yet."));
    let shown = visitor.post("/en/finance/payouts", &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["<li>No account yet.</li>"]);
    assert!(!shown.html.contains(KEY), "the key was used up by the answer");
    shown.is_sound();
}

#[tokio::test]
async fn whoever_ordered_a_payout_is_not_asked_to_approve_it() {
    let shown = payout_page(&with_payout(payout("SCHEDULED", "stripe", false))).await;
    contains(&shown, &["/approve\"", "/reject\"", "Approve $600.00"]);
    assert!(!shown.html.contains("/record\""));
    let keys: Vec<_> = shown.html.split("name=\"key\" value=\"").skip(1).collect();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0][..36], keys[1][..36], "two wishes, two keys");
    let shown = payout_page(&with_payout(payout("SCHEDULED", "stripe", true))).await;
    contains(&shown, &["somebody else must approve or reject it"]);
    assert!(!shown.html.contains("/approve\"") && !shown.html.contains("/reject\""));
    let shown = payout_page(&with_payout(payout("HELD", "stripe", false))).await;
    contains(&shown, &["cannot be paid yet", "/approve\""]);
    let shown = payout_page(&with_payout(payout("APPROVED", "stripe", false))).await;
    contains(&shown, &["Nothing is to be done here now."]);
    let page = "/en/finance/payouts/payout_other";
    let shown = with_payout(payout("HELD", "stripe", false)).get(page).await;
    assert_eq!(shown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_payout_is_approved_held_or_rejected() {
    let path = |rest: &str| format!("/en/finance/payouts/{PAYOUT}/{rest}");
    let decided = |state: &str, errors: Value| {
        let payload = json!({ "payout": { "state": state }, "userErrors": errors });
        with_payout(payout("SCHEDULED", "stripe", false))
            .answering("DecidePayout", json!({ "payoutDecide": payload }))
    };
    let visitor = decided("APPROVED", json!([]));
    let form = [("key", KEY), ("reason", "not sent along")];
    let shown = visitor.post(&path("approve"), &form).await;
    assert_eq!(shown.location, "/en/finance?done=approved");
    assert_eq!(
        visitor.input("DecidePayout"),
        json!({ "payoutId": PAYOUT, "approve": true, "reason": null, "idempotencyKey": KEY })
    );
    let shown = decided("HELD", json!([])).post(&path("approve"), &form).await;
    assert_eq!(shown.location, "/en/finance?done=held");
    let visitor = decided("REJECTED", json!([]));
    let shown = visitor
        .post(&path("reject"), &[("key", KEY), ("reason", " ")])
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-reason\"", "href=\"#f-reason\""]);
    shown.is_sound();
    assert!(visitor.input("DecidePayout").is_null());
    let form = [("key", KEY), ("reason", "Wrong account")];
    let shown = visitor.post(&path("reject"), &form).await;
    assert_eq!(shown.location, "/en/finance?done=rejected");
    assert_eq!(visitor.input("DecidePayout")["reason"], "Wrong account");
    let visitor = decided("SCHEDULED", wrong("TEXT_INVALID", Value::Null, "Too long."));
    let shown = visitor.post(&path("reject"), &form).await;
    contains(&shown, &["id=\"p-reason\">Too long.", "Wrong account</textarea>"]);
    let visitor = decided("SCHEDULED", wrong("FOUR_EYES", Value::Null, "Somebody else."));
    let shown = visitor.post(&path("approve"), &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["<li>Somebody else.</li>"]);
    shown.is_sound();
}

#[tokio::test]
async fn a_bank_transfer_is_recorded_with_its_evidence() {
    let path = format!("/en/finance/payouts/{PAYOUT}/record");
    let recorded = |errors: Value| {
        with_payout(payout("APPROVED", "bank", true)).answering(
            "RecordPayout",
            json!({ "payoutRecord": { "userErrors": errors } }),
        )
    };
    let visitor = recorded(json!([]));
    contains(&payout_page(&visitor).await, &["/record\"", "By bank transfer"]);
    let shown = visitor.post(&path, &[("key", KEY)]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-bankReference\"", "id=\"p-evidence\""]);
    shown.is_sound();
    let form = [
        ("key", KEY),
        ("bankReference", " R-1 "),
        ("evidence", "Statement 7, page 2"),
    ];
    let shown = visitor.post(&path, &form).await;
    assert_eq!(shown.location, "/en/finance?done=recorded");
    let sent = json!({
        "payoutId": PAYOUT, "bankReference": "R-1", "evidence": "Statement 7, page 2", "idempotencyKey": KEY
    });
    assert_eq!(visitor.input("RecordPayout"), sent);
    let visitor = recorded(wrong("TEXT_INVALID", Value::Null, "Too long."));
    let shown = visitor.post(&path, &form).await;
    contains(&shown, &["id=\"p-evidence\">Too long.", "value=\" R-1 \""]);
}

#[tokio::test]
async fn a_bank_transfer_that_cannot_be_made_is_given_up_with_a_reason() {
    let path = format!("/en/finance/payouts/{PAYOUT}/give-up");
    let given_up = |errors: Value| {
        with_payout(payout("APPROVED", "bank", true)).answering(
            "GiveUpPayout",
            json!({ "payoutGiveUp": { "userErrors": errors } }),
        )
    };
    let visitor = given_up(json!([]));
    contains(
        &payout_page(&visitor).await,
        &["/give-up\"", "Only if no money has left the bank"],
    );
    let shown = visitor.post(&path, &[("key", KEY)]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-reason\""]);
    shown.is_sound();
    let form = [("key", KEY), ("reason", "The account is closed")];
    let shown = visitor.post(&path, &form).await;
    assert_eq!(shown.location, "/en/finance?done=given-up");
    let sent = json!({ "payoutId": PAYOUT, "reason": "The account is closed", "idempotencyKey": KEY });
    assert_eq!(visitor.input("GiveUpPayout"), sent);
    let visitor = given_up(wrong("TEXT_INVALID", Value::Null, "Too long."));
    let shown = visitor.post(&path, &form).await;
    contains(&shown, &["id=\"p-reason\">Too long."]);
}

#[tokio::test]
async fn a_dispute_is_contested_once_and_in_time() {
    let path = format!("/en/finance/disputes/{DISPUTE}");
    let contested = |errors: Value| {
        with_dispute(Value::Null).answering(
            "ContestDispute",
            json!({ "disputeContest": { "userErrors": errors } }),
        )
    };
    for language in ["en", "zh"] {
        let shown = contested(json!([]))
            .get(&format!("/{language}/finance/disputes/{DISPUTE}"))
            .await;
        contains(
            &shown,
            &["name=\"statement\"", &format!("refunds?pledge={PLEDGE}")],
        );
        shown.is_sound();
    }
    let visitor = contested(json!([]));
    let shown = visitor.post(&path, &[("key", KEY), ("statement", "")]).await;
    assert_eq!(shown.location, "/en/finance?done=contested");
    assert_eq!(
        visitor.input("ContestDispute"),
        json!({ "disputeId": DISPUTE, "statement": null, "idempotencyKey": KEY })
    );
    let visitor = contested(wrong("TEXT_INVALID", Value::Null, "Too long."));
    let shown = visitor.post(&path, &[("statement", "It was sent.")]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &["id=\"p-statement\">Too long.", "It was sent.</textarea>"],
    );
    shown.is_sound();
    let shown = with_dispute(json!("2026-05-02T00:00:00Z")).get(&path).await;
    contains(&shown, &["Evidence was handed in"]);
    assert!(!shown.html.contains("name=\"statement\""));
}

#[tokio::test]
async fn a_refund_is_ordered_in_the_pledges_currency() {
    let ordered = |errors: Value, pledge: Value| {
        officer()
            .answering("PledgedQuery", json!({ "pledge": pledge }))
            .answering(
                "OrderRefund",
                json!({ "pledgeRefundRequest": { "userErrors": errors } }),
            )
    };
    let thing = "reward_01jx2m0000e1v70000000000r2";
    let pledge = json!({ "amount": money(), "items": [{
        "reward": { "id": thing, "title": "Cable" }, "quantity": 3, "refundedQuantity": 1, "unitAmount": money()
    }] });
    let visitor = ordered(json!([]), pledge.clone());
    for language in ["en", "zh"] {
        let shown = visitor
            .get(&format!("/{language}/finance/refunds?pledge={PLEDGE}"))
            .await;
        let quantity = format!("name=\"quantity.{thing}\" min=\"0\" max=\"2\"");
        contains(
            &shown,
            &[
                &format!("value=\"{PLEDGE}\""),
                "name=\"bearer\"",
                "3 × Cable",
                &quantity,
            ],
        );
        assert!(
            !shown.html.contains("AT_PROVIDER"),
            "that is not an officer's to say"
        );
        shown.is_sound();
    }
    let form = [
        ("key", KEY),
        ("pledgeId", PLEDGE),
        ("amount", "1,250"),
        ("reason", "NOT_DELIVERED"),
        ("bearer", "FOUNDER"),
        ("note", "Sorry."),
    ];
    let shown = visitor.post("/en/finance/refunds", &form).await;
    assert_eq!(shown.location, "/en/finance?done=refunded");
    let sent = json!({
        "pledgeId": PLEDGE, "amount": { "amount": "1250", "currency": "USD" }, "items": [], "reason": "NOT_DELIVERED",
        "bearer": "FOUNDER", "note": "Sorry.", "idempotencyKey": KEY
    });
    assert_eq!(visitor.input("OrderRefund"), sent);
    let whole = [("pledgeId", PLEDGE), ("reason", "FRAUD"), ("bearer", "PLATFORM")];
    let visitor = ordered(json!([]), Value::Null);
    let quantity = format!("quantity.{thing}");
    let named = [whole[0], whole[1], whole[2], (quantity.as_str(), "2")];
    visitor.post("/en/finance/refunds", &named).await;
    assert_eq!(
        visitor.input("OrderRefund")["items"],
        json!([{ "rewardId": thing, "quantity": 2 }])
    );
    assert_eq!(
        visitor.input("OrderRefund")["amount"],
        Value::Null,
        "all that is left"
    );
    let visitor = ordered(wrong("AMOUNT_INVALID", json!(["amount"]), "At most $5."), pledge);
    let shown = visitor.post("/en/finance/refunds", &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &[
            "id=\"p-amount\">At most $5.",
            "value=\"NOT_DELIVERED\" selected",
            "Sorry.</textarea>",
        ],
    );
    shown.is_sound();
}

#[tokio::test]
async fn a_refund_form_that_cannot_be_read_keeps_what_was_typed() {
    let visitor = officer().answering("PledgedQuery", json!({ "pledge": null }));
    let shown = visitor
        .post(
            "/en/finance/refunds",
            &[
                ("pledgeId", "nonsense"),
                ("amount", "5"),
                ("reason", "AT_PROVIDER"),
            ],
        )
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &[
            "id=\"p-pledgeId\"",
            "id=\"p-reason\"",
            "id=\"p-bearer\"",
            "value=\"nonsense\"",
        ],
    );
    shown.is_sound();
    assert_eq!(visitor.asked(), Vec::<String>::new());
    let form = [
        ("pledgeId", PLEDGE),
        ("amount", "5"),
        ("reason", "FRAUD"),
        ("bearer", "PLATFORM"),
    ];
    let shown = visitor.post("/en/finance/refunds", &form).await;
    contains(&shown, &["id=\"p-pledgeId\""]);
    let visitor = officer().answering(
        "PledgedQuery",
        json!({ "pledge": { "amount": money(), "items": [] } }),
    );
    let form = [
        ("pledgeId", PLEDGE),
        ("amount", "lots"),
        ("reason", "FRAUD"),
        ("bearer", "PLATFORM"),
    ];
    let shown = visitor.post("/en/finance/refunds", &form).await;
    contains(&shown, &["id=\"p-amount\"", "value=\"lots\""]);
    assert_eq!(
        visitor.asked(),
        ["PledgedQuery", "PledgedQuery"],
        "nothing was ordered"
    );
}

#[tokio::test]
async fn how_a_failed_refund_was_paid_is_recorded_with_its_day() {
    let path = "/en/finance/refunds/refund_01h455vb4pex5vsknk084sn02q";
    let visitor = |errors: Value| {
        with_refund(refund()).answering(
            "RecordRepayment",
            json!({ "repaymentRecord": { "userErrors": errors } }),
        )
    };
    for language in ["en", "zh"] {
        let shown = visitor(json!([]))
            .get(&format!(
                "/{language}/finance/refunds/refund_01h455vb4pex5vsknk084sn02q"
            ))
            .await;
        assert_eq!(shown.status, StatusCode::OK);
        contains(&shown, &["name=\"paidOn\"", "max=\"2026-05-02\"", "/record\""]);
        shown.is_sound();
    }
    let form = [
        ("bankReference", " SEPA-118 "),
        ("paidOn", "2026-05-01"),
        ("evidence", "Statement 118"),
        ("key", KEY),
    ];
    let done = visitor(json!([]));
    let shown = done.post(&format!("{path}/record"), &form).await;
    assert_eq!(shown.location, "/en/finance?done=repaid");
    let expected = json!({
        "refundId": "refund_01h455vb4pex5vsknk084sn02q", "bankReference": "SEPA-118", "paidOn": "2026-05-01", "evidence": "Statement 118",
        "idempotencyKey": KEY
    });
    assert_eq!(done.input("RecordRepayment"), expected);

    let unread = visitor(json!([]));
    let shown = unread
        .post(
            &format!("{path}/record"),
            &[("bankReference", "x"), ("paidOn", "yesterday")],
        )
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-paidOn\"", "id=\"p-evidence\"", "value=\"x\""]);
    shown.is_sound();
    assert_eq!(unread.input("RecordRepayment"), Value::Null);
    let used = visitor(wrong(
        "REFERENCE_USED",
        json!(["bankReference"]),
        "It stands for another.",
    ));
    let shown = used.post(&format!("{path}/record"), &form).await;
    contains(&shown, &["id=\"p-bankReference\"", "It stands for another."]);
    shown.is_sound();
}

#[tokio::test]
async fn a_payment_by_hand_is_confirmed_by_somebody_else() {
    let path = "/en/finance/refunds/refund_01h455vb4pex5vsknk084sn02q";
    let own = with_refund(repaid(true)).get(path).await;
    contains(&own, &["SEPA-118", "somebody else must confirm"]);
    assert!(!own.html.contains("/confirm\"") && !own.html.contains("/record\""));
    own.is_sound();
    let visitor = with_refund(repaid(false)).answering(
        "DecideRepayment",
        json!({ "repaymentDecide": { "userErrors": [] } }),
    );
    let shown = visitor.get(path).await;
    contains(&shown, &["/confirm\"", "/reject\"", "Fina"]);
    shown.is_sound();
    let done = visitor.post(&format!("{path}/confirm"), &[("key", KEY)]).await;
    assert_eq!(done.location, "/en/finance?done=confirmed");
    assert_eq!(visitor.input("DecideRepayment")["confirm"], true);
    let silent = visitor.post(&format!("{path}/reject"), &[("key", KEY)]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&silent, &["id=\"p-reason\""]);
    let form = [("key", KEY), ("reason", "Another amount.")];
    let rejected = visitor.post(&format!("{path}/reject"), &form).await;
    assert_eq!(rejected.location, "/en/finance?done=unconfirmed");
    assert_eq!(visitor.input("DecideRepayment")["reason"], "Another amount.");
}

#[tokio::test]
async fn a_refund_about_which_nothing_is_to_be_done_by_hand_has_no_such_page() {
    let mut sent = refund();
    sent["state"] = json!("SENT");
    let shown = with_refund(sent)
        .get("/en/finance/refunds/refund_01h455vb4pex5vsknk084sn02q")
        .await;
    assert_eq!(shown.status, StatusCode::NOT_FOUND);
}
