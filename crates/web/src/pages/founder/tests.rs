use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, Shown, StandIn, patent, rewards, texts};

fn draft(state: &str) -> Value {
    json!({ "campaign": {
        "id": ID, "slug": "kept-title", "title": "Kept title", "state": state, "version": 7,
        "viewerCanEdit": true, "field": "ENERGY_STORAGE", "currency": "CNY",
        "goal": { "amount": "800000.00", "currency": "CNY", "minorUnits": "80000000" },
        "shortfallRule": "FOUNDER_DECIDES",
        "durationDays": 30, "zone": "Asia/Shanghai", "submittedAt": "2026-05-01T02:00:00Z",
        "launchedAt": null, "endsAt": null, "texts": texts(),
        "launchGaps": [{ "message": "It is not shown whose <one> patent is." }],
        "missing": [
            { "field": "story", "message": "Write at least 80 characters." },
            { "field": "deadline", "message": "This is needed." }
        ],
        "rewards": rewards(), "addOns": [], "rewardPools": [],
        "ipPanel": {
            "level": "ALERT", "summary": "Something needs attention.", "coverage": 100,
            "asOf": "2026-04-01T00:00:00Z", "patents": [patent("OTHER_PARTY")]
        },
        "review": { "decision": "CHANGES_REQUESTED", "decidedAt": "2026-05-02T02:00:00Z", "note": "One.\n\nTwo." }
    } })
}

fn founder(state: &str) -> StandIn {
    StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering("DraftQuery", draft(state))
}

/// The same of a campaign that differs.
fn founder_with(state: &str, change: impl FnOnce(&mut Value)) -> StandIn {
    let mut draft = draft(state);
    change(&mut draft["campaign"]);
    StandIn::signed_in(&["INVESTOR", "FOUNDER"]).answering("DraftQuery", draft)
}

fn path(rest: &str) -> String {
    format!("/en/founder/{ID}{rest}")
}

fn refused(code: &str, field: Value, message: &str) -> Value {
    json!([{ "code": code, "field": field, "message": message }])
}

fn contains(shown: &Shown, parts: &[&str]) {
    for part in parts {
        assert!(shown.html.contains(part), "{part} is not in {}", shown.html);
    }
}

#[tokio::test]
async fn who_is_not_signed_in_is_sent_there_and_comes_back_to_a_page() {
    let visitor = StandIn::anonymous();
    let shown = visitor.get("/en/founder").await;
    assert_eq!(shown.location, "/en/sign-in?next=%2Ffounder");
    let shown = visitor.post(&path("/patents"), &[("number", "CN1")]).await;
    assert_eq!(shown.location, format!("/en/sign-in?next=%2Ffounder%2F{ID}"));
}

#[tokio::test]
async fn who_is_no_founder_yet_sees_what_it_takes() {
    for (language, word) in [("en", "Terms for founders"), ("zh", "发起人条款")] {
        let shown = StandIn::signed_in(&["INVESTOR"])
            .get(&format!("/{language}/founder"))
            .await;
        assert_eq!(shown.status, StatusCode::OK);
        contains(&shown, &[word, "name=\"acceptTerms\""]);
        shown.is_sound();
    }
}

#[tokio::test]
async fn the_terms_have_to_be_accepted() {
    let wrong =
        json!([{ "code": "TERMS_NOT_ACCEPTED", "field": ["acceptTerms"], "message": "Accept first." }]);
    let visitor = StandIn::signed_in(&["INVESTOR"]).answering(
        "BecomeFounder",
        json!({ "accountBecomeFounder": { "userErrors": wrong } }),
    );
    let shown = visitor.post("/en/founder/join", &[]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-acceptTerms\"", "Accept first."]);
    shown.is_sound();
    let visitor = StandIn::signed_in(&["INVESTOR"]).answering(
        "BecomeFounder",
        json!({ "accountBecomeFounder": { "userErrors": [] } }),
    );
    let shown = visitor.post("/en/founder/join", &[("acceptTerms", "yes")]).await;
    assert_eq!(shown.location, "/en/founder?done=joined");
    assert_eq!(visitor.input("BecomeFounder"), json!({ "acceptTerms": true }));
}

