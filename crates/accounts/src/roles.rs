//! Giving roles and taking them away.

use db::{Act, Tx};
use kernel::{
    Caller, Forbidden, ProblemKind, Role, UserId, Who,
    policy::{Action, can},
};

use crate::{
    error::ErrorCode,
    events::{AccountSecurityChanged, SecurityAct},
    service::Accounts,
    session_cache::Stale,
    store, text,
    user::User,
};

/// A role for somebody, or to be taken from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRole {
    /// Who.
    pub user: UserId,
    /// The role.
    pub role: Role,
    /// Why, for the audit trail.
    pub reason: String,
}

/// Why roles were not changed.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// There is no such person.
    #[error("there is no person {0}")]
    UserNotFound(UserId),
    /// Nobody changes their own roles.
    #[error("ask another administrator: nobody changes their own roles")]
    OwnAccount,
    /// The trail must say why.
    #[error("say why")]
    ReasonMissing,
    /// The caller is no administrator.
    #[error(transparent)]
    Forbidden(Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl From<Forbidden> for RoleError {
    fn from(forbidden: Forbidden) -> Self {
        match forbidden {
            Forbidden::OwnCase => RoleError::OwnAccount,
            Forbidden::SignInFirst
            | Forbidden::NeedsRole(_)
            | Forbidden::ConfirmEmailFirst
            | Forbidden::ProveFirst => RoleError::Forbidden(forbidden),
        }
    }
}

impl RoleError {
    /// The field to put right, as the API names it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            RoleError::UserNotFound(_) | RoleError::OwnAccount => Some("userId"),
            RoleError::ReasonMissing => Some("reason"),
            RoleError::Forbidden(_) | RoleError::Store(_) => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            RoleError::UserNotFound(_) => Some(ErrorCode::UserNotFound),
            RoleError::OwnAccount => Some(ErrorCode::OwnAccount),
            RoleError::ReasonMissing => Some(ErrorCode::ReasonMissing),
            RoleError::Forbidden(_) | RoleError::Store(_) => None,
        }
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            RoleError::UserNotFound(_) => ProblemKind::NotFound,
            RoleError::OwnAccount => ProblemKind::Forbidden,
            RoleError::ReasonMissing => ProblemKind::Invalid,
            RoleError::Forbidden(forbidden) => forbidden.problem(),
            RoleError::Store(error) => error.problem(),
        }
    }
}

impl Accounts {
    /// Gives somebody a role at once, as an operator does who sets the platform up. It counts from their next request on.
    /// Giving what they have changes nothing. Administrators ask one another instead: [`Accounts::ask_role`].
    ///
    /// # Errors
    /// [`RoleError`]; [`RoleError::UserNotFound`] for any caller but the platform itself.
    #[tracing::instrument(name = "accounts.grant_role", skip_all, fields(user.id = %request.user, role = %request.role))]
    pub async fn grant_role(&self, caller: &Caller, request: GrantRole) -> Result<User, RoleError> {
        let missing = RoleError::UserNotFound(request.user);
        can(caller, Action::RoleGrant).map_err(|denied| denied.or_missing(missing))?;
        self.change_role(caller, request, true).await
    }

    /// Takes a role from somebody. It counts from their next request on. Taking what they do not
    /// have changes nothing.
    ///
    /// # Errors
    /// [`RoleError`]: administrators only, and not from oneself.
    #[tracing::instrument(name = "accounts.revoke_role", skip_all, fields(user.id = %request.user, role = %request.role))]
    pub async fn revoke_role(&self, caller: &Caller, request: GrantRole) -> Result<User, RoleError> {
        let (from, missing) = (request.user, RoleError::UserNotFound(request.user));
        can(caller, Action::RoleRevoke { from }).map_err(|denied| denied.or_missing(missing))?;
        self.change_role(caller, request, false).await
    }

    async fn change_role(&self, caller: &Caller, request: GrantRole, grant: bool) -> Result<User, RoleError> {
        let id = request.user;
        let missing = || RoleError::UserNotFound(id);
        let tx = self.0.db.begin().await?;
        still_administrator::<RoleError>(&tx, caller).await?;
        let reason = text::reason(&request.reason).ok_or(RoleError::ReasonMissing)?;
        let before = store::lock_user(&tx, id).await?.ok_or_else(missing)?;
        let now = tx.now().await?;
        let (changed, action) = if grant {
            (
                store::add_role(&tx, id, request.role, &caller.actor(), now).await?,
                "role.grant",
            )
        } else {
            (store::remove_role(&tx, id, request.role).await?, "role.revoke")
        };
        if !changed {
            return Ok(before);
        }
        store::touch_user(&tx, id).await?;
        if !grant && request.role == Role::Administrator {
            self.end_requests_by(&tx, id, now).await?;
        }
        let after = store::find_user(&*tx, id).await?.ok_or_else(missing)?;
        let act = Act::new(action, id)
            .before(&before.roles)
            .after(&after.roles)
            .because(reason);
        tx.record(caller, act).await?;
        if !grant {
            tx.publish(&AccountSecurityChanged::new(id, SecurityAct::RoleTaken, now))
                .await?;
        }
        tx.commit().await?;
        self.tell(Stale::User(id)).await;
        Ok(after)
    }
}

/// Of two administrators who remove or lock each other at the same moment, the second finds that they are none any more; so
/// one always remains.
pub(crate) async fn still_administrator<E: From<Forbidden> + From<db::Error>>(
    tx: &Tx,
    caller: &Caller,
) -> Result<(), E> {
    tx.lock_name("accounts.roles").await?;
    let Who::User { id, .. } = caller.who else {
        return Ok(());
    };
    let now = store::find_user(&**tx, id).await?;
    let is_one = now.is_some_and(|user| user.has(Role::Administrator));
    if is_one && store::find_lock(&**tx, id).await?.is_none() {
        return Ok(());
    }
    Err(Forbidden::NeedsRole(Role::Administrator).into())
}
