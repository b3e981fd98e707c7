//! The second factor, and proving again to be there.

use accounts::{
    Accounts, AnswerChallenge, ChangePassword, ChangePasswordError, ErrorCode, GrantRole, LiftError, Limits,
    ProveIdentity, ProveIdentityError, RoleError, SecondFactorError, Settings, SignInError, SignInStep,
    SignedIn,
};
use cache::Cache;
use chrono::TimeDelta;
use db::{Db, Vault, sql};
use kernel::{Caller, Forbidden, Role};
use sea_orm::ConnectionTrait;
use testkit::TestDb;
use totp_rs::{Builder, Secret};

use crate::world::{
    KEY, PASSWORD, accounts, accounts_with, acts, caller, grant, settings, sign_in_form, sign_up, trail_text,
    who,
};

/// The code an authenticator shows `steps` from now.
fn shown(db: &Db, secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let unix = db.clock().now().timestamp() + 30 * steps;
    totp.generate(u64::try_from(unix).unwrap()).to_string()
}

/// Sets a second factor up: the secret, and the recovery codes.
async fn set_up(accounts: &Accounts, db: &Db, me: &Caller) -> (String, Vec<String>) {
    let made = accounts.begin_second_factor(me).await.unwrap();
    let codes = accounts
        .confirm_second_factor(me, &shown(db, &made.secret, 0))
        .await
        .unwrap();
    (made.secret, codes)
}

/// The first step of a sign-in.
async fn challenge(accounts: &Accounts, name: &str) -> String {
    let step = accounts
        .sign_in(&Caller::anonymous(), sign_in_form(name, PASSWORD))
        .await
        .unwrap();
    match step {
        SignInStep::CodeAsked(challenge) => challenge.token.expose().to_owned(),
        SignInStep::Done(_) => panic!("no code was asked for"),
    }
}

async fn answer(accounts: &Accounts, challenge: &str, code: &str) -> Result<SignedIn, SignInError> {
    let request = AnswerChallenge {
        challenge: challenge.to_owned(),
        code: code.to_owned(),
    };
    accounts.answer_challenge(&Caller::anonymous(), request).await
}

fn password(text: &str) -> ProveIdentity {
    ProveIdentity {
        password: Some(text.to_owned()),
        code: None,
    }
}

fn by_code(text: &str) -> ProveIdentity {
    ProveIdentity {
        password: None,
        code: Some(text.to_owned()),
    }
}

fn wrong(secret: &str, db: &TestDb) -> String {
    let right = shown(db, secret, 0);
    let other = if right.starts_with('0') { "1" } else { "0" };
    format!("{other}{}", &right[1..])
}