#[tokio::test]
async fn a_founder_sees_their_campaigns_and_begins_another() {
    let row = |state: &str, ends_at: Value| {
        json!({
            "id": ID, "slug": "s", "title": "Battery", "state": state, "createdAt": "2026-04-01T00:00:00Z",
            "goal": null, "raised": { "amount": "0.00", "currency": "CNY", "minorUnits": "0" }, "raisedPercent": 0,
            "investorCount": 1, "endsAt": ends_at, "zone": "Asia/Shanghai", "missing": [{ "field": "goal" }]
        })
    };
    let campaigns = json!({
        "totalCount": 2, "pageInfo": { "hasNextPage": true, "endCursor": "a b" },
        "nodes": [row("DRAFT", Value::Null), row("LIVE", json!("2026-06-01T00:00:00Z")), row("SCHEDULED", Value::Null)]
    });
    let founder = StandIn::signed_in(&["FOUNDER"])
        .answering("ListQuery", json!({ "viewer": { "campaigns": campaigns } }))
        .doing("CreateProject", "projectCreate", json!([]));
    let shown = founder.get("/zh/founder").await;
    contains(
        &shown,
        &["提交审核之前还缺 1 项", "/zh/founder?after=a+b", "1 笔认投"],
    );
    shown.is_sound();

    let shown = founder
        .post("/en/founder", &[("title.en", "Kept typing"), ("currency", "CNY")])
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["value=\"Kept typing\"", "href=\"#f-field\""]);
    shown.is_sound();

    let form = [
        ("title.en", "New"),
        ("field", "ROBOTICS"),
        ("currency", "USD"),
        ("country", ""),
    ];
    assert_eq!(founder.post("/en/founder", &form).await.location, path(""));
    let sent = json!({
        "title": { "en": "New", "zhHans": null }, "field": "ROBOTICS", "country": null, "currency": "USD"
    });
    assert_eq!(founder.input("CreateProject"), sent);
}

#[tokio::test]
async fn the_editor_shows_everything_in_both_languages() {
    for language in ["en", "zh"] {
        let shown = founder("CHANGES_REQUESTED")
            .get(&format!("/{language}/founder/{ID}?done=saved&at=story"))
            .await;
        assert_eq!(shown.status, StatusCode::OK);
        contains(
            &shown,
            &[
                "name=\"expectedVersion\" value=\"7\"",
                "value=\"800000\"",
                "<p>Two.</p>",
                "href=\"#funding\"",
                "Lin Battery &#60;Co&#62;",
                "CN202311776587.0",
            ],
        );
        shown.is_sound();
    }
}

#[tokio::test]
async fn what_can_no_longer_be_changed_is_only_shown() {
    for state in [
        "IN_REVIEW",
        "APPROVED",
        "SCHEDULED",
        "LIVE",
        "FAILED",
        "COMPLETED",
    ] {
        let shown = founder(state).get(&path("")).await;
        assert!(!shown.html.contains("expectedVersion"), "{state}");
        assert_eq!(
            shown.html.contains("name=\"startsAt\""),
            state == "APPROVED",
            "{state}"
        );
        assert_eq!(
            shown.html.contains("/cancel\""),
            !["FAILED", "COMPLETED"].contains(&state),
            "{state}"
        );
        shown.is_sound();
    }
}

