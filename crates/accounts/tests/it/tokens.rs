//! Tokens by which programs act for people.

use accounts::{Accounts, ApiTokenError, ErrorCode, MadeApiToken, MakeApiToken, Settings};
use cache::Cache;
use chrono::TimeDelta;
use db::Db;
use kernel::{Caller, Forbidden, Role, Scope};

use crate::world::{accounts, accounts_with, acts, caller, grant, settings, sign_up, trail_text};

fn form(db: &Db, days: i64) -> MakeApiToken {
    MakeApiToken {
        name: "Nightly export".to_owned(),
        scopes: vec![Scope::Manage],
        expires_at: db.clock().now() + TimeDelta::days(days),
    }
}

async fn make(accounts: &Accounts, db: &Db, me: &Caller) -> MadeApiToken {
    accounts.make_api_token(me, form(db, 30)).await.unwrap()
}

/// The caller of a request made with the token, if it is good.
async fn program(accounts: &Accounts, made: &MadeApiToken) -> Option<Caller> {
    let who = accounts.caller_by_token(made.secret.expose()).await.unwrap();
    who.map(|who| who.caller("request-1", None))
}

testkit::on_both! {
    async fn a_token_is_shown_once_and_known_again_by_its_beginning(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let made = make(&accounts, db, &me).await;
        let secret = made.secret.expose();
        assert!(secret.starts_with("fa_") && secret.len() == 46);
        let listed = accounts.list_api_tokens(&me).await.unwrap();
        assert_eq!(listed, std::slice::from_ref(&made.token));
        assert_eq!(listed[0].beginning, secret[..11]);
        assert_eq!(listed[0].scopes.iter().collect::<Vec<_>>(), [Scope::Read, Scope::Manage]);
        let trail = trail_text(db, &[ann.user.id.to_string()]).await;
        assert!(trail.contains("api_token.make") && !trail.contains(&secret[..11]));
    }

    async fn a_token_is_its_owner_for_a_part_and_never_a_proof(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        for role in [Role::Founder, Role::Administrator, Role::Finance, Role::Reviewer] {
            grant(&accounts, ann.user.id, role).await;
        }
        let made = make(&accounts, db, &caller(&accounts, &ann).await).await;
        let program = program(&accounts, &made).await.unwrap();
        assert!(program.is(ann.user.id) && program.has(Role::Investor) && program.has(Role::Founder));
        for role in [Role::Administrator, Role::Finance, Role::Reviewer] {
            assert!(!program.has(role), "{role}");
        }
        assert!(!program.standing.proved);
        let scopes = program.standing.scopes.unwrap();
        assert!(scopes.have(Scope::Manage) && !scopes.have(Scope::Pledge));
        let refused = accounts.make_api_token(&program, form(db, 30)).await.unwrap_err();
        assert!(matches!(refused, ApiTokenError::Forbidden(Forbidden::ProveFirst)));
        assert!(accounts.begin_second_factor(&program).await.is_err());
    }

    async fn a_token_ends_on_its_day_or_when_it_is_revoked_in_every_process(db: &TestDb) {
        let cache = Cache::in_process();
        let here = accounts_with(db, &cache, settings());
        let unsure = Settings { trust_tokens_for: std::time::Duration::ZERO, ..settings() };
        let there = accounts_with(&db.another().await, &cache, unsure);
        let ann = sign_up(&here, "Ann").await;
        let me = caller(&here, &ann).await;
        let (short, long) = (here.make_api_token(&me, form(db, 1)).await.unwrap(), make(&here, db, &me).await);
        for accounts in [&here, &there] {
            assert!(program(accounts, &short).await.is_some() && program(accounts, &long).await.is_some());
        }
        db.clock.advance(TimeDelta::days(1) - TimeDelta::microseconds(1));
        assert!(program(&here, &short).await.is_some());
        db.clock.advance(TimeDelta::microseconds(1));
        assert!(program(&here, &short).await.is_none());
        assert!(matches!(here.revoke_api_token(&me, short.token.id).await, Err(ApiTokenError::NotFound)), "it has ended");

        let ben = sign_up(&here, "Ben").await;
        let other = caller(&here, &ben).await;
        assert!(matches!(here.revoke_api_token(&other, long.token.id).await, Err(ApiTokenError::NotFound)));
        here.revoke_api_token(&me, long.token.id).await.unwrap();
        for accounts in [&here, &there] {
            assert!(program(accounts, &long).await.is_none());
        }
        assert!(here.list_api_tokens(&me).await.unwrap().is_empty());
        assert!(acts(db, ann.user.id).await.contains(&"api_token.revoke".to_owned()));
    }

    async fn the_last_use_of_a_token_is_noted(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let made = make(&accounts, db, &me).await;
        db.clock.advance(TimeDelta::hours(3));
        program(&accounts, &made).await.unwrap();
        let listed = accounts.list_api_tokens(&me).await.unwrap();
        assert_eq!(listed[0].last_used_at, Some(db.clock().now()));
        let before = db.statements();
        program(&accounts, &made).await.unwrap();
        assert_eq!(db.statements(), before, "a known token costs nothing");
    }

    async fn what_cannot_be_a_token_is_refused_by_its_field(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let me = caller(&accounts, &ann).await;
        let nameless = MakeApiToken { name: " ".to_owned(), ..form(db, 1) };
        let refused = accounts.make_api_token(&me, nameless).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Some(ErrorCode::TokenNameInvalid), Some("name")));
        for days in [0, -1, 367] {
            let refused = accounts.make_api_token(&me, form(db, days)).await.unwrap_err();
            assert_eq!((refused.code(), refused.field()), (Some(ErrorCode::TokenEndInvalid), Some("expiresAt")), "{days}");
        }
        for _ in 0..20 {
            make(&accounts, db, &me).await;
        }
        let refused = accounts.make_api_token(&me, form(db, 1)).await.unwrap_err();
        assert_eq!(refused.code(), Some(ErrorCode::TooManyTokens));
        // Ending the other sign-ins ends them, if that is said.
        accounts.revoke_others(&me, true).await.unwrap();
        assert!(accounts.list_api_tokens(&me).await.unwrap().is_empty());
    }
}
