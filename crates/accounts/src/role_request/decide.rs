//! The second administrator decides; and what nobody decided on ends.

use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{
    Caller, Forbidden, Role, RoleRequestId, UserId,
    policy::{Action, can},
};
use uuid::Uuid;

use super::{RoleRequest, RoleRequestError as Error, RoleRequestState as State};
use crate::{
    events::{AccountSecurityChanged, SecurityAct},
    roles::still_administrator,
    service::Accounts,
    session_cache::Stale,
    store, text,
};

/// What a second administrator says of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideRoleRequest {
    /// The request.
    pub id: RoleRequestId,
    /// Whether the role is given.
    pub approve: bool,
    /// Why, for the audit trail; needed to refuse.
    pub reason: Option<String>,
}

impl Accounts {
    /// Decides on a request of another administrator. One that is approved gives the role, from the person's next request
    /// on, and they are told.
    ///
    /// # Errors
    /// [`Error`]: administrators only; [`Error::OwnRequest`] on one's own or about oneself; [`Error::Over`];
    /// [`Error::RequesterGone`], if the other is no administrator any more, or locked; [`Error::UserLocked`].
    #[tracing::instrument(name = "accounts.decide_role_request", skip_all, fields(request.id = %request.id))]
    pub async fn decide_role_request(
        &self,
        caller: &Caller,
        request: DecideRoleRequest,
    ) -> Result<RoleRequest, Error> {
        let id = request.id;
        let reason = request.reason.as_deref().and_then(text::reason);
        // Whoever may not decide holds nobody up.
        let found = store::find_request(self.newest(), id).await?;
        // Of one that is not there the answer is the one for another's, so that ids cannot be tried out.
        let nobody = UserId::from_uuid(Uuid::nil());
        let (to, requested_by) = found
            .as_ref()
            .map_or((nobody, nobody), |found| (found.user_id, found.requested_by));
        may_decide(caller, id, to, requested_by)?;
        let tx = self.0.db.begin().await?;
        let before = find_locked(&tx, id).await?.ok_or(Error::NotFound(id))?;
        still_administrator::<Error>(&tx, caller).await?;
        let now = tx.now().await?;
        if before.state_at(now) != State::Waiting {
            return Err(Error::Over(before.state_at(now)));
        }
        if !request.approve && reason.is_none() {
            return Err(Error::ReasonMissing);
        }
        let state = if request.approve {
            State::Approved
        } else {
            State::Refused
        };
        let after = before.ended(state, Some(caller.user_id()?), now);
        let verb = match request.approve {
            true => "role.request_approve",
            false => "role.request_refuse",
        };
        let mut act = Act::new(verb, after.user_id)
            .before(before.trace())
            .after(after.trace());
        act.cause = reason;
        tx.record(caller, act).await?;
        store::end_request(&tx, &after).await?;
        if request.approve {
            self.give(&tx, caller, &after, now).await?;
        }
        tx.commit().await?;
        if request.approve {
            self.tell(Stale::User(after.user_id)).await;
        }
        Ok(after)
    }

    /// Gives the role of a request. It may have been given meanwhile by the operator: then nothing changes.
    async fn give(
        &self,
        tx: &Tx,
        caller: &Caller,
        request: &RoleRequest,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let id = request.user_id;
        if !acts_as_administrator(tx, request.requested_by).await? {
            return Err(Error::RequesterGone);
        }
        let missing = || Error::UserNotFound(id);
        let before = store::lock_user(tx, id).await?.ok_or_else(missing)?;
        if store::find_lock(&**tx, id).await?.is_some() {
            return Err(Error::UserLocked);
        }
        // Both may have looked at the right address, and neither knows whose account it is.
        if before.email_confirmed_at.is_none() {
            return Err(Error::EmailUnconfirmed);
        }
        if !store::add_role(tx, id, request.role, &caller.actor(), now).await? {
            return Ok(());
        }
        store::touch_user(tx, id).await?;
        let after = store::find_user(&**tx, id).await?.ok_or_else(missing)?;
        let act = Act::new("role.grant", id)
            .before(&before.roles)
            .after(&after.roles)
            .because(request.reason.clone());
        tx.record(caller, act).await?;
        tx.publish(&AccountSecurityChanged::new(id, SecurityAct::RoleGiven, now))
            .await?;
        Ok(())
    }

    /// Ends requests that nobody decided on in time, up to a hundred. Returns how many.
    ///
    /// # Errors
    /// If the database does not answer.
    #[tracing::instrument(name = "accounts.expire_role_requests", skip_all)]
    pub async fn expire_role_requests(&self) -> db::Result<usize> {
        let tx = self.0.db.begin().await?;
        tx.lock_name("accounts.roles").await?;
        let now = tx.now().await?;
        let over = store::expired_requests(&tx, now).await?;
        for request in &over {
            self.expire(&tx, request, now).await?;
        }
        tx.commit().await?;
        Ok(over.len())
    }

    /// Ends what somebody asked for who is no administrator any more, or locked: it does not come back with them.
    pub(crate) async fn end_requests_by(&self, tx: &Tx, asker: UserId, now: DateTime<Utc>) -> db::Result<()> {
        for request in store::requests_by(tx, asker).await? {
            self.expire(tx, &request, now).await?;
        }
        Ok(())
    }

    /// Writes down that a request's time is over.
    pub(super) async fn expire(&self, tx: &Tx, before: &RoleRequest, now: DateTime<Utc>) -> db::Result<()> {
        let after = before.ended(State::Expired, None, now);
        store::end_request(tx, &after).await?;
        let act = Act::new("role.request_expire", after.user_id)
            .before(before.trace())
            .after(after.trace());
        tx.record(&Caller::system("accounts"), act).await.map(|_| ())
    }
}

/// A request, while no other decision on roles is taken.
async fn find_locked(tx: &Tx, id: RoleRequestId) -> db::Result<Option<RoleRequest>> {
    tx.lock_name("accounts.roles").await?;
    store::find_request(&**tx, id).await
}

fn may_decide(caller: &Caller, id: RoleRequestId, to: UserId, requested_by: UserId) -> Result<(), Error> {
    let act = Action::RoleRequestDecide { to, requested_by };
    can(caller, act).map_err(|denied| match denied.or_missing(Error::NotFound(id)) {
        Error::Forbidden(Forbidden::OwnCase) => Error::OwnRequest,
        other => other,
    })
}

/// Whether somebody is an administrator who can sign in.
async fn acts_as_administrator(tx: &Tx, id: UserId) -> db::Result<bool> {
    let user = store::find_user(&**tx, id).await?;
    let is_one = user.is_some_and(|user| user.has(Role::Administrator));
    Ok(is_one && store::find_lock(&**tx, id).await?.is_none())
}