#[tokio::test]
async fn somebody_elses_campaign_is_not_there() {
    let mut other = draft("LIVE");
    other["campaign"]["viewerCanEdit"] = json!(false);
    let visitor = StandIn::signed_in(&["FOUNDER"]).answering("DraftQuery", other);
    assert_eq!(visitor.get(&path("")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        visitor.post(&path("/cancel"), &[("reason", "x")]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        visitor.get("/en/founder/nonsense").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(visitor.asked(), ["DraftQuery", "DraftQuery"]);
}

#[tokio::test]
async fn every_button_saves_what_was_typed_first() {
    let founder = founder("DRAFT")
        .doing("EditCampaign", "campaignEdit", json!([]))
        .doing("AttachPatent", "campaignPatentAttach", json!([]))
        .doing("SubmitCampaign", "campaignSubmit", json!([]));
    let form = [
        ("expectedVersion", "7"),
        ("title.en", "Typed"),
        ("title.zhHans", ""),
        ("number", "CN 1"),
        ("office", ""),
    ];
    let shown = founder.post(&path("/submit"), &form).await;
    assert_eq!(shown.location, path("?done=submitted&at=top#top"));
    assert_eq!(
        founder.asked(),
        ["DraftQuery", "EditCampaign", "AttachPatent", "SubmitCampaign"]
    );
    let edit = json!({ "id": ID, "expectedVersion": 7, "title": { "en": "Typed", "zhHans": null } });
    assert_eq!(founder.input("EditCampaign"), edit);
    let attached = json!({ "campaignId": ID, "number": "CN 1", "office": null });
    assert_eq!(founder.input("AttachPatent"), attached);
    assert_eq!(
        founder.input("SubmitCampaign"),
        json!({ "id": ID, "expectedVersion": 8 })
    );
}

#[tokio::test]
async fn saving_comes_back_to_the_section() {
    let founder = founder("DRAFT").doing("EditCampaign", "campaignEdit", json!([]));
    let shown = founder
        .post(&path(""), &[("expectedVersion", "7"), ("section", "story")])
        .await;
    assert_eq!(shown.location, path("?done=saved&at=story#story"));
    let shown = founder
        .post(&path(""), &[("expectedVersion", "7"), ("section", "//evil")])
        .await;
    assert_eq!(shown.location, path("?done=saved&at=basics#basics"));
}

#[tokio::test]
async fn a_refusal_keeps_the_input_and_stands_beside_its_field() {
    let wrong = refused("TOO_LONG", json!(["title", "en"]), "Write at most 80 characters.");
    let founder = founder("DRAFT").doing("EditCampaign", "campaignEdit", wrong);
    let form = [
        ("expectedVersion", "7"),
        ("title.en", "Typed <title>"),
        ("story.en", "Typed\r\nstory"),
        ("number", "CN 42"),
        ("reward.amount", "5"),
    ];
    let shown = founder.post(&path(""), &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &[
            "<a href=\"#f-title-en\">Title: Write at most 80 characters.</a>",
            "id=\"p-title-en\"",
            "value=\"Typed &#60;title&#62;\"",
            "Typed\r\nstory",
            "value=\"CN 42\"",
        ],
    );
    shown.is_sound();
    assert_eq!(
        founder.asked(),
        ["DraftQuery", "EditCampaign", "DraftQuery"],
        "nothing else is done"
    );
}

#[tokio::test]
async fn a_number_that_no_register_knows_is_read_back() {
    let wrong = refused("PATENT_NOT_FOUND", json!(["number"]), "No register knows it.");
    let founder = founder("DRAFT")
        .doing("AttachPatent", "campaignPatentAttach", wrong)
        .answering(
            "NumberQuery",
            json!({ "patentNumberParse": { "explanation": "CN 1, a grant" } }),
        );
    let shown = founder
        .post(&path("/patents"), &[("number", "CN 1"), ("office", "CN")])
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &[
            "We read this as: CN 1, a grant.",
            "No register knows it.",
            "value=\"CN\" selected",
        ],
    );
    shown.is_sound();
}

#[tokio::test]
async fn a_conflict_keeps_the_input_and_shows_what_is_newer() {
    let wrong = refused("CONFLICT", Value::Null, "Somebody changed this.");
    let founder = founder("DRAFT").doing("EditCampaign", "campaignEdit", wrong);
    let form = [
        ("expectedVersion", "6"),
        ("title.en", "My title"),
        ("blurb.en", "One sentence"),
        ("goal", "800,000"),
    ];
    let shown = founder.post(&path(""), &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &[
            "value=\"My title\"",
            "name=\"expectedVersion\" value=\"7\"",
            "<dt>Title, English</dt><dd><span class=\"kept\">Kept title</span></dd>",
        ],
    );
    let newer = shown.html.matches("<span class=\"kept\">").count();
    assert_eq!(newer, 1, "what is the same is not shown: {}", shown.html);
    shown.is_sound();
}

#[tokio::test]
async fn stocks_are_added_changed_and_removed_and_add_ons_say_what_they_share() {
    let pool = "pool_01jx2m0000e1v70000000000p1";
    let founder = founder_with("DRAFT", |draft| {
        draft["rewardPools"] = json!([{
            "id": pool, "name": "First run", "names": { "en": "First run", "zhHans": null }, "limit": 20, "claimed": 3, "version": 4
        }]);
    });
    let founder = founder
        .doing("EditCampaign", "campaignEdit", json!([]))
        .doing("AddReward", "rewardAdd", json!([]))
        .doing("AddPool", "rewardPoolAdd", json!([]))
        .doing("EditPool", "rewardPoolEdit", json!([]))
        .doing("RemovePool", "rewardPoolRemove", json!([]));
    let shown = founder.get(&path("")).await;
    let limit = format!("limit.{pool}");
    contains(
        &shown,
        &[
            "First run",
            &format!("id=\"f-limit-{pool}\" name=\"{limit}\" value=\"20\""),
            "name=\"reward.kind\"",
            "reward.offeredWith.",
        ],
    );
    shown.is_sound();
    let shown = founder
        .post(&path("/pools"), &[("pool.name.en", "Spare"), ("pool.limit", "5")])
        .await;
    assert_eq!(shown.location, path("?done=pool-added&at=rewards#rewards"));
    assert_eq!(founder.input("AddPool")["limit"], json!(5));
    let shown = founder
        .post(&path("/pools/limit"), &[("poolId", pool), (limit.as_str(), "30")])
        .await;
    assert_eq!(shown.location, path("?done=pool-changed&at=rewards#rewards"));
    assert_eq!(
        founder.input("EditPool"),
        json!({ "id": pool, "expectedVersion": 4, "limit": 30 })
    );
    // Another button takes the number as well, and does nothing to a stock whose number stays.
    let shown = founder
        .post(&path(""), &[("section", "rewards"), (limit.as_str(), "")])
        .await;
    assert_eq!(shown.location, path("?done=pool-changed&at=rewards#rewards"));
    assert_eq!(
        founder.input("EditPool"),
        json!({ "id": pool, "expectedVersion": 4, "limit": null })
    );
    let asked = |founder: &StandIn| founder.asked().iter().filter(|name| *name == "EditPool").count();
    let before = asked(&founder);
    founder
        .post(&path(""), &[("section", "rewards"), (limit.as_str(), " 20 ")])
        .await;
    assert_eq!(asked(&founder), before);
    let shown = founder
        .post(&path("/pools/remove"), &[("poolId", pool), (limit.as_str(), "7")])
        .await;
    assert_eq!(asked(&founder), before);
    assert_eq!(shown.location, path("?done=pool-removed&at=rewards#rewards"));
    let form = [
        ("reward.title.en", "Cable"),
        ("reward.amount", "4"),
        ("reward.kind", "ADD_ON"),
        ("reward.poolId", pool),
        ("reward.perPledgeLimit", "3"),
    ];
    founder.post(&path("/rewards"), &form).await;
    let sent = founder.input("AddReward");
    assert_eq!(
        (&sent["kind"], &sent["poolId"], &sent["perPledgeLimit"]),
        (&json!("ADD_ON"), &json!(pool), &json!(3))
    );
    let shown = founder.post(&path("/pools"), &[("pool.limit", "5")]).await;
    contains(&shown, &["id=\"p-pool-name-en\""]);
}

#[tokio::test]
async fn a_stocks_number_that_is_refused_stands_where_it_was_typed() {
    let pools = [
        "pool_01jx2m0000e1v70000000000p1",
        "pool_01jx2m0000e1v70000000000p2",
    ];
    let wrong =
        json!([{ "code": "OUT_OF_RANGE", "field": ["limit"], "message": "Between 0 and 1,000,000." }]);
    for (state, act) in [("DRAFT", ""), ("DRAFT", "/pools/limit"), ("LIVE", "/pools/limit")] {
        let founder = founder_with(state, |draft| {
            let pool = |id: &str| {
                json!({
                    "id": id, "name": "First run", "names": { "en": "First run", "zhHans": null }, "limit": 20, "claimed": 3, "version": 4
                })
            };
            draft["rewardPools"] = json!([pool(pools[0]), pool(pools[1])]);
        });
        let founder = founder.doing("EditPool", "rewardPoolEdit", wrong.clone());
        let name = format!("limit.{}", pools[1]);
        let sent = [("poolId", pools[1]), (name.as_str(), "many")];
        let shown = founder.post(&path(act), &sent).await;
        let (id, other) = (pools[1], pools[0]);
        contains(
            &shown,
            &[
                &format!(
                    "id=\"f-limit-{id}\" name=\"{name}\" value=\"many\" aria-invalid=\"true\" aria-describedby=\"p-limit-{id}\""
                ),
                &format!("<p class=\"problem\" id=\"p-limit-{id}\">Between 0 and 1,000,000.</p>"),
                &format!("name=\"limit.{other}\" value=\"20\""),
                &format!("href=\"#f-limit-{id}\""),
            ],
        );
        assert!(!shown.html.contains("p-pool-limit"), "{state} {act}");
        shown.is_sound();
    }
}

#[tokio::test]
async fn a_reward_is_added_and_removed() {
    let founder = founder("DRAFT")
        .doing("EditCampaign", "campaignEdit", json!([]))
        .doing("AddReward", "rewardAdd", json!([]))
        .doing("RemoveReward", "rewardRemove", json!([]));
    let shown = founder
        .post(
            &path("/rewards"),
            &[("expectedVersion", "7"), ("reward.limit", "x")],
        )
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-reward-title-en\"", "id=\"p-reward-amount\""]);
    shown.is_sound();
    let form = [
        ("reward.title.en", "Kit"),
        ("reward.amount", "1,000"),
        ("reward.limit", ""),
        ("reward.deliverOn", ""),
    ];
    let shown = founder.post(&path("/rewards"), &form).await;
    assert_eq!(shown.location, path("?done=reward-added&at=rewards#rewards"));
    assert_eq!(
        founder.input("AddReward")["amount"],
        json!({ "amount": "1000", "currency": "CNY" })
    );
    let shown = founder
        .post(&path("/rewards/remove"), &[("rewardId", "reward_1")])
        .await;
    assert_eq!(shown.location, path("?done=reward-removed&at=rewards#rewards"));
}

