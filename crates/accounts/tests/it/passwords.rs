use accounts::{ChangePassword, ChangePasswordError, ErrorCode, Hashing, Settings, SignInError};
use cache::Cache;
use kernel::Caller;
use sea_orm::ConnectionTrait;

use crate::world::{PASSWORD, accounts, accounts_with, acts, caller, settings, sign_in, sign_up, who};

const NEW: &str = "quarry lantern 41 osprey";

async fn stored_hash(db: &db::Db) -> String {
    let row = db
        .reader()
        .query_one_raw(db::sql(db.reader(), "SELECT password_hash FROM users", []))
        .await
        .unwrap();
    row.unwrap().try_get("", "password_hash").unwrap()
}

testkit::on_both! {
    async fn the_answer_does_not_tell_whether_there_is_an_account(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let wrong = sign_in(&accounts, "Ann", "a wrong password").await.unwrap_err();
        let before = db.statements();
        let unknown = sign_in(&accounts, "Nobody", "a wrong password").await.unwrap_err();
        let for_unknown = db.statements() - before;
        sign_in(&accounts, "Ann", "a wrong password").await.unwrap_err();
        assert_eq!(db.statements() - before - for_unknown, for_unknown, "the same work for both");
        let malformed = sign_in(&accounts, "no address", &"x".repeat(10_000)).await.unwrap_err();
        for refused in [&wrong, &unknown, &malformed] {
            assert!(matches!(refused, SignInError::CredentialsWrong));
            assert_eq!(refused.to_string(), "the mail address or the password is wrong");
            assert_eq!((refused.field(), refused.code()), (None, Some(ErrorCode::CredentialsWrong)));
        }
        let of_ann = acts(db, ann.user.id).await;
        assert_eq!(of_ann.iter().filter(|act| *act == "account.sign_in_failed").count(), 2);
        assert_eq!(acts(db, "unknown").await, ["account.sign_in_failed"; 2]);
    }

    async fn each_sign_in_is_its_own(db: &TestDb) {
        let accounts = accounts(db);
        let first = sign_up(&accounts, "Ann").await;
        let second = sign_in(&accounts, "ANN", PASSWORD).await.unwrap();
        assert_ne!(first.token.expose(), second.token.expose());
        assert_ne!(first.session.id, second.session.id);
        assert!(who(&accounts, &first).await.is_some() && who(&accounts, &second).await.is_some());
        assert!(acts(db, first.user.id).await.contains(&"account.sign_in".to_owned()));
    }

    async fn a_new_password_ends_all_other_sign_ins(db: &TestDb) {
        let accounts = accounts(db);
        let other = sign_up(&accounts, "Ann").await;
        let here = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        assert!(who(&accounts, &other).await.is_some());
        let caller = caller(&accounts, &here).await;
        let request = ChangePassword { current: PASSWORD.to_owned(), new: NEW.to_owned() };
        let user = accounts.change_password(&caller, request).await.unwrap();
        assert_eq!(user.version, 2);
        assert!(who(&accounts, &here).await.is_some());
        assert!(who(&accounts, &other).await.is_none());
        assert!(sign_in(&accounts, "Ann", PASSWORD).await.is_err());
        assert!(sign_in(&accounts, "Ann", NEW).await.is_ok());
        assert!(acts(db, user.id).await.contains(&"account.password_change".to_owned()));
    }

    async fn a_password_is_not_changed_without_the_present_one_nor_to_a_weak_one(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let caller = caller(&accounts, &ann).await;
        let wrong = ChangePassword { current: "a wrong password".to_owned(), new: NEW.to_owned() };
        let refused = accounts.change_password(&caller, wrong).await.unwrap_err();
        assert!(matches!(refused, ChangePasswordError::CurrentWrong));
        assert_eq!(refused.field(), Some("currentPassword"));
        let weak = ChangePassword { current: PASSWORD.to_owned(), new: "qwertyuiop".to_owned() };
        let refused = accounts.change_password(&caller, weak).await.unwrap_err();
        assert_eq!((refused.field(), refused.code()), (Some("newPassword"), Some(ErrorCode::PasswordTooWeak)));
        let anonymous = ChangePassword { current: PASSWORD.to_owned(), new: NEW.to_owned() };
        let refused = accounts.change_password(&Caller::anonymous(), anonymous).await;
        assert!(matches!(refused, Err(ChangePasswordError::Forbidden(_))));
        assert!(sign_in(&accounts, "Ann", PASSWORD).await.is_ok());
    }

    async fn a_hash_of_an_older_recipe_is_made_anew_at_the_next_sign_in(db: &TestDb) {
        sign_up(&accounts(db), "Ann").await;
        let old = stored_hash(db).await;
        let settings = Settings {
            hashing: Hashing { passes: 2, ..settings().hashing },
            peppers: vec!["a pepper of sixteen bytes or more".into()],
            ..settings()
        };
        let newer = accounts_with(db, &Cache::in_process(), settings);
        sign_in(&newer, "Ann", "a wrong password").await.unwrap_err();
        assert_eq!(stored_hash(db).await, old);
        let ann = sign_in(&newer, "Ann", PASSWORD).await.unwrap();
        let new = stored_hash(db).await;
        assert!(new.starts_with("$argon2id$v=19$m=64,t=2,p=1,keyid="), "{new}");
        assert_eq!(ann.user.version, 1, "the account itself did not change");
        assert!(sign_in(&newer, "Ann", PASSWORD).await.is_ok());
        assert_eq!(stored_hash(db).await, new);
        assert!(sign_in(&accounts(db), "Ann", PASSWORD).await.is_err(), "without the pepper nothing matches");
    }
}
