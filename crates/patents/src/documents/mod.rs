//! Documents of an office, for rights whose register no program may ask: an extract of the register, a receipt of a fee.
//!
//! Whoever brings the right to market hands the document in and states what it says; a reviewer compares the two. What was
//! found to agree becomes evidence like an answer of a register, only that registers are believed before it.

mod decide;
mod error;
mod evidence;
mod hand_in;
mod reads;
mod stated;

use chrono::{DateTime, Utc};
use kernel::{FileId, PatentDocumentId, PatentId, UserId};

use crate::words::words;

pub use decide::DecideDocument;
pub use error::{DocumentError, DocumentViolation, DocumentViolationCode};
pub use hand_in::HandIn;
pub use reads::case_statuses;
pub use stated::{Stated, StatedBurden, StatedPayment};

words! {
    /// What a document is.
    pub enum DocumentKind {
        /// An extract of the register (专利登记簿副本): how the right stands, whose it is, what lies on it.
        RegisterExtract = "register_extract",
        /// A receipt of the office for a renewal fee.
        FeeReceipt = "fee_receipt",
    }
}

words! {
    /// How far a document has come.
    pub enum DocumentState {
        /// It waits for a reviewer.
        Submitted = "submitted",
        /// It says what was stated; it is evidence.
        Approved = "approved",
        /// It does not, or is no such document.
        Refused = "refused",
        /// Whoever handed it in took it back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why a document is refused, as whoever handed it in is told in their language.
    pub enum DocumentReason {
        /// It cannot be read.
        Unreadable = "unreadable",
        /// It is about another right.
        OtherRight = "other_right",
        /// It says something else than was stated.
        SaysOtherwise = "says_otherwise",
        /// It is not of the office, or shows no seal or code by which that could be checked.
        NotOfTheOffice = "not_of_the_office",
        /// It is too old to tell how the right stands.
        TooOld = "too_old",
        /// None of these; the note tells.
        Other = "other",
    }
}

/// A document that was handed in for a right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatentDocument {
    /// Its id.
    pub id: PatentDocumentId,
    /// The right.
    pub patent_id: PatentId,
    /// Who handed it in.
    pub submitted_by: UserId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it was said to say.
    pub stated: Stated,
    /// The document itself.
    pub file_id: FileId,
    /// How far it has come.
    pub state: DocumentState,
    /// When it was handed in.
    pub submitted_at: DateTime<Utc>,
    /// Who works on it, or decided.
    pub reviewer_id: Option<UserId>,
    /// Since when.
    pub claimed_at: Option<DateTime<Utc>>,
    /// When it was decided on or taken back.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub reason: Option<DocumentReason>,
    /// What the reviewer wrote beside that.
    pub note: Option<String>,
}

impl PatentDocument {
    /// Who works on it at `now`.
    pub fn holder(&self, now: DateTime<Utc>) -> Option<UserId> {
        let holder = kernel::holder(self.reviewer_id, self.claimed_at, now);
        holder.filter(|_| self.state == DocumentState::Submitted)
    }
}
