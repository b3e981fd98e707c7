//! How an account is entered: the address, the password.

use journeys::{Founder, PASSWORD, Person, Platform, errors, user_errors};
use kernel::Role;
use serde_json::json;

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
}
