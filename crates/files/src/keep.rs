//! What other parts do with files, inside their own transactions.

use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{FileId, UserId};

use crate::{MediaType, store};

/// Why an upload cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// There is no such upload of this person, or it was used or removed.
    #[error("there is no such upload of yours that waits to be used; upload the file again")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

/// An upload that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub media: MediaType,
    /// The hash of its bytes as kept: SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Uses an upload: it belongs to `subject` from here on, and is no longer removed by itself. Returns what it is.
///
/// # Errors
/// [`KeepError::NotFound`] if it is not this person's, or does not wait.
pub async fn keep(tx: &Tx, owner: UserId, file: FileId, subject: impl ToString) -> Result<Kept, KeepError> {
    let row = store::lock(tx, file).await?;
    let row = row.filter(|row| UserId::from(row.owner_id) == owner && row.state == "staged");
    let row = row.ok_or(KeepError::NotFound)?;
    let now = tx.now().await?;
    store::set_kept(tx, file, &subject.to_string(), now).await?;
    Ok(Kept {
        media: row.media_type.parse()?,
        sha256: row.sha256,
    })
}

/// Gives up a file that was kept: nobody reads it any more, and it is removed.
///
/// # Errors
/// If the database does not answer.
pub async fn discard(tx: &Tx, file: FileId) -> db::Result<()> {
    store::set_leaving(tx, file).await
}

/// Lets somebody read a file, until the given moment where there is one: whoever works on the case it belongs to, for as
/// long as it is theirs. Granted again, the new end counts.
///
/// # Errors
/// If the database does not answer.
pub async fn grant(tx: &Tx, file: FileId, reader: UserId, until: Option<DateTime<Utc>>) -> db::Result<()> {
    let now = tx.now().await?;
    store::grant(tx, file, reader, now, until).await
}

/// Takes back every grant of a file: the case is over, or somebody else's.
///
/// # Errors
/// If the database does not answer.
pub async fn revoke(tx: &Tx, file: FileId) -> db::Result<()> {
    store::revoke_all(tx, file).await
}