testkit::on_both! {
    async fn a_sign_in_asks_for_a_code_once_one_was_confirmed(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let other = crate::world::sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        let me = caller(&accounts, &ann).await;
        let made = accounts.begin_second_factor(&me).await.unwrap();
        assert!(made.uri.starts_with("otpauth://totp/Farsight:ann%40example.test?secret="), "{}", made.uri);
        // Begun is not on.
        assert_eq!(accounts.second_factor(ann.user.id).await.unwrap(), None);
        assert!(crate::world::sign_in(&accounts, "Ann", PASSWORD).await.is_ok());
        let refused = accounts.confirm_second_factor(&me, &wrong(&made.secret, db)).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Some(ErrorCode::CodeWrong), Some("code")));

        let first = shown(db, &made.secret, 0);
        let codes = accounts.confirm_second_factor(&me, &first).await.unwrap();
        assert_eq!(codes.len(), 10);
        assert_eq!(accounts.second_factor(ann.user.id).await.unwrap().unwrap().recovery_codes_left, 10);
        assert_eq!(who(&accounts, &other).await, None, "the other sign-ins did without");
        assert!(who(&accounts, &ann).await.is_some());
        assert!(matches!(accounts.begin_second_factor(&me).await, Err(SecondFactorError::AlreadyOn)));

        let waiting = challenge(&accounts, "Ann").await;
        assert_eq!(accounts.caller_by_token(&waiting).await.unwrap(), None, "a first step is no sign-in");
        // A code is good once: the one that turned it on is spent, and so is what was sent a second ago.
        assert_eq!(answer(&accounts, &waiting, &first).await.unwrap_err().code(), Some(ErrorCode::CodeWrong));
        db.clock.advance(TimeDelta::seconds(30));
        let next = shown(db, &made.secret, 0);
        let back = answer(&accounts, &waiting, &next).await.unwrap();
        assert!(who(&accounts, &back).await.is_some());
        assert_eq!(answer(&accounts, &waiting, &next).await.unwrap_err().code(), Some(ErrorCode::ChallengeOver));
        let again = challenge(&accounts, "Ann").await;
        assert_eq!(answer(&accounts, &again, &next).await.unwrap_err().code(), Some(ErrorCode::CodeWrong));
        // One earlier step is taken, if it is later than the last that was used; none from two steps ago.
        db.clock.advance(TimeDelta::seconds(90));
        assert_eq!(answer(&accounts, &again, &shown(db, &made.secret, -2)).await.unwrap_err().code(), Some(ErrorCode::CodeWrong));
        assert!(answer(&accounts, &again, &shown(db, &made.secret, -1)).await.is_ok());
    }

    async fn a_recovery_code_stands_in_for_the_authenticator_once(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let (_, codes) = set_up(&accounts, db, &me).await;
        let first = challenge(&accounts, "Ann").await;
        assert!(answer(&accounts, &first, &codes[3].to_uppercase().replace('-', " ")).await.is_ok());
        let second = challenge(&accounts, "Ann").await;
        assert_eq!(answer(&accounts, &second, &codes[3]).await.unwrap_err().code(), Some(ErrorCode::CodeWrong));
        assert_eq!(accounts.second_factor(ann.user.id).await.unwrap().unwrap().recovery_codes_left, 9);
        let renewed = accounts.renew_recovery_codes(&me).await.unwrap();
        assert_eq!(answer(&accounts, &second, &codes[4]).await.unwrap_err().code(), Some(ErrorCode::CodeWrong));
        assert!(answer(&accounts, &second, &renewed[0]).await.is_ok());
    }

    async fn two_who_send_one_code_at_once_use_it_once(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let (secret, _) = set_up(&accounts, db, &me).await;
        let (one, two) = (challenge(&accounts, "Ann").await, challenge(&accounts, "Ann").await);
        db.clock.advance(TimeDelta::seconds(30));
        let code = shown(db, &secret, 0);
        let (a, b) = tokio::join!(answer(&accounts, &one, &code), answer(&accounts, &two, &code));
        assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1);
    }

    async fn a_first_step_is_good_for_five_minutes_and_five_codes(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let (secret, codes) = set_up(&accounts, db, &me).await;
        let waiting = challenge(&accounts, "Ann").await;
        for _ in 0..5 {
            assert_eq!(answer(&accounts, &waiting, &wrong(&secret, db)).await.unwrap_err().code(), Some(ErrorCode::CodeWrong));
        }
        let sixth = answer(&accounts, &waiting, &codes[0]).await.unwrap_err();
        assert_eq!((sixth.code(), sixth.field()), (Some(ErrorCode::ChallengeOver), Some("challenge")));
        let late = challenge(&accounts, "Ann").await;
        db.clock.advance(TimeDelta::minutes(5));
        assert_eq!(answer(&accounts, &late, &codes[0]).await.unwrap_err().code(), Some(ErrorCode::ChallengeOver));
        for nothing in ["", "fc_x", ann.token.expose()] {
            assert_eq!(answer(&accounts, nothing, &codes[0]).await.unwrap_err().code(), Some(ErrorCode::ChallengeOver));
        }
        assert!(acts(db, ann.user.id).await.contains(&"account.sign_in_code_failed".to_owned()));
    }

    async fn codes_are_counted_over_all_first_steps(db: &TestDb) {
        let strict = Settings { limits: Limits { account: Limits::default().account, ..Limits::OFF }, ..settings() };
        let accounts = accounts_with(db, &Cache::in_process(), strict);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let (secret, codes) = set_up(&accounts, db, &me).await;
        for _ in 0..5 {
            let waiting = challenge(&accounts, "Ann").await;
            assert_eq!(answer(&accounts, &waiting, &wrong(&secret, db)).await.unwrap_err().code(), Some(ErrorCode::CodeWrong));
        }
        let waiting = challenge(&accounts, "Ann").await;
        assert_eq!(answer(&accounts, &waiting, &codes[0]).await.unwrap_err().code(), Some(ErrorCode::TooManyTries));
    }

    async fn seeds_are_sealed_codes_hashed_and_neither_is_in_the_trail(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let ben = sign_up(&accounts, "Ben").await;
        let (secret, codes) = set_up(&accounts, db, &caller(&accounts, &ann).await).await;
        let seed = Secret::try_from_base32(&secret).unwrap();
        let conn = db.primary();
        let select = "SELECT sealed_seed FROM second_factors";
        let row = conn.query_one_raw(sql(conn, select, [])).await.unwrap().unwrap();
        let sealed: Vec<u8> = row.try_get("", "sealed_seed").unwrap();
        assert!(!sealed.windows(20).any(|part| part == seed.as_bytes()));
        let trail = trail_text(db, &[ann.user.id.to_string()]).await;
        assert!(!trail.contains(&secret) && codes.iter().all(|code| !trail.contains(code)));
        // A row that was moved to another person opens nothing there.
        let copy = "INSERT INTO second_factors (user_id, sealed_seed, made_at, confirmed_at)
                    SELECT $1, sealed_seed, made_at, confirmed_at FROM second_factors";
        conn.execute_raw(sql(conn, copy, [ben.user.id.uuid().into()])).await.unwrap();
        db.clock.advance(TimeDelta::seconds(30));
        let waiting = challenge(&accounts, "Ben").await;
        assert_eq!(answer(&accounts, &waiting, &shown(db, &secret, 0)).await.unwrap_err().code(), Some(ErrorCode::CodeWrong));
    }

    async fn a_factor_is_given_up_and_a_new_password_does_not_pass_it_by(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        set_up(&accounts, db, &me).await;
        let waiting = challenge(&accounts, "Ann").await;
        let change = accounts::ChangePassword { current: PASSWORD.to_owned(), new: "quarry lantern 42 birch".to_owned() };
        accounts.change_password(&me, change).await.unwrap();
        let over = answer(&accounts, &waiting, "000000").await.unwrap_err();
        assert_eq!(over.code(), Some(ErrorCode::ChallengeOver), "the first step was by the old password");
        let step = accounts.sign_in(&Caller::anonymous(), sign_in_form("Ann", "quarry lantern 42 birch")).await.unwrap();
        assert!(matches!(step, SignInStep::CodeAsked(_)));
        accounts.remove_second_factor(&me).await.unwrap();
        assert!(matches!(accounts.remove_second_factor(&me).await, Err(SecondFactorError::NotOn)));
        let step = accounts.sign_in(&Caller::anonymous(), sign_in_form("Ann", "quarry lantern 42 birch")).await.unwrap();
        assert!(matches!(step, SignInStep::Done(_)));
        let told = "SELECT count(*) AS n FROM outbox WHERE kind = 'account_security_changed'";
        let row = db.primary().query_one_raw(sql(db.primary(), told, [])).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 3, "on, another password, off");
    }

    async fn a_proof_counts_for_fifteen_minutes_and_changes_the_token(db: &TestDb) {
        let accounts = accounts(db);
        let (ada, ben) = (sign_up(&accounts, "Ada").await, sign_up(&accounts, "Ben").await);
        grant(&accounts, ada.user.id, Role::Administrator).await;
        let request = || GrantRole { user: ben.user.id, role: Role::Reviewer, reason: "test".to_owned() };
        // A sign-in is a proof.
        db.clock.advance(TimeDelta::minutes(14));
        let fresh = caller(&accounts, &ada).await;
        accounts.revoke_role(&fresh, request()).await.unwrap();
        db.clock.advance(TimeDelta::minutes(1));
        let stale = caller(&accounts, &ada).await;
        let refused = accounts.revoke_role(&stale, request()).await.unwrap_err();
        assert!(matches!(refused, RoleError::Forbidden(Forbidden::ProveFirst)));
        assert!(matches!(accounts.begin_second_factor(&stale).await, Err(SecondFactorError::Forbidden(Forbidden::ProveFirst))));

        let refused = accounts.prove_identity(&stale, password("not this one")).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Some(ErrorCode::CredentialsWrong), Some("password")));
        let proved = accounts.prove_identity(&stale, password(PASSWORD)).await.unwrap();
        assert_eq!(who(&accounts, &ada).await, None, "a copy of the old token is worth nothing");
        assert_eq!(proved.session.id, ada.session.id);
        let now = caller(&accounts, &proved).await;
        accounts.revoke_role(&now, request()).await.unwrap();
        assert!(acts(db, ada.user.id).await.contains(&"account.identity_failed".to_owned()));
    }

    async fn who_has_a_second_factor_proves_by_it(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let (secret, _) = set_up(&accounts, db, &me).await;
        db.clock.advance(TimeDelta::minutes(20));
        let stale = caller(&accounts, &ann).await;
        let refused = accounts.prove_identity(&stale, password(PASSWORD)).await.unwrap_err();
        assert!(matches!(refused, ProveIdentityError::CodeWrong), "the password does not do");
        let proved = accounts.prove_identity(&stale, by_code(&shown(db, &secret, 0))).await.unwrap();
        assert!(caller(&accounts, &proved).await.standing.proved);
        assert!(matches!(
            accounts.prove_identity(&Caller::anonymous(), password(PASSWORD)).await,
            Err(ProveIdentityError::Forbidden(Forbidden::SignInFirst))
        ));
    }

    async fn a_second_factor_outlives_a_change_of_the_master_key(db: &TestDb) {
        let before = accounts(db);
        let ann = sign_up(&before, "Ann").await;
        let (secret, _) = set_up(&before, db, &caller(&before, &ann).await).await;
        db.clock.advance(TimeDelta::minutes(20));
        let with = |vault| accounts_with(db, &Cache::in_process(), Settings { vault: Some(vault), ..settings() });
        let new = || Vault::new("another master key, and nobody knows it").unwrap();
        let (both, alone) = (with(new().with_older(KEY).unwrap()), with(new()));
        let stale = caller(&both, &ann).await;
        assert!(alone.reseal_seeds().await.is_err(), "it does not open, and is left as it is");
        assert_eq!(both.reseal_seeds().await.unwrap(), 1);
        assert_eq!(both.reseal_seeds().await.unwrap(), 0);
        let code = by_code(&shown(db, &secret, 0));
        alone.prove_identity(&stale, code).await.unwrap();
    }

    async fn a_password_is_changed_by_whoever_has_a_second_factor_only_with_it(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let (secret, _) = set_up(&accounts, db, &caller(&accounts, &ann).await).await;
        db.clock.advance(TimeDelta::minutes(15));
        let change = || ChangePassword { current: PASSWORD.to_owned(), new: "quarry lantern 42 birch".to_owned() };
        let stale = caller(&accounts, &ann).await;
        let refused = accounts.change_password(&stale, change()).await.unwrap_err();
        assert!(matches!(refused, ChangePasswordError::Forbidden(Forbidden::ProveFirst)), "{refused:?}");
        let proved = accounts.prove_identity(&stale, by_code(&shown(db, &secret, 0))).await.unwrap();
        accounts.change_password(&caller(&accounts, &proved).await, change()).await.unwrap();
    }

    async fn the_operator_takes_a_lost_second_factor_away_and_its_owner_is_told(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let operator = Caller::system("operator");
        let none = accounts.lift_second_factor(&operator, ann.user.id, "lost").await.unwrap_err();
        assert!(matches!(none, LiftError::NotOn));
        set_up(&accounts, db, &me).await;
        for (who, reason) in [(&me, "mine"), (&Caller::anonymous(), "x")] {
            let refused = accounts.lift_second_factor(who, ann.user.id, reason).await.unwrap_err();
            assert!(matches!(refused, LiftError::UserNotFound(_)));
        }
        let silent = accounts.lift_second_factor(&operator, ann.user.id, " – ").await.unwrap_err();
        assert!(matches!(silent, LiftError::ReasonMissing));
        accounts.lift_second_factor(&operator, ann.user.id, "passport seen by video").await.unwrap();
        assert_eq!(accounts.second_factor(ann.user.id).await.unwrap(), None);
        assert!(who(&accounts, &ann).await.is_none(), "all sign-ins have ended");
        let trail = trail_text(db, &[ann.user.id.to_string()]).await;
        assert!(trail.contains("account.second_factor_lift") && trail.contains("passport seen by video"));
    }
}
