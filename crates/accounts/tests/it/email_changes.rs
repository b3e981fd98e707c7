//! Another mail address: asked for, confirmed, held back, taken back.

use accounts::{
    Accounts, AskEmailChange, ChangePassword, EmailChange, EmailChangeError, ErrorCode, Post, ResetPassword,
    Settings,
};
use cache::Cache;
use chrono::TimeDelta;
use db::{Db, Runner};
use kernel::{Caller, Forbidden, Role, UserId, Who};
use mail::{Captured, CapturedMail};

use crate::world::{
    PASSWORD, accounts, accounts_with, acts, caller, grant, settings, sign_in, sign_up, trail_text, who,
};

const NEW: &str = "anna@elsewhere.test";

/// Does what is due: sends mails, lets changes take effect.
async fn settle(accounts: &Accounts, db: &Db) {
    let mut runner = Runner::new(db.clone());
    let mailer = std::sync::Arc::new(Captured::new(db.clone()));
    let site = "https://farsight.test".to_owned();
    accounts.register(&mut runner, Post { mailer, site });
    runner.drain().await.unwrap();
    assert!(db::jobs::dead(db, 10).await.unwrap().is_empty());
}

async fn mails_to(db: &Db, address: &str) -> Vec<CapturedMail> {
    let all = Captured::new(db.clone()).list().await.unwrap();
    all.into_iter().filter(|mail| mail.recipient == address).collect()
}

