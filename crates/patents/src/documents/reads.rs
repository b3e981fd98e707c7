use chrono::{DateTime, Utc};
use kernel::{
    Caller, Cursor, Page, PageRequest, PatentDocumentId, PatentId,
    policy::{self, Action},
};

use super::{DocumentError, PatentDocument};
use crate::{LegalStatus, Patents, source::tables, store};

/// The words by which an extract of CNIPA's register can state how a granted right stands, and what they mean.
pub fn case_statuses() -> impl Iterator<Item = (&'static str, LegalStatus)> {
    tables::cn_of_granted()
}

impl Patents {
    /// A document, for whoever handed it in and for reviewers.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find_document(
        &self,
        caller: &Caller,
        id: PatentDocumentId,
    ) -> db::Result<Option<PatentDocument>> {
        let found = store::documents::find(self.db.reader(), id).await?;
        Ok(found.filter(|document| {
            let owner = document.submitted_by;
            policy::can(caller, Action::PatentDocumentView { owner }).is_ok()
        }))
    }

    /// The newest twenty documents the caller handed in for each of these rights, the newest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn documents_by(
        &self,
        caller: &Caller,
        patents: &[PatentId],
    ) -> db::Result<Vec<PatentDocument>> {
        let Ok(person) = caller.user_id() else {
            return Ok(Vec::new());
        };
        store::documents::by(self.db.reader(), person, patents).await
    }

    /// The documents that wait for a reviewer, the longest waiting first, with their total.
    ///
    /// # Errors
    /// [`DocumentError::Forbidden`] unless a reviewer asks; [`DocumentError::Cursor`].
    pub async fn document_queue(
        &self,
        caller: &Caller,
        page: &PageRequest,
    ) -> Result<Page<PatentDocument>, DocumentError> {
        policy::can(caller, Action::ReviewQueueView)?;
        let scope = "patent_documents";
        let after: Option<(DateTime<Utc>, PatentDocumentId)> =
            page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let first = page.first.clamp(1, PageRequest::MAX);
        let conn = self.db.reader();
        let waiting = store::documents::waiting(conn, after, first + 1).await?;
        let page = Page::from_surplus(waiting, first, |document| {
            Cursor::new(&(document.submitted_at, document.id), &scope)
        });
        Ok(page.with_total(store::documents::count_waiting(conn).await?))
    }
}
