//! The person who is signed in.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use kernel::Who;

use super::{
    super::{
        connection::{Listed, connection, total},
        context::{Resolving, database, fault, page},
        enums::Role,
        ids::opaque,
        refusals::refused,
        scalars::EmailAddress,
        text::Locale,
        token_scopes,
    },
    administration::unshown,
    api_token::ApiToken,
    audit::AccountEvent,
    campaign::Campaign,
    email_change::EmailChange,
    follow::{self, Following},
    found::{CampaignConnection, Found},
    ip_claim::IpClaim,
    notification::{Notification, unlisted},
    payout::Payee,
    pledge::{Pledge, PledgeFilter, PledgeTotal, listed},
    privacy::{AccountErasure, DataExport, ErasureObligation, obligations, refused as unasked},
    project::Project,
    regime::InvestorDeclaration,
    security::SecondFactor,
    verification::Verification,
};

/// The person who is signed in.
pub struct Viewer(pub accounts::User);

/// A sign-in.
pub struct AuthSession {
    pub(in super::super) current: bool,
    pub(in super::super) session: accounts::Session,
}

/// How a sign-in's token travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "accounts::SessionKind")]
pub enum SessionKind {
    /// In a browser's cookie.
    Cookie,
    /// In an `Authorization` header.
    Bearer,
}

/// A sign-in.
#[Object]
impl AuthSession {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.session.id)
    }

    /// How its token travels.
    async fn kind(&self) -> SessionKind {
        self.session.kind.into()
    }

    /// The person's own name for the device, or what the program calls itself.
    async fn label(&self) -> Option<&str> {
        self.session
            .label
            .as_deref()
            .or(self.session.user_agent.as_deref())
    }

    /// The program it was made with, by a name people know it by, such as `Firefox`.
    async fn program(&self) -> Option<String> {
        self.session.program()
    }

    /// The system that program runs on, such as `Windows`.
    async fn system(&self) -> Option<&str> {
        self.session.system()
    }

    /// The network the person signed in from, such as `203.0.113.0/24`. The address itself is not kept.
    async fn network(&self) -> Option<&str> {
        self.session.network.as_deref()
    }

    /// When the person signed in.
    async fn created_at(&self) -> DateTime<Utc> {
        self.session.created_at
    }

    /// When it was last used, to within ten minutes.
    async fn last_seen_at(&self) -> DateTime<Utc> {
        self.session.last_seen_at
    }

    /// When it ends, however much it is used.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.session.expires_at
    }

    /// Whether the request came with it.
    async fn current(&self) -> bool {
        self.current
    }
}

impl Viewer {
    /// The caller, if somebody is signed in.
    pub(in super::super) async fn of_caller(ctx: &Context<'_>) -> Result<Option<Self>> {
        let Ok(id) = ctx.caller()?.user_id() else {
            return Ok(None);
        };
        Ok(ctx.loaders()?.one(id).await?.map(Viewer))
    }
}

/// The person who is signed in.
#[Object]
impl Viewer {
    /// Their id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// Their e-mail address. Nobody else sees it.
    async fn email(&self) -> EmailAddress {
        EmailAddress(self.0.email.clone())
    }

    /// When they showed that mail to this address reaches them; null until then. Without it a campaign cannot be
    /// launched, nor money be paid out.
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

    /// Their second factor; null if they have none.
    async fn second_factor(&self, ctx: &Context<'_>) -> Result<Option<SecondFactor>> {
        token_scopes::for_people(ctx.caller()?)?;
        let found = ctx.app()?.accounts.second_factor(self.0.id).await;
        Ok(found.map_err(database)?.map(SecondFactor))
    }

    /// The change of their e-mail address that waits; null if none does.
    async fn email_change(&self, ctx: &Context<'_>) -> Result<Option<EmailChange>> {
        token_scopes::for_people(ctx.caller()?)?;
        let found = ctx.app()?.accounts.waiting_email_change(self.0.id).await;
        Ok(found.map_err(database)?.map(EmailChange::from))
    }

    /// Their exports of everything that is kept about them, the newest first, at most ten.
    async fn data_exports(&self, ctx: &Context<'_>) -> Result<Vec<DataExport>> {
        token_scopes::for_people(ctx.caller()?)?;
        let found = ctx.app()?.privacy.exports(ctx.caller()?).await;
        Ok(found.map_err(unasked)?.into_iter().map(DataExport).collect())
    }

    /// The erasure of their account that waits; null if none does.
    async fn erasure(&self, ctx: &Context<'_>) -> Result<Option<AccountErasure>> {
        token_scopes::for_people(ctx.caller()?)?;
        let found = ctx.app()?.privacy.waiting_erasure(ctx.caller()?).await;
        Ok(found.map_err(unasked)?.map(AccountErasure::from))
    }

    /// What stands in the way of erasing their account; nothing if nothing does.
    async fn erasure_obligations(&self, ctx: &Context<'_>) -> Result<Vec<ErasureObligation>> {
        token_scopes::for_people(ctx.caller()?)?;
        let standing = ctx.app()?.privacy.obligations(ctx.caller()?).await;
        Ok(obligations(standing.map_err(unasked)?, ctx.locale(None)))
    }

