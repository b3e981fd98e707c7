//! How an account is entered: the address, the password.

use chrono::TimeDelta;
use journeys::{Founder, PASSWORD, Person, Platform, errors, user_errors};
use kernel::Role;
use serde_json::json;
use totp_rs::{Builder, Secret};

const NEW: &str = "quarry lantern 42 birch";

/// The secret of the newest mailed link to a page.
async fn link(platform: &Platform, email: &str, page: &str) -> String {
    platform.settle().await;
    let all = platform.app.captured_mails().unwrap().list().await.unwrap();
    let mail = all
        .iter()
        .find(|mail| mail.recipient == email && mail.text.contains(page));
    let text = &mail.expect("a mail").text;
    let rest = text.split("?token=").nth(1).unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// The code an authenticator with this secret shows now.
fn code(platform: &Platform, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(platform.app.now().timestamp()).unwrap())
        .to_string()
}

testkit::on_both! {
    async fn a_campaign_is_launched_once_the_founders_address_is_confirmed(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let person = Person::sign_up_unconfirmed(&platform, "Fritz Founder", true).await;
        let founder = Founder::drafting(&platform, person, "Fritz Founder", Founder::PATENT).await;
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        founder.submit(&platform).await;
        let id = json!({ "id": founder.campaign });
        platform.act(reviewer.token(), "campaignReviewClaim", "campaign { state }", id.clone()).await;
        let decide = json!({ "id": founder.campaign, "decision": "APPROVED", "note": "Clear claims, honest risks." });
        platform.act(reviewer.token(), "campaignReviewDecide", "campaign { state }", decide).await;
        founder.verify(&platform, &reviewer).await;

        let token = founder.person.token();
        let refused = platform.attempt(token, "campaignLaunch", "campaign { state }", id.clone()).await;
        assert_eq!(user_errors(&refused), ["EMAIL_NOT_CONFIRMED"], "{refused:#}");
        assert!(text(&refused["userErrors"][0]["message"]).contains("link in the mail"));
        let payee = json!({ "method": "BANK", "country": "DE", "destination": "Bank ····1234" });
        let refused = platform.attempt(token, "payeeOpen", "payee { id }", payee.clone()).await;
        assert_eq!(user_errors(&refused), ["EMAIL_NOT_CONFIRMED"]);

        let sent = platform.act(token, "accountEmailConfirmationSend", "viewer { emailConfirmedAt }", json!({ "locale": "ZH_HANS" })).await;
        assert!(sent["viewer"]["emailConfirmedAt"].is_null());
        let secret = link(&platform, &founder.person.email, "/zh/confirm-email").await;
        let done = platform.act(None, "accountEmailConfirm", "confirmed", json!({ "token": secret })).await;
        assert_eq!(done["confirmed"], true);
        let viewer = platform.data(token, "{ viewer { emailConfirmedAt } }", json!({})).await;
        assert!(viewer["viewer"]["emailConfirmedAt"].is_string());
        let live = platform.act(token, "campaignLaunch", "campaign { state }", id).await;
        assert_eq!(live["campaign"]["state"], "LIVE");
        platform.act(token, "payeeOpen", "payee { id }", payee).await;
        platform.verify().await;
    }

    async fn an_unconfirmed_investor_may_pledge(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let investor = Person::sign_up_unconfirmed(&platform, "Ines Investor", false).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "20.00", "4242424242424242").await;
        assert_eq!(paid["pledge"]["state"], "COMMITTED");
        platform.verify().await;
    }

    async fn a_forgotten_password_is_replaced_by_mail_and_its_owner_told(db: &TestDb) {
        let platform = Platform::on(db).await;
        let mut ann = Person::sign_up(&platform, "Ann", false).await;
        let answers = [
            platform.attempt(None, "accountPasswordResetRequest", "taken", json!({ "email": ann.email })).await,
            platform.attempt(None, "accountPasswordResetRequest", "taken", json!({ "email": "nobody@example.test" })).await,
        ];
        assert_eq!(answers[0], answers[1]);
        let secret = link(&platform, &ann.email, "/en/reset-password").await;
        let input = json!({ "token": secret, "newPassword": NEW });
        let changed = platform.act(None, "accountPasswordReset", "changed", input.clone()).await;
        assert_eq!(changed["changed"], true);
        let again = platform.attempt(None, "accountPasswordReset", "changed", input).await;
        assert_eq!(user_errors(&again), ["LINK_INVALID"]);
        // The sign-in from before has ended; only the new password opens another.
        assert!(platform.app.accounts.caller_by_token(&ann.token).await.unwrap().is_none());
        let old = platform.attempt(None, "accountSignIn", "token", json!({ "email": ann.email, "password": PASSWORD })).await;
        assert_eq!(user_errors(&old), ["CREDENTIALS_WRONG"]);
        let back = platform.act(None, "accountSignIn", "token", json!({ "email": ann.email, "password": NEW })).await;
        ann.token = back["token"].as_str().unwrap().to_owned();
        platform.settle().await;
        let told = platform.data(ann.token(), "{ viewer { notifications { nodes { kind path } } } }", json!({})).await;
        let first = &told["viewer"]["notifications"]["nodes"][0];
        assert_eq!((&first["kind"], &first["path"]), (&json!("PASSWORD_CHANGED"), &json!("/account/security")));
        let mails = platform.app.captured_mails().unwrap().list().await.unwrap();
        let subjects: Vec<_> = mails.iter().filter(|mail| mail.recipient == ann.email).map(|mail| mail.subject.as_str()).collect();
        assert!(subjects.contains(&"Your password was changed"), "{subjects:?}");
        assert!(mails.iter().all(|mail| mail.recipient != "nobody@example.test"));
        assert_eq!(errors(&platform.ask(None, "{ viewer { id } }", json!({})).await), Vec::<&str>::new());
        platform.verify().await;
    }

    async fn a_sign_in_takes_two_steps_once_a_second_factor_is_set_up(db: &TestDb) {
        let platform = Platform::on(db).await;
        let ann = Person::sign_up(&platform, "Ann", false).await;
        let begun = platform.act(ann.token(), "secondFactorBegin", "enrolment { secret uri }", json!({ "kind": "AUTHENTICATOR" })).await;
        let secret = begun["enrolment"]["secret"].as_str().unwrap().to_owned();
        let code = || code(&platform, &secret);
        let on = platform.act(ann.token(), "secondFactorConfirm", "recoveryCodes viewer { secondFactor { kind recoveryCodesLeft } }", json!({ "code": code() })).await;
        assert_eq!(on["viewer"]["secondFactor"], json!({ "kind": "AUTHENTICATOR", "recoveryCodesLeft": 10 }));
        assert_eq!(on["recoveryCodes"].as_array().unwrap().len(), 10);

        let input = json!({ "email": ann.email, "password": PASSWORD });
        let first = platform.act(None, "accountSignIn", "token viewer { id } challenge { token expiresAt }", input).await;
        assert!(first["token"].is_null() && first["viewer"].is_null());
        let challenge = first["challenge"]["token"].clone();
        let wrong = platform.attempt(None, "accountSignInCode", "token", json!({ "challenge": challenge, "code": "x" })).await;
        assert_eq!(user_errors(&wrong), ["CODE_WRONG"]);
        db.clock.advance(TimeDelta::seconds(30));
        let second = platform.act(None, "accountSignInCode", "token viewer { id }", json!({ "challenge": challenge, "code": code() })).await;
        assert_eq!(second["viewer"]["id"], json!(ann.id));

        // A reset by mail does not pass it by.
        platform.act(None, "accountPasswordResetRequest", "taken", json!({ "email": ann.email })).await;
        let secret = link(&platform, &ann.email, "/en/reset-password").await;
        platform.act(None, "accountPasswordReset", "changed", json!({ "token": secret, "newPassword": NEW })).await;
        let again = platform.act(None, "accountSignIn", "token challenge { token }", json!({ "email": ann.email, "password": NEW })).await;
        assert!(again["token"].is_null() && again["challenge"]["token"].is_string());
        let told: Vec<_> = platform.app.captured_mails().unwrap().list().await.unwrap().into_iter().map(|mail| mail.subject).collect();
        assert!(told.contains(&"Your account asks for a code now".to_owned()), "{told:?}");
        platform.verify().await;
    }

    async fn acts_on_money_and_rights_ask_for_a_proof_of_the_last_minutes(db: &TestDb) {
        let platform = Platform::on(db).await;
        let mut ada = Person::with_role(&platform, "Ada Administrator", Role::Administrator).await;
        let mut fritz = Person::sign_up(&platform, "Fritz Founder", true).await;
        db.clock.advance(TimeDelta::minutes(15));
        let grant = json!({ "input": { "userId": fritz.id, "role": "REVIEWER", "reason": "test" } });
        let query = "mutation($input: UserRoleRequestInput!) { userRoleRequest(input: $input) { userErrors { code } } }";
        assert_eq!(errors(&platform.ask(ada.token(), query, grant.clone()).await), ["STEP_UP_REQUIRED"]);
        let payee = json!({ "input": { "method": "BANK", "country": "DE", "destination": "Bank ····1234" } });
        let open = "mutation($input: PayeeOpenInput!) { payeeOpen(input: $input) { userErrors { code } } }";
        assert_eq!(errors(&platform.ask(fritz.token(), open, payee.clone()).await), ["STEP_UP_REQUIRED"]);
        let factor = "mutation { secondFactorBegin(input: { kind: AUTHENTICATOR }) { userErrors { code } } }";
        assert_eq!(errors(&platform.ask(fritz.token(), factor, json!({})).await), ["STEP_UP_REQUIRED"]);

        let wrong = platform.attempt(ada.token(), "accountIdentityConfirm", "token", json!({ "password": "x" })).await;
        assert_eq!(user_errors(&wrong), ["CREDENTIALS_WRONG"]);
        for person in [&mut ada, &mut fritz] {
            let proved = platform.act(person.token(), "accountIdentityConfirm", "token", json!({ "password": PASSWORD })).await;
            person.token = proved["token"].as_str().unwrap().to_owned();
        }
        assert_eq!(errors(&platform.ask(ada.token(), query, grant).await), Vec::<&str>::new());
        assert_eq!(errors(&platform.ask(fritz.token(), open, payee).await), Vec::<&str>::new());
        platform.verify().await;
    }

    async fn an_address_is_changed_after_its_hold_and_both_addresses_hear_of_it(db: &TestDb) {
        let platform = Platform::on(db).await;
        let ann = Person::sign_up(&platform, "Ann", false).await;
        let elsewhere = platform.act(None, "accountSignIn", "token", json!({ "email": ann.email, "password": PASSWORD })).await;
        let elsewhere = elsewhere["token"].as_str().unwrap().to_owned();
        let asked = platform.act(ann.token(), "accountEmailChange", "change { email heldUntil confirmedAt }", json!({ "email": "anna@elsewhere.test" })).await;
        assert_eq!(asked["change"]["email"], "anna@elsewhere.test");
        let secret = link(&platform, "anna@elsewhere.test", "/en/account/email/confirm").await;
        let confirmed = platform.act(None, "accountEmailChangeConfirm", "change { confirmedAt }", json!({ "token": secret })).await;
        assert!(confirmed["change"]["confirmedAt"].is_string());
        let seen = platform.data(ann.token(), "{ viewer { email emailChange { email } } }", json!({})).await;
        assert_eq!(seen["viewer"], json!({ "email": ann.email, "emailChange": { "email": "anna@elsewhere.test" } }));

        db.clock.advance(TimeDelta::hours(72));
        platform.settle().await;
        let seen = platform.data(ann.token(), "{ viewer { email emailConfirmedAt emailChange { email } notifications { nodes { kind } } } }", json!({})).await;
        assert_eq!(seen["viewer"]["email"], "anna@elsewhere.test");
        assert!(seen["viewer"]["emailChange"].is_null());
        assert_eq!(seen["viewer"]["notifications"]["nodes"][0]["kind"], "EMAIL_CHANGED");
        assert!(platform.app.accounts.caller_by_token(&elsewhere).await.unwrap().is_none());
        let mails = platform.app.captured_mails().unwrap().list().await.unwrap();
        let to = |address: &str| mails.iter().filter(|mail| mail.recipient == address).map(|mail| mail.subject.clone()).collect::<Vec<_>>();
        assert!(to(&ann.email).contains(&"Your account has another e-mail address now".to_owned()), "{:?}", to(&ann.email));
        assert!(to("anna@elsewhere.test").contains(&"Your account has another e-mail address".to_owned()));
        platform.verify().await;
    }

    async fn a_change_of_the_address_is_taken_back_by_the_old_one(db: &TestDb) {
        let platform = Platform::on(db).await;
        let ann = Person::sign_up(&platform, "Ann", false).await;
        platform.act(ann.token(), "accountEmailChange", "change { email }", json!({ "email": "thief@elsewhere.test" })).await;
        let keep = link(&platform, &ann.email, "/en/account/email/cancel").await;
        let kept = platform.act(None, "accountEmailChangeCancel", "cancelled", json!({ "token": keep })).await;
        assert_eq!(kept["cancelled"], true);
        assert!(platform.app.accounts.caller_by_token(&ann.token).await.unwrap().is_none(), "whoever asked is out");
        db.clock.advance(TimeDelta::days(4));
        platform.settle().await;
        let back = platform.act(None, "accountSignIn", "token", json!({ "email": ann.email, "password": PASSWORD })).await;
        assert!(back["token"].is_string());
        platform.verify().await;
    }

    async fn decisions_of_reviewers_ask_for_a_proof_and_taking_a_case_does_not(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_draft(&platform, "Fritz Founder", Founder::PATENT).await;
        founder.submit(&platform).await;
        let round = Person::sign_up(&platform, "Stan Stranger", false).await.hand_in(&platform, "Stan Stranger").await;
        db.clock.advance(TimeDelta::minutes(15));
        platform.act(reviewer.token(), "campaignReviewClaim", "campaign { state }", json!({ "id": founder.campaign })).await;
        let taken = platform.act(reviewer.token(), "verificationClaim", "verification { version }", json!({ "id": round })).await;
        let decide = "mutation($input: CampaignReviewDecideInput!) { campaignReviewDecide(input: $input) { userErrors { code } } }";
        let input = json!({ "input": { "id": founder.campaign, "decision": "APPROVED" } });
        assert_eq!(errors(&platform.ask(reviewer.token(), decide, input.clone()).await), ["STEP_UP_REQUIRED"]);
        let verify = "mutation($input: VerificationDecideInput!) { verificationDecide(input: $input) { userErrors { code } } }";
        let verified = json!({ "input": { "id": round, "expectedVersion": taken["verification"]["version"], "decision": "APPROVE" } });
        assert_eq!(errors(&platform.ask(reviewer.token(), verify, verified.clone()).await), ["STEP_UP_REQUIRED"]);
        let proved = platform.act(reviewer.token(), "accountIdentityConfirm", "token", json!({ "password": PASSWORD })).await;
        let proved = proved["token"].as_str();
        for (query, variables) in [(decide, input), (verify, verified)] {
            assert_eq!(errors(&platform.ask(proved, query, variables).await), Vec::<&str>::new());
        }
        platform.verify().await;
    }

    async fn a_new_device_is_told_by_mail_and_shown_among_the_sign_ins(db: &TestDb) {
        let platform = Platform::on(db).await;
        let ann = Person::sign_up(&platform, "Ann", false).await;
        let elsewhere = kernel::Caller {
            agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0".to_owned()),
            address: Some("198.51.100.23".parse().unwrap()),
            ..kernel::Caller::anonymous()
        };
        let query = "mutation($input: AccountSignInInput!) { accountSignIn(input: $input) { token session { program system network } } }";
        let answer = platform.ask_as(&elsewhere, query, json!({ "input": { "email": ann.email, "password": PASSWORD } })).await;
        let session = &answer["data"]["accountSignIn"]["session"];
        assert_eq!(*session, json!({ "program": "Firefox", "system": "Linux", "network": "198.51.100.0/24" }));
        platform.settle().await;
        let mails = platform.app.captured_mails().unwrap().list().await.unwrap();
        let told = mails.iter().find(|mail| mail.recipient == ann.email && mail.subject == "A new sign-in to your account");
        assert!(told.unwrap().text.contains("Firefox, Linux, 198.51.100.0/24"), "{told:?}");
        platform.act(ann.token(), "sessionOthersRevoke", "viewer { id }", json!({})).await;
        let seen = platform.data(ann.token(), "{ viewer { sessions { current } } }", json!({})).await;
        assert_eq!(seen["viewer"]["sessions"], json!([{ "current": true }]));
        platform.verify().await;
    }
}