#[tokio::test]
async fn a_launch_is_now_only_if_the_form_says_so() {
    let founder = founder("APPROVED").doing("LaunchCampaign", "campaignLaunch", json!([]));
    let shown = founder
        .post(&path("/launch"), &[("when", "later"), ("startsAt", "")])
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-startsAt\""]);
    shown.is_sound();
    let shown = founder
        .post(&path("/launch"), &[("startsAt", "2026-06-01T09:00")])
        .await;
    assert_eq!(shown.location, path("?done=scheduled&at=top#top"));
    assert_eq!(
        founder.input("LaunchCampaign")["startsAt"],
        "2026-06-01T01:00:00Z"
    );
    let shown = founder.post(&path("/launch"), &[("when", "now")]).await;
    assert_eq!(shown.location, path("?done=launched&at=top#top"));
    assert_eq!(founder.input("LaunchCampaign")["startsAt"], Value::Null);
}

#[tokio::test]
async fn a_campaign_ends_with_a_reason() {
    let wrong = refused("REQUIRED", json!(["reason"]), "This is needed.");
    let live = founder("LIVE").doing("CancelCampaign", "campaignCancel", wrong);
    let shown = live.post(&path("/cancel"), &[]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(
        &shown,
        &["id=\"p-reason\"", "<details class=\"panel\" id=\"end\" open>"],
    );
    shown.is_sound();
    let live = founder("LIVE").doing("CancelCampaign", "campaignCancel", json!([]));
    let shown = live
        .post(&path("/cancel"), &[("reason", "We changed our plans.")])
        .await;
    assert_eq!(shown.location, path("?done=cancelled&at=top#top"));
    assert_eq!(live.input("CancelCampaign")["reason"], "We changed our plans.");
}

#[tokio::test]
async fn the_shortfall_rule_stands_beside_the_goal_and_is_kept() {
    let visitor = founder("CHANGES_REQUESTED").doing("EditCampaign", "campaignEdit", json!([]));
    let shown = visitor.get(&path("")).await;
    contains(
        &shown,
        &[
            "name=\"shortfallRule\" value=\"FOUNDER_DECIDES\" checked",
            "name=\"shortfallRule\" value=\"REFUND_ALL\">",
            "You have 72 hours",
        ],
    );
    shown.is_sound();
    let form = [
        ("expectedVersion", "7"),
        ("section", "funding"),
        ("shortfallRule", "REFUND_ALL"),
    ];
    visitor.post(&path(""), &form).await;
    assert_eq!(visitor.input("EditCampaign")["shortfallRule"], "REFUND_ALL");
    let closed = founder("LIVE").get(&path("")).await;
    contains(&closed, &["I decide then.", "/money\">"]);
}

fn documents() -> Value {
    let mut right = patent("EXACT");
    right["office"] = json!("CN");
    json!({
        "platform": { "caseStatuses": [{ "words": "专利权维持", "status": "IN_FORCE" }] },
        "campaign": {
            "id": ID, "title": "Kept title", "viewerCanEdit": true, "ipPanel": { "patents": [right] },
            "patentDocuments": [{
                "id": "pdoc_01jx2m0000e1v70000000000m1", "kind": "FEE_RECEIPT", "issuedOn": "2026-04-20",
                "state": "REFUSED", "submittedAt": "2026-05-01T02:00:00Z", "patent": { "number": "CN 199041207 B" },
                "file": { "id": "file_1", "name": "receipt.pdf", "path": null, "isImage": false, "byteSize": 2048, "accesses": [] },
                "reason": "TOO_OLD", "note": "It is of <2019>."
            }]
        }
    })
}

#[tokio::test]
async fn documents_are_handed_in_for_chinese_patents_and_what_was_typed_stays() {
    for (language, words) in [("en", "too old to tell"), ("zh", "文件日期过久")] {
        let visitor = founder("DRAFT").answering("DocumentsQuery", documents());
        let page = format!("/{language}/founder/{ID}/documents");
        let shown = visitor.get(&page).await;
        contains(
            &shown,
            &[
                words,
                "专利权维持",
                "It is of &#60;2019&#62;.",
                "enctype=\"multipart/form-data\"",
            ],
        );
        assert!(
            !shown.html.contains("/documents/withdraw"),
            "what was refused is not taken back"
        );
        shown.is_sound();
    }
    let visitor = founder("DRAFT").answering("DocumentsQuery", documents());
    let half = [
        ("patentId", "patent_1"),
        ("kind", "FEE_RECEIPT"),
        ("issuedOn", "2026-05-01"),
        ("fees.0.year", "6"),
    ];
    let part = |(name, value): &(&str, &str)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body: String = half.iter().map(part).collect();
    let shown = visitor
        .post_form(&path("/documents"), "x", &format!("{body}--x--\r\n"))
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    contains(&shown, &["id=\"p-fees-0-paidOn\"", "value=\"6\""]);
    shown.is_sound();
    let mut other = documents();
    other["campaign"]["ipPanel"]["patents"][0]["office"] = json!("US");
    let shown = founder("DRAFT")
        .answering("DocumentsQuery", other)
        .get(&path("/documents"))
        .await;
    contains(&shown, &["no Chinese patent"]);
}

fn offering(regime: &str, state: &str) -> StandIn {
    let price =
        |amount: &str, minor: &str| json!({ "amount": amount, "currency": "CNY", "minorUnits": minor });
    let campaign = json!({
        "id": ID, "slug": "battery", "title": "Battery", "version": 7, "state": state, "viewerCanEdit": true, "regime": regime,
        "regimeRules": [], "raised": price("0.00", "0"),
        "offering": {
            "security": "Shares <A>", "unitPrice": price("10.00", "1000"), "method": "FIRST_COME", "maximum": price("5000.00", "500000"),
            "existingHolders": 3, "platformPayBps": 500, "informationSheets": [],
        },
    });
    StandIn::signed_in(&["FOUNDER"]).answering("OfferingQuery", json!({ "campaign": campaign }))
}

#[tokio::test]
async fn a_founder_chooses_the_law_and_states_what_is_offered() {
    for (regime, state) in [
        ("REWARD", "DRAFT"),
        ("REG_CF", "DRAFT"),
        ("ECSPR", "LIVE"),
        ("CN_PRIVATE", "CHANGES_REQUESTED"),
    ] {
        for language in ["en", "zh"] {
            let page = offering(regime, state)
                .get(&format!("/{language}/founder/{ID}/offering"))
                .await;
            assert_eq!(page.status, StatusCode::OK);
            page.is_sound();
            assert_eq!(
                page.html.contains("name=\"unitPrice\""),
                regime != "REWARD" && state != "LIVE",
                "{regime}"
            );
            assert_eq!(page.html.contains("/offering/sheet\""), regime == "ECSPR");
            assert_eq!(
                page.html.contains("name=\"existingHolders\""),
                regime == "CN_PRIVATE"
            );
        }
    }
    let path = format!("/en/founder/{ID}/offering");
    let chosen = json!({ "campaignRegimeChoose": { "userErrors": [] } });
    let visitor = offering("REWARD", "DRAFT").answering("ChooseRegime", chosen);
    let done = visitor
        .post(&format!("{path}/regime"), &[("regime", "CN_PRIVATE")])
        .await;
    assert_eq!(done.location, format!("{path}?done=regime"));
    assert_eq!(
        visitor.input("ChooseRegime"),
        json!({ "id": ID, "expectedVersion": 7, "regime": "CN_PRIVATE" })
    );
    let refusal = json!([{ "code": "REGIME_REFUSED", "field": null, "message": "No licence." }]);
    let refused = json!({ "campaignRegimeChoose": { "userErrors": refusal } });
    let visitor = offering("REWARD", "DRAFT").answering("ChooseRegime", refused);
    let shown = visitor
        .post(&format!("{path}/regime"), &[("regime", "REG_CF")])
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.html.contains("No licence."));
}

