//! The audit trail, as administrators see it.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use db::AuditFilter;

use super::{
    super::ids::opaque,
    account::{UserAccount, account},
};

/// A row of the audit trail.
pub struct AuditRecord(pub db::AuditRecord);

/// A row of the audit trail.
#[Object]
impl AuditRecord {
    /// Its id.
    async fn id(&self) -> ID {
        opaque(kernel::AuditEntryId::from_uuid(self.0.id))
    }

    /// Who: a user's id, `anonymous`, or `system:` and a name.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// The account of the actor; null if it was no person.
    async fn actor_account(&self, ctx: &Context<'_>) -> Option<Result<UserAccount>> {
        let id = self.0.actor.parse().ok()?;
        account(ctx, id).await.transpose()
    }

    /// What was done, such as `campaign.approve`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// The id of what it was done to.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Why, if a reason was given.
    async fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// The state before, as JSON; null if there was none.
    async fn before(&self) -> Option<String> {
        self.0.before.as_ref().map(ToString::to_string)
    }

    /// The state after, as JSON; null if there is none.
    async fn after(&self) -> Option<String> {
        self.0.after.as_ref().map(ToString::to_string)
    }

    /// The request it came with.
    async fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

/// Which rows of the audit trail are looked for. All that is said must be so.
#[derive(InputObject)]
pub struct AuditRecordFilter {
    /// Who: a user's id, `anonymous`, or `system:` and a name.
    actor: Option<String>,
    /// The id of what it was done to.
    subject: Option<String>,
    /// The beginning of what was done, such as `role.`.
    action: Option<String>,
    /// From this moment on.
    from: Option<DateTime<Utc>>,
    /// Before this moment.
    until: Option<DateTime<Utc>>,
}

impl From<AuditRecordFilter> for AuditFilter {
    fn from(filter: AuditRecordFilter) -> Self {
        let said = |text: Option<String>| {
            text.map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        Self {
            actor: said(filter.actor),
            subject: said(filter.subject),
            action: said(filter.action),
            from: filter.from,
            until: filter.until,
        }
    }
}

/// Something that was done to one's own account.
#[derive(SimpleObject)]
pub struct AccountEvent {
    /// What was done, such as `account.sign_in`.
    action: String,
    /// Whether it was done by oneself; otherwise by the platform, its staff, or somebody who had not signed in.
    is_own: bool,
    /// When.
    at: DateTime<Utc>,
}

impl AccountEvent {
    pub(in super::super) fn of(row: db::AuditRecord) -> Self {
        Self {
            is_own: row.actor == row.subject,
            action: row.action,
            at: row.at,
        }
    }
}
