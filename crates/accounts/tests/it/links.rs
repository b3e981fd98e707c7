//! Mails with a link: confirming an address, choosing a new password.

use accounts::{
    Accounts, ChangePassword, ConfirmEmailError, ErrorCode, LETTER_JOB, Limits, LockAccount, Post,
    ResetPassword, ResetPasswordError, Settings, User,
};
use cache::Cache;
use chrono::TimeDelta;
use db::{Db, Runner, sql};
use kernel::{Caller, Locale, Role};
use mail::{Captured, CapturedMail};
use sea_orm::ConnectionTrait;

use crate::world::{
    PASSWORD, accounts, accounts_with, acts, caller, settings, sign_in, sign_up, trail_text, who,
};

const NEW: &str = "quarry lantern 42 birch";

/// Sends what waits.
async fn deliver(accounts: &Accounts, db: &Db) {
    let mut runner = Runner::new(db.clone());
    let mailer = std::sync::Arc::new(Captured::new(db.clone()));
    accounts.register(
        &mut runner,
        Post {
            mailer,
            site: "https://farsight.test".to_owned(),
        },
    );
    runner.drain().await.unwrap();
    assert!(db::jobs::dead(db, 10).await.unwrap().is_empty());
}

/// All mails that went out, newest first.
async fn mails(db: &Db) -> Vec<CapturedMail> {
    Captured::new(db.clone()).list().await.unwrap()
}

