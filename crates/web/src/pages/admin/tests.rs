use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

const USER: &str = "user_01jx2m0000e1v70000000000d1";
const REQUEST: &str = "rolereq_01jx2m0000e1v70000000000d2";
const JOB: &str = "job_01jx2m0000e1v70000000000d3";
const MESSAGE: &str = "event_01jx2m0000e1v70000000000d4";
const AT: &str = "2026-05-01T08:00:00Z";

fn administrator() -> StandIn {
    StandIn::signed_in(&["INVESTOR", "ADMINISTRATOR"])
}

fn somebody() -> Value {
    json!({ "id": USER, "displayName": "Cyd <b>", "email": "cyd@example.test" })
}

fn page_info(cursor: Option<&str>) -> Value {
    json!({ "hasNextPage": cursor.is_some(), "endCursor": cursor })
}

fn workload() -> Value {
    json!({
        "jobsLater": 2, "jobsDue": 3, "jobsRunning": 1, "jobsDead": 1, "oldestJobDueAt": AT,
        "messagesWaiting": 4, "messagesQuarantined": 1, "oldestMessageAt": AT,
        "eventsWaiting": 0, "oldestEventAt": null,
        "mailsQueued": 5, "mailsFailed": 6, "oldestMailQueuedAt": AT,
    })
}

fn request(can_decide: bool, can_withdraw: bool) -> Value {
    json!({
        "id": REQUEST, "user": somebody(), "role": "REVIEWER", "reason": "joins the review team", "state": "WAITING",
        "requestedBy": { "id": USER, "displayName": "Ada", "email": "ada@example.test" },
        "requestedAt": AT, "expiresAt": "2026-05-08T08:00:00Z", "decidedBy": null,
        "viewerCanDecide": can_decide, "viewerCanWithdraw": can_withdraw,
    })
}

fn user(lock: Value, roles: &[&str]) -> Value {
    json!({
        "viewer": { "id": "user_01jx2m0000e1v70000000000aa" },
        "administration": { "user": {
            "id": USER, "displayName": "Cyd <b>", "email": "cyd@example.test", "emailConfirmedAt": null, "roles": roles,
            "createdAt": AT, "lastSeenAt": null, "hasSecondFactor": true, "sessionCount": 2, "apiTokenCount": 1,
            "campaignCount": 3, "pledgeCount": 4, "lock": lock, "roleRequests": [request(false, true)],
            "auditRecords": { "nodes": [{ "actor": "anonymous", "action": "account.sign_in_failed", "cause": "no more tries", "at": AT }] },
        } },
    })
}

fn requests(nodes: Value, cursor: Option<&str>) -> Value {
    json!({ "administration": { "roleRequests": { "totalCount": 1, "pageInfo": page_info(cursor), "nodes": nodes } } })
}

fn work(jobs: Value, messages: Value) -> Value {
    json!({ "administration": {
        "workload": workload(),
        "deadJobs": { "pageInfo": page_info(Some("j")), "nodes": jobs },
        "quarantinedMessages": { "pageInfo": page_info(None), "nodes": messages },
    } })
}

#[tokio::test]
async fn the_pages_are_for_administrators() {
    for path in [
        "/admin",
        "/admin/users",
        "/admin/roles",
        "/admin/licences",
        "/admin/audit",
        "/admin/work",
    ] {
        for roles in [&["INVESTOR", "REVIEWER", "FINANCE"][..], &["FOUNDER"][..]] {
            let refused = StandIn::signed_in(roles).get(&format!("/en{path}")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
            assert!(
                !refused.html.contains("/en/admin"),
                "nor does the navigation name them"
            );
        }
        let led = StandIn::anonymous().get(&format!("/en{path}")).await;
        assert!(led.location.starts_with("/en/sign-in"), "{path}");
    }
}

#[tokio::test]
async fn the_overview_says_what_waits() {
    let answer = json!({ "administration": {
        "users": { "totalCount": 41 }, "roleRequests": { "totalCount": 1 }, "workload": workload(),
    } });
    for language in ["en", "zh"] {
        let page = administrator()
            .answering("AdminOverviewQuery", answer.clone())
            .get(&format!("/{language}/admin"))
            .await;
        page.is_sound();
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.html
                .contains(&format!("href=\"/{language}/admin\" aria-current=\"page\""))
        );
        assert!(page.html.contains("41"));
    }
}

