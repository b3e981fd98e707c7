//! One account: how it is entered, its roles, what was done to it, and what an administrator can do.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;
use kernel::kind;

use super::{Choice, administrator, id_of, refused, role_choices, roles::RoleRequest};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{EmailAddress, Role, schema},
    pages::founder::at,
    parts::calls::calls,
    routes,
    shell::{self, Shell},
    visit::Visit,
};

/// The roles that administrators give.
const STAFF: [Role; 3] = [Role::Reviewer, Role::Finance, Role::Administrator];

#[derive(cynic::QueryVariables, Debug)]
struct UserVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "UserVariables")]
struct AdminUserQuery {
    viewer: Option<Me>,
    administration: UserOf,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Me {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Administration", variables = "UserVariables")]
struct UserOf {
    #[arguments(id: $id)]
    user: Option<User>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "UserAccount")]
struct User {
    id: cynic::Id,
    display_name: String,
    email: EmailAddress,
    email_confirmed_at: Option<DateTime<Utc>>,
    roles: Vec<Role>,
    created_at: DateTime<Utc>,
    last_seen_at: Option<DateTime<Utc>>,
    has_second_factor: bool,
    session_count: i32,
    api_token_count: i32,
    campaign_count: i32,
    pledge_count: i32,
    lock: Option<AccountLock>,
    role_requests: Vec<RoleRequest>,
    #[arguments(first: 25)]
    audit_records: Trail,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountLock {
    reason: String,
    locked_at: DateTime<Utc>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AuditRecordConnection")]
struct Trail {
    nodes: Vec<Act>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AuditRecord")]
struct Act {
    actor: String,
    action: String,
    cause: Option<String>,
    at: DateTime<Utc>,
}

#[derive(askama::Template)]
#[template(path = "admin_user.html")]
struct UserPage {
    shell: Shell,
    u: User,
    /// Whether it is the visitor's own account.
    is_own: bool,
    fields: Fields,
    problems: Problems,
    done: Option<&'static str>,
}

impl UserPage {
    /// Where an act on the account is sent.
    fn at(&self, act: &str) -> String {
        self.shell
            .w
            .url(&format!("/admin/users/{}/{act}", self.u.id.inner()))
    }

    /// Roles of staff that they do not have.
    fn missing_roles(&self) -> Vec<Choice> {
        let missing: Vec<Role> = STAFF
            .into_iter()
            .filter(|role| !self.u.roles.contains(role))
            .collect();
        role_choices(self.shell.w, &missing, self.fields.shown("role"))
    }

    /// Roles of staff that they have.
    fn held_roles(&self) -> Vec<Choice> {
        let held: Vec<Role> = STAFF
            .into_iter()
            .filter(|role| self.u.roles.contains(role))
            .collect();
        role_choices(self.shell.w, &held, self.fields.shown("role"))
    }
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<UserPage, Failure> {
    administrator(visit)?;
    let id = id_of::<kind::User>(id)?;
    let found: AdminUserQuery = visit.query(UserVariables { id }).await?;
    let me = found.viewer.ok_or(Failure::SignIn)?.id;
    let u = found.administration.user.ok_or(Failure::NotFound)?;
    let done = ["locked", "unlocked", "sessions", "requested", "revoked"];
    let asked = visit.asked();
    Ok(UserPage {
        shell: Shell::titled(visit, u.display_name.clone()),
        is_own: u.id == me,
        done: done.into_iter().find(|done| asked.get("done") == Some(done)),
        u,
        fields,
        problems,
    })
}

/// `GET /admin/users/{id}`
pub(crate) async fn user(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// An account to be locked.
#[derive(cynic::InputObject, Debug)]
struct UserLockInput {
    user_id: cynic::Id,
    reason: String,
}

/// An account to be unlocked.
#[derive(cynic::InputObject, Debug)]
struct UserUnlockInput {
    user_id: cynic::Id,
    reason: String,
}

/// Whose sign-ins are to end.
#[derive(cynic::InputObject, Debug)]
struct UserSessionsRevokeInput {
    user_id: cynic::Id,
}

/// A role that somebody is to be given.
#[derive(cynic::InputObject, Debug)]
struct UserRoleRequestInput {
    user_id: cynic::Id,
    role: Role,
    reason: String,
}

/// A role to be taken.
#[derive(cynic::InputObject, Debug)]
struct UserRoleRevokeInput {
    user_id: cynic::Id,
    role: Role,
    reason: String,
}

calls! {
    AccountUserError:
    /// Locks an account.
    lock_user, LockUser: UserLockInput => user_lock, "UserLockPayload";
    /// Unlocks an account.
    unlock_user, UnlockUser: UserUnlockInput => user_unlock, "UserUnlockPayload";
    /// Ends all sign-ins.
    revoke_sessions, RevokeSessions: UserSessionsRevokeInput => user_sessions_revoke, "UserSessionsRevokePayload";
    /// Asks for a role.
    ask_role, AskRole: UserRoleRequestInput => user_role_request, "UserRoleRequestPayload";
    /// Takes a role.
    take_role, TakeRole: UserRoleRevokeInput => user_role_revoke, "UserRoleRevokePayload";
}

/// What is done to an account.
#[derive(Clone, Copy)]
enum Doing {
    Lock,
    Unlock,
    EndSessions,
    RequestRole,
    RevokeRole,
}

async fn carry_out(visit: Visit, id: String, fields: Fields, doing: Doing) -> Response {
    let visit = at(visit, format!("/admin/users/{id}"));
    match carried_out(&visit, &id, fields, doing).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn carried_out(visit: &Visit, id: &str, fields: Fields, doing: Doing) -> Result<Response, Failure> {
    administrator(visit)?;
    let user_id = id_of::<kind::User>(id)?;
    let reason = fields.raw("reason");
    let role = fields.get("role").and_then(Role::of);
    let asks_for_role = matches!(doing, Doing::RequestRole | Doing::RevokeRole);
    let (errors, done) = match (doing, role) {
        (Doing::Lock, _) => (
            lock_user(visit, UserLockInput { user_id, reason }).await?,
            "locked",
        ),
        (Doing::Unlock, _) => (
            unlock_user(visit, UserUnlockInput { user_id, reason }).await?,
            "unlocked",
        ),
        (Doing::EndSessions, _) => (
            revoke_sessions(visit, UserSessionsRevokeInput { user_id }).await?,
            "sessions",
        ),
        (Doing::RequestRole, Some(role)) => {
            let input = UserRoleRequestInput {
                user_id,
                role,
                reason,
            };
            (ask_role(visit, input).await?, "requested")
        }
        (Doing::RevokeRole, Some(role)) => {
            let input = UserRoleRevokeInput {
                user_id,
                role,
                reason,
            };
            (take_role(visit, input).await?, "revoked")
        }
        (Doing::RequestRole | Doing::RevokeRole, None) => (Vec::new(), ""),
    };
    let problems = if asks_for_role && role.is_none() {
        Problems::one("", visit.words().t("admin-role-needed"))
    } else {
        refused(errors)
    };
    if problems.is_empty() {
        return Ok(routes::done(
            &visit.url(&format!("/admin/users/{id}?done={done}")),
        ));
    }
    let page = page(visit, id, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /admin/users/{id}/lock`
pub(crate) async fn lock(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Doing::Lock).await
}

/// `POST /admin/users/{id}/unlock`
pub(crate) async fn unlock(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Doing::Unlock).await
}

/// `POST /admin/users/{id}/sessions`
pub(crate) async fn end_sessions(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Doing::EndSessions).await
}

/// `POST /admin/users/{id}/request-role`
pub(crate) async fn request_role(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Doing::RequestRole).await
}

/// `POST /admin/users/{id}/revoke-role`
pub(crate) async fn revoke_role(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Doing::RevokeRole).await
}