    /// The tokens by which programs act for them and which are still good, the newest first; at most twenty.
    async fn api_tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        token_scopes::for_people(ctx.caller()?)?;
        let found = ctx.app()?.accounts.list_api_tokens(ctx.caller()?).await;
        Ok(found.map_err(fault)?.into_iter().map(ApiToken).collect())
    }

    /// Their sign-ins that are still good, the last used first.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<AuthSession>> {
        let caller = ctx.caller()?;
        token_scopes::for_people(caller)?;
        let sessions = ctx
            .app()?
            .accounts
            .list_sessions(caller, self.0.id)
            .await
            .map_err(fault)?;
        let is_current = |id| matches!(caller.who, Who::User { session, .. } if session == id);
        Ok(sessions
            .into_iter()
            .map(|session| AuthSession {
                current: is_current(session.id),
                session,
            })
            .collect())
    }

    /// Their pledges, newest first.
    async fn pledges(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Which of them; all if not said.")] filter: Option<PledgeFilter>,
    ) -> Result<Listed<Pledge>> {
        let request = page(first, after)?;
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let wanted = filter.unwrap_or_default().into();
        let found = app
            .pledges
            .list_own(caller, &wanted, &request)
            .await
            .map_err(listed)?;
        let count = app.pledges.count_own(caller, &wanted).await.map_err(listed)?;
        let totals = total(Some(count));
        Ok(connection(found, request.after.is_some(), totals, Pledge))
    }

    /// What their pledges come to, by currency and by how they stand.
    async fn pledge_totals(&self, ctx: &Context<'_>) -> Result<Vec<PledgeTotal>> {
        let found = ctx.app()?.pledges.totals_own(ctx.caller()?).await;
        Ok(found.map_err(listed)?.into_iter().map(Into::into).collect())
    }

    /// Their campaigns, newest first, drafts too.
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<CampaignConnection> {
        let request = page(first, after)?;
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let found = app
            .projects
            .of_founder(caller, self.0.id, &request)
            .await
            .map_err(refused)?;
        let count = app.projects.count_of_founder(self.0.id).await.map_err(refused)?;
        let fields = Found {
            filter: None,
            count: Some(count),
        };
        Ok(connection(found, request.after.is_some(), fields, Campaign))
    }

    /// What they follow, newest first.
    async fn following(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<Following>> {
        follow::following(ctx, first, after).await
    }

    /// What they were told, newest first.
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Only what is unread; everything if not said.")] unread_only: Option<bool>,
    ) -> Result<Listed<Notification>> {
        let request = page(first, after)?;
        let found = ctx
            .app()?
            .notifications
            .list_own(ctx.caller()?, unread_only.unwrap_or(false), &request);
        let found = found.await.map_err(unlisted)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, Notification))
    }

    /// How many of their notifications are unread.
    async fn unread_notification_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = ctx.app()?.notifications.count_unread(ctx.caller()?).await;
        Ok(i32::try_from(count.map_err(unlisted)?).unwrap_or(i32::MAX))
    }

    /// What was done to their account, newest first. They are not counted: the total is the greatest number there is.
    async fn account_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<AccountEvent>> {
        token_scopes::for_people(ctx.caller()?)?;
        let request = page(first, after)?;
        let found = ctx.app()?.own_audit_page(ctx.caller()?, &request).await;
        let found = found.map_err(unshown)?;
        let totals = total(found.total);
        Ok(connection(
            found,
            request.after.is_some(),
            totals,
            AccountEvent::of,
        ))
    }

    /// Rounds of their verification and of their company's, the newest first, at most fifty.
    async fn verifications(&self, ctx: &Context<'_>) -> Result<Vec<Verification>> {
        let own = ctx.app()?.verifications.own(ctx.caller()?).await;
        let own = own.map_err(super::verification::refused)?;
        Ok(own.into_iter().map(Verification).collect())
    }

    /// What they declared of themselves for regulated campaigns, the newest first, at most a hundred.
    async fn regime_declarations(&self, ctx: &Context<'_>) -> Result<Vec<InvestorDeclaration>> {
        let own = ctx.app()?.regimes.own_declarations(ctx.caller()?).await;
        let own = own.map_err(super::regime::refused)?;
        Ok(own.into_iter().map(InvestorDeclaration).collect())
    }

    /// What they claim against campaigns, the newest first, at most a hundred.
    async fn ip_claims(&self, ctx: &Context<'_>) -> Result<Vec<IpClaim>> {
        let own = ctx.app()?.projects.own_ip_claims(ctx.caller()?).await;
        let own = own.map_err(refused)?;
        Ok(own.into_iter().map(IpClaim).collect())
    }

    /// The account through which they are paid; null for those who are no founders, or have none.
    async fn payee(&self, ctx: &Context<'_>) -> Option<Result<Payee>> {
        let found = async {
            let caller = ctx.caller()?;
            if !caller.has(kernel::Role::Founder) {
                return Ok(None);
            }
            let found = ctx.app()?.pledges.own_payee(caller).await;
            Ok(found.map_err(fault)?.map(Payee))
        };
        found.await.transpose()
    }

    /// Their projects, newest first, at most a hundred.
    async fn projects(&self, ctx: &Context<'_>) -> Result<Vec<Project>> {
        let found = ctx
            .app()?
            .projects
            .own_projects(ctx.caller()?)
            .await
            .map_err(refused)?;
        Ok(found.into_iter().map(Project).collect())
    }
}
