//! Asking for a role for somebody, and thinking better of it.

use db::Act;
use kernel::{
    Caller, Forbidden, RoleRequestId,
    policy::{Action, can},
};

use super::{RoleRequest, RoleRequestError as Error, RoleRequestState as State, WAITS_FOR};
use crate::{
    events::RoleRequested,
    roles::{GrantRole, still_administrator},
    service::Accounts,
    store, text,
};

impl Accounts {
    /// Asks that somebody be given a role of staff. The other administrators are told; one of them must approve it within
    /// seven days.
    ///
    /// # Errors
    /// [`Error`]: administrators only, not for themselves, with a reason; not for a role that is held, or asked for, already.
    #[tracing::instrument(name = "accounts.ask_role", skip_all, fields(user.id = %request.user, role = %request.role))]
    pub async fn ask_role(&self, caller: &Caller, request: GrantRole) -> Result<RoleRequest, Error> {
        let (id, role) = (request.user, request.role);
        let missing = || Error::UserNotFound(id);
        can(caller, Action::RoleRequest { to: id }).map_err(|denied| own(denied.or_missing(missing())))?;
        let asker = caller.user_id()?;
        if !role.is_staff() {
            return Err(Error::RoleOfNoStaff(role));
        }
        let reason = text::reason(&request.reason).ok_or(Error::ReasonMissing)?;
        let tx = self.0.db.begin().await?;
        still_administrator::<Error>(&tx, caller).await?;
        let user = store::lock_user(&tx, id).await?.ok_or_else(missing)?;
        if user.has(role) {
            return Err(Error::AlreadyHeld);
        }
        if user.email_confirmed_at.is_none() {
            return Err(Error::EmailUnconfirmed);
        }
        if store::find_lock(&*tx, id).await?.is_some() {
            return Err(Error::UserLocked);
        }
        let now = tx.now().await?;
        if let Some(earlier) = store::waiting_request(&tx, id, role).await? {
            if earlier.state_at(now) == State::Waiting {
                return Err(Error::AlreadyAsked);
            }
            self.expire(&tx, &earlier, now).await?;
        }
        let request = RoleRequest {
            id: tx.new_id(now),
            user_id: id,
            role,
            reason: reason.clone(),
            requested_by: asker,
            requested_at: now,
            expires_at: now + WAITS_FOR,
            state: State::Waiting,
            decided_by: None,
            decided_at: None,
        };
        store::insert_request(&tx, &request).await?;
        let act = Act::new("role.request", id)
            .after(request.trace())
            .because(reason);
        tx.record(caller, act).await?;
        tx.publish(&RoleRequested {
            request_id: request.id,
            user_id: id,
            role,
            requested_by: asker,
            at: now,
        })
        .await?;
        tx.commit().await?;
        Ok(request)
    }

    /// Takes a request of one's own back.
    ///
    /// # Errors
    /// [`Error::NotFound`] to whoever did not ask for it; [`Error::Over`].
    #[tracing::instrument(name = "accounts.withdraw_role_request", skip_all, fields(request.id = %id))]
    pub async fn withdraw_role_request(
        &self,
        caller: &Caller,
        id: RoleRequestId,
    ) -> Result<RoleRequest, Error> {
        let asker = caller.user_id()?;
        let missing = || Error::NotFound(id);
        let tx = self.0.db.begin().await?;
        tx.lock_name("accounts.roles").await?;
        let before = store::find_request(&*tx, id).await?.ok_or_else(missing)?;
        let act = Action::RoleRequestWithdraw {
            requested_by: before.requested_by,
        };
        can(caller, act).map_err(|denied| denied.or_missing(missing()))?;
        let now = tx.now().await?;
        if before.state_at(now) != State::Waiting {
            return Err(Error::Over(before.state_at(now)));
        }
        let after = before.ended(State::Withdrawn, Some(asker), now);
        store::end_request(&tx, &after).await?;
        let act = Act::new("role.request_withdraw", after.user_id)
            .before(before.trace())
            .after(after.trace());
        tx.record(caller, act).await?;
        tx.commit().await?;
        Ok(after)
    }
}

/// To ask for a role of one's own is told apart from deciding on one's own request.
fn own(error: Error) -> Error {
    match error {
        Error::Forbidden(Forbidden::OwnCase) => Error::OwnAccount,
        other => other,
    }
}