/// The secret of the link in a mail.
fn secret(mail: &CapturedMail) -> String {
    let rest = mail.text.split("?token=").nth(1).expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

/// The secret of the link in the newest mail.
async fn newest(accounts: &Accounts, db: &Db) -> String {
    deliver(accounts, db).await;
    secret(&mails(db).await[0])
}

/// The secret of the link by which a new password is chosen.
async fn reset_link(accounts: &Accounts, db: &Db) -> String {
    deliver(accounts, db).await;
    let all = mails(db).await;
    let found = all
        .iter()
        .find(|mail| mail.text.contains("/reset-password?token="));
    secret(found.expect("a mail"))
}

async fn ask(accounts: &Accounts, email: &str) -> Result<(), ResetPasswordError> {
    accounts
        .ask_password_reset(&Caller::anonymous(), email, None)
        .await
}

async fn reset(accounts: &Accounts, link: &str, new: &str) -> Result<User, ResetPasswordError> {
    let request = ResetPassword {
        link: link.to_owned(),
        new: new.to_owned(),
    };
    accounts.reset_password(&Caller::anonymous(), request).await
}

async fn confirm(accounts: &Accounts, link: &str) -> Result<User, ConfirmEmailError> {
    accounts.confirm_email(&Caller::anonymous(), link).await
}

async fn count(db: &Db, select: &str) -> i64 {
    let row = db
        .primary()
        .query_one_raw(sql(db.primary(), select, []))
        .await
        .unwrap()
        .unwrap();
    row.try_get("", "n").unwrap()
}

testkit::on_both! {
    async fn an_address_is_confirmed_by_the_link_that_was_mailed_to_it(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        assert_eq!(ann.user.email_confirmed_at, None);
        assert!(!caller(&accounts, &ann).await.standing.email_confirmed);
        let link = newest(&accounts, db).await;
        let mail = &mails(db).await[0];
        assert_eq!((mail.recipient.as_str(), mail.subject.as_str()), ("ann@example.test", "Confirm your e-mail address"));
        assert!(mail.text.contains(&format!("https://farsight.test/en/confirm-email?token={link}\n")), "{}", mail.text);

        let user = confirm(&accounts, &link).await.unwrap();
        assert_eq!(user.email_confirmed_at, Some(db.clock().now()));
        assert!(caller(&accounts, &ann).await.standing.email_confirmed, "the sign-in knows at once");
        // A page sent twice says the same; the act is recorded once.
        assert!(confirm(&accounts, &link).await.is_ok());
        assert_eq!(acts(db, ann.user.id).await.iter().filter(|act| *act == "account.email_confirm").count(), 1);
    }

    async fn a_link_is_stored_hashed_and_stands_in_no_queue(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let link = newest(&accounts, db).await;
        assert_eq!(count(db, "SELECT count(*) AS n FROM account_links WHERE length(token_hash) = 64").await, 1);
        let (conn, body) = (db.primary(), &link[3..]);
        for table in ["SELECT token_hash AS t FROM account_links", "SELECT CAST(payload AS text) AS t FROM jobs"] {
            for row in conn.query_all_raw(sql(conn, table, [])).await.unwrap() {
                assert!(!row.try_get::<String>("", "t").unwrap().contains(body), "{table}");
            }
        }
        assert!(!trail_text(db, &[ann.user.id.to_string()]).await.contains(body));
    }

    async fn a_link_works_for_an_hour_and_for_its_own_purpose(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let link = newest(&accounts, db).await;
        let other = reset(&accounts, &link, NEW).await.unwrap_err();
        assert_eq!(other.code(), Some(ErrorCode::LinkInvalid), "a link for one thing does no other");
        for nothing in ["", "fl_", "x", ann.token.expose()] {
            assert_eq!(confirm(&accounts, nothing).await.unwrap_err().code(), Some(ErrorCode::LinkInvalid));
        }
        db.clock.advance(TimeDelta::hours(1));
        let late = confirm(&accounts, &link).await.unwrap_err();
        assert_eq!((late.code(), late.field()), (Some(ErrorCode::LinkInvalid), Some("token")));

        let me = caller(&accounts, &ann).await;
        accounts.send_confirmation(&me, Some(Locale::ZhHans)).await.unwrap();
        let again = newest(&accounts, db).await;
        assert_eq!(mails(db).await[0].subject, "请确认您的邮箱");
        confirm(&accounts, &again).await.unwrap();
        // Nothing more is sent to an address that is confirmed.
        accounts.send_confirmation(&me, None).await.unwrap();
        deliver(&accounts, db).await;
        assert_eq!(mails(db).await.len(), 2);
    }

    async fn two_who_use_a_link_at_once_use_it_once(db: &TestDb) {
        let accounts = accounts(db);
        sign_up(&accounts, "Ann").await;
        ask(&accounts, "ann@example.test").await.unwrap();
        let link = reset_link(&accounts, db).await;
        let (one, two) = tokio::join!(reset(&accounts, &link, NEW), reset(&accounts, &link, PASSWORD));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1);
    }

    async fn a_reset_ends_every_sign_in_and_signs_nobody_in(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let other = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        deliver(&accounts, db).await;
        ask(&accounts, "  ANN@Example.test ").await.unwrap();
        let link = reset_link(&accounts, db).await;

        let weak = reset(&accounts, &link, "password12").await.unwrap_err();
        assert_eq!(weak.field(), Some("newPassword"));
        let user = reset(&accounts, &link, NEW).await.unwrap();
        assert!(user.email_confirmed_at.is_some(), "whoever opened it reads the mails of this address");
        for ended in [&ann, &other] {
            assert_eq!(who(&accounts, ended).await, None);
        }
        assert!(sign_in(&accounts, "Ann", PASSWORD).await.is_err());
        assert!(sign_in(&accounts, "Ann", NEW).await.is_ok());
        assert_eq!(reset(&accounts, &link, PASSWORD).await.unwrap_err().code(), Some(ErrorCode::LinkInvalid));
        assert_eq!(count(db, "SELECT count(*) AS n FROM outbox WHERE kind = 'account_security_changed'").await, 1);
        assert!(acts(db, ann.user.id).await.contains(&"account.password_reset".to_owned()));
    }

    async fn an_address_without_an_account_is_answered_and_counted_like_one_with_it(db: &TestDb) {
        let strict = Settings { limits: Limits { account: None, sign_up: None, ..Limits::default() }, ..settings() };
        let accounts = accounts_with(db, &Cache::in_process(), strict);
        sign_up(&accounts, "Ann").await;
        deliver(&accounts, db).await;
        let work = |kind: &str| format!("SELECT count(*) AS n FROM jobs WHERE kind = '{kind}'");
        let before = count(db, &work(LETTER_JOB)).await;
        for address in ["ann@example.test", "nobody@example.test"] {
            for _ in 0..4 {
                assert!(ask(&accounts, address).await.is_ok());
            }
            let fifth = ask(&accounts, address).await.unwrap_err();
            assert_eq!(fifth.code(), Some(ErrorCode::TooManyTries));
            assert!(fifth.retry_after().is_some());
        }
        // The same work was ordered for both; only one of them gets mails.
        assert_eq!(count(db, &work(LETTER_JOB)).await - before, 8);
        deliver(&accounts, db).await;
        let sent = mails(db).await;
        assert_eq!(sent.len(), 5);
        assert!(sent.iter().all(|mail| mail.recipient == "ann@example.test"));
    }

    async fn a_changed_password_makes_older_reset_links_useless(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        ask(&accounts, "ann@example.test").await.unwrap();
        let link = reset_link(&accounts, db).await;
        let me = caller(&accounts, &ann).await;
        let request = ChangePassword { current: PASSWORD.to_owned(), new: NEW.to_owned() };
        accounts.change_password(&me, request).await.unwrap();
        assert_eq!(reset(&accounts, &link, PASSWORD).await.unwrap_err().code(), Some(ErrorCode::LinkInvalid));
    }

    async fn whoever_reads_the_mails_of_a_locked_account_gets_no_password_for_later(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let operator = Caller::system("operator");
        let lock = LockAccount { user: ann.user.id, reason: "somebody else reads her mails".to_owned() };
        let refused = async |link: &str| {
            assert_eq!(reset(&accounts, link, NEW).await.unwrap_err().code(), Some(ErrorCode::LinkInvalid));
        };
        ask(&accounts, "ann@example.test").await.unwrap();
        let before = reset_link(&accounts, db).await;
        accounts.lock_account(&operator, lock.clone()).await.unwrap();
        refused(&before).await;
        db.clock.advance(TimeDelta::minutes(2));
        ask(&accounts, "ann@example.test").await.unwrap();
        let during = reset_link(&accounts, db).await;
        refused(&during).await;
        accounts.unlock_account(&operator, lock).await.unwrap();
        refused(&before).await;
        refused(&during).await;
        sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        db.clock.advance(TimeDelta::minutes(2));
        ask(&accounts, "ann@example.test").await.unwrap();
        let after = reset_link(&accounts, db).await;
        reset(&accounts, &after, NEW).await.unwrap();
    }

    async fn only_the_platform_vouches_for_an_address(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let ada = Caller::user(ann.user.id, ann.session.id, [Role::Administrator]);
        let refused = accounts.vouch_for_email(&ada, ann.user.id).await.unwrap_err();
        assert_eq!(refused.code(), Some(ErrorCode::UserNotFound));
        let user = accounts.vouch_for_email(&Caller::system("operator"), ann.user.id).await.unwrap();
        assert!(user.email_confirmed_at.is_some());
        deliver(&accounts, db).await;
        assert!(mails(db).await.is_empty(), "nothing is left to ask");
    }
}
