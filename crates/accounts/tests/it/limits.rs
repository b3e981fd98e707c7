use std::time::Duration;

use accounts::{ChangePassword, ChangePasswordError, ErrorCode, Limits, Settings, SignInError, SignUpError};
use cache::{AttemptLimit, Cache};
use kernel::Caller;

use crate::world::{
    PASSWORD, accounts_with, acts, caller, settings, sign_in, sign_in_form, sign_up, sign_up_form,
};

fn limited() -> Settings {
    Settings {
        limits: Limits::default(),
        ..settings()
    }
}

fn from(address: &str) -> Caller {
    Caller {
        address: Some(address.parse().unwrap()),
        ..Caller::anonymous()
    }
}

testkit::on_both! {
    async fn the_sixth_wrong_password_is_not_even_tried(db: &TestDb) {
        let cache = Cache::in_process();
        let here = accounts_with(db, &cache, limited());
        let there = accounts_with(&db.another().await, &cache, limited());
        let ann = sign_up(&here, "Ann").await;
        for n in 0..5 {
            let accounts = if n % 2 == 0 { &here } else { &there };
            let refused = sign_in(accounts, "Ann", "a wrong password").await.unwrap_err();
            assert!(matches!(refused, SignInError::CredentialsWrong));
        }
        for accounts in [&here, &there] {
            let refused = sign_in(accounts, "Ann", PASSWORD).await.unwrap_err();
            assert_eq!(refused.code(), Some(ErrorCode::TooManyTries));
            assert!(refused.retry_after().unwrap() > Duration::from_secs(880));
            assert_eq!(refused.to_string(), "too many tries; try again in 15 minutes");
        }
        let trail = db.audit_of(&ann.user.id.to_string(), 100).await.unwrap();
        let failed: Vec<_> = trail.iter().filter(|row| row.action == "account.sign_in_failed").collect();
        assert_eq!(failed.len(), 5);
        // Two processes made them at one moment, so their order is not told.
        let locked = failed.iter().filter(|row| row.cause.as_deref() == Some("no more tries for 15 minutes"));
        assert_eq!(locked.count(), 1);
    }

    async fn an_account_that_is_not_there_locks_like_one_that_is(db: &TestDb) {
        let accounts = accounts_with(db, &Cache::in_process(), limited());
        sign_up(&accounts, "Ann").await;
        for name in ["Ann", "Nobody"] {
            let mut answers = Vec::new();
            for _ in 0..7 {
                answers.push(sign_in(&accounts, name, "a wrong password").await.unwrap_err().to_string());
            }
            assert_eq!(answers[4], "the mail address or the password is wrong");
            assert_eq!(answers[5..], ["too many tries; try again in 15 minutes"; 2]);
        }
    }

    async fn fifty_guesses_at_once_are_five_tries(db: &TestDb) {
        let accounts = accounts_with(db, &Cache::in_process(), limited());
        let ann = sign_up(&accounts, "Ann").await;
        let guesses = (0..50).map(|n| {
            let accounts = accounts.clone();
            tokio::spawn(async move { sign_in(&accounts, "Ann", &format!("guess number {n}")).await })
        });
        for guess in guesses.collect::<Vec<_>>() {
            assert!(guess.await.unwrap().is_err());
        }
        let tried = acts(db, ann.user.id).await.iter().filter(|act| *act == "account.sign_in_failed").count();
        assert_eq!(tried, 5);
    }

    async fn the_right_password_forgets_the_wrong_ones(db: &TestDb) {
        let accounts = accounts_with(db, &Cache::in_process(), limited());
        sign_up(&accounts, "Ann").await;
        for _ in 0..3 {
            for _ in 0..4 {
                sign_in(&accounts, "Ann", "a wrong password").await.unwrap_err();
            }
            sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        }
    }

    async fn an_address_has_twenty_wrong_passwords_an_hour(db: &TestDb) {
        let accounts = accounts_with(db, &Cache::in_process(), limited());
        sign_up(&accounts, "Ann").await;
        for n in 0..20 {
            let form = sign_in_form(&format!("Nobody{n}"), "a wrong password");
            let refused = accounts.sign_in(&from("192.0.2.1"), form).await.unwrap_err();
            assert_eq!(refused.code(), Some(ErrorCode::CredentialsWrong));
        }
        let right = || sign_in_form("Ann", PASSWORD);
        let refused = accounts.sign_in(&from("::ffff:192.0.2.1"), right()).await.unwrap_err();
        assert!(refused.retry_after().unwrap() > Duration::from_secs(3_500));
        assert!(accounts.sign_in(&from("192.0.2.2"), right()).await.is_ok());
    }

    async fn an_address_makes_five_accounts_an_hour(db: &TestDb) {
        let accounts = accounts_with(db, &Cache::in_process(), limited());
        let from = from("2001:db8::1");
        let weak = accounts::SignUp { password: "short".to_owned(), ..sign_up_form("Ann") };
        assert!(accounts.sign_up(&from, weak).await.is_err(), "a mistake in the form does not count");
        for name in ["Ann", "Ben", "Cem", "Dan", "Eve"] {
            accounts.sign_up(&from, sign_up_form(name)).await.unwrap();
        }
        let refused = accounts.sign_up(&from, sign_up_form("Fay")).await.unwrap_err();
        assert!(matches!(refused, SignUpError::TooManyTries { .. }));
        assert!(accounts.sign_up(&Caller::system("import"), sign_up_form("Fay")).await.is_ok());
    }

    async fn a_stolen_session_does_not_find_the_password(db: &TestDb) {
        let accounts = accounts_with(db, &Cache::in_process(), limited());
        let ann = sign_up(&accounts, "Ann").await;
        let caller = caller(&accounts, &ann).await;
        let guess = |current: &str| ChangePassword { current: current.to_owned(), new: "quarry lantern 41 osprey".to_owned() };
        for _ in 0..5 {
            let refused = accounts.change_password(&caller, guess("a wrong password")).await.unwrap_err();
            assert!(matches!(refused, ChangePasswordError::CurrentWrong));
        }
        let refused = accounts.change_password(&caller, guess(PASSWORD)).await.unwrap_err();
        assert!(matches!(refused, ChangePasswordError::TooManyTries { .. }));
    }

    async fn limits_are_what_the_operator_sets(db: &TestDb) {
        let account = Some(AttemptLimit::new(1, Duration::from_millis(100)));
        let settings = Settings { limits: Limits { account, ..Limits::OFF }, ..settings() };
        let accounts = accounts_with(db, &Cache::in_process(), settings);
        sign_up(&accounts, "Ann").await;
        sign_in(&accounts, "Ann", "a wrong password").await.unwrap_err();
        let mut refused = sign_in(&accounts, "Ann", PASSWORD).await;
        if let Err(error) = &refused {
            tokio::time::sleep(error.retry_after().unwrap() + Duration::from_millis(20)).await;
            refused = sign_in(&accounts, "Ann", PASSWORD).await;
        }
        assert!(refused.is_ok());
    }
}
