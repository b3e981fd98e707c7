//! What administrators see of the platform as a whole.

use accounts::DirectoryError;
use app::AdministrationError;
use async_graphql::{Context, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::{
    EventId, JobId, UserId,
    policy::{Action, can},
};

use super::{
    super::{
        connection::{Listed, connection, total},
        context::{Resolving, database, forbidden, page},
        ids::{opaque, typed},
    },
    account::{RoleRequest, UserAccount, UserAccountFilter, account, unlisted},
    audit::{AuditRecord, AuditRecordFilter},
    regime::Licence,
};
use crate::http::problem;

/// What administrators see of the platform: people, requests for roles, the audit trail, its work.
pub struct Administration;

impl Administration {
    /// For administrators.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` and `FORBIDDEN`.
    pub(in super::super) fn of_caller(ctx: &Context<'_>) -> Result<Self> {
        can(ctx.caller()?, Action::UsersView).map_err(|denied| {
            let missing = kernel::Forbidden::NeedsRole(kernel::Role::Administrator);
            unshown(denied.or_missing(missing.into()))
        })?;
        Ok(Self)
    }
}

/// What administrators see of the platform: people, requests for roles, the audit trail, its work.
#[Object]
impl Administration {
    /// People with an account, the newest first. The total is counted up to ten thousand.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which people; everybody if not said.")] filter: Option<UserAccountFilter>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<UserAccount>> {
        let request = page(first, after)?;
        let filter = filter.map(accounts::UserFilter::from).unwrap_or_default();
        let found = ctx
            .app()?
            .accounts
            .list_users(ctx.caller()?, &filter, &request)
            .await;
        let found = found.map_err(unfound)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, UserAccount))
    }

    /// The account of a person; null if there is none.
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Option<Result<UserAccount>> {
        let found = async { account(ctx, typed::<kernel::kind::User>(&id)?).await };
        found.await.transpose()
    }

    /// Requests that people be given roles of staff, the newest first.
    async fn role_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that wait; all if not said.")] waiting_only: Option<bool>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<RoleRequest>> {
        let request = page(first, after)?;
        let waiting = waiting_only.unwrap_or(false);
        let found = ctx
            .app()?
            .accounts
            .list_role_requests(ctx.caller()?, waiting, &request)
            .await;
        let found = found.map_err(unlisted)?;
        let people: Vec<UserId> = found
            .items
            .iter()
            .flat_map(|(_, request)| [request.user_id, request.requested_by])
            .collect();
        ctx.loaders()?.prepare(people).await?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, RoleRequest))
    }

    /// Rows of the audit trail, newest first. They are not counted: the total is the greatest number there is.
    async fn audit_records(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which rows; all if not said.")] filter: Option<AuditRecordFilter>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<AuditRecord>> {
        let request = page(first, after)?;
        let filter = filter.map(db::AuditFilter::from).unwrap_or_default();
        let found = ctx.app()?.audit_page(ctx.caller()?, &filter, &request).await;
        let found = found.map_err(unshown)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, AuditRecord))
    }

    /// The licences of the platform for regulated campaigns, the newest first. They are not counted: the total is the greatest number
    /// there is.
    async fn licences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<Licence>> {
        let request = page(first, after)?;
        let found = ctx.app()?.regimes.licences(ctx.caller()?, &request).await;
        let found = found.map_err(super::regime::refused)?;
        let people: Vec<UserId> = found
            .items
            .iter()
            .map(|(_, (licence, _))| licence.entered_by)
            .collect();
        ctx.loaders()?.prepare(people).await?;
        let totals = total(found.total);
        Ok(connection(
            found,
            request.after.is_some(),
            totals,
            |(licence, state)| Licence(licence, state),
        ))
    }

    /// How much work there is, by where it stands.
    async fn workload(&self, ctx: &Context<'_>) -> Result<Workload> {
        let found = ctx.app()?.workload(ctx.caller()?).await;
        Ok(found.map_err(unshown)?.into())
    }

    /// Jobs that were set aside, newest first. They are not counted here: see `workload`.
    async fn dead_jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<DeadJob>> {
        let request = page(first, after)?;
        let found = ctx.app()?.dead_jobs(ctx.caller()?, &request).await;
        let found = found.map_err(unshown)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, DeadJob::from))
    }

    /// Messages of the payment provider that were set aside, newest first. They are not counted here: see `workload`.
    async fn quarantined_messages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<QuarantinedMessage>> {
        let request = page(first, after)?;
        let found = ctx.app()?.quarantined_messages(ctx.caller()?, &request).await;
        let found = found.map_err(unshown)?;
        let totals = total(found.total);
        Ok(connection(
            found,
            request.after.is_some(),
            totals,
            QuarantinedMessage::from,
        ))
    }
}