#[tokio::test]
async fn the_terms_of_an_offering_are_sent_in_the_campaigns_currency() {
    let path = format!("/en/founder/{ID}/offering");
    let stated = json!({ "offeringState": { "userErrors": [] } });
    let visitor = offering("CN_PRIVATE", "DRAFT").answering("StateOffering", stated);
    let form = |price: &'static str| {
        [
            ("security", "Shares"),
            ("unitPrice", price),
            ("method", "FIRST_COME"),
            ("maximum", "9,000"),
            ("existingHolders", "3"),
        ]
    };
    let wrong = visitor.post(&path, &form("much")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("id=\"p-unitPrice\"") && wrong.html.contains("value=\"9,000\""));
    let done = visitor.post(&path, &form("100")).await;
    assert_eq!(done.location, format!("{path}?done=terms"));
    let amount = |amount: &str| json!({ "amount": amount, "currency": "CNY" });
    let sent = json!({
        "campaignId": ID, "security": "Shares", "unitPrice": amount("100"), "method": "FIRST_COME", "maximum": amount("9000"),
        "existingHolders": 3,
    });
    assert_eq!(visitor.input("StateOffering"), sent);
}

#[tokio::test]
async fn a_version_of_the_sheet_is_published_with_its_pages() {
    let path = format!("/en/founder/{ID}/offering/sheet");
    let visitor = offering("ECSPR", "LIVE").answering(
        "PublishSheet",
        json!({ "informationSheetPublish": { "userErrors": [] } }),
    );
    let body = |bytes: &str, name: &str| {
        let part = |name: &str, value: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        format!(
            "{}{}--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n{bytes}\r\n--b--\r\n",
            part("pages", "6"),
            part("reason", "New figures")
        )
    };
    let without = visitor.post_form(&path, "b", &body("", "")).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.html.contains("id=\"p-file\"") && without.html.contains("value=\"New figures\""));
    let done = visitor
        .post_form(&path, "b", &body("%PDF-1.4", "sheet.pdf"))
        .await;
    assert_eq!(done.location, format!("/en/founder/{ID}/offering?done=sheet"));
    let sent = json!({ "campaignId": ID, "uploadId": "file_01jx2m0000e1v7000000000f01", "pages": 6, "reason": "New figures" });
    assert_eq!(visitor.input("PublishSheet"), sent);
}