#[tokio::test]
async fn people_are_looked_for_and_the_next_page_keeps_the_search() {
    let row = json!({
        "id": USER, "displayName": "Cyd <b>", "email": "cyd@example.test", "roles": ["INVESTOR", "FINANCE"],
        "createdAt": AT, "lastSeenAt": AT, "hasSecondFactor": false, "lock": { "lockedAt": AT },
    });
    let many = json!({ "administration": { "users": { "totalCount": 40, "pageInfo": page_info(Some("c+1")), "nodes": [row] } } });
    let visitor = administrator().answering("AdminUsersQuery", many);
    let page = visitor
        .get("/en/admin/users?text=cyd+%26&role=FINANCE&locked=1")
        .await;
    page.is_sound();
    assert!(
        page.html.contains("Cyd &#60;b&#62;") && page.html.contains("Locked"),
        "{}",
        page.html
    );
    assert!(
        page.html
            .contains("text=cyd+%26&#38;role=FINANCE&#38;locked=1&#38;after=c%2B1"),
        "{}",
        page.html
    );
    let variables = visitor.last("AdminUsersQuery").variables;
    assert_eq!(
        variables["filter"],
        json!({ "text": "cyd &", "role": "FINANCE", "isLocked": true })
    );

    let none = json!({ "administration": { "users": { "totalCount": 0, "pageInfo": page_info(None), "nodes": [] } } });
    let page = administrator()
        .answering("AdminUsersQuery", none)
        .get("/zh/admin/users")
        .await;
    page.is_sound();
    assert!(page.html.contains("没有符合条件的账户"));
}

#[tokio::test]
async fn an_account_shows_how_it_is_entered_and_what_can_be_done() {
    let page = administrator()
        .answering("AdminUserQuery", user(Value::Null, &["INVESTOR", "FINANCE"]))
        .get(&format!("/en/admin/users/{USER}"))
        .await;
    page.is_sound();
    assert!(page.html.contains("Cyd &#60;b&#62;") && page.html.contains("no more tries"));
    for act in ["request-role", "revoke-role", "lock", "sessions"] {
        assert!(
            page.html
                .contains(&format!("action=\"/en/admin/users/{USER}/{act}\"")),
            "{act}"
        );
    }
    assert!(!page.html.contains("/unlock\""));
    let locked = user(json!({ "reason": "stolen", "lockedAt": AT }), &["INVESTOR"]);
    let page = administrator()
        .answering("AdminUserQuery", locked)
        .get(&format!("/zh/admin/users/{USER}"))
        .await;
    page.is_sound();
    assert!(
        page.html.contains("stolen") && page.html.contains("/unlock\"") && !page.html.contains("revoke-role")
    );
    // One's own account is another's to change.
    let mut own = user(Value::Null, &["INVESTOR", "ADMINISTRATOR"]);
    own["viewer"]["id"] = json!(USER);
    let page = administrator()
        .answering("AdminUserQuery", own)
        .get(&format!("/en/admin/users/{USER}"))
        .await;
    page.is_sound();
    assert!(!page.html.contains(&format!("action=\"/en/admin/users/{USER}")));
    let nowhere = administrator().get("/en/admin/users/somebody").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_done_to_an_account_is_done_and_said() {
    let reason = ("reason", "somebody else uses it");
    let role = ("role", "REVIEWER");
    for (act, name, field, form, done) in [
        ("lock", "LockUser", "userLock", vec![reason], "locked"),
        ("unlock", "UnlockUser", "userUnlock", vec![reason], "unlocked"),
        (
            "sessions",
            "RevokeSessions",
            "userSessionsRevoke",
            vec![],
            "sessions",
        ),
        (
            "request-role",
            "AskRole",
            "userRoleRequest",
            vec![role, reason],
            "requested",
        ),
        (
            "revoke-role",
            "TakeRole",
            "userRoleRevoke",
            vec![role, reason],
            "revoked",
        ),
    ] {
        let visitor = administrator().answering(name, json!({ field: { "userErrors": [] } }));
        let led = visitor
            .post(&format!("/en/admin/users/{USER}/{act}"), &form)
            .await;
        assert_eq!(led.location, format!("/en/admin/users/{USER}?done={done}"));
        assert_eq!(visitor.input(name)["userId"], USER);
        // What was refused stands at its field, and what was typed stays.
        let errors = json!([{ "field": ["reason"], "message": "say why" }]);
        let page = administrator()
            .answering(name, json!({ field: { "userErrors": errors } }))
            .answering("AdminUserQuery", user(Value::Null, &["INVESTOR"]))
            .post(&format!("/en/admin/users/{USER}/{act}"), &form)
            .await;
        page.is_sound();
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains("say why"));
        // A proof that is asked for loses nothing.
        let asked = administrator()
            .refusing(name, "STEP_UP_REQUIRED")
            .answering("FactorQuery", json!({ "viewer": { "secondFactor": null } }))
            .post(&format!("/en/admin/users/{USER}/{act}"), &form)
            .await;
        assert!(
            asked
                .html
                .contains(&format!("value=\"/admin/users/{USER}/{act}\"")),
            "{act}"
        );
    }
    let visitor = administrator().answering("AdminUserQuery", user(Value::Null, &["INVESTOR"]));
    let page = visitor
        .post(
            &format!("/en/admin/users/{USER}/request-role"),
            &[("role", "KING")],
        )
        .await;
    page.is_sound();
    assert!(page.html.contains("Choose a role."));
    assert_eq!(visitor.asked(), ["AdminUserQuery"]);
}

