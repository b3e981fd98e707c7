//! What a program may do with a person's token: for each mutation that it may run at all, the scope it needs. A mutation
//! that is not written here is for people: what concerns money, rights, how an account is entered, and whatever is new.

use async_graphql::{Context, Error, Result, parser::types::OperationType};
use kernel::{
    Caller,
    Scope::{self, Manage, Pledge},
};

use crate::http::{ErrorCode, problem};

const SCOPES: &[(&str, Scope)] = &[
    ("campaignEdit", Manage),
    ("campaignPatentAttach", Manage),
    ("campaignPatentDetach", Manage),
    ("campaignSubmit", Manage),
    ("campaignUpdateDiscard", Manage),
    ("campaignUpdateDraft", Manage),
    ("campaignUpdateEdit", Manage),
    ("campaignUpdatePublish", Manage),
    ("followingEnd", Pledge),
    ("followingStart", Pledge),
    ("notificationsMarkRead", Pledge),
    ("pledgeAdjust", Pledge),
    ("pledgeCancel", Pledge),
    ("pledgeDecline", Pledge),
    ("pledgePlace", Pledge),
    ("pledgeReconfirm", Pledge),
    ("pledgeRefresh", Pledge),
    ("projectCreate", Manage),
    ("questionAnswer", Manage),
    ("questionAsk", Pledge),
    ("questionHide", Manage),
    ("questionReport", Pledge),
    ("questionShow", Manage),
    ("rewardAdd", Manage),
    ("rewardEdit", Manage),
    ("rewardPoolAdd", Manage),
    ("rewardPoolEdit", Manage),
    ("rewardPoolRemove", Manage),
    ("rewardRemove", Manage),
];

/// The scope a mutation needs; nothing if no token may run it.
fn needed(mutation: &str) -> Option<Scope> {
    let found = SCOPES.iter().find(|(name, _)| *name == mutation);
    found.map(|(_, scope)| *scope)
}

/// Lets a caller with a token run the mutation that is being resolved, or not. Below the root everything is read.
///
/// # Errors
/// `FORBIDDEN`, with the scope that is missing.
pub(super) fn admit(ctx: &Context<'_>, caller: &Caller) -> Result<()> {
    let Some(scopes) = caller.standing.scopes else {
        return Ok(());
    };
    let is_root = ctx.path_node.is_some_and(|node| node.parent.is_none());
    if ctx.query_env.operation.node.ty != OperationType::Mutation || !is_root {
        return Ok(());
    }
    match needed(ctx.item.node.name.node.as_str()) {
        Some(scope) if scopes.have(scope) => Ok(()),
        Some(scope) => Err(refused(&format!("this token lacks the scope {scope}"))),
        None => Err(refused("no token may do this; sign in and do it yourself")),
    }
}

/// Passes unless a token asks: how an account is entered is for its owner alone.
///
/// # Errors
/// `FORBIDDEN`.
pub(super) fn for_people(caller: &Caller) -> Result<()> {
    match caller.standing.scopes {
        None => Ok(()),
        Some(_) => Err(refused("no token may read this; sign in and look yourself")),
    }
}

fn refused(why: &str) -> Error {
    problem(ErrorCode::Forbidden, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutation_that_a_token_may_run_is_one() {
        let sdl = crate::sdl();
        let mutations = sdl.split("type Mutation {").nth(1).unwrap();
        let mutations = mutations.split("\n}").next().unwrap();
        for (name, _) in SCOPES {
            assert!(mutations.contains(&format!("\t{name}(")), "{name}");
        }
        assert!(SCOPES.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn what_concerns_money_and_rights_is_for_people() {
        for mutation in [
            "accountEmailChange",
            "accountPasswordChange",
            "accountIdentityConfirm",
            "apiTokenCreate",
            "campaignLaunch",
            "payeeOpen",
            "payoutDecide",
            "pledgeRefundRequest",
            "secondFactorRemove",
            "userLock",
            "userRoleRequest",
            "userRoleRevoke",
        ] {
            assert_eq!(needed(mutation), None, "{mutation}");
        }
    }
}
