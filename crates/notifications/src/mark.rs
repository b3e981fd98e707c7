//! Marking what one was told as read.

use kernel::{Caller, Forbidden, NotificationId};

use crate::{Notifications, store};

/// How many are marked by name at once.
const AT_ONCE: usize = 100;

/// Which of one's notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// These, a hundred at most.
    These(Vec<NotificationId>),
    /// All there are at this moment.
    All,
}

/// Why nothing was marked.
#[derive(Debug, thiserror::Error)]
pub enum MarkReadError {
    /// One of them is not there, or not the caller's.
    #[error("there is no such notification of yours")]
    NotFound,
    /// More than a hundred were named.
    #[error("name at most a hundred notifications, or mark all")]
    TooMany,
    /// Nobody has signed in.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Notifications {
    /// Marks the caller's notifications as read. Those that were read keep their moment. Returns how many were new to it.
    ///
    /// # Errors
    /// [`MarkReadError`]; then none is marked.
    #[tracing::instrument(name = "notifications.mark_read", skip_all)]
    pub async fn mark_read(&self, caller: &Caller, which: Which) -> Result<u64, MarkReadError> {
        let user = caller.user_id()?;
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let marked = match which {
            Which::All => store::mark_all(&tx, user, now).await?,
            Which::These(mut ids) => {
                ids.sort();
                ids.dedup();
                if ids.len() > AT_ONCE {
                    return Err(MarkReadError::TooMany);
                }
                if store::count_own(&tx, user, &ids).await? != ids.len() {
                    return Err(MarkReadError::NotFound);
                }
                store::mark(&tx, user, &ids, now).await?
            }
        };
        tx.commit().await?;
        Ok(marked)
    }
}
