//! Telling somebody something, once.

use db::Tx;
use kernel::{Id, kind};

use crate::{Fact, Kind, Notice, Notifications, post, store};

/// Why something could not be told.
#[derive(Debug, thiserror::Error)]
pub enum TellError {
    /// The words of this kind name a fact that is not there: a fault of whoever tells it.
    #[error("a notification of kind {kind} lacks {fact:?}")]
    Lacks {
        /// What was to be told.
        kind: Kind,
        /// What is missing.
        fact: Fact,
    },
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Notifications {
    /// Tells somebody something if this transaction commits; and orders its mail, where the kind has one. Told again under
    /// the same key it changes nothing. Returns whether it was new.
    ///
    /// # Errors
    /// [`TellError`].
    pub async fn tell(&self, tx: &Tx, notice: &Notice) -> Result<bool, TellError> {
        if let Some(fact) = notice.kind.lacks(&notice.facts) {
            return Err(TellError::Lacks {
                kind: notice.kind,
                fact,
            });
        }
        // The id carries the moment of the happening, by which a list is ordered.
        let id: Id<kind::Notification> = tx.new_id(notice.at);
        if !store::insert(tx, id, notice).await? {
            return Ok(false);
        }
        if notice.kind.is_mailed() {
            let now = tx.now().await?;
            let mail = tx.new_id(now);
            store::queue_mail(tx, mail, id, now).await?;
            tx.enqueue(post::send_job(mail)).await?;
        }
        Ok(true)
    }
}