/// The secret of the newest link to a page that was mailed to an address.
async fn link(db: &Db, address: &str, page: &str) -> String {
    let mails = mails_to(db, address).await;
    let found = mails.iter().find(|mail| mail.text.contains(page));
    let rest = found.expect("a mail").text.split("?token=").nth(1).unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn ask(accounts: &Accounts, me: &Caller, email: &str) -> Result<EmailChange, EmailChangeError> {
    let request = AskEmailChange {
        email: email.to_owned(),
        locale: None,
    };
    accounts.ask_email_change(me, request).await
}

async fn vouch(accounts: &Accounts, user: UserId) {
    let operator = Caller::system("operator");
    accounts.vouch_for_email(&operator, user).await.unwrap();
}

async fn address(accounts: &Accounts, user: UserId) -> String {
    accounts.find_user(user).await.unwrap().unwrap().email
}

testkit::on_both! {
    async fn an_address_changes_when_it_is_confirmed_and_the_hold_is_over(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        vouch(&accounts, ann.user.id).await;
        let me = caller(&accounts, &ann).await;
        let elsewhere = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        let change = ask(&accounts, &me, NEW).await.unwrap();
        assert_eq!(change.held_until - change.asked_at, TimeDelta::hours(72));
        settle(&accounts, db).await;
        let notice = &mails_to(db, "ann@example.test").await[0];
        assert!(notice.text.contains(NEW) && notice.text.contains("/account/email/cancel?token="), "{}", notice.text);

        let secret = link(db, NEW, "/account/email/confirm").await;
        let confirmed = accounts.confirm_email_change(&Caller::anonymous(), &secret).await.unwrap();
        assert!(confirmed.confirmed_at.is_some() && confirmed.ended_at.is_none());
        accounts.confirm_email_change(&Caller::anonymous(), &secret).await.expect("sent twice it says the same");
        db.clock.advance(TimeDelta::hours(72) - TimeDelta::microseconds(1));
        settle(&accounts, db).await;
        assert_eq!(address(&accounts, ann.user.id).await, "ann@example.test");
        assert!(who(&accounts, &elsewhere).await.is_some());

        db.clock.advance(TimeDelta::microseconds(1));
        settle(&accounts, db).await;
        assert_eq!(address(&accounts, ann.user.id).await, NEW);
        assert!(who(&accounts, &ann).await.is_some(), "the sign-in that asked for it stays");
        assert!(who(&accounts, &elsewhere).await.is_none());
        assert!(accounts.waiting_email_change(ann.user.id).await.unwrap().is_none());
        settle(&accounts, db).await;
        assert!(mails_to(db, "ann@example.test").await[0].text.contains(NEW), "the old address hears of it");
        let trail = trail_text(db, &[ann.user.id.to_string()]).await;
        assert!(trail.contains("account.email_change") && !trail.contains("elsewhere.test"));
    }

    async fn the_old_address_takes_a_change_back_and_ends_all_sign_ins(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        vouch(&accounts, ann.user.id).await;
        ask(&accounts, &caller(&accounts, &ann).await, NEW).await.unwrap();
        settle(&accounts, db).await;
        let (keep, confirm) = (link(db, "ann@example.test", "/account/email/cancel").await, link(db, NEW, "/account/email/confirm").await);
        accounts.confirm_email_change(&Caller::anonymous(), &confirm).await.unwrap();
        assert!(accounts.confirm_email_change(&Caller::anonymous(), &keep).await.is_err(), "a link does one thing");
        accounts.cancel_email_change(&Caller::anonymous(), &keep).await.unwrap();
        assert!(who(&accounts, &ann).await.is_none());
        for link in [&keep, &confirm] {
            let again = accounts.cancel_email_change(&Caller::anonymous(), link).await.unwrap_err();
            assert_eq!((again.code(), again.field()), (Some(ErrorCode::LinkInvalid), Some("token")));
        }
        assert!(accounts.confirm_email_change(&Caller::anonymous(), &confirm).await.is_err());
        db.clock.advance(TimeDelta::hours(100));
        settle(&accounts, db).await;
        assert_eq!(address(&accounts, ann.user.id).await, "ann@example.test");
        assert!(acts(db, ann.user.id).await.contains(&"account.email_change_cancel".to_owned()));
    }

    async fn what_a_thief_asked_for_does_not_outlive_the_owners_defence(db: &TestDb) {
        let accounts = accounts(db);
        for (n, defence) in ["password", "others", "session", "administrator"].into_iter().enumerate() {
            let name = format!("Ann{n}");
            let ann = sign_up(&accounts, &name).await;
            vouch(&accounts, ann.user.id).await;
            let me = caller(&accounts, &ann).await;
            let waits = async || accounts.waiting_email_change(ann.user.id).await.unwrap().is_some();
            ask(&accounts, &me, NEW).await.unwrap();
            accounts.revoke_others(&me, false).await.unwrap();
            assert!(waits().await, "what the owner asked for stays");
            let thief = caller(&accounts, &sign_in(&accounts, &name, PASSWORD).await.unwrap()).await;
            ask(&accounts, &thief, NEW).await.unwrap();
            match defence {
                "password" => {
                    let change = ChangePassword { current: PASSWORD.to_owned(), new: "another good pass phrase".to_owned() };
                    accounts.change_password(&me, change).await.map(|_| ()).unwrap();
                }
                "others" => accounts.revoke_others(&me, false).await.map(|_| ()).unwrap(),
                "session" => {
                    let Who::User { session, .. } = thief.who else { unreachable!("a thief who signed in") };
                    accounts.revoke_session(&me, session).await.unwrap();
                }
                _ => accounts.revoke_all(&Caller::system("operator"), ann.user.id).await.map(|_| ()).unwrap(),
            }
            assert!(!waits().await, "{defence}");
        }
    }

    async fn what_stays_open_has_the_roles_of_today_and_ends_with_its_sign_in(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let again = accounts.again(&me).await.unwrap().unwrap();
        assert!(!again.has(Role::Reviewer) && !again.standing.proved);
        grant(&accounts, ann.user.id, Role::Reviewer).await;
        assert!(accounts.again(&me).await.unwrap().unwrap().has(Role::Reviewer));
        grant(&accounts, ann.user.id, Role::Administrator).await;
        assert!(accounts.again(&me).await.unwrap().is_some());
        db.clock.advance(settings().administrator_lifetime);
        assert!(accounts.again(&me).await.unwrap().is_none(), "an administrator's time is short");
        let ben = sign_up(&accounts, "Ben").await;
        let him = caller(&accounts, &ben).await;
        accounts.revoke_all(&him, ben.user.id).await.unwrap();
        assert!(accounts.again(&him).await.unwrap().is_none());
        assert!(accounts.again(&Caller::anonymous()).await.unwrap().is_some());
    }

    async fn an_address_nobody_confirmed_holds_nothing_back(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let change = ask(&accounts, &caller(&accounts, &ann).await, NEW).await.unwrap();
        assert_eq!(change.held_until, change.asked_at);
        settle(&accounts, db).await;
        let secret = link(db, NEW, "/account/email/confirm").await;
        let done = accounts.confirm_email_change(&Caller::anonymous(), &secret).await.unwrap();
        assert!(done.ended_at.is_some());
        let user = accounts.find_user(ann.user.id).await.unwrap().unwrap();
        assert_eq!((user.email.as_str(), user.email_confirmed_at.is_some()), (NEW, true));
    }

    async fn a_change_that_is_not_confirmed_in_time_is_dropped(db: &TestDb) {
        let accounts = accounts_with(db, &Cache::in_process(), Settings { email_change_hold: TimeDelta::zero(), ..settings() });
        let ann = sign_up(&accounts, "Ann").await;
        vouch(&accounts, ann.user.id).await;
        let change = ask(&accounts, &caller(&accounts, &ann).await, NEW).await.unwrap();
        assert_eq!(change.expires_at - change.asked_at, TimeDelta::hours(24), "time to confirm there is without a hold, too");
        settle(&accounts, db).await;
        let secret = link(db, NEW, "/account/email/confirm").await;
        db.clock.advance(TimeDelta::hours(24));
        settle(&accounts, db).await;
        assert!(accounts.confirm_email_change(&Caller::anonymous(), &secret).await.is_err());
        assert!(accounts.waiting_email_change(ann.user.id).await.unwrap().is_none());
        assert!(acts(db, ann.user.id).await.contains(&"account.email_change_expire".to_owned()));
    }

    async fn an_address_of_somebody_else_is_refused_when_it_is_asked_for_and_when_it_is_due(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        vouch(&accounts, ann.user.id).await;
        let ben = sign_up(&accounts, "Ben").await;
        let me = caller(&accounts, &ann).await;
        for (email, code) in [
            ("BEN@example.test", ErrorCode::EmailTaken),
            ("ann@example.test", ErrorCode::EmailSame),
            ("nonsense", ErrorCode::EmailInvalid),
        ] {
            let refused = ask(&accounts, &me, email).await.unwrap_err();
            assert_eq!((refused.code(), refused.field()), (Some(code), Some("email")), "{email}");
        }
        ask(&accounts, &me, "Ann@Example.test").await.expect("one's own address in another spelling");
        // Ann asks for what Ben takes first.
        ask(&accounts, &me, NEW).await.unwrap();
        settle(&accounts, db).await;
        let of_ann = link(db, NEW, "/account/email/confirm").await;
        accounts.confirm_email_change(&Caller::anonymous(), &of_ann).await.unwrap();
        ask(&accounts, &caller(&accounts, &ben).await, NEW).await.unwrap();
        settle(&accounts, db).await;
        let of_ben = link(db, NEW, "/account/email/confirm").await;
        accounts.confirm_email_change(&Caller::anonymous(), &of_ben).await.unwrap();
        assert_eq!(address(&accounts, ben.user.id).await, NEW);
        db.clock.advance(TimeDelta::hours(72));
        settle(&accounts, db).await;
        assert_eq!(address(&accounts, ann.user.id).await, "ann@example.test");
        assert!(acts(db, ann.user.id).await.contains(&"account.email_change_refuse".to_owned()));
    }

    async fn asking_needs_a_new_proof_and_replaces_what_waits_and_a_reset_drops_it(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        vouch(&accounts, ann.user.id).await;
        let me = caller(&accounts, &ann).await;
        ask(&accounts, &me, NEW).await.unwrap();
        settle(&accounts, db).await;
        let first = link(db, NEW, "/account/email/confirm").await;
        ask(&accounts, &me, "other@elsewhere.test").await.unwrap();
        assert!(accounts.confirm_email_change(&Caller::anonymous(), &first).await.is_err());
        assert!(matches!(accounts.withdraw_email_change(&me, Some(NEW)).await, Err(EmailChangeError::NotAsked)));
        accounts.withdraw_email_change(&me, Some("other@elsewhere.test")).await.unwrap();
        assert!(matches!(accounts.withdraw_email_change(&me, None).await, Err(EmailChangeError::NotAsked)));

        ask(&accounts, &me, NEW).await.unwrap();
        accounts.ask_password_reset(&Caller::anonymous(), "ann@example.test", None).await.unwrap();
        settle(&accounts, db).await;
        let reset = ResetPassword { link: link(db, "ann@example.test", "/reset-password").await, new: "quarry lantern 42 birch".to_owned() };
        accounts.reset_password(&Caller::anonymous(), reset).await.unwrap();
        assert!(accounts.waiting_email_change(ann.user.id).await.unwrap().is_none(), "whoever asked for it is out");

        let again = sign_in(&accounts, "Ann", "quarry lantern 42 birch").await.unwrap();
        db.clock.advance(TimeDelta::minutes(15));
        let stale = caller(&accounts, &again).await;
        let refused = ask(&accounts, &stale, NEW).await.unwrap_err();
        assert!(matches!(refused, EmailChangeError::Forbidden(Forbidden::ProveFirst)));
    }
}
