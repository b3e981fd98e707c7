use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{ID, StandIn};

const QUESTION: &str = "question_01jx2m0000e1v70000000000q1";

fn end(has_next: bool) -> Value {
    json!({ "hasNextPage": has_next, "endCursor": "c=1" })
}

fn update(number: i32, locked: bool, edited: Value) -> Value {
    json!({
        "number": number, "title": "First <cells>", "body": if locked { Value::Null } else { json!("They **hold** <script>x</script>") },
        "audience": if locked { "BACKERS" } else { "EVERYONE" }, "isLocked": locked,
        "publishedAt": "2026-05-01T10:00:00Z", "editedAt": edited
    })
}

fn campaign(more: Value) -> Value {
    let mut campaign = json!({
        "id": ID, "slug": "lamp", "title": "A <lamp>", "zone": "Europe/Berlin", "viewerCanEdit": false,
        "launchedAt": "2026-04-01T10:00:00Z", "updates": { "totalCount": 2 }, "questions": { "totalCount": 1 }
    });
    for (name, value) in more.as_object().unwrap() {
        campaign[name] = value.clone();
    }
    json!({ "campaignBySlug": campaign })
}

fn question(more: Value) -> Value {
    let mut question = json!({
        "id": QUESTION, "body": "How <long>?\n\nReally.", "asker": { "displayName": "Bea" }, "askerIsBacker": true,
        "askedAt": "2026-05-01T10:00:00Z", "answer": null, "hiding": null, "viewerCanAnswer": false, "viewerCanHide": false,
        "version": 1
    });
    for (name, value) in more.as_object().unwrap() {
        question[name] = value.clone();
    }
    question
}

async fn both(gateway: &StandIn, path: &str) -> Vec<String> {
    let mut pages = Vec::new();
    for language in ["en", "zh"] {
        let shown = gateway.get(&format!("/{language}{path}")).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.html);
        shown.is_sound();
        assert!(
            !shown.html.contains("<lamp>")
                && !shown.html.contains("<cells>")
                && !shown.html.contains("<long>")
        );
        assert!(!shown.html.contains("<script>x"), "{}", shown.html);
        pages.push(shown.html);
    }
    pages
}

