//! Documents of an office that people hand in for rights whose register no program may ask.

use async_graphql::{Context, Enum, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use patents::documents::{DocumentError, StatedBurden, StatedPayment};

use super::{
    super::{
        context::{Resolving, database, fault, forbidden},
        ids::opaque,
    },
    file::StoredFile,
    patent::{self, EncumbranceKind, Patent, PatentStatusValue},
    project::{PublicProfile, profile},
};
use crate::http::problem;

/// A document of an office that was handed in for a right.
pub struct PatentDocument(pub patents::documents::PatentDocument);

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::documents::DocumentKind")]
pub enum PatentDocumentKind {
    /// An extract of the register (专利登记簿副本): how the right stands, whose it is, what lies on it.
    RegisterExtract,
    /// A receipt of the office for a renewal fee.
    FeeReceipt,
}

/// How far a document has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::documents::DocumentState")]
pub enum PatentDocumentState {
    /// It waits for a reviewer.
    Submitted,
    /// It says what was stated; it is evidence.
    Approved,
    /// It does not, or is no such document.
    Refused,
    /// Whoever handed it in took it back.
    Withdrawn,
}

/// Why a document is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::documents::DocumentReason")]
pub enum PatentDocumentReason {
    /// It cannot be read.
    Unreadable,
    /// It is about another right.
    OtherRight,
    /// It says something else than was stated.
    SaysOtherwise,
    /// It is not of the office, or shows no seal or code by which that could be checked.
    NotOfTheOffice,
    /// It is too old to tell how the right stands.
    TooOld,
    /// None of these; the note tells.
    Other,
}

/// A renewal fee that a document shows as paid.
#[derive(SimpleObject)]
pub struct StatedFee {
    /// The year it is for, counted from the filing date.
    year: i32,
    /// When it was paid.
    paid_on: NaiveDate,
}

/// A burden that a document shows.
#[derive(SimpleObject)]
pub struct StatedEncumbrance {
    /// Its kind.
    kind: EncumbranceKind,
    /// Who holds it, to the letter.
    holder: String,
    /// Since when.
    effective_on: Option<NaiveDate>,
}

/// Words by which an extract of CNIPA's register states how a right stands.
#[derive(SimpleObject)]
pub struct CaseStatus {
    /// The words (案件状态).
    words: String,
    /// What they mean.
    status: PatentStatusValue,
}

/// All the words an extract may use.
pub(super) fn case_statuses() -> Vec<CaseStatus> {
    patents::documents::case_statuses()
        .map(|(words, status)| CaseStatus {
            words: words.to_owned(),
            status: status.into(),
        })
        .collect()
}

impl From<&StatedPayment> for StatedFee {
    fn from(payment: &StatedPayment) -> Self {
        Self {
            year: i32::try_from(payment.year).unwrap_or(i32::MAX),
            paid_on: payment.paid_on,
        }
    }
}

impl From<&StatedBurden> for StatedEncumbrance {
    fn from(burden: &StatedBurden) -> Self {
        Self {
            kind: burden.kind.into(),
            holder: burden.holder.clone(),
            effective_on: burden.effective_on,
        }
    }
}

/// An error of a read on documents.
pub(in super::super) fn refused(error: DocumentError) -> Error {
    match error {
        DocumentError::Store(error) => database(error),
        DocumentError::Forbidden(error) => forbidden(error),
        other => match other.problem() {
            kernel::ProblemKind::Internal => fault(other),
            kind => problem(kind, other.to_string()),
        },
    }
}

/// A document of an office that was handed in for a right. What it says is stated by whoever handed it in, and compared by a
/// reviewer.
#[Object]
impl PatentDocument {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The right. Null where it is no longer known.
    async fn patent(&self, ctx: &Context<'_>) -> Option<Result<Patent>> {
        patent::find(ctx, self.0.patent_id).await.transpose()
    }

    /// Who handed it in.
    async fn submitter(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.submitted_by).await
    }

    /// What it is.
    async fn kind(&self) -> PatentDocumentKind {
        self.0.kind.into()
    }

    /// The day on it: what it says holds for that day.
    async fn issued_on(&self) -> NaiveDate {
        self.0.stated.issued_on
    }

    /// The office's words for the status. Null of a receipt.
    async fn case_status(&self) -> Option<&str> {
        self.0.stated.case_status.as_deref()
    }

    /// Who owns the right by it. Empty of a receipt.
    async fn owners(&self) -> &[String] {
        &self.0.stated.owners
    }

    /// Renewal fees it shows as paid.
    async fn fees(&self) -> Vec<StatedFee> {
        self.0.stated.payments.iter().map(StatedFee::from).collect()
    }

    /// Burdens that lie on the right by it. Empty of a receipt.
    async fn encumbrances(&self) -> Vec<StatedEncumbrance> {
        self.0
            .stated
            .burdens
            .iter()
            .map(StatedEncumbrance::from)
            .collect()
    }

    /// The file. Null where it is gone.
    async fn file(&self, ctx: &Context<'_>) -> Option<Result<StoredFile>> {
        StoredFile::find(ctx, Some(self.0.file_id)).await.transpose()
    }

    /// How far it has come.
    async fn state(&self) -> PatentDocumentState {
        self.0.state.into()
    }

    /// When it was handed in.
    async fn submitted_at(&self) -> DateTime<Utc> {
        self.0.submitted_at
    }

    /// When it was decided on or taken back.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Why it was refused.
    async fn reason(&self) -> Option<PatentDocumentReason> {
        self.0.reason.map(Into::into)
    }

    /// What the reviewer wrote beside that.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Who works on it, or decided; null for whoever handed it in, and where nobody does.
    async fn reviewer(&self, ctx: &Context<'_>) -> Option<Result<PublicProfile>> {
        let found = async {
            let shown = !ctx.caller()?.is(self.0.submitted_by);
            match self.0.reviewer_id.filter(|_| shown) {
                Some(id) => profile(ctx, id).await.map(Some),
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// Since when the reviewer works on it; a case is held for a day. Null for whoever handed it in.
    async fn claimed_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        let shown = !ctx.caller()?.is(self.0.submitted_by);
        Ok(self.0.claimed_at.filter(|_| shown))
    }
}
