use accounts::{ErrorCode, SeedError, SeedUser, SignUpError};
use kernel::{Caller, Locale, ProblemKind, Role, UserId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::world::{PASSWORD, accounts, acts, caller, sign_in, sign_up, sign_up_form, trail_text, who};

testkit::on_both! {
    async fn who_signs_up_is_signed_in_and_an_investor(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        assert_eq!(ann.user.roles, [Role::Investor]);
        let who = who(&accounts, &ann).await.unwrap();
        assert_eq!((who.user_id, who.session_id), (ann.user.id, ann.session.id));
        assert_eq!(accounts.find_user(ann.user.id).await.unwrap().as_ref(), Some(&ann.user));
        assert_eq!(acts(db, ann.user.id).await, ["account.sign_up"]);
    }

    async fn who_comes_to_list_a_project_is_a_founder_too(db: &TestDb) {
        let accounts = accounts(db);
        let form = accounts::SignUp { as_founder: true, locale: Locale::ZhHans, ..sign_up_form("Wei") };
        let wei = accounts.sign_up(&Caller::anonymous(), form).await.unwrap();
        assert_eq!(wei.user.roles, [Role::Investor, Role::Founder]);
        assert_eq!(who(&accounts, &wei).await.unwrap().locale, Locale::ZhHans);
    }

    async fn an_investor_becomes_a_founder_by_asking_and_once(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let caller = caller(&accounts, &ann).await;
        let founder = accounts.become_founder(&caller).await.unwrap();
        assert!(founder.has(Role::Founder));
        assert_eq!(founder.version, 2);
        assert_eq!(accounts.become_founder(&caller).await.unwrap(), founder);
        assert!(who(&accounts, &ann).await.unwrap().roles.contains(&Role::Founder), "the next request knows");
        assert_eq!(acts(db, ann.user.id).await, ["account.sign_up", "account.become_founder"]);
        assert!(accounts.become_founder(&Caller::anonymous()).await.is_err());
    }

    async fn one_mail_address_is_one_account_in_any_spelling(db: &TestDb) {
        let accounts = accounts(db);
        sign_up(&accounts, "Ann").await;
        let twin = accounts::SignUp { email: " ＡＮＮ@Example.Test".to_owned(), ..sign_up_form("Other") };
        let refused = accounts.sign_up(&Caller::anonymous(), twin).await.unwrap_err();
        assert!(matches!(refused, SignUpError::EmailTaken));
        assert_eq!((refused.field(), refused.code()), (Some("email"), Some(ErrorCode::EmailTaken)));
        assert!(accounts.find_by_email("Ann@EXAMPLE.test").await.unwrap().is_some());
    }

    async fn of_twenty_who_sign_up_with_one_address_at_once_one_has_it(db: &TestDb) {
        let accounts = accounts(db);
        let tries = (0..20).map(|_| {
            let accounts = accounts.clone();
            tokio::spawn(async move { accounts.sign_up(&Caller::anonymous(), sign_up_form("Ann")).await })
        });
        let mut made = 0;
        for answer in tries.collect::<Vec<_>>() {
            match answer.await.unwrap() {
                Ok(_) => made += 1,
                Err(error) => assert!(matches!(error, SignUpError::EmailTaken), "{error:?}"),
            }
        }
        assert_eq!(made, 1);
    }

    async fn a_refusal_names_the_field(db: &TestDb) {
        let accounts = accounts(db);
        let bad_email = accounts::SignUp { email: "ann@localhost".to_owned(), ..sign_up_form("Ann") };
        let bad_name = accounts::SignUp { display_name: "Ann\u{202e}eeL".to_owned(), ..sign_up_form("Ann") };
        let short = accounts::SignUp { password: "short".to_owned(), ..sign_up_form("Ann") };
        let weak = accounts::SignUp { password: "Password2026".to_owned(), ..sign_up_form("Ann") };
        for (form, field, code) in [
            (bad_email, "email", ErrorCode::EmailInvalid),
            (bad_name, "displayName", ErrorCode::NameInvalid),
            (short, "password", ErrorCode::PasswordTooShort),
            (weak, "password", ErrorCode::PasswordTooWeak),
        ] {
            let refused = accounts.sign_up(&Caller::anonymous(), form).await.unwrap_err();
            assert_eq!((refused.field(), refused.code()), (Some(field), Some(code)));
            assert_eq!(refused.problem(), ProblemKind::Invalid);
        }
    }

    async fn many_people_are_read_in_one_statement(db: &TestDb) {
        let accounts = accounts(db);
        let mut ids: Vec<UserId> = Vec::new();
        for name in ["Ann", "Ben", "Cem"] {
            ids.push(sign_up(&accounts, name).await.user.id);
        }
        ids.push(UserId::from_uuid(Uuid::from_u128(7)));
        let before = db.statements();
        let found = accounts.users_by_ids(&ids).await.unwrap();
        assert_eq!(db.statements() - before, 1);
        let mut names: Vec<_> = found.iter().map(|user| user.display_name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Ann", "Ben", "Cem"]);
        assert!(accounts.users_by_ids(&[]).await.unwrap().is_empty());
    }

    async fn seeding_twice_changes_nothing_and_only_the_platform_seeds(db: &TestDb) {
        let accounts = accounts(db);
        let form = |name: &str| SeedUser {
            email: "reviewer@farsight.example".to_owned(),
            password: "farsight".to_owned(),
            display_name: name.to_owned(),
            roles: vec![Role::Reviewer],
            locale: Locale::En,
        };
        let platform = Caller::system("demo");
        let first = accounts.seed_user(&platform, form("Rae")).await.unwrap();
        assert_eq!(first.roles, [Role::Investor, Role::Reviewer]);
        assert_eq!(accounts.seed_user(&platform, form("Other")).await.unwrap(), first);
        assert_eq!(acts(db, first.id).await, ["account.seed"]);

        let ann = sign_up(&accounts, "Ann").await;
        for caller in [Caller::anonymous(), caller(&accounts, &ann).await] {
            let refused = accounts.seed_user(&caller, form("Rae")).await;
            assert!(matches!(refused, Err(SeedError::NotThePlatform)));
        }
    }

    async fn no_secret_is_stored_or_recorded(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let again = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        sign_in(&accounts, "Ann", "a wrong password").await.unwrap_err();

        let rows = db.reader().query_all_raw(db::sql(db.reader(), "SELECT token_hash FROM sessions", [])).await.unwrap();
        let hashes: Vec<String> = rows.iter().map(|row| row.try_get("", "token_hash").unwrap()).collect();
        let row = db.reader().query_one_raw(db::sql(db.reader(), "SELECT password_hash FROM users", [])).await.unwrap();
        let password_hash: String = row.unwrap().try_get("", "password_hash").unwrap();
        let trail = trail_text(db, &[ann.user.id.to_string()]).await;
        assert!(trail.contains("account.sign_in_failed"));
        let stored = format!("{hashes:?} {password_hash} {trail} {ann:?}");
        for secret in [PASSWORD, "a wrong password", ann.token.expose(), again.token.expose(), &ann.token.expose()[3..]] {
            assert!(!stored.contains(secret), "{secret} is in {stored}");
        }
        assert!(hashes.iter().all(|hash| hash.len() == 64));
        assert!(password_hash.starts_with("$argon2id$"));
    }
}
