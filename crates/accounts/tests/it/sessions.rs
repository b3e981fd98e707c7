use std::time::{Duration, Instant};

use accounts::{Accounts, SessionError, Settings, SignedIn};
use cache::Cache;
use chrono::TimeDelta;
use kernel::{Caller, Role, SessionId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::world::{PASSWORD, accounts, accounts_with, acts, caller, grant, settings, sign_in, sign_up, who};

/// Waits for news to travel.
async fn until_unknown(accounts: &Accounts, signed_in: &SignedIn) -> Duration {
    let since = Instant::now();
    while who(accounts, signed_in).await.is_some() {
        assert!(since.elapsed() < Duration::from_secs(2), "still good after 2 s");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    since.elapsed()
}

testkit::on_both! {
    async fn a_known_token_costs_no_statement(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let before = db.statements();
        assert!(who(&accounts, &ann).await.is_some());
        assert_eq!(db.statements() - before, 1);
        for _ in 0..10 {
            assert!(who(&accounts, &ann).await.is_some());
        }
        assert_eq!(db.statements() - before, 1);
        for text in ["", "fs_", "Bearer x", &"x".repeat(10_000)] {
            assert_eq!(accounts.caller_by_token(text).await.unwrap(), None);
        }
        assert_eq!(db.statements() - before, 1);
    }

    async fn signing_out_ends_the_sign_in_in_every_process(db: &TestDb) {
        let cache = Cache::in_process();
        let here = accounts_with(db, &cache, settings());
        let there = accounts_with(&db.another().await, &cache, settings());
        let ann = sign_up(&here, "Ann").await;
        let stays = sign_in(&here, "Ann", PASSWORD).await.unwrap();
        for accounts in [&here, &there] {
            assert!(who(accounts, &ann).await.is_some());
        }
        here.sign_out(&caller(&here, &ann).await).await.unwrap();
        assert!(who(&here, &ann).await.is_none(), "at once where it was ended");
        until_unknown(&there, &ann).await;
        assert!(who(&there, &stays).await.is_some());
        here.sign_out(&Caller::anonymous()).await.unwrap();
        assert!(acts(db, ann.user.id).await.contains(&"account.sign_out".to_owned()));
    }

    async fn a_new_role_counts_in_every_process(db: &TestDb) {
        let cache = Cache::in_process();
        let here = accounts_with(db, &cache, settings());
        let there = accounts_with(&db.another().await, &cache, settings());
        let ann = sign_up(&here, "Ann").await;
        assert!(who(&there, &ann).await.is_some());
        grant(&here, ann.user.id, Role::Reviewer).await;
        let since = Instant::now();
        while !who(&there, &ann).await.unwrap().roles.contains(&Role::Reviewer) {
            assert!(since.elapsed() < Duration::from_secs(2), "not known after 2 s");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    async fn a_process_that_hears_nothing_trusts_a_token_for_a_short_time_only(db: &TestDb) {
        let short = Settings { trust_tokens_for: Duration::from_millis(300), ..settings() };
        let here = accounts(db);
        let deaf = accounts_with(&db.another().await, &Cache::in_process(), short);
        let ann = sign_up(&here, "Ann").await;
        assert!(who(&deaf, &ann).await.is_some());
        here.sign_out(&caller(&here, &ann).await).await.unwrap();
        until_unknown(&deaf, &ann).await;
    }

    async fn a_sign_in_ends_after_thirty_days_however_much_it_is_used(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        assert_eq!(ann.session.expires_at - ann.session.created_at, TimeDelta::days(30));
        for _ in 0..5 {
            db.clock.advance(TimeDelta::days(5));
            assert!(who(&accounts, &ann).await.is_some());
        }
        db.clock.advance(TimeDelta::days(5) - TimeDelta::microseconds(1));
        assert!(who(&accounts, &ann).await.is_some());
        db.clock.advance(TimeDelta::microseconds(1));
        assert!(who(&accounts, &ann).await.is_none());
    }

    async fn a_sign_in_that_is_not_used_ends_after_fourteen_days(db: &TestDb) {
        // Nothing is trusted, as after a restart: the use is what the database knows.
        let accounts = accounts_with(db, &Cache::in_process(), Settings { trust_tokens_for: Duration::ZERO, ..settings() });
        let ann = sign_up(&accounts, "Ann").await;
        db.clock.advance(TimeDelta::days(13));
        assert!(who(&accounts, &ann).await.is_some());
        db.clock.advance(TimeDelta::days(13));
        let caller = caller(&accounts, &ann).await;
        let sessions = accounts.list_sessions(&caller, ann.user.id).await.unwrap();
        assert_eq!(sessions[0].last_seen_at - sessions[0].created_at, TimeDelta::days(26));
        let other = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        db.clock.advance(TimeDelta::days(14));
        assert!(who(&accounts, &other).await.is_none());
        assert!(accounts.list_sessions(&caller, ann.user.id).await.unwrap().is_empty());
    }

    async fn an_administrators_sign_in_ends_after_twelve_hours(db: &TestDb) {
        let accounts = accounts(db);
        let before = sign_up(&accounts, "Ann").await;
        grant(&accounts, before.user.id, Role::Administrator).await;
        let after = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        assert_eq!(after.session.expires_at - after.session.created_at, TimeDelta::hours(12));
        db.clock.advance(TimeDelta::hours(12) - TimeDelta::seconds(1));
        assert!(who(&accounts, &before).await.is_some() && who(&accounts, &after).await.is_some());
        db.clock.advance(TimeDelta::seconds(1));
        assert!(who(&accounts, &before).await.is_none(), "also one from before the role");
        assert!(who(&accounts, &after).await.is_none());
    }

    async fn one_ends_ones_own_sign_ins_and_an_administrator_anyones(db: &TestDb) {
        let accounts = accounts(db);
        let (ann, ben, adm) = (sign_up(&accounts, "Ann").await, sign_up(&accounts, "Ben").await, sign_up(&accounts, "Adm").await);
        grant(&accounts, adm.user.id, Role::Administrator).await;
        let (as_ann, as_ben, as_adm) =
            (caller(&accounts, &ann).await, caller(&accounts, &ben).await, caller(&accounts, &adm).await);
        let phone = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        assert_eq!(accounts.list_sessions(&as_ann, ann.user.id).await.unwrap().len(), 2);

        let unknown = SessionId::from_uuid(Uuid::from_u128(7));
        for (caller, session) in [(&as_ben, phone.session.id), (&as_ben, unknown)] {
            let refused = accounts.revoke_session(caller, session).await.unwrap_err();
            assert!(matches!(refused, SessionError::NotFound));
        }
        assert!(matches!(accounts.list_sessions(&as_ben, ann.user.id).await, Err(SessionError::NotFound)));
        assert!(matches!(accounts.revoke_all(&as_ben, ann.user.id).await, Err(SessionError::NotFound)));
        assert!(matches!(
            accounts.revoke_session(&Caller::anonymous(), phone.session.id).await,
            Err(SessionError::Forbidden(_))
        ));
        assert!(who(&accounts, &phone).await.is_some());

        accounts.revoke_session(&as_ann, phone.session.id).await.unwrap();
        assert!(who(&accounts, &phone).await.is_none());
        assert!(matches!(accounts.revoke_session(&as_ann, phone.session.id).await, Err(SessionError::NotFound)));
        accounts.revoke_session(&as_adm, ben.session.id).await.unwrap();
        assert!(who(&accounts, &ben).await.is_none());
        assert_eq!(accounts.revoke_all(&as_adm, ann.user.id).await.unwrap(), 1);
        assert!(who(&accounts, &ann).await.is_none());
        let acts = acts(db, ann.user.id).await;
        assert!(acts.contains(&"session.revoke".to_owned()) && acts.contains(&"session.revoke_all".to_owned()));
    }

    async fn of_too_many_sign_ins_the_longest_unused_end(db: &TestDb) {
        let accounts = accounts_with(db, &Cache::in_process(), Settings { sessions_per_user: 3, ..settings() });
        let mut all = vec![sign_up(&accounts, "Ann").await];
        for _ in 0..4 {
            db.clock.advance(TimeDelta::minutes(1));
            all.push(sign_in(&accounts, "Ann", PASSWORD).await.unwrap());
        }
        let mut good = Vec::new();
        for signed_in in &all {
            good.push(who(&accounts, signed_in).await.is_some());
        }
        assert_eq!(good, [false, false, true, true, true]);
    }

    async fn sessions_that_ended_long_ago_are_deleted(db: &TestDb) {
        let accounts = accounts(db);
        let old = sign_up(&accounts, "Ann").await;
        let revoked = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        let as_revoked = caller(&accounts, &revoked).await;
        accounts.sign_out(&as_revoked).await.unwrap();
        assert_eq!(accounts.purge_sessions().await.unwrap(), 0);
        db.clock.advance(TimeDelta::days(31));
        let new = sign_in(&accounts, "Ann", PASSWORD).await.unwrap();
        assert_eq!(accounts.purge_sessions().await.unwrap(), 1, "the one signed out");
        db.clock.advance(TimeDelta::days(29) + TimeDelta::seconds(1));
        assert_eq!(accounts.purge_sessions().await.unwrap(), 1, "the one that ran out");
        let rows = db.reader().query_all_raw(db::sql(db.reader(), "SELECT id FROM sessions", [])).await.unwrap();
        let left: Vec<Uuid> = rows.iter().map(|row| row.try_get("", "id").unwrap()).collect();
        assert_eq!(left, [new.session.id.uuid()]);
        assert_ne!(old.session.id, new.session.id);
    }
}