#[tokio::test]
async fn updates_are_listed_with_what_is_for_backers_locked() {
    let nodes = json!([
        update(2, true, Value::Null),
        update(1, false, json!("2026-05-03T10:00:00Z"))
    ]);
    let list = json!({ "updates": { "totalCount": 2, "pageInfo": end(true), "nodes": nodes } });
    let gateway = StandIn::anonymous().answering("UpdatesQuery", campaign(list));
    let pages = both(&gateway, "/campaigns/lamp/updates").await;
    let html = &pages[0];
    for part in [
        "<strong>hold</strong>",
        "For backers",
        "edited on 3 May 2026",
        "/updates/1\"",
        "after=c%3D1",
        "aria-current=\"page\">Updates",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let none = json!({ "updates": { "totalCount": 0, "pageInfo": end(false), "nodes": [] } });
    let gateway = StandIn::anonymous().answering("UpdatesQuery", campaign(none));
    assert!(both(&gateway, "/campaigns/lamp/updates").await[0].contains("class=\"empty\""));
}

#[tokio::test]
async fn an_update_that_was_changed_shows_what_it_said() {
    let mut one = update(1, false, json!("2026-05-03T10:00:00Z"));
    one["earlierVersions"] = json!({
        "pageInfo": end(true),
        "nodes": [{ "title": "Old <cells>", "body": "They *held*", "replacedAt": "2026-05-03T10:00:00Z" }],
    });
    let gateway = StandIn::anonymous().answering("UpdateQuery", campaign(json!({ "update": one })));
    let html = &both(&gateway, "/campaigns/lamp/updates/1").await[0];
    assert!(
        html.contains("<em>held</em>") && html.contains("/updates/2\"") && !html.contains("/updates/0\"")
    );
    let gateway = StandIn::anonymous().answering("UpdateQuery", campaign(json!({ "update": null })));
    assert_eq!(
        gateway.get("/en/campaigns/lamp/updates/9").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        gateway.get("/en/campaigns/lamp/updates/x").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn questions_show_who_asked_who_answered_and_what_is_hidden() {
    let answer = json!({ "body": "Ten <years>.", "author": { "displayName": "Lin" }, "answeredAt": "2026-05-02T10:00:00Z", "editedAt": null });
    let hidden = json!({ "body": null, "asker": null, "askerIsBacker": false, "hiding": { "reason": "Private.", "byFounder": false } });
    let nodes = json!([
        question(json!({ "answer": answer })),
        question(hidden),
        question(json!({}))
    ]);
    let list = json!({ "questions": { "totalCount": 3, "pageInfo": end(true), "nodes": nodes } });
    let gateway = StandIn::anonymous().answering("QuestionsQuery", campaign(list));
    let html = &both(&gateway, "/campaigns/lamp/questions?show=answered").await[0];
    for part in [
        "Backer",
        "Founder",
        "Not answered yet",
        "A reviewer hid this question: Private.",
        "show=answered&#38;after=c%3D1",
        "/sign-in?next=",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert_eq!(gateway.last("QuestionsQuery").variables["filter"], "ANSWERED");
    assert!(!html.contains("<years>"));
}

#[tokio::test]
async fn what_was_asked_stays_in_the_form_when_it_is_refused() {
    let list = json!({ "questions": { "totalCount": 0, "pageInfo": end(false), "nodes": [] } });
    let error = json!([{ "code": "TOO_OFTEN", "field": null, "message": "At most 5 an hour." }]);
    let visitor = StandIn::signed_in(&["INVESTOR"]).answering("QuestionsQuery", campaign(list));
    let refusing = visitor
        .clone()
        .answering("AskQuestion", json!({ "questionAsk": { "userErrors": error } }));
    let form = [("campaignId", ID), ("body", "Will it <hold>?")];
    let shown = refusing.post("/en/campaigns/lamp/questions", &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    shown.is_sound();
    assert!(
        shown.html.contains("At most 5 an hour.") && shown.html.contains("Will it &#60;hold&#62;?"),
        "{}",
        shown.html
    );
    let taking = visitor.answering("AskQuestion", json!({ "questionAsk": { "userErrors": [] } }));
    let done = taking.post("/zh/campaigns/lamp/questions", &form).await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (StatusCode::SEE_OTHER, "/zh/campaigns/lamp/questions#questions")
    );
    assert_eq!(
        taking.input("AskQuestion"),
        json!({ "campaignId": ID, "body": "Will it <hold>?" })
    );
}

#[tokio::test]
async fn a_question_offers_what_the_visitor_may_do_with_it() {
    let page = |more: Value| {
        let mut one = question(more);
        one["campaign"] = json!({ "slug": "lamp", "title": "A <lamp>", "zone": "UTC" });
        StandIn::signed_in(&["INVESTOR"]).answering("QuestionQuery", json!({ "question": one }))
    };
    let path = format!("/questions/{QUESTION}");
    let reader = &both(&page(json!({})), &path).await[0];
    assert!(reader.contains("/report\"") && !reader.contains("/answer\"") && !reader.contains("/hide\""));
    let founder = page(json!({ "viewerCanAnswer": true, "viewerCanHide": true }));
    let shown = &both(&founder, &path).await[0];
    assert!(shown.contains("/answer\"") && shown.contains("/hide\"") && !shown.contains("/report\""));
    // What a reviewer hid is theirs to show again, and what the founder hid the founder's, too.
    for (by_founder, founders, may) in [(true, true, true), (false, true, false), (false, false, true)] {
        let hidden = json!({
            "viewerCanAnswer": founders, "viewerCanHide": true,
            "hiding": { "reason": "Private.", "byFounder": by_founder }
        });
        let shown = &both(&page(hidden), &path).await[0];
        assert_eq!(shown.contains("/show\""), may, "{by_founder} {founders}");
    }
    let error = json!([{ "code": "REQUIRED", "field": ["body"], "message": "This is needed." }]);
    let refusing = founder.answering(
        "AnswerQuestion",
        json!({ "questionAnswer": { "userErrors": error } }),
    );
    let refused = refusing
        .post(
            &format!("/en{path}/answer"),
            &[("expectedVersion", "1"), ("answer", " ")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.is_sound();
    assert!(refused.html.contains("id=\"p-answer\""), "{}", refused.html);
    let done = page(json!({})).answering(
        "ReportQuestion",
        json!({ "questionReport": { "userErrors": [] } }),
    );
    let reported = done
        .post(
            &format!("/en{path}/report"),
            &[("reason", "IP_CLAIM"), ("note", "Mine.")],
        )
        .await;
    assert_eq!(reported.location, format!("/en{path}?done=reported"));
    assert_eq!(
        done.input("ReportQuestion"),
        json!({ "id": QUESTION, "reason": "IP_CLAIM", "note": "Mine." })
    );
}

#[tokio::test]
async fn everything_that_may_have_happened_has_words() {
    use crate::graphql::{CampaignHappeningKind as Kind, Named};
    let happening = |kind: &Kind| {
        json!({
            "kind": kind.name(), "at": "2026-05-01T10:00:00Z", "detail": "Something <new>",
            "patent": if *kind == Kind::PatentChanged { json!({ "number": "CN 1" }) } else { Value::Null },
            "since": "2026-04-30", "updateNumber": if *kind == Kind::UpdatePublished { json!(3) } else { Value::Null },
            "deadlineAt": if *kind == Kind::DeadlineExtended { json!("2026-06-01T10:00:00Z") } else { Value::Null }
        })
    };
    let all: Vec<Value> = Kind::ALL.iter().map(happening).collect();
    let gateway = StandIn::anonymous().answering("ChangesQuery", campaign(json!({ "happenings": { "nodes": all, "pageInfo": { "hasNextPage": true, "endCursor": "a+b" } } })));
    let html = &both(&gateway, "/campaigns/lamp/changes").await[0];
    assert!(
        html.contains("/updates/3\"")
            && html.contains("?after=a%2Bb")
            && html.contains("/patents/CN1\"")
            && !html.contains("<new>"),
        "{html}"
    );
    let gateway = StandIn::anonymous().answering(
        "ChangesQuery",
        campaign(
            json!({ "happenings": { "nodes": [], "pageInfo": { "hasNextPage": false, "endCursor": null } } }),
        ),
    );
    assert!(both(&gateway, "/campaigns/lamp/changes").await[0].contains("class=\"empty\""));
}

#[tokio::test]
async fn a_founder_writes_publishes_and_schedules() {
    let own = json!({
        "id": ID, "slug": "lamp", "title": "A <lamp>", "zone": "Europe/Berlin", "viewerCanEdit": true,
        "unpublishedUpdates": [{ "id": "update_1", "number": null, "title": "", "state": "SCHEDULED", "audience": "BACKERS",
            "publishAt": "2026-06-01T10:00:00Z", "publishedAt": null, "editedAt": null }],
        "updates": { "nodes": [{ "id": "update_2", "number": 1, "title": "First <cells>", "state": "PUBLISHED", "audience": "EVERYONE",
            "publishAt": null, "publishedAt": "2026-05-01T10:00:00Z", "editedAt": "2026-05-02T10:00:00Z" }] }
    });
    let saved = json!({ "update": { "id": "update_3", "version": 1 }, "userErrors": [] });
    let founder = StandIn::signed_in(&["INVESTOR", "FOUNDER"])
        .answering("OwnUpdatesQuery", json!({ "campaign": own }))
        .answering("DraftUpdate", json!({ "campaignUpdateDraft": saved }))
        .answering("PublishUpdate", json!({ "campaignUpdatePublish": saved }));
    let list = format!("/founder/{ID}/updates");
    let html = &both(&founder, &list).await[0];
    assert!(
        html.contains("Without a title") && html.contains("updates/new\""),
        "{html}"
    );
    both(&founder, &format!("{list}/new")).await;
    let texts = [
        ("title.en", "Cells"),
        ("body.en", "They hold."),
        ("audience", "BACKERS"),
    ];
    let done = founder
        .post(
            &format!("/en{list}/new"),
            &[&texts[..], &[("act", "save")]].concat(),
        )
        .await;
    assert_eq!(done.location, format!("/en{list}/update_3?saved=1"));
    assert_eq!(founder.input("DraftUpdate")["audience"], "BACKERS");
    let form = [
        &texts[..],
        &[("act", "schedule"), ("publishAt", "2026-06-01T09:00")],
    ]
    .concat();
    let done = founder.post(&format!("/en{list}/new"), &form).await;
    assert_eq!(done.location, format!("/en{list}"));
    assert_eq!(
        founder.input("PublishUpdate"),
        json!({ "id": "update_3", "expectedVersion": 1, "at": "2026-06-01T07:00:00Z" })
    );
    let form = [&texts[..], &[("act", "schedule"), ("publishAt", "")]].concat();
    let shown = founder.post(&format!("/en{list}/new"), &form).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    shown.is_sound();
    assert!(
        shown.html.contains("id=\"p-publishAt\"") && shown.html.contains("They hold."),
        "{}",
        shown.html
    );
}

#[tokio::test]
async fn reviewers_decide_on_reports() {
    let mut one = question(json!({}));
    one["campaign"] = json!({ "slug": "lamp", "title": "A <lamp>", "viewerCanEdit": false });
    let reports = json!([{ "reporter": { "displayName": "Fan" }, "reason": "OTHER", "note": "See <here>", "reportedAt": "2026-05-01T10:00:00Z" }]);
    let list = json!({ "totalCount": 1, "pageInfo": end(false), "nodes": [{ "question": one, "reports": reports }] });
    let error = json!([{ "code": "REQUIRED", "field": ["reason"], "message": "This is needed." }]);
    let reviewer = StandIn::signed_in(&["INVESTOR", "REVIEWER"])
        .answering("ReportedQuery", json!({ "reportedQuestions": list }));
    let html = &both(&reviewer, "/review/questions").await[0];
    assert!(!html.contains("<here>"));
    let refusing = reviewer.clone().answering(
        "DecideReports",
        json!({ "questionReportsDecide": { "userErrors": error } }),
    );
    let refused = refusing
        .post(
            &format!("/en/review/questions/{QUESTION}"),
            &[("hideBecause", "")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.is_sound();
    let deciding = reviewer.answering(
        "DecideReports",
        json!({ "questionReportsDecide": { "userErrors": [] } }),
    );
    let done = deciding
        .post(&format!("/en/review/questions/{QUESTION}"), &[("dismiss", "1")])
        .await;
    assert_eq!(done.location, "/en/review/questions?done=1");
    assert_eq!(deciding.input("DecideReports"), json!({ "id": QUESTION }));
    let stranger = StandIn::signed_in(&["INVESTOR"])
        .get("/en/review/questions")
        .await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
}