#[tokio::test]
async fn a_request_is_decided_by_another_and_withdrawn_by_whoever_asked() {
    let visitor = administrator().answering(
        "RoleRequestsQuery",
        requests(json!([request(true, false)]), Some("c")),
    );
    let page = visitor.get("/en/admin/roles").await;
    page.is_sound();
    assert!(page.html.contains(&format!("/en/admin/roles/{REQUEST}/approve")));
    assert!(page.html.contains("joins the review team") && !page.html.contains("/withdraw\""));
    assert_eq!(visitor.last("RoleRequestsQuery").variables["waitingOnly"], true);
    let own = administrator().answering("RoleRequestsQuery", requests(json!([request(false, true)]), None));
    let page = own.get("/zh/admin/roles?all=1").await;
    page.is_sound();
    assert!(page.html.contains("/withdraw\"") && !page.html.contains("/approve\""));
    assert_eq!(own.last("RoleRequestsQuery").variables["waitingOnly"], false);
    let none = administrator().answering("RoleRequestsQuery", requests(json!([]), None));
    none.get("/en/admin/roles").await.is_sound();

    for (act, name, field, done) in [
        ("approve", "ApproveRoleRequest", "roleRequestApprove", "approved"),
        ("refuse", "RefuseRoleRequest", "roleRequestRefuse", "refused"),
        (
            "withdraw",
            "WithdrawRoleRequest",
            "roleRequestWithdraw",
            "withdrawn",
        ),
    ] {
        let path = format!("/en/admin/roles/{REQUEST}/{act}");
        let visitor = administrator().answering(name, json!({ field: { "userErrors": [] } }));
        let led = visitor.post(&path, &[("reason", "not now")]).await;
        assert_eq!(led.location, format!("/en/admin/roles?done={done}"));
        assert_eq!(visitor.input(name)["id"], REQUEST);
        let errors = json!([{ "field": ["id"], "message": "this request is over" }]);
        let page = administrator()
            .answering(name, json!({ field: { "userErrors": errors } }))
            .answering("RoleRequestsQuery", requests(json!([request(true, false)]), None))
            .post(&path, &[])
            .await;
        page.is_sound();
        assert!(
            page.status == StatusCode::UNPROCESSABLE_ENTITY && page.html.contains("this request is over")
        );
    }
}

