use accounts::{ErrorCode, LockAccount, LockError, SignInError, UserFilter};
use chrono::TimeDelta;
use kernel::{Caller, Forbidden, PageRequest, Role, Standing, UserId};
use uuid::Uuid;

use crate::world::{PASSWORD, accounts, acts, caller, grant, sign_in, sign_up, who};

fn lock(user: UserId) -> LockAccount {
    LockAccount {
        user,
        reason: "somebody else uses it".to_owned(),
    }
}

testkit::on_both! {
    async fn a_locked_account_is_entered_by_nobody_until_it_is_unlocked(db: &TestDb) {
        let accounts = accounts(db);
        let (adm, ann) = (sign_up(&accounts, "Adm").await, sign_up(&accounts, "Ann").await);
        grant(&accounts, adm.user.id, Role::Administrator).await;
        let as_adm = caller(&accounts, &adm).await;
        let token = accounts
            .make_api_token(&caller(&accounts, &ann).await, accounts::MakeApiToken {
                name: "Nightly".to_owned(),
                scopes: Vec::new(),
                expires_at: db.clock().now() + TimeDelta::days(30),
            })
            .await
            .unwrap();
        assert!(who(&accounts, &ann).await.is_some());

        let locked = accounts.lock_account(&as_adm, lock(ann.user.id)).await.unwrap();
        assert_eq!((locked.locked_by, locked.locked_at), (adm.user.id.to_string(), db.clock().now()));
        assert_eq!(who(&accounts, &ann).await, None, "its sign-ins end at once");
        assert!(accounts.caller_by_token(token.secret.expose()).await.unwrap().is_none(), "and its tokens");
        let refused = sign_in(&accounts, "Ann", PASSWORD).await.unwrap_err();
        assert!(matches!(refused, SignInError::Locked), "{refused:?}");
        assert_eq!(refused.code(), Some(ErrorCode::AccountLocked));
        // Whoever does not know the password is not told.
        let wrong = sign_in(&accounts, "Ann", "not this one at all").await.unwrap_err();
        assert!(matches!(wrong, SignInError::CredentialsWrong), "{wrong:?}");
        let again = accounts.lock_account(&as_adm, lock(ann.user.id)).await.unwrap_err();
        assert!(matches!(again, LockError::AlreadyLocked), "{again:?}");
        let facts = accounts.facts_of(&as_adm, &[ann.user.id, adm.user.id]).await.unwrap();
        let of = |id| &facts.iter().find(|(user, _)| *user == id).unwrap().1;
        assert_eq!((of(ann.user.id).sessions, of(ann.user.id).api_tokens), (0, 0));
        assert_eq!(of(ann.user.id).lock.as_ref().unwrap().reason, "somebody else uses it");
        assert_eq!((of(adm.user.id).sessions, of(adm.user.id).lock.clone()), (1, None));

        accounts.unlock_account(&as_adm, lock(ann.user.id)).await.unwrap();
        let back = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        assert!(who(&accounts, &back).await.is_some());
        assert_eq!(who(&accounts, &ann).await, None, "what has ended stays ended");
        let unlocked = accounts.unlock_account(&as_adm, lock(ann.user.id)).await.unwrap_err();
        assert!(matches!(unlocked, LockError::NotLocked), "{unlocked:?}");
        let trail = acts(db, ann.user.id).await;
        for act in ["account.lock", "account.sign_in_locked", "account.unlock"] {
            assert!(trail.iter().any(|found| found == act), "{trail:?}");
        }
    }

    async fn who_may_lock_whom(db: &TestDb) {
        let accounts = accounts(db);
        let (adm, ann) = (sign_up(&accounts, "Adm").await, sign_up(&accounts, "Ann").await);
        grant(&accounts, adm.user.id, Role::Administrator).await;
        grant(&accounts, ann.user.id, Role::Reviewer).await;
        let (as_adm, as_ann) = (caller(&accounts, &adm).await, caller(&accounts, &ann).await);
        let refused = accounts.lock_account(&as_ann, lock(adm.user.id)).await.unwrap_err();
        assert!(matches!(refused, LockError::Forbidden(Forbidden::NeedsRole(Role::Administrator))), "{refused:?}");
        let own = accounts.lock_account(&as_adm, lock(adm.user.id)).await.unwrap_err();
        assert_eq!((own.code(), own.field()), (Some(ErrorCode::OwnAccount), Some("userId")));
        let stale = Caller { standing: Standing { proved: false, ..Standing::FULL }, ..as_adm.clone() };
        let unproved = accounts.lock_account(&stale, lock(ann.user.id)).await.unwrap_err();
        assert!(matches!(unproved, LockError::Forbidden(Forbidden::ProveFirst)), "{unproved:?}");
        let mute = LockAccount { reason: " - ".to_owned(), ..lock(ann.user.id) };
        assert!(matches!(accounts.lock_account(&as_adm, mute).await, Err(LockError::ReasonMissing)));
        let nobody = UserId::from_uuid(Uuid::from_u128(7));
        assert!(matches!(accounts.lock_account(&as_adm, lock(nobody)).await, Err(LockError::UserNotFound(_))));
        // The operator locks whom they must, but not the last who could unlock.
        let operator = Caller::system("operator");
        assert!(matches!(accounts.lock_account(&operator, lock(adm.user.id)).await, Err(LockError::LastAdministrator)));
        grant(&accounts, ann.user.id, Role::Administrator).await;
        accounts.lock_account(&operator, lock(adm.user.id)).await.unwrap();
        assert!(matches!(accounts.lock_account(&operator, lock(ann.user.id)).await, Err(LockError::LastAdministrator)));
    }

    async fn what_was_begun_by_a_sign_in_that_was_ended_leaves_nothing_behind(db: &TestDb) {
        let accounts = accounts(db);
        let (adm, ann) = (sign_up(&accounts, "Adm").await, sign_up(&accounts, "Ann").await);
        grant(&accounts, adm.user.id, Role::Administrator).await;
        let as_adm = caller(&accounts, &adm).await;
        // These acts were admitted while the sign-in was good, and come to their turn when it is not.
        let as_ann = caller(&accounts, &ann).await;
        accounts.lock_account(&as_adm, lock(ann.user.id)).await.unwrap();
        let token = accounts::MakeApiToken {
            name: "For later".to_owned(),
            scopes: Vec::new(),
            expires_at: db.clock().now() + TimeDelta::days(30),
        };
        let refused = accounts.make_api_token(&as_ann, token).await.unwrap_err();
        assert!(matches!(refused, accounts::ApiTokenError::Forbidden(Forbidden::SignInFirst)), "{refused:?}");
        let address = accounts::AskEmailChange { email: "mallory@example.test".to_owned(), locale: None };
        let refused = accounts.ask_email_change(&as_ann, address).await.unwrap_err();
        assert!(matches!(refused, accounts::EmailChangeError::Forbidden(Forbidden::SignInFirst)), "{refused:?}");
        let password = accounts::ChangePassword { current: PASSWORD.to_owned(), new: "quarry lantern 42 birch".to_owned() };
        let refused = accounts.change_password(&as_ann, password).await.unwrap_err();
        assert!(matches!(refused, accounts::ChangePasswordError::Forbidden(Forbidden::SignInFirst)), "{refused:?}");
        let refused = accounts.begin_second_factor(&as_ann).await.unwrap_err();
        assert!(matches!(refused, accounts::SecondFactorError::Forbidden(Forbidden::SignInFirst)), "{refused:?}");

        accounts.unlock_account(&as_adm, lock(ann.user.id)).await.unwrap();
        assert!(sign_in(&accounts, "Ann", PASSWORD).await.is_ok(), "nothing of it was done");
    }

    async fn of_two_administrators_who_lock_each_other_one_remains(db: &TestDb) {
        let accounts = accounts(db);
        let (ann, ben) = (sign_up(&accounts, "Ann").await, sign_up(&accounts, "Ben").await);
        for user in [ann.user.id, ben.user.id] {
            grant(&accounts, user, Role::Administrator).await;
        }
        let (as_ann, as_ben) = (caller(&accounts, &ann).await, caller(&accounts, &ben).await);
        let (first, second) = tokio::join!(
            accounts.lock_account(&as_ann, lock(ben.user.id)),
            accounts.lock_account(&as_ben, lock(ann.user.id)),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    }

    async fn administrators_look_through_people(db: &TestDb) {
        let accounts = accounts(db);
        let mut made = Vec::new();
        for name in ["Adm", "Ann", "Anna", "Ben"] {
            made.push(sign_up(&accounts, name).await);
            db.clock.advance(TimeDelta::seconds(1));
        }
        grant(&accounts, made[0].user.id, Role::Administrator).await;
        let as_adm = caller(&accounts, &made[0]).await;
        accounts.lock_account(&as_adm, lock(made[3].user.id)).await.unwrap();
        let find = async |filter: UserFilter| {
            let page = accounts.list_users(&as_adm, &filter, &PageRequest::default()).await.unwrap();
            let names: Vec<_> = page.items.iter().map(|(_, user)| user.display_name.clone()).collect();
            assert_eq!(page.total, Some(names.len() as u64));
            names
        };
        let text = |text: &str| UserFilter { text: Some(text.to_owned()), ..UserFilter::default() };
        assert_eq!(find(UserFilter::default()).await, ["Ben", "Anna", "Ann", "Adm"], "the newest first");
        assert_eq!(find(text("aNN")).await, ["Anna", "Ann"]);
        assert_eq!(find(text("ben@example")).await, ["Ben"]);
        assert_eq!(find(text(&made[1].user.id.to_string())).await, ["Ann"]);
        assert!(find(text("a%n")).await.is_empty(), "a sign of LIKE stands for itself");
        assert_eq!(find(UserFilter { role: Some(Role::Administrator), ..UserFilter::default() }).await, ["Adm"]);
        assert_eq!(find(UserFilter { locked: Some(true), ..UserFilter::default() }).await, ["Ben"]);
        assert_eq!(find(UserFilter { locked: Some(false), ..text("n") }).await, ["Anna", "Ann"]);

        let two = PageRequest::first(2);
        let first = accounts.list_users(&as_adm, &UserFilter::default(), &two).await.unwrap();
        assert_eq!((first.has_next, first.total), (true, Some(4)));
        let next = PageRequest { first: 2, after: first.end_cursor().cloned() };
        let second = accounts.list_users(&as_adm, &UserFilter::default(), &next).await.unwrap();
        assert_eq!((second.has_next, second.items[0].1.display_name.as_str()), (false, "Ann"));
        assert!(accounts.list_users(&as_adm, &text("x"), &next).await.is_err(), "a cursor of another filter");
        let as_ann = caller(&accounts, &made[1]).await;
        assert!(accounts.list_users(&as_ann, &UserFilter::default(), &two).await.is_err());
        assert!(accounts.facts_of(&as_ann, &[made[1].user.id]).await.is_err());
    }
}
