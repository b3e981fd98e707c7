//! What administrators see of the platform as a whole: its trail, its work, and what was set aside.

use chrono::{DateTime, Utc};
use db::{
    Act, AuditFilter, AuditOrder, AuditRecord,
    inbox::{self, BoxCounts, Quarantined},
    jobs::{self, DeadJob, JobCounts},
};
use kernel::{
    AuditEntryId, Caller, Cursor, CursorError, EventId, Forbidden, JobId, Page, PageRequest, ProblemKind,
    Role,
    policy::{Action, can},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::App;

/// Why something of administration was not shown or done.
#[derive(Debug, thiserror::Error)]
pub enum AdministrationError {
    /// No job of this id was set aside.
    #[error("no job {0} was set aside; it may have been run again already")]
    JobNotFound(JobId),
    /// No message of this id was set aside.
    #[error("no message {0} was set aside; it may have been worked on again already")]
    MessageNotFound(EventId),
    /// The cursor cannot be used.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl AdministrationError {
    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            Self::JobNotFound(_) | Self::MessageNotFound(_) => ProblemKind::NotFound,
            Self::Cursor(_) => ProblemKind::Invalid,
            Self::Forbidden(forbidden) => forbidden.problem(),
            Self::Store(error) => error.problem(),
        }
    }
}

type Result<T> = std::result::Result<T, AdministrationError>;

/// How much work there is, by where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// Jobs.
    pub jobs: JobCounts,
    /// Messages of others, and events of ours.
    pub boxes: BoxCounts,
    /// Mails that tell people of what concerns them.
    pub mails: notifications::MailCounts,
}

impl App {
    /// How much work there is. For administrators.
    ///
    /// # Errors
    /// [`AdministrationError::Forbidden`].
    pub async fn workload(&self, caller: &Caller) -> Result<Workload> {
        may(caller, Action::JobsView)?;
        Ok(Workload {
            jobs: jobs::counts(self.db()).await?,
            boxes: inbox::counts(self.db()).await?,
            mails: self.notifications.mail_counts().await?,
        })
    }

    /// Jobs that were set aside, newest first. For administrators.
    ///
    /// # Errors
    /// [`AdministrationError::Forbidden`]; [`AdministrationError::Cursor`].
    pub async fn dead_jobs(&self, caller: &Caller, page: &PageRequest) -> Result<Page<DeadJob>> {
        may(caller, Action::JobsView)?;
        let (first, after) = opened::<(DateTime<Utc>, uuid::Uuid)>(page, &"dead_jobs")?;
        let rows = jobs::dead_after(self.db(), after, first + 1).await?;
        Ok(Page::from_surplus(rows, first, |job: &DeadJob| {
            Cursor::new(&(job.dead_at, job.id), &"dead_jobs")
        }))
    }

    /// Messages of the payment provider that were set aside, newest first. For administrators.
    ///
    /// # Errors
    /// [`AdministrationError::Forbidden`]; [`AdministrationError::Cursor`].
    pub async fn quarantined_messages(
        &self,
        caller: &Caller,
        page: &PageRequest,
    ) -> Result<Page<Quarantined>> {
        may(caller, Action::JobsView)?;
        let (first, after) = opened::<(DateTime<Utc>, uuid::Uuid)>(page, &"quarantined")?;
        let rows = inbox::quarantined_after(self.db(), after, first + 1).await?;
        Ok(Page::from_surplus(rows, first, |message: &Quarantined| {
            Cursor::new(&(message.quarantined_at, message.id), &"quarantined")
        }))
    }

    /// Makes a job that was set aside due again. For administrators.
    ///
    /// # Errors
    /// [`AdministrationError::JobNotFound`]; [`AdministrationError::Forbidden`].
    #[tracing::instrument(name = "app.replay_job", skip_all, fields(job.id = %id))]
    pub async fn replay_job(&self, caller: &Caller, id: JobId) -> Result<()> {
        may(caller, Action::JobRetry)?;
        let tx = self.db().begin().await?;
        if !jobs::replay(&tx, id.uuid()).await? {
            return Err(AdministrationError::JobNotFound(id));
        }
        tx.record(caller, Act::new("job.replay", id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Has a message that was set aside worked on again. For administrators.
    ///
    /// # Errors
    /// [`AdministrationError::MessageNotFound`]; [`AdministrationError::Forbidden`].
    #[tracing::instrument(name = "app.replay_message", skip_all, fields(message.id = %id))]
    pub async fn replay_message(&self, caller: &Caller, id: EventId) -> Result<()> {
        may(caller, Action::JobRetry)?;
        let tx = self.db().begin().await?;
        if !inbox::replay(&tx, id).await? {
            return Err(AdministrationError::MessageNotFound(id));
        }
        tx.record(caller, Act::new("message.replay", id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Rows of the audit trail, newest first. For administrators.
    ///
    /// # Errors
    /// [`AdministrationError::Forbidden`]; [`AdministrationError::Cursor`].
    pub async fn audit_page(
        &self,
        caller: &Caller,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditRecord>> {
        may(caller, Action::AuditView)?;
        self.audit_rows(filter, page).await
    }

    /// What was done to the caller's own account, newest first.
    ///
    /// # Errors
    /// [`AdministrationError::Forbidden`] if nobody has signed in; [`AdministrationError::Cursor`].
    pub async fn own_audit_page(&self, caller: &Caller, page: &PageRequest) -> Result<Page<AuditRecord>> {
        let user = caller.user_id()?;
        may(caller, Action::AccountView { user })?;
        let filter = AuditFilter {
            subject: Some(user.to_string()),
            ..AuditFilter::default()
        };
        self.audit_rows(&filter, page).await
    }

    async fn audit_rows(&self, filter: &AuditFilter, page: &PageRequest) -> Result<Page<AuditRecord>> {
        let scope = ("audit", filter);
        let (first, after) = opened::<AuditEntryId>(page, &scope)?;
        let after = after.map(AuditEntryId::uuid);
        let rows = self
            .db()
            .audit_search(filter, AuditOrder::Newest, after, first + 1)
            .await?;
        Ok(Page::from_surplus(rows, first, |row: &AuditRecord| {
            Cursor::new(&AuditEntryId::from_uuid(row.id), &scope)
        }))
    }
}

/// How many rows are asked for, and after which.
fn opened<K: DeserializeOwned>(page: &PageRequest, scope: &impl Serialize) -> Result<(u32, Option<K>)> {
    let after = page.after.as_ref().map(|after| after.open(scope)).transpose()?;
    Ok((page.first.clamp(1, PageRequest::MAX), after))
}

fn may(caller: &Caller, action: Action) -> Result<()> {
    can(caller, action).map_err(|denied| denied.or_missing(Forbidden::NeedsRole(Role::Administrator).into()))
}