#[tokio::test]
async fn the_trail_is_looked_through_by_day_actor_subject_and_act() {
    let row = json!({
        "actor": USER, "actorAccount": somebody(), "action": "role.grant", "subject": USER, "cause": "joins",
        "before": "[\"investor\"]", "after": "[\"investor\",\"reviewer\"]", "at": AT,
    });
    let system = json!({
        "actor": "system:closer", "actorAccount": null, "action": "campaign.close", "subject": "campaign_1", "cause": null,
        "before": null, "after": null, "at": AT,
    });
    let many = json!({ "administration": { "auditRecords": { "pageInfo": page_info(Some("c")), "nodes": [row, system] } } });
    let visitor = administrator().answering("AuditQuery", many.clone());
    let page = visitor
        .get("/en/admin/audit?subject=&actor=system:closer&action=role.&from=2026-05-01&until=2026-05-01")
        .await;
    page.is_sound();
    assert!(
        page.html.contains("[&#34;investor&#34;,&#34;reviewer&#34;]"),
        "{}",
        page.html
    );
    let filter = visitor.last("AuditQuery").variables["filter"].clone();
    assert_eq!(filter["actor"], "system:closer");
    assert_eq!(filter["subject"], Value::Null);
    assert_eq!(
        (filter["from"].as_str(), filter["until"].as_str()),
        (Some("2026-05-01T00:00:00Z"), Some("2026-05-02T00:00:00Z"))
    );
    let wrong = administrator()
        .answering("AuditQuery", many)
        .get("/en/admin/audit?from=yesterday")
        .await;
    wrong.is_sound();
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.html.contains("2026-05-01"));
    let none = json!({ "administration": { "auditRecords": { "pageInfo": page_info(None), "nodes": [] } } });
    administrator()
        .answering("AuditQuery", none)
        .get("/zh/admin/audit")
        .await
        .is_sound();
}

#[tokio::test]
async fn what_was_set_aside_is_shown_and_done_again() {
    let job =
        json!({ "id": JOB, "kind": "mail.send", "attempts": 10, "lastError": "no <route>", "deadAt": AT });
    let message = json!({
        "id": MESSAGE, "provider": "stripe", "eventId": "evt_1", "kind": "charge.failed", "attempts": 1,
        "lastError": null, "quarantinedAt": AT,
    });
    let page = administrator()
        .answering("WorkQuery", work(json!([job]), json!([message])))
        .get("/en/admin/work")
        .await;
    page.is_sound();
    assert!(
        page.html.contains("no &#60;route&#62;") && page.html.contains("list=jobs&#38;after=j"),
        "{}",
        page.html
    );
    let empty = administrator().answering("WorkQuery", work(json!([]), json!([])));
    empty.get("/zh/admin/work?list=jobs&after=j").await.is_sound();
    assert_eq!(
        empty.last("WorkQuery").variables,
        json!({ "jobsAfter": "j", "messagesAfter": null })
    );
    for (path, name, field, done, id) in [
        ("jobs", "ReplayJob", "jobReplay", "job", JOB),
        ("messages", "ReplayMessage", "messageReplay", "message", MESSAGE),
    ] {
        let path = format!("/en/admin/work/{path}/{id}/replay");
        let visitor = administrator().answering(name, json!({ field: { "userErrors": [] } }));
        assert_eq!(
            visitor.post(&path, &[]).await.location,
            format!("/en/admin/work?done={done}")
        );
        assert_eq!(visitor.input(name), json!({ "id": id }));
        let errors = json!([{ "field": ["id"], "message": "it was done again already" }]);
        let page = administrator()
            .answering(name, json!({ field: { "userErrors": errors } }))
            .answering("WorkQuery", work(json!([]), json!([])))
            .post(&path, &[])
            .await;
        page.is_sound();
        assert!(page.html.contains("it was done again already"));
    }
}

const LICENCE: &str = "licence_01jx2m0000e1v70000000000d5";

