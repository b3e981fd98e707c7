use accounts::{ErrorCode, GrantRole, RoleError};
use kernel::{Caller, Forbidden, Role, UserId};
use uuid::Uuid;

use crate::world::{accounts, acts, caller, grant, sign_up, who};

fn request(user: UserId, role: Role) -> GrantRole {
    GrantRole {
        user,
        role,
        reason: "joins the review team".to_owned(),
    }
}

testkit::on_both! {
    async fn the_operator_gives_a_role_an_administrator_takes_it_and_the_trail_says_why(db: &TestDb) {
        let accounts = accounts(db);
        let (adm, ann) = (sign_up(&accounts, "Adm").await, sign_up(&accounts, "Ann").await);
        grant(&accounts, adm.user.id, Role::Administrator).await;
        let as_adm = caller(&accounts, &adm).await;
        let operator = Caller::system("operator");
        let given = accounts.grant_role(&operator, request(ann.user.id, Role::Reviewer)).await.unwrap();
        assert_eq!(given.roles, [Role::Investor, Role::Reviewer]);
        assert_eq!(who(&accounts, &ann).await.unwrap().roles, given.roles);
        assert_eq!(accounts.holders_of(Role::Reviewer).await.unwrap(), [ann.user.id]);
        let again = accounts.grant_role(&operator, request(ann.user.id, Role::Reviewer)).await.unwrap();
        assert_eq!(again.version, given.version);
        let taken = accounts.revoke_role(&as_adm, request(ann.user.id, Role::Reviewer)).await.unwrap();
        assert_eq!(taken.roles, [Role::Investor]);
        assert!(accounts.holders_of(Role::Reviewer).await.unwrap().is_empty());
        assert_eq!(who(&accounts, &ann).await.unwrap().roles, taken.roles);
        assert_eq!(acts(db, ann.user.id).await, ["account.sign_up", "role.grant", "role.revoke"]);
        let trail = db.audit_of(&ann.user.id.to_string(), 10).await.unwrap();
        assert_eq!(trail[1].cause.as_deref(), Some("joins the review team"));
        assert_eq!(trail[1].actor, "system:operator");
        assert_eq!(trail[2].actor, adm.user.id.to_string());
    }

    async fn nobody_else_takes_roles_and_nobody_from_oneself(db: &TestDb) {
        let accounts = accounts(db);
        let (adm, ann) = (sign_up(&accounts, "Adm").await, sign_up(&accounts, "Ann").await);
        grant(&accounts, adm.user.id, Role::Administrator).await;
        let (as_adm, as_ann) = (caller(&accounts, &adm).await, caller(&accounts, &ann).await);
        let needs = Forbidden::NeedsRole(Role::Administrator);
        for (caller, forbidden) in [(&as_ann, needs), (&Caller::anonymous(), Forbidden::SignInFirst)] {
            for from in [ann.user.id, adm.user.id] {
                let refused = accounts.revoke_role(caller, request(from, Role::Administrator)).await.unwrap_err();
                assert!(matches!(refused, RoleError::Forbidden(found) if found == forbidden), "{refused:?}");
            }
        }
        let own = accounts.revoke_role(&as_adm, request(adm.user.id, Role::Administrator)).await.unwrap_err();
        assert_eq!((own.field(), own.code()), (Some("userId"), Some(ErrorCode::OwnAccount)));
        let mute = GrantRole { reason: " - ".to_owned(), ..request(ann.user.id, Role::Reviewer) };
        let refused = accounts.revoke_role(&as_adm, mute).await.unwrap_err();
        assert_eq!((refused.field(), refused.code()), (Some("reason"), Some(ErrorCode::ReasonMissing)));
        let nobody = UserId::from_uuid(Uuid::from_u128(7));
        let refused = accounts.revoke_role(&as_adm, request(nobody, Role::Finance)).await.unwrap_err();
        assert_eq!(refused.code(), Some(ErrorCode::UserNotFound));
    }

    async fn of_two_administrators_who_remove_each_other_one_remains(db: &TestDb) {
        let accounts = accounts(db);
        let (ann, ben) = (sign_up(&accounts, "Ann").await, sign_up(&accounts, "Ben").await);
        for user in [ann.user.id, ben.user.id] {
            grant(&accounts, user, Role::Administrator).await;
        }
        let (as_ann, as_ben) = (caller(&accounts, &ann).await, caller(&accounts, &ben).await);
        let (first, second) = tokio::join!(
            accounts.revoke_role(&as_ann, request(ben.user.id, Role::Administrator)),
            accounts.revoke_role(&as_ben, request(ann.user.id, Role::Administrator)),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    }
}
