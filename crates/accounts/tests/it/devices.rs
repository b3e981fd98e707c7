//! From what somebody signs in, and ending the sign-ins elsewhere.

use accounts::{Accounts, SignInStep, SignedIn, events::AccountSecurityChanged};
use chrono::TimeDelta;
use db::{Db, Event, sql};
use kernel::Caller;
use sea_orm::ConnectionTrait;

use crate::world::{PASSWORD, accounts, acts, caller, sign_in, sign_in_form, sign_up, sign_up_form, who};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";
const NEWER: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

fn visitor(agent: &str, address: &str) -> Caller {
    Caller {
        agent: Some(agent.to_owned()),
        address: Some(address.parse().unwrap()),
        ..Caller::anonymous()
    }
}

async fn sign_in_from(accounts: &Accounts, agent: &str, address: &str) -> SignedIn {
    let step = accounts
        .sign_in(&visitor(agent, address), sign_in_form("Ann", PASSWORD))
        .await;
    match step.unwrap() {
        SignInStep::Done(signed_in) => *signed_in,
        SignInStep::CodeAsked(_) => panic!("Ann has no second factor"),
    }
}

/// Of which devices Ann was told, in their order.
async fn told(db: &Db) -> Vec<String> {
    let select = "SELECT payload FROM outbox WHERE kind = $1 ORDER BY created_at, id";
    let rows = db
        .primary()
        .query_all_raw(sql(db.primary(), select, [AccountSecurityChanged::KIND.into()]))
        .await
        .unwrap();
    let device = |row: &sea_orm::QueryResult| {
        let payload: serde_json::Value = row.try_get("", "payload").unwrap();
        serde_json::from_value::<AccountSecurityChanged>(payload)
            .unwrap()
            .device
    };
    rows.iter().filter_map(device).collect()
}

testkit::on_both! {
    async fn a_sign_in_from_something_new_is_told_and_from_something_known_is_not(db: &TestDb) {
        let accounts = accounts(db);
        let here = visitor(FIREFOX, "203.0.113.7");
        let ann = accounts.sign_up(&here, sign_up_form("Ann")).await.unwrap();
        assert_eq!(told(db).await, Vec::<String>::new(), "the first one is no news");
        sign_in_from(&accounts, FIREFOX, "203.0.113.7").await;
        sign_in_from(&accounts, NEWER, "203.0.113.200").await;
        assert_eq!(told(db).await, Vec::<String>::new(), "a newer version, in the same network");
        sign_in_from(&accounts, IPHONE, "203.0.113.7").await;
        sign_in_from(&accounts, FIREFOX, "2001:db8:1:2::3").await;
        sign_in_from(&accounts, IPHONE, "203.0.113.9").await;
        assert_eq!(told(db).await, ["Safari, iOS, 203.0.113.0/24", "Firefox, Windows, 2001:db8:1::/48"]);
        // A wrong password is no sign-in.
        let refused = accounts.sign_in(&visitor(IPHONE, "198.51.100.1"), sign_in_form("Ann", "wrong")).await;
        assert!(refused.is_err());
        assert_eq!(told(db).await.len(), 2);

        let me = caller(&accounts, &ann).await;
        let sessions = accounts.list_sessions(&me, ann.user.id).await.unwrap();
        let first = sessions.iter().find(|session| session.id == ann.session.id).unwrap();
        assert_eq!((first.program().as_deref(), first.system()), (Some("Firefox"), Some("Windows")));
        assert_eq!(first.network.as_deref(), Some("203.0.113.0/24"), "the address itself is not kept");
    }

    async fn what_was_not_used_for_half_a_year_is_new_again(db: &TestDb) {
        let accounts = accounts(db);
        accounts.sign_up(&visitor(FIREFOX, "203.0.113.7"), sign_up_form("Ann")).await.unwrap();
        db.clock.advance(TimeDelta::days(179));
        accounts.purge_sessions().await.unwrap();
        sign_in_from(&accounts, FIREFOX, "203.0.113.7").await;
        assert_eq!(told(db).await.len(), 0);
        db.clock.advance(TimeDelta::days(181));
        accounts.purge_sessions().await.unwrap();
        sign_in_from(&accounts, FIREFOX, "203.0.113.7").await;
        assert_eq!(told(db).await.len(), 1);
    }

    async fn all_other_sign_ins_end_at_once_and_the_present_one_stays(db: &TestDb) {
        let accounts = accounts(db);
        let ann = sign_up(&accounts, "Ann").await;
        let others = [sign_in(&accounts, "Ann", PASSWORD).await.unwrap(), sign_in(&accounts, "Ann", PASSWORD).await.unwrap()];
        let ben = sign_up(&accounts, "Ben").await;
        let me = caller(&accounts, &ann).await;
        assert_eq!(accounts.revoke_others(&me, false).await.unwrap(), 2);
        assert!(who(&accounts, &ann).await.is_some() && who(&accounts, &ben).await.is_some());
        for other in &others {
            assert!(who(&accounts, other).await.is_none());
        }
        assert_eq!(accounts.revoke_others(&me, false).await.unwrap(), 0);
        assert!(acts(db, ann.user.id).await.contains(&"session.revoke_others".to_owned()));
        assert!(accounts.revoke_others(&Caller::anonymous(), false).await.is_err());
    }
}
