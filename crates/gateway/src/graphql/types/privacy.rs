//! What is kept about the person: exports of it, and the erasure of their account.

use async_graphql::{Context, Enum, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::{Locale, ProblemKind};

use super::super::{
    context::{Resolving, database, fault, forbidden},
    ids::opaque,
};
use crate::http::problem;

/// Where an export stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "privacy::ExportState")]
pub enum DataExportState {
    /// It is being made.
    Waiting,
    /// It can be fetched.
    Ready,
    /// Its time is over; it is removed.
    Over,
}

/// What stands in the way of erasing an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "privacy::Obligation")]
pub enum ErasureObligationKind {
    /// Pledges that may still be charged.
    PledgesOpen,
    /// Campaigns that are not over.
    CampaignsOpen,
    /// Money that is still to be paid out.
    PayoutsOpen,
    /// Money that is still to go back to the person.
    RefundsOpen,
    /// Charges that are contested at the bank.
    DisputesOpen,
    /// Claims against campaigns that are not decided on.
    ClaimsOpen,
    /// The account is locked: staff look into something.
    AccountLocked,
    /// There is no other administrator.
    LastAdministrator,
}

/// An export of everything that is kept about the person.
pub struct DataExport(pub(in super::super) privacy::Export);

/// An export of everything that is kept about the person: a ZIP file with every row that concerns them and what they
/// uploaded.
#[Object]
impl DataExport {
    /// Its id.
    async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// Where it stands.
    async fn state(&self) -> DataExportState {
        self.0.state.into()
    }

    /// When it was asked for.
    async fn asked_at(&self) -> DateTime<Utc> {
        self.0.asked_at
    }

    /// When it was made; null until then.
    async fn made_at(&self) -> Option<DateTime<Utc>> {
        self.0.made_at
    }

    /// Until when it can be fetched; null until it is made.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// How large it is, in bytes; null until it is made.
    async fn byte_size(&self) -> Option<i32> {
        let size = self.0.byte_size?;
        Some(i32::try_from(size).unwrap_or(i32::MAX))
    }

    /// The address below the site's from which it is fetched: for this person, who must be signed in, and for fifteen minutes.
    /// Null unless it is ready and whoever asks lately proved to be there.
    async fn url(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(ctx.app()?.privacy.export_link(ctx.caller()?, &self.0))
    }
}

/// The erasure of an account that waits.
#[derive(SimpleObject)]
pub struct AccountErasure {
    /// Its id.
    id: ID,
    /// When it was asked for.
    asked_at: DateTime<Utc>,
    /// When the account is erased, unless the erasure is withdrawn before.
    due_at: DateTime<Utc>,
    /// Since when something stands in its way, though it was due; null if nothing does.
    held_at: Option<DateTime<Utc>>,
}

impl From<privacy::Erasure> for AccountErasure {
    fn from(erasure: privacy::Erasure) -> Self {
        Self {
            id: opaque(erasure.id),
            asked_at: erasure.asked_at,
            due_at: erasure.due_at,
            held_at: erasure.held_at,
        }
    }
}

/// Something that stands in the way of erasing an account.
#[derive(SimpleObject)]
pub struct ErasureObligation {
    /// What.
    kind: ErasureObligationKind,
    /// How often: so many pledges, so many campaigns.
    count: i32,
    /// What to do about it, in the caller's language.
    message: String,
}

/// What stands in the way, in a language.
pub(in super::super) fn obligations(
    standing: Vec<privacy::Standing>,
    locale: Locale,
) -> Vec<ErasureObligation> {
    let told = standing.into_iter().map(|one| {
        let count = i32::try_from(one.count).unwrap_or(i32::MAX);
        let key = format!("erasure-obligation-{}", one.what.as_str());
        ErasureObligation {
            kind: one.what.into(),
            count,
            message: i18n::count(locale, &key, count.into(), &[]),
        }
    });
    told.collect()
}

/// What no form can fix.
pub(in super::super) fn refused(error: privacy::Error) -> Error {
    match error {
        privacy::Error::Store(error) => database(error),
        privacy::Error::Forbidden(error) => forbidden(error),
        other => match other.problem() {
            ProblemKind::Internal => fault(other),
            kind => problem(kind, other.to_string()),
        },
    }
}
