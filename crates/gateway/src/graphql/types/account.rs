//! People's accounts, and requests for roles, as administrators see them.

use accounts::AccountFacts;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::UserId;

use super::{
    super::{
        connection::{Listed, connection, total},
        context::{Resolving, database, forbidden, page},
        enums::Role,
        ids::opaque,
        loaders::{FactsOf, TalliesOf},
        scalars::EmailAddress,
        text::Locale,
    },
    administration::unshown,
    audit::AuditRecord,
};
use crate::http::problem;

/// A person's account, as administrators see it.
pub struct UserAccount(pub accounts::User);

/// The account of a person, if there is one.
pub(in super::super) async fn account(ctx: &Context<'_>, id: UserId) -> Result<Option<UserAccount>> {
    Ok(ctx.loaders()?.one(id).await?.map(UserAccount))
}

/// That an account is locked.
#[derive(SimpleObject)]
pub struct AccountLock {
    /// Why.
    reason: String,
    /// Who locked it: a user's id, or `system:` and a name.
    locked_by: String,
    /// Since when.
    locked_at: DateTime<Utc>,
}

impl UserAccount {
    async fn facts(&self, ctx: &Context<'_>) -> Result<AccountFacts> {
        let found = ctx.loaders()?.one(FactsOf(self.0.id)).await?;
        Ok(found.unwrap_or_default())
    }
}

/// A person's account, as administrators see it.
#[Object]
impl UserAccount {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The e-mail address.
    async fn email(&self) -> EmailAddress {
        EmailAddress(self.0.email.clone())
    }

    /// When the person showed that mail to this address reaches them; null until then.
    async fn email_confirmed_at(&self) -> Option<DateTime<Utc>> {
        self.0.email_confirmed_at
    }

    /// The name others see.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// The language to write to them in.
    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    /// What they may act as.
    async fn roles(&self) -> Vec<Role> {
        self.0.roles.iter().copied().map(Role::from).collect()
    }

    /// When the account was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// That it is locked; null if it is not.
    async fn lock(&self, ctx: &Context<'_>) -> Result<Option<AccountLock>> {
        Ok(self.facts(ctx).await?.lock.map(|lock| AccountLock {
            reason: lock.reason,
            locked_by: lock.locked_by,
            locked_at: lock.locked_at,
        }))
    }

    /// Whether sign-ins ask for a code.
    async fn has_second_factor(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.facts(ctx).await?.has_second_factor)
    }

    /// How many sign-ins are still good.
    async fn session_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(count(self.facts(ctx).await?.sessions))
    }

    /// How many tokens of programs are still good.
    async fn api_token_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(count(self.facts(ctx).await?.api_tokens))
    }

    /// When a sign-in was last used, to within ten minutes; null if that is not known any more.
    async fn last_seen_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        Ok(self.facts(ctx).await?.last_seen_at)
    }

    /// How many campaigns they began, drafts too.
    async fn campaign_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let found = ctx
            .loaders()?
            .one(TalliesOf(self.0.id))
            .await?
            .unwrap_or_default();
        Ok(i32::try_from(found.campaigns).unwrap_or(i32::MAX))
    }

    /// How many pledges they placed, whatever became of them.
    async fn pledge_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let found = ctx
            .loaders()?
            .one(TalliesOf(self.0.id))
            .await?
            .unwrap_or_default();
        Ok(i32::try_from(found.pledges).unwrap_or(i32::MAX))
    }

    /// Requests that they be given roles, the newest first, at most fifty.
    async fn role_requests(&self, ctx: &Context<'_>) -> Result<Vec<RoleRequest>> {
        let found = ctx.app()?.accounts.role_requests_of(ctx.caller()?, self.0.id);
        let found = found.await.map_err(unlisted)?;
        Ok(found.into_iter().map(RoleRequest).collect())
    }

    /// What was done to the account, newest first.
    async fn audit_records(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<AuditRecord>> {
        let request = page(first, after)?;
        let filter = db::AuditFilter {
            subject: Some(self.0.id.to_string()),
            ..db::AuditFilter::default()
        };
        let found = ctx.app()?.audit_page(ctx.caller()?, &filter, &request).await;
        let found = found.map_err(unshown)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, AuditRecord))
    }
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Which people are looked for. All that is said must be so.
#[derive(InputObject)]
pub struct UserAccountFilter {
    /// A part of the e-mail address or of the name, in any case of letters; or the whole id.
    text: Option<String>,
    /// What they may act as.
    role: Option<Role>,
    /// Whether they are locked.
    is_locked: Option<bool>,
}

impl From<UserAccountFilter> for accounts::UserFilter {
    fn from(filter: UserAccountFilter) -> Self {
        Self {
            text: filter.text,
            role: filter.role.map(Into::into),
            locked: filter.is_locked,
        }
    }
}

/// Where a request for a role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "accounts::RoleRequestState")]
pub enum RoleRequestState {
    /// It waits for a second administrator.
    Waiting,
    /// The role was given.
    Approved,
    /// A second administrator was against it.
    Refused,
    /// Whoever asked thought better of it.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
}

/// A wish that somebody be given a role of staff: one administrator asks, another decides.
pub struct RoleRequest(pub accounts::RoleRequest);

/// A wish that somebody be given a role of staff: one administrator asks, another decides.
#[Object]
impl RoleRequest {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// Who is to have the role.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<UserAccount>> {
        account(ctx, self.0.user_id).await
    }

    /// The role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Result<RoleRequestState> {
        Ok(self.0.state_at(ctx.app()?.now()).into())
    }

    /// The administrator who asked.
    async fn requested_by(&self, ctx: &Context<'_>) -> Result<Option<UserAccount>> {
        account(ctx, self.0.requested_by).await
    }

    /// When.
    async fn requested_at(&self) -> DateTime<Utc> {
        self.0.requested_at
    }

    /// Until when it can be approved.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// Who approved, refused or withdrew it.
    async fn decided_by(&self, ctx: &Context<'_>) -> Result<Option<UserAccount>> {
        match self.0.decided_by {
            Some(by) => account(ctx, by).await,
            None => Ok(None),
        }
    }

    /// When it ended.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Whether the caller may decide on it: it waits, and they neither asked for it nor are to have the role.
    async fn viewer_can_decide(&self, ctx: &Context<'_>) -> Result<bool> {
        let (caller, now) = (ctx.caller()?, ctx.app()?.now());
        let waits = self.0.state_at(now) == accounts::RoleRequestState::Waiting;
        Ok(waits && !caller.is(self.0.requested_by) && !caller.is(self.0.user_id))
    }

    /// Whether the caller may take it back: it waits, and they asked for it.
    async fn viewer_can_withdraw(&self, ctx: &Context<'_>) -> Result<bool> {
        let (caller, now) = (ctx.caller()?, ctx.app()?.now());
        let waits = self.0.state_at(now) == accounts::RoleRequestState::Waiting;
        Ok(waits && caller.is(self.0.requested_by))
    }
}

/// An error of a read of requests for roles that no form can fix.
pub(in super::super) fn unlisted(error: accounts::RoleRequestError) -> async_graphql::Error {
    match error {
        accounts::RoleRequestError::Store(error) => database(error),
        accounts::RoleRequestError::Forbidden(error) => forbidden(error),
        other => problem(other.problem(), other.to_string()),
    }
}
