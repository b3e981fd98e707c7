use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{
    Caller, PatentDocumentId, UserId, Who,
    policy::{self, Action},
};
use uuid::Uuid;

use super::{
    DocumentError, DocumentReason, DocumentState, DocumentViolation as Violation,
    DocumentViolationCode as Code, PatentDocument, evidence,
};
use crate::{Patents, events::PatentDocumentDecided, store};

/// The longest note, in characters.
const NOTE: usize = 2_000;

/// A decision on a document.
#[derive(Debug, Clone)]
pub struct DecideDocument {
    /// The document.
    pub id: PatentDocumentId,
    /// Whether it says what was stated, to the letter.
    pub approve: bool,
    /// Why it is refused.
    pub reason: Option<DocumentReason>,
    /// What whoever handed it in is told beside that.
    pub note: Option<String>,
}

impl Patents {
    /// Takes a document off the queue: the file may be read by this reviewer from here on, for a day at the most.
    ///
    /// # Errors
    /// [`DocumentError::Held`]; [`DocumentError::Decided`]; [`DocumentError::Forbidden`] on one's own.
    #[tracing::instrument(name = "patents.take_document", skip_all, fields(document.id = %id))]
    pub async fn take_document(
        &self,
        caller: &Caller,
        id: PatentDocumentId,
    ) -> Result<PatentDocument, DocumentError> {
        let reviewer = caller.user_id()?;
        let tx = self.db.begin().await?;
        let (before, now) = waiting(&tx, caller, id).await?;
        match before.holder(now) {
            Some(holder) if holder == reviewer => return Ok(before),
            Some(_) => return Err(DocumentError::Held),
            None => {}
        }
        let after = PatentDocument {
            reviewer_id: Some(reviewer),
            claimed_at: Some(now),
            ..before
        };
        store::documents::update(&tx, &after).await?;
        files::revoke(&tx, after.file_id).await?;
        files::grant(&tx, after.file_id, reviewer, Some(kernel::held_until(now))).await?;
        tx.record(caller, Act::new("patent_document.take", id)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Gives a document back to the queue.
    ///
    /// # Errors
    /// [`DocumentError::NotTaken`] if it is not the caller's; [`DocumentError::Decided`].
    #[tracing::instrument(name = "patents.release_document", skip_all, fields(document.id = %id))]
    pub async fn release_document(
        &self,
        caller: &Caller,
        id: PatentDocumentId,
    ) -> Result<PatentDocument, DocumentError> {
        let tx = self.db.begin().await?;
        let (before, now) = waiting(&tx, caller, id).await?;
        held_by(caller, &before, now)?;
        let after = PatentDocument {
            reviewer_id: None,
            claimed_at: None,
            ..before
        };
        store::documents::update(&tx, &after).await?;
        files::revoke(&tx, after.file_id).await?;
        tx.record(caller, Act::new("patent_document.release", id)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Decides on a document the caller has taken. One that is approved becomes evidence in the same transaction.
    ///
    /// # Errors
    /// [`DocumentError::Invalid`] if it is refused without a reason, or for OTHER without a note;
    /// [`DocumentError::NotTaken`]; [`DocumentError::Decided`]; [`DocumentError::Forbidden`] on one's own.
    #[tracing::instrument(name = "patents.decide_document", skip_all, fields(document.id = %request.id))]
    pub async fn decide_document(
        &self,
        caller: &Caller,
        request: DecideDocument,
    ) -> Result<PatentDocument, DocumentError> {
        let note = request.note.map(|note| note.trim().to_owned());
        let note = note.filter(|note| !note.is_empty());
        let tx = self.db.begin().await?;
        let (before, now) = locked(&tx, caller, request.id, |owner| Action::PatentDocumentDecide {
            owner,
        })
        .await?;
        held_by(caller, &before, now)?;
        check(request.approve, request.reason, note.as_deref())?;
        let after = PatentDocument {
            state: if request.approve {
                DocumentState::Approved
            } else {
                DocumentState::Refused
            },
            reviewer_id: person(caller).or(before.reviewer_id),
            decided_at: Some(now),
            reason: request.reason.filter(|_| !request.approve),
            note,
            ..before.clone()
        };
        files::revoke(&tx, after.file_id).await?;
        if request.approve {
            let panel = store::panels::by_ids(&*tx, &[after.patent_id]).await?.pop();
            let panel = panel.ok_or(DocumentError::PatentNotFound(after.patent_id))?;
            let sha256 = store::documents::file_hash(&tx, after.id).await?;
            evidence::keep(&tx, &after, &panel.application, &sha256).await?;
        }
        tx.publish(&PatentDocumentDecided {
            document_id: after.id,
            patent_id: after.patent_id,
            submitted_by: after.submitted_by,
            approved: request.approve,
            at: now,
        })
        .await?;
        settle(tx, caller, "patent_document.decide", &before, after).await
    }

    /// Takes a document back that waits. What was approved is evidence and stays.
    ///
    /// # Errors
    /// [`DocumentError::NotFound`] for whoever did not hand it in; [`DocumentError::Decided`].
    #[tracing::instrument(name = "patents.withdraw_document", skip_all, fields(document.id = %id))]
    pub async fn withdraw_document(
        &self,
        caller: &Caller,
        id: PatentDocumentId,
    ) -> Result<PatentDocument, DocumentError> {
        let tx = self.db.begin().await?;
        let (before, now) = locked(&tx, caller, id, |owner| Action::PatentDocumentWithdraw { owner }).await?;
        let after = PatentDocument {
            state: DocumentState::Withdrawn,
            decided_at: Some(now),
            ..before.clone()
        };
        files::revoke(&tx, after.file_id).await?;
        settle(tx, caller, "patent_document.withdraw", &before, after).await
    }
}

async fn settle(
    tx: Tx,
    caller: &Caller,
    verb: &'static str,
    before: &PatentDocument,
    after: PatentDocument,
) -> Result<PatentDocument, DocumentError> {
    store::documents::update(&tx, &after).await?;
    let act = Act::new(verb, after.id)
        .before(trace(before))
        .after(trace(&after));
    tx.record(caller, act).await?;
    tx.commit().await?;
    Ok(after)
}

/// A document that waits for a reviewer, locked, for one who may take it; and the time.
async fn waiting(
    tx: &Tx,
    caller: &Caller,
    id: PatentDocumentId,
) -> Result<(PatentDocument, DateTime<Utc>), DocumentError> {
    locked(tx, caller, id, |owner| Action::PatentDocumentReview { owner }).await
}

/// Locks a document that waits. To whoever may not know of it, it is not there.
async fn locked(
    tx: &Tx,
    caller: &Caller,
    id: PatentDocumentId,
    act: impl Fn(UserId) -> Action,
) -> Result<(PatentDocument, DateTime<Utc>), DocumentError> {
    let Some(found) = store::documents::lock(tx, id).await? else {
        // The answer is the one for another's, so that ids cannot be tried out.
        policy::can(caller, act(UserId::from_uuid(Uuid::nil())))?;
        return Err(DocumentError::NotFound);
    };
    policy::can(caller, act(found.submitted_by))?;
    if found.state != DocumentState::Submitted {
        return Err(DocumentError::Decided);
    }
    Ok((found, tx.now().await?))
}

/// Passes if the caller has taken the case. The platform itself need not.
fn held_by(caller: &Caller, document: &PatentDocument, now: DateTime<Utc>) -> Result<(), DocumentError> {
    match (person(caller), document.holder(now)) {
        (None, _) => Ok(()),
        (Some(person), Some(holder)) if person == holder => Ok(()),
        (Some(_), _) => Err(DocumentError::NotTaken),
    }
}

fn person(caller: &Caller) -> Option<UserId> {
    match caller.who {
        Who::User { id, .. } => Some(id),
        Who::Anonymous | Who::System(_) => None,
    }
}

fn check(approve: bool, reason: Option<DocumentReason>, note: Option<&str>) -> Result<(), DocumentError> {
    let wrong = if !approve && reason.is_none() {
        Some(Violation::new("reason", Code::Required))
    } else if !approve && reason == Some(DocumentReason::Other) && note.is_none() {
        Some(Violation::new("note", Code::Required))
    } else if note.is_some_and(|note| note.chars().count() > NOTE) {
        Some(Violation::new("note", Code::TooLong).with("max", NOTE))
    } else {
        None
    };
    wrong.map_or(Ok(()), |violation| Err(DocumentError::Invalid(vec![violation])))
}

/// What the audit trail keeps. What is stated is of a public register.
pub(super) fn trace(document: &PatentDocument) -> serde_json::Value {
    serde_json::json!({
        "patent": document.patent_id,
        "kind": document.kind,
        "state": document.state,
        "stated": document.stated,
        "file": document.file_id,
        "reason": document.reason,
        "reviewer": document.reviewer_id,
    })
}