/// How much work there is, by where it stands.
#[derive(SimpleObject)]
pub struct Workload {
    /// Jobs that are not due yet, or to be tried again later.
    jobs_later: i32,
    /// Jobs that are due and held by nobody.
    jobs_due: i32,
    /// Jobs that a worker holds.
    jobs_running: i32,
    /// Jobs that were set aside.
    jobs_dead: i32,
    /// Since when the longest waiting of the due jobs is due; null if none is.
    oldest_job_due_at: Option<DateTime<Utc>>,
    /// Messages of the payment provider that are not worked on yet.
    messages_waiting: i32,
    /// Messages of the payment provider that were set aside.
    messages_quarantined: i32,
    /// When the longest waiting message came; null if none waits.
    oldest_message_at: Option<DateTime<Utc>>,
    /// Events of the platform that are not told on yet.
    events_waiting: i32,
    /// Since when the longest waiting event waits; null if none does.
    oldest_event_at: Option<DateTime<Utc>>,
    /// Mails that are not sent yet.
    mails_queued: i32,
    /// Mails that were given up.
    mails_failed: i32,
    /// Since when the longest waiting mail waits; null if none does.
    oldest_mail_queued_at: Option<DateTime<Utc>>,
}

impl From<app::Workload> for Workload {
    fn from(work: app::Workload) -> Self {
        let number = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            jobs_later: number(work.jobs.later),
            jobs_due: number(work.jobs.due),
            jobs_running: number(work.jobs.running),
            jobs_dead: number(work.jobs.dead),
            oldest_job_due_at: work.jobs.oldest_due_at,
            messages_waiting: number(work.boxes.inbox_waiting),
            messages_quarantined: number(work.boxes.inbox_quarantined),
            oldest_message_at: work.boxes.inbox_oldest_at,
            events_waiting: number(work.boxes.outbox_waiting),
            oldest_event_at: work.boxes.outbox_oldest_at,
            mails_queued: number(work.mails.queued),
            mails_failed: number(work.mails.failed),
            oldest_mail_queued_at: work.mails.oldest_queued_at,
        }
    }
}

/// A job that was set aside.
#[derive(SimpleObject)]
pub struct DeadJob {
    /// Its id.
    id: ID,
    /// What was to be done, such as `mail.send`.
    kind: String,
    /// How often it was tried.
    attempts: i32,
    /// Why the last try failed.
    last_error: Option<String>,
    /// When it was ordered.
    created_at: DateTime<Utc>,
    /// When it was set aside.
    dead_at: DateTime<Utc>,
}

impl From<db::jobs::DeadJob> for DeadJob {
    fn from(job: db::jobs::DeadJob) -> Self {
        Self {
            id: opaque(JobId::from_uuid(job.id)),
            kind: job.kind,
            attempts: job.attempts,
            last_error: job.last_error,
            created_at: job.created_at,
            dead_at: job.dead_at,
        }
    }
}

/// A message of the payment provider that was set aside.
#[derive(SimpleObject)]
pub struct QuarantinedMessage {
    /// Its id.
    id: ID,
    /// Who sent it.
    provider: String,
    /// The provider's own id of it.
    event_id: String,
    /// The provider's name for what happened.
    kind: String,
    /// How often it was worked on.
    attempts: i32,
    /// Why it was set aside.
    last_error: Option<String>,
    /// When it came.
    received_at: DateTime<Utc>,
    /// When it was set aside.
    quarantined_at: DateTime<Utc>,
}

impl From<db::inbox::Quarantined> for QuarantinedMessage {
    fn from(message: db::inbox::Quarantined) -> Self {
        Self {
            id: opaque(EventId::from_uuid(message.id)),
            provider: message.provider,
            event_id: message.event_id,
            kind: message.kind,
            attempts: message.attempts,
            last_error: message.last_error,
            received_at: message.received_at,
            quarantined_at: message.quarantined_at,
        }
    }
}

/// An error of a read of the platform that no form can fix.
pub(in super::super) fn unshown(error: AdministrationError) -> Error {
    match error {
        AdministrationError::Store(error) => database(error),
        AdministrationError::Forbidden(error) => forbidden(error),
        other => problem(other.problem(), other.to_string()),
    }
}

/// An error of a read of people that no form can fix.
pub(in super::super) fn unfound(error: DirectoryError) -> Error {
    match error {
        DirectoryError::Store(error) => database(error),
        DirectoryError::Forbidden(error) => forbidden(error),
        DirectoryError::Cursor(error) => problem(kernel::ProblemKind::Invalid, error.to_string()),
    }
}
