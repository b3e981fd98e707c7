use accounts::{
    Accounts, DecideRoleRequest, ErrorCode, GrantRole, LockAccount, RoleRequest, RoleRequestError as Error,
    RoleRequestState as State,
};
use chrono::TimeDelta;
use db::sql;
use kernel::{Caller, Forbidden, PageRequest, Role, RoleRequestId, Standing, UserId};
use sea_orm::ConnectionTrait;
use testkit::TestDb;
use uuid::Uuid;

use crate::world::{accounts, acts, caller, grant, sign_up, who};

/// Two administrators, and somebody who is to have a role.
struct Office {
    accounts: Accounts,
    ada: Caller,
    bea: Caller,
    cyd: accounts::SignedIn,
}

impl Office {
    async fn new(db: &TestDb) -> Self {
        let accounts = accounts(db);
        let (ada, bea) = (sign_up(&accounts, "Ada").await, sign_up(&accounts, "Bea").await);
        for one in [&ada, &bea] {
            grant(&accounts, one.user.id, Role::Administrator).await;
        }
        let cyd = sign_up(&accounts, "Cyd").await;
        let operator = Caller::system("operator");
        accounts.vouch_for_email(&operator, cyd.user.id).await.unwrap();
        Self {
            ada: caller(&accounts, &ada).await,
            bea: caller(&accounts, &bea).await,
            cyd,
            accounts,
        }
    }

    fn wish(&self, role: Role) -> GrantRole {
        GrantRole {
            user: self.cyd.user.id,
            role,
            reason: "joins the review team".to_owned(),
        }
    }

    async fn asked(&self) -> RoleRequest {
        self.accounts
            .ask_role(&self.ada, self.wish(Role::Reviewer))
            .await
            .unwrap()
    }

    async fn decide(&self, by: &Caller, id: RoleRequestId, approve: bool) -> Result<RoleRequest, Error> {
        let request = DecideRoleRequest {
            id,
            approve,
            reason: (!approve).then(|| "not now".to_owned()),
        };
        self.accounts.decide_role_request(by, request).await
    }

    async fn roles(&self) -> Vec<Role> {
        who(&self.accounts, &self.cyd).await.unwrap().roles
    }
}

fn id(caller: &Caller) -> UserId {
    caller.user_id().unwrap()
}

