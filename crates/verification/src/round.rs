//! A round of verification: its states, its documents, its decision.

use chrono::{DateTime, Utc};
use kernel::{FileId, UserId, VerificationId};

use crate::{Facts, Hit};
use kernel::words;

words! {
    /// Who is verified.
    pub enum Kind {
        /// The person with the account.
        Person = "person",
        /// A company they act for.
        Company = "company",
    }
}

/// A name under which somebody, or their company, is verified.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedName {
    /// Whose it is: the person's, or the company's.
    pub kind: Kind,
    /// The name, to the letter as on the document.
    pub name: String,
    /// Whose citizen, or where the company is registered: ISO 3166-1 alpha-2.
    pub country: String,
}

impl std::fmt::Debug for VerifiedName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifiedName")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

words! {
    /// How far a round has come.
    pub enum State {
        /// Being written; nobody but the person sees it.
        Unsubmitted = "unsubmitted",
        /// Waiting for a reviewer.
        Submitted = "submitted",
        /// Found to be right; it holds until it expires.
        Approved = "approved",
        /// Found not to be right, or no longer.
        Refused = "refused",
        /// It held, and its time is over.
        Expired = "expired",
    }
}

words! {
    /// What leads from one state to another.
    pub enum Transition {
        /// The person hands it in.
        Submit = "submit",
        /// A reviewer finds it right; once more, after the screening found something.
        Approve = "approve",
        /// A reviewer finds it not right.
        Refuse = "refuse",
        /// Its time is over, or a newer round holds.
        Expire = "expire",
    }
}

/// A state does not allow a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a verification that is {from} cannot {transition}")]
pub struct IllegalTransition {
    /// The state.
    pub from: State,
    /// The transition.
    pub transition: Transition,
}

impl State {
    /// The state after a transition.
    ///
    /// # Errors
    /// [`IllegalTransition`].
    pub fn after(self, transition: Transition) -> Result<State, IllegalTransition> {
        use {State as S, Transition as T};
        match (self, transition) {
            (S::Unsubmitted, T::Submit) => Ok(S::Submitted),
            (S::Submitted | S::Approved, T::Approve) => Ok(S::Approved),
            (S::Submitted | S::Approved, T::Refuse) => Ok(S::Refused),
            (S::Approved, T::Expire) => Ok(S::Expired),
            (from, transition) => Err(IllegalTransition { from, transition }),
        }
    }
}

words! {
    /// What a document shows.
    pub enum DocumentKind {
        /// Who the person is: a passport, an identity card.
        Identity = "identity",
        /// That the company exists: an extract of its register, a business licence.
        Registration = "registration",
        /// That the person may act for the company.
        Authority = "authority",
        /// Who owns more than a quarter of the company.
        Owners = "owners",
    }
}

impl DocumentKind {
    /// What has to be there before a round of this kind is handed in.
    pub const fn needed(kind: Kind) -> &'static [DocumentKind] {
        match kind {
            Kind::Person => &[DocumentKind::Identity],
            Kind::Company => &[DocumentKind::Registration, DocumentKind::Authority],
        }
    }
}

words! {
    /// What a reviewer decides.
    pub enum Decision {
        /// It is right.
        Approve = "approve",
        /// It is not.
        Refuse = "refuse",
    }
}

impl Decision {
    /// What it does.
    pub const fn transition(self) -> Transition {
        match self {
            Decision::Approve => Transition::Approve,
            Decision::Refuse => Transition::Refuse,
        }
    }
}

words! {
    /// Why a round is refused, as the person is told in their language.
    pub enum Reason {
        /// A document cannot be read.
        Unreadable = "unreadable",
        /// What is stated is not what the documents say.
        Differs = "differs",
        /// A document has run out.
        OutOfDate = "out_of_date",
        /// A document is missing or shows something else.
        WrongDocument = "wrong_document",
        /// It is not shown that the person may act for the company.
        NoAuthority = "no_authority",
        /// Who owns the company is not shown.
        OwnersUnclear = "owners_unclear",
        /// None of these; the note tells.
        Other = "other",
    }
}

/// A document of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    /// The round.
    pub verification_id: VerificationId,
    /// The file.
    pub file_id: FileId,
    /// What it shows.
    pub kind: DocumentKind,
    /// When it was attached.
    pub attached_at: DateTime<Utc>,
}

/// A round of verification.
#[derive(Clone, PartialEq, Eq)]
pub struct Verification {
    /// Its id.
    pub id: VerificationId,
    /// Who is to be verified.
    pub user_id: UserId,
    /// Whether they or their company.
    pub kind: Kind,
    /// How far it has come.
    pub state: State,
    /// What was stated; nothing for who may not read it, and once the person's key was destroyed.
    pub facts: Option<Facts>,
    /// What the screening found; nothing for all but the reviewer who works on it.
    pub hits: Option<Vec<Hit>>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Since when it waits for a reviewer.
    pub waiting_since: Option<DateTime<Utc>>,
    /// Who works on it, or decided.
    pub reviewer_id: Option<UserId>,
    /// Since when.
    pub claimed_at: Option<DateTime<Utc>>,
    /// When it was decided on.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub reason: Option<Reason>,
    /// What the reviewer tells the person.
    pub note: Option<String>,
    /// Until when it holds.
    pub expires_at: Option<DateTime<Utc>>,
    /// Rises with every change.
    pub version: i64,
}

impl std::fmt::Debug for Verification {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What was stated stays out of logs.
        f.debug_struct("Verification")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Verification {
    /// Whether it holds at `now`.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Approved && self.expires_at.is_some_and(|end| now < end)
    }

    /// Who works on it at `now`: a claim ends after a day.
    pub fn holder(&self, now: DateTime<Utc>) -> Option<UserId> {
        kernel::holder(self.reviewer_id, self.claimed_at, now).filter(|_| self.waiting_since.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_ways_of_the_design_lead_from_state_to_state() {
        let legal: Vec<_> = State::ALL
            .iter()
            .flat_map(|from| Transition::ALL.iter().map(move |way| (*from, *way)))
            .filter_map(|(from, way)| Some((from, way, from.after(way).ok()?)))
            .collect();
        use {State as S, Transition as T};
        assert_eq!(
            legal,
            [
                (S::Unsubmitted, T::Submit, S::Submitted),
                (S::Submitted, T::Approve, S::Approved),
                (S::Submitted, T::Refuse, S::Refused),
                (S::Approved, T::Approve, S::Approved),
                (S::Approved, T::Refuse, S::Refused),
                (S::Approved, T::Expire, S::Expired),
            ]
        );
    }
}
