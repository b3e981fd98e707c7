use kernel::{FileId, UserId};

use crate::{Files, ObjectsError, service::key, store};

/// Files removed in one go.
const BATCH: u64 = 100;

/// What went wrong while files were removed.
#[derive(Debug, thiserror::Error)]
pub enum PurgeError {
    /// The object store.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Files {
    /// Removes uploads that nobody used in time, and files that were given up. Each is marked first, so that it cannot be
    /// used any more, then its bytes go, then its row; interrupted anywhere, the next run goes on. Returns how many went.
    ///
    /// # Errors
    /// [`PurgeError`]; what was removed so far stays removed.
    #[tracing::instrument(name = "files.purge", skip_all)]
    pub async fn purge(&self) -> Result<u64, PurgeError> {
        let mut removed = 0;
        loop {
            let before = self.db.clock().now() - self.settings.staged_for;
            let rows = store::to_remove(self.db.primary(), before, BATCH).await?;
            if rows.is_empty() {
                return Ok(removed);
            }
            for row in rows {
                let id = FileId::from(row.id);
                if row.state != "leaving" {
                    let tx = self.db.begin().await?;
                    let marked = store::step(&tx, id, &row.state, "leaving").await?;
                    tx.commit().await?;
                    if !marked {
                        continue;
                    }
                }
                self.objects.remove(&key(&row.sha256, id)).await?;
                let tx = self.db.begin().await?;
                store::forget(&tx, id).await?;
                tx.commit().await?;
                removed += 1;
            }
        }
    }

    /// Removes the bytes of everything a person uploaded, whose key is destroyed. Rows that others rely on stay, with the
    /// hash of what was there; the others go with the next purge, if they were given up.
    ///
    /// # Errors
    /// [`PurgeError`]; what was removed so far stays removed.
    #[tracing::instrument(name = "files.shred", skip_all, fields(user.id = %owner))]
    pub async fn shred(&self, owner: UserId) -> Result<(), PurgeError> {
        for row in store::of_owner(self.db.primary(), owner).await? {
            let id = FileId::from(row.id);
            self.objects.remove(&key(&row.sha256, id)).await?;
            if row.state == "leaving" {
                let tx = self.db.begin().await?;
                store::forget(&tx, id).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}