fn licences(state: &str, can_confirm: bool) -> StandIn {
    let licence = json!({
        "id": LICENCE, "regime": "REG_CF", "state": state, "holder": "Farsight <Portal>", "authority": "SEC", "number": "007-1",
        "validFrom": "2026-01-01", "validUntil": null, "reference": "https://sec.example/007", "enteredAt": AT,
        "enteredBy": { "displayName": "Ada" }, "withdrawnBecause": (state == "WITHDRAWN").then_some("Given <back>"),
        "canConfirm": can_confirm, "document": { "name": "licence.pdf" },
    });
    administrator().answering(
        "LicencesQuery",
        json!({ "administration": { "licences": { "pageInfo": page_info(Some("n")), "nodes": [licence] } } }),
    )
}

#[tokio::test]
async fn a_licence_is_confirmed_by_whoever_may_and_withdrawn_with_a_reason() {
    for (state, can_confirm) in [
        ("ENTERED", true),
        ("ENTERED", false),
        ("IN_FORCE", false),
        ("WITHDRAWN", false),
    ] {
        for language in ["en", "zh"] {
            let page = licences(state, can_confirm)
                .get(&format!("/{language}/admin/licences"))
                .await;
            page.is_sound();
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.html.contains("Farsight &#60;Portal&#62;") && page.html.contains("after=n"));
            assert_eq!(page.html.contains("/confirm\""), can_confirm);
            assert_eq!(page.html.contains("/withdraw\""), state != "WITHDRAWN");
        }
    }
    let done = |operation, field: &str, errors: Value| {
        licences("ENTERED", true).answering(operation, json!({ field: { "userErrors": errors } }))
    };
    let path = format!("/en/admin/licences/{LICENCE}");
    let visitor = done("ConfirmLicence", "licenceConfirm", json!([]));
    assert_eq!(
        visitor.post(&format!("{path}/confirm"), &[]).await.location,
        "/en/admin/licences?done=confirmed"
    );
    assert_eq!(visitor.input("ConfirmLicence"), json!({ "id": LICENCE }));
    let blank = json!([{ "field": ["reason"], "message": "This must be given." }]);
    let visitor = done("WithdrawLicence", "licenceWithdraw", blank);
    let refused = visitor.post(&format!("{path}/withdraw"), &[("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("This must be given."));
    let odd = administrator()
        .post("/en/admin/licences/nothing/confirm", &[])
        .await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_licence_is_entered_with_its_days() {
    let form = |from: &str| {
        let fields = [
            ("regime", "REG_CF"),
            ("holder", "Farsight"),
            ("authority", "SEC"),
            ("number", "007-1"),
            ("validFrom", from),
            ("validUntil", ""),
            ("reference", "https://sec.example/007"),
        ];
        let part = |(name, value): (&str, &str)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        format!("{}--b--\r\n", fields.map(part).concat())
    };
    let visitor = licences("IN_FORCE", false)
        .answering("EnterLicence", json!({ "licenceEnter": { "userErrors": [] } }));
    let wrong = visitor.post_form("/en/admin/licences", "b", &form("soon")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("id=\"p-validFrom\"") && wrong.html.contains("value=\"007-1\""));
    wrong.is_sound();
    let sent = visitor
        .post_form("/en/admin/licences", "b", &form("2026-01-01"))
        .await;
    assert_eq!(sent.location, "/en/admin/licences?done=entered");
    let input = json!({
        "regime": "REG_CF", "holder": "Farsight", "authority": "SEC", "number": "007-1", "validFrom": "2026-01-01",
        "validUntil": null, "uploadId": null, "reference": "https://sec.example/007",
    });
    assert_eq!(visitor.input("EnterLicence"), input);
}

#[tokio::test]
async fn the_document_of_a_licence_is_opened() {
    let document = json!({
        "id": "file_01jx2m0000e1v7000000000f01", "name": "licence.pdf", "isImage": false, "byteSize": 10, "path": "/files/x",
        "accesses": [],
    });
    let visitor = licences("IN_FORCE", false).answering(
        "OpenLicence",
        json!({ "licenceDocumentOpen": { "document": document } }),
    );
    let led = visitor
        .post(&format!("/en/admin/licences/{LICENCE}/document"), &[])
        .await;
    assert_eq!(led.location, "/files/x");
}