testkit::on_both! {
    async fn a_role_of_staff_is_given_by_two(db: &TestDb) {
        let office = Office::new(db).await;
        let asked = office.asked().await;
        assert_eq!((asked.state, asked.expires_at), (State::Waiting, db.clock().now() + TimeDelta::days(7)));
        assert_eq!(office.roles().await, [Role::Investor], "asking gives nothing");
        let own = office.decide(&office.ada, asked.id, true).await.unwrap_err();
        assert_eq!((own.code(), own.field()), (Some(ErrorCode::OwnRequest), Some("id")));
        let stale = Caller { standing: Standing { proved: false, ..Standing::FULL }, ..office.bea.clone() };
        let unproved = office.decide(&stale, asked.id, true).await.unwrap_err();
        assert!(matches!(unproved, Error::Forbidden(Forbidden::ProveFirst)), "{unproved:?}");
        let approved = office.decide(&office.bea, asked.id, true).await.unwrap();
        assert_eq!((approved.state, approved.decided_by), (State::Approved, Some(id(&office.bea))));
        assert_eq!(office.roles().await, [Role::Investor, Role::Reviewer]);
        let again = office.decide(&office.bea, asked.id, false).await.unwrap_err();
        assert!(matches!(again, Error::Over(State::Approved)), "{again:?}");
        assert_eq!(
            acts(db, office.cyd.user.id).await,
            ["account.sign_up", "account.email_vouch", "role.request", "role.request_approve", "role.grant"]
        );
        let held = office.accounts.ask_role(&office.bea, office.wish(Role::Reviewer)).await.unwrap_err();
        assert_eq!(held.code(), Some(ErrorCode::RoleHeld));
    }

    async fn nobody_else_gives_roles_and_nobody_to_themselves(db: &TestDb) {
        let office = Office::new(db).await;
        let accounts = &office.accounts;
        let as_cyd = caller(accounts, &office.cyd).await;
        let plain = accounts.ask_role(&as_cyd, GrantRole { user: id(&office.ada), ..office.wish(Role::Finance) }).await;
        assert!(matches!(plain, Err(Error::Forbidden(Forbidden::NeedsRole(Role::Administrator)))), "{plain:?}");
        let own = accounts.ask_role(&office.ada, GrantRole { user: id(&office.ada), ..office.wish(Role::Finance) }).await;
        assert!(matches!(own, Err(Error::OwnAccount)), "{own:?}");
        for role in [Role::Investor, Role::Founder] {
            let refused = accounts.ask_role(&office.ada, office.wish(role)).await;
            assert!(matches!(refused, Err(Error::RoleOfNoStaff(_))), "{refused:?}");
        }
        let mute = GrantRole { reason: " ".to_owned(), ..office.wish(Role::Reviewer) };
        assert!(matches!(accounts.ask_role(&office.ada, mute).await, Err(Error::ReasonMissing)));
        let nobody = GrantRole { user: UserId::from_uuid(Uuid::from_u128(7)), ..office.wish(Role::Reviewer) };
        assert!(matches!(accounts.ask_role(&office.ada, nobody).await, Err(Error::UserNotFound(_))));
        // At once it is given by the operator alone.
        for caller in [&office.ada, &as_cyd, &Caller::anonymous()] {
            assert!(accounts.grant_role(caller, office.wish(Role::Reviewer)).await.is_err());
        }
        // Who would have the role themselves does not decide either.
        let asked = accounts.ask_role(&office.ada, office.wish(Role::Administrator)).await.unwrap();
        grant(accounts, office.cyd.user.id, Role::Administrator).await;
        let as_cyd = caller(accounts, &office.cyd).await;
        assert!(matches!(office.decide(&as_cyd, asked.id, true).await, Err(Error::OwnRequest)));
        let unknown = RoleRequestId::from_uuid(Uuid::from_u128(9));
        assert!(matches!(office.decide(&office.bea, unknown, true).await, Err(Error::NotFound(_))));
    }

    async fn a_request_is_refused_withdrawn_or_runs_out(db: &TestDb) {
        let office = Office::new(db).await;
        let accounts = &office.accounts;
        let first = office.asked().await;
        let twice = accounts.ask_role(&office.bea, office.wish(Role::Reviewer)).await;
        assert!(matches!(twice, Err(Error::AlreadyAsked)), "{twice:?}");
        let mute = DecideRoleRequest { id: first.id, approve: false, reason: None };
        assert!(matches!(accounts.decide_role_request(&office.bea, mute).await, Err(Error::ReasonMissing)));
        assert_eq!(office.decide(&office.bea, first.id, false).await.unwrap().state, State::Refused);

        let second = office.asked().await;
        assert!(matches!(accounts.withdraw_role_request(&office.bea, second.id).await, Err(Error::NotFound(_))));
        assert_eq!(accounts.withdraw_role_request(&office.ada, second.id).await.unwrap().state, State::Withdrawn);

        let third = office.asked().await;
        db.clock.advance(TimeDelta::days(7));
        let bea = Caller { standing: Standing::FULL, ..office.bea.clone() };
        let late = office.decide(&bea, third.id, true).await.unwrap_err();
        assert!(matches!(late, Error::Over(State::Expired)), "{late:?}");
        let shown = accounts.list_role_requests(&bea, false, &PageRequest::default()).await.unwrap();
        let states: Vec<_> = shown.items.iter().map(|(_, request)| request.state_at(db.clock().now())).collect();
        assert_eq!((states, shown.total), (vec![State::Expired, State::Withdrawn, State::Refused], Some(3)));
        assert_eq!(accounts.list_role_requests(&bea, true, &PageRequest::default()).await.unwrap().total, Some(0));
        // It is in nobody's way, whether or not that was written down already.
        let fourth = accounts.ask_role(&office.ada, office.wish(Role::Reviewer)).await.unwrap();
        assert_eq!(accounts.expire_role_requests().await.unwrap(), 0);
        db.clock.advance(TimeDelta::days(7));
        assert_eq!(accounts.expire_role_requests().await.unwrap(), 1);
        assert_eq!(accounts.find_role_request(&bea, fourth.id).await.unwrap().unwrap().state, State::Expired);
        assert_eq!(acts(db, office.cyd.user.id).await.iter().filter(|act| *act == "role.request_expire").count(), 2);
        let as_cyd = Caller::user(office.cyd.user.id, office.cyd.session.id, [Role::Investor]);
        assert!(accounts.list_role_requests(&as_cyd, true, &PageRequest::default()).await.is_err());
    }

    async fn no_role_goes_to_an_address_that_nobody_confirmed(db: &TestDb) {
        let mut office = Office::new(db).await;
        office.cyd = sign_up(&office.accounts, "Dora").await;
        let refused = office.accounts.ask_role(&office.ada, office.wish(Role::Finance)).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Some(ErrorCode::EmailUnconfirmed), Some("userId")));
    }

    async fn who_asked_must_still_be_an_administrator(db: &TestDb) {
        let office = Office::new(db).await;
        let accounts = &office.accounts;
        let asked = office.asked().await;
        let revoke = GrantRole { user: id(&office.ada), role: Role::Administrator, reason: "left".to_owned() };
        accounts.revoke_role(&office.bea, revoke).await.unwrap();
        let gone = office.decide(&office.bea, asked.id, true).await.unwrap_err();
        assert!(matches!(gone, Error::Over(State::Expired)), "it does not come back with who asked: {gone:?}");
        assert_eq!(office.roles().await, [Role::Investor], "nothing was given");
        // Nor does anybody decide who is none any more, though their sign-in began as one's.
        grant(accounts, id(&office.ada), Role::Administrator).await;
        let asked = office.asked().await;
        let lock = LockAccount { user: id(&office.bea), reason: "left, too".to_owned() };
        accounts.lock_account(&office.ada, lock).await.unwrap();
        let refused = office.decide(&office.bea, asked.id, true).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(Forbidden::NeedsRole(Role::Administrator))), "{refused:?}");
    }

    async fn of_two_who_ask_at_once_one_is_heard_and_the_database_keeps_four_eyes(db: &TestDb) {
        let office = Office::new(db).await;
        let (first, second) = tokio::join!(
            office.accounts.ask_role(&office.ada, office.wish(Role::Finance)),
            office.accounts.ask_role(&office.bea, office.wish(Role::Finance)),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let asked = first.or(second).unwrap();
        let alone = "UPDATE role_requests SET state = 'approved', decided_by = requested_by, decided_at = requested_at WHERE id = $1";
        let tx = db.begin().await.unwrap();
        let broken = tx.execute_raw(sql(&*tx, alone, [asked.id.uuid().into()])).await.unwrap_err();
        assert!(db::Error::from(broken).is_constraint("role_requests_four_eyes"));
    }
}
