use db::Act;
use files::KeepError;
use kernel::{
    Caller, FileId, PatentDocumentId, PatentId,
    policy::{self, Action},
};

use super::{
    DocumentError, DocumentKind, DocumentState, DocumentViolation, DocumentViolationCode, PatentDocument,
    Stated,
};
use crate::{Patents, number::Office, store};

/// How many documents of one person may wait at once.
const MOST_WAITING: u32 = 20;

/// A document to be handed in.
#[derive(Debug, Clone)]
pub struct HandIn {
    /// The right it is about.
    pub patent_id: PatentId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it says.
    pub stated: Stated,
    /// The upload.
    pub upload: FileId,
}

impl Patents {
    /// Hands in a document of the office for a right. A reviewer compares it with what is stated; until then it tells nothing.
    ///
    /// # Errors
    /// [`DocumentError::Invalid`]; [`DocumentError::PatentNotFound`]; [`DocumentError::RegisterIsAsked`];
    /// [`DocumentError::ApplicationUnknown`];
    /// [`DocumentError::TooManyWaiting`]; [`DocumentError::Forbidden`] unless a founder asks.
    #[tracing::instrument(name = "patents.hand_in_document", skip_all, fields(patent.id = %request.patent_id))]
    pub async fn hand_in_document(
        &self,
        caller: &Caller,
        request: HandIn,
    ) -> Result<PatentDocument, DocumentError> {
        policy::can(caller, Action::PatentDocumentHandIn)?;
        let person = caller.user_id()?;
        let tx = self.db.begin().await?;
        // Of two documents handed in at once the second sees the first.
        tx.lock_name(&format!("patent-documents:{person}")).await?;
        let patent = request.patent_id;
        let panel = store::panels::by_ids(&*tx, &[patent]).await?.pop();
        let panel = panel.ok_or(DocumentError::PatentNotFound(patent))?;
        if panel.office != Office::CN.code() {
            return Err(DocumentError::RegisterIsAsked { office: panel.office });
        }
        if panel.application.is_empty() {
            return Err(DocumentError::ApplicationUnknown);
        }
        let now = tx.now().await?;
        let stated = request.stated.tidy();
        let wrong = stated.wrong(request.kind, panel.right_type, now.date_naive());
        if !wrong.is_empty() {
            return Err(DocumentError::Invalid(wrong));
        }
        if store::documents::count_waiting_of(&tx, person).await? >= u64::from(MOST_WAITING) {
            return Err(DocumentError::TooManyWaiting { max: MOST_WAITING });
        }
        let id: PatentDocumentId = tx.new_id(now);
        let kept = files::keep(&tx, person, request.upload, id).await;
        let kept = kept.map_err(|error| match error {
            KeepError::NotFound => DocumentError::Invalid(vec![DocumentViolation::new(
                "upload_id",
                DocumentViolationCode::NoUpload,
            )]),
            KeepError::Store(error) => error.into(),
        })?;
        let document = PatentDocument {
            id,
            patent_id: patent,
            submitted_by: person,
            kind: request.kind,
            stated,
            file_id: request.upload,
            state: DocumentState::Submitted,
            submitted_at: now,
            reviewer_id: None,
            claimed_at: None,
            decided_at: None,
            reason: None,
            note: None,
        };
        store::documents::insert(&tx, &document, &kept.sha256).await?;
        tx.record(
            caller,
            Act::new("patent_document.hand_in", id).after(super::decide::trace(&document)),
        )
        .await?;
        tx.commit().await?;
        Ok(document)
    }
}
