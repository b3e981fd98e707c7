//! Administrators: people, roles of staff by two, the trail, and work that was set aside.

use chrono::TimeDelta;
use db::{NewJob, inbox};
use journeys::{PASSWORD, Person, Platform, errors, user_errors};
use kernel::Role;
use sea_orm::ConnectionTrait;
use serde_json::json;

/// The subjects of the mails to somebody.
async fn mails(platform: &Platform, to: &Person) -> Vec<String> {
    platform.settle().await;
    let mails = platform.app.captured_mails().unwrap().list().await.unwrap();
    let theirs = mails.into_iter().filter(|mail| mail.recipient == to.email);
    theirs.map(|mail| mail.subject).collect()
}

testkit::on_both! {
    async fn a_role_of_staff_is_asked_for_by_one_and_given_by_another(db: &TestDb) {
        let platform = Platform::on(db).await;
        let mut ada = Person::with_role(&platform, "Ada Administrator", Role::Administrator).await;
        let bea = Person::with_role(&platform, "Bea Administrator", Role::Administrator).await;
        let cyd = Person::sign_up(&platform, "Cyd Candidate", false).await;
        let wish = json!({ "userId": cyd.id, "role": "REVIEWER", "reason": "joins the review team" });
        db.clock.advance(TimeDelta::minutes(16));
        let query = "mutation($input: UserRoleRequestInput!) { userRoleRequest(input: $input) { userErrors { code } } }";
        let stale = platform.ask(ada.token(), query, json!({ "input": wish })).await;
        assert_eq!(errors(&stale), ["STEP_UP_REQUIRED"]);
        ada.come_back(&platform).await;
        let fields = "request { id state expiresAt viewerCanDecide viewerCanWithdraw user { displayName roles } requestedBy { displayName } }";
        let asked = platform.act(ada.token(), "userRoleRequest", fields, wish.clone()).await["request"].clone();
        assert_eq!((&asked["state"], &asked["viewerCanDecide"], &asked["viewerCanWithdraw"]), (&json!("WAITING"), &json!(false), &json!(true)));
        let again = platform.attempt(ada.token(), "userRoleRequest", "request { id }", wish).await;
        assert_eq!(user_errors(&again), ["ROLE_ASKED"]);
        let id = json!({ "id": asked["id"] });
        let own = platform.attempt(ada.token(), "roleRequestApprove", "request { id }", id.clone()).await;
        assert_eq!(user_errors(&own), ["OWN_REQUEST"]);
        assert!(mails(&platform, &bea).await.contains(&"A role waits for a second administrator".to_owned()));
        assert!(!mails(&platform, &ada).await.contains(&"A role waits for a second administrator".to_owned()));

        let mut bea = bea;
        bea.come_back(&platform).await;
        let listed = "{ administration { roleRequests(waitingOnly: true) { totalCount nodes { id viewerCanDecide } } } }";
        let listed = platform.data(bea.token(), listed, json!({})).await;
        assert_eq!(listed["administration"]["roleRequests"]["nodes"], json!([{ "id": asked["id"], "viewerCanDecide": true }]));
        let given = platform.act(bea.token(), "roleRequestApprove", "request { state user { roles } decidedBy { displayName } }", id).await;
        assert_eq!(given["request"]["state"], "APPROVED");
        assert_eq!(given["request"]["user"]["roles"], json!(["INVESTOR", "REVIEWER"]));
        let queue = platform.data(cyd.token(), "{ reviewQueue { totalCount } }", json!({})).await;
        assert_eq!(queue["reviewQueue"]["totalCount"], 0, "the role counts from the next request on");
        assert!(mails(&platform, &cyd).await.contains(&"You were given a role of staff".to_owned()));

        let taken = json!({ "userId": cyd.id, "role": "REVIEWER", "reason": "leaves" });
        platform.act(ada.token(), "userRoleRevoke", "roles", taken).await;
        assert_eq!(errors(&platform.ask(cyd.token(), "{ reviewQueue { totalCount } }", json!({})).await), ["FORBIDDEN"]);
        assert!(mails(&platform, &cyd).await.contains(&"A role was taken from you".to_owned()));
        platform.verify().await;
    }

    async fn a_locked_account_is_looked_up_and_the_trail_says_why(db: &TestDb) {
        let platform = Platform::on(db).await;
        let ada = Person::with_role(&platform, "Ada Administrator", Role::Administrator).await;
        let cyd = Person::sign_up(&platform, "Cyd Candidate", true).await;
        let input = json!({ "userId": cyd.id, "reason": "somebody else uses it" });
        let locked = platform.act(ada.token(), "userLock", "user { lock { reason lockedBy } sessionCount }", input.clone()).await;
        assert_eq!(locked["user"], json!({ "lock": { "reason": "somebody else uses it", "lockedBy": ada.id }, "sessionCount": 0 }));
        assert!(platform.app.accounts.caller_by_token(&cyd.token).await.unwrap().is_none());
        let entry = json!({ "email": cyd.email, "password": PASSWORD });
        let refused = platform.attempt(None, "accountSignIn", "token", entry.clone()).await;
        assert_eq!(user_errors(&refused), ["ACCOUNT_LOCKED"]);
        assert!(mails(&platform, &cyd).await.contains(&"Your account was locked".to_owned()));

        let query = "query($filter: UserAccountFilter) { administration { users(filter: $filter) { totalCount nodes { displayName roles campaignCount pledgeCount hasSecondFactor lock { reason } } } } }";
        let found = platform.data(ada.token(), query, json!({ "filter": { "text": "CYD", "isLocked": true } })).await;
        let found = &found["administration"]["users"];
        assert_eq!((&found["totalCount"], &found["nodes"][0]["displayName"], &found["nodes"][0]["campaignCount"]), (&json!(1), &json!("Cyd Candidate"), &json!(0)));
        let trail = "query($filter: AuditRecordFilter) { administration { auditRecords(filter: $filter, first: 5) { nodes { action cause actor actorAccount { displayName } before after } } } }";
        let rows = platform.data(ada.token(), trail, json!({ "filter": { "subject": cyd.id, "action": "account.lo" } })).await;
        let rows = rows["administration"]["auditRecords"]["nodes"].as_array().unwrap().clone();
        assert_eq!(rows.len(), 1);
        assert_eq!((&rows[0]["action"], &rows[0]["cause"], &rows[0]["actorAccount"]["displayName"]), (&json!("account.lock"), &json!("somebody else uses it"), &json!("Ada Administrator")));
        assert!(rows[0]["after"].as_str().unwrap().contains("sessionsEnded"));

        platform.act(ada.token(), "userUnlock", "user { lock { reason } }", input).await;
        db.clock.advance(TimeDelta::seconds(1));
        let back = platform.act(None, "accountSignIn", "token", entry).await;
        let token = back["token"].as_str().unwrap();
        let own = platform.data(Some(token), "{ viewer { accountEvents(first: 3) { nodes { action isOwn } } } }", json!({})).await;
        let newest = &own["viewer"]["accountEvents"]["nodes"];
        assert_eq!((&newest[0], &newest[1]["action"]), (&json!({ "action": "account.sign_in", "isOwn": true }), &json!("account.unlock")));
        let other = platform.ask(Some(token), "{ administration { users { totalCount } } }", json!({})).await;
        assert_eq!(errors(&other), ["FORBIDDEN"]);
        platform.verify().await;
    }

    async fn what_was_set_aside_is_counted_shown_and_done_again(db: &TestDb) {
        let platform = Platform::on(db).await;
        let ada = Person::with_role(&platform, "Ada Administrator", Role::Administrator).await;
        let tx = db.begin().await.unwrap();
        inbox::receive(&tx, "sandbox", "evt_unreadable", "charge.refunded", "this is no message").await.unwrap();
        tx.commit().await.unwrap();
        platform.settle().await;
        let tx = db.begin().await.unwrap();
        tx.enqueue(NewJob::new("nobody.does_this", &"anything")).await.unwrap();
        tx.commit().await.unwrap();
        let dead = "UPDATE jobs SET dead_at = created_at, last_error = 'the payload cannot be read' WHERE kind = 'nobody.does_this'";
        db.primary().execute_raw(db::sql(db.primary(), dead, [])).await.unwrap();
        let query = "{ administration { workload { jobsDead messagesQuarantined } deadJobs { nodes { id kind lastError } } quarantinedMessages { nodes { id eventId lastError } } } }";
        let seen = platform.data(ada.token(), query, json!({})).await["administration"].clone();
        assert_eq!(seen["workload"], json!({ "jobsDead": 1, "messagesQuarantined": 1 }), "{seen:#}");
        assert_eq!(seen["deadJobs"]["nodes"][0]["lastError"], "the payload cannot be read");
        assert_eq!(seen["quarantinedMessages"]["nodes"][0]["eventId"], "evt_unreadable");
        let job = json!({ "id": seen["deadJobs"]["nodes"][0]["id"] });
        let message = json!({ "id": seen["quarantinedMessages"]["nodes"][0]["id"] });
        assert_eq!(platform.act(ada.token(), "jobReplay", "isDue", job.clone()).await["isDue"], true);
        assert_eq!(platform.act(ada.token(), "messageReplay", "isDue", message.clone()).await["isDue"], true);
        let again = platform.attempt(ada.token(), "jobReplay", "isDue", job).await;
        assert_eq!(user_errors(&again), ["NOT_FOUND"]);
        platform.settle().await;
        let after = platform.data(ada.token(), query, json!({})).await["administration"].clone();
        assert_eq!(after["workload"]["messagesQuarantined"], 1, "it is as unreadable as before, and set aside again");
        let trail = db.audit_of(message["id"].as_str().unwrap(), 10).await.unwrap();
        assert_eq!((trail.len(), trail[0].action.as_str(), trail[0].actor.as_str()), (1, "message.replay", ada.id.as_str()));
    }
}
