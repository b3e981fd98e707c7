use bytes::Bytes;
use db::PersonKey;
use kernel::{Caller, Forbidden, ProblemKind, policy};
use sha2::{Digest, Sha256};

use crate::{
    File, Files, ObjectsError,
    service::{key, place},
    store,
};

/// A file with its bytes.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub file: File,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Why a file is not shown.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address leads nowhere: not signed here, over, somebody else's, or the file is gone.
    #[error("there is no such file, or its address is no longer good")]
    NotFound,
    /// Nobody has signed in.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bytes are not what was stored.
    #[error("the bytes of the file {0} were changed where they are kept")]
    Changed(kernel::FileId),
    /// The object store.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl OpenError {
    /// What kind of trouble this is for a caller.
    pub fn problem(&self) -> ProblemKind {
        match self {
            OpenError::NotFound => ProblemKind::NotFound,
            OpenError::Forbidden(Forbidden::SignInFirst) => ProblemKind::Unauthenticated,
            OpenError::Forbidden(_) => ProblemKind::Forbidden,
            OpenError::Changed(_) => ProblemKind::Internal,
            OpenError::Objects(_) => ProblemKind::Unavailable,
            OpenError::Store(error) => error.problem(),
        }
    }
}

impl From<policy::Denied> for OpenError {
    fn from(denied: policy::Denied) -> Self {
        denied.or_missing(OpenError::NotFound)
    }
}

impl Files {
    /// Reads the file an address leads to (the part behind [`LINK_PATH`](crate::LINK_PATH)). An address is good for the
    /// person it was made for, for a few minutes, as long as they may read the file. That it was read is written down
    /// before it is, unless by its owner.
    ///
    /// # Errors
    /// [`OpenError`].
    #[tracing::instrument(name = "files.open", skip_all)]
    pub async fn open(&self, caller: &Caller, signed: &str) -> Result<Opened, OpenError> {
        let reader = caller.user_id()?;
        let link = self.signer.read(signed).ok_or(OpenError::NotFound)?;
        let now = self.db.clock().now();
        if link.reader != reader || now >= link.until {
            return Err(OpenError::NotFound);
        }
        // On the primary: a grant that was just taken back counts.
        let conn = self.db.primary();
        let row = store::by_ids(conn, &[link.file]).await?.pop();
        let row = row.ok_or(OpenError::NotFound)?;
        let owner = row.owner_id.into();
        let granted = row.state == "kept" && store::is_granted(conn, link.file, reader, now).await?;
        policy::can(caller, policy::Action::FileView { owner, granted })?;
        let person = self.vault.find_key(conn, owner).await?;
        let person = person.ok_or(OpenError::NotFound)?;
        let file = row.open(&person)?;

        if reader != owner {
            let tx = self.db.begin().await?;
            let now = tx.now().await?;
            store::note_access(&tx, file.id, reader, now).await?;
            tx.commit().await?;
        }
        let bytes = self.read(&person, &file).await?;
        Ok(Opened { file, bytes })
    }

    /// The bytes of a file, for whoever gathers what is kept about its owner. Who may have them the caller has made sure of.
    ///
    /// # Errors
    /// [`OpenError::NotFound`] if the owner's key was destroyed; [`OpenError::Changed`].
    pub async fn bytes_of(&self, file: &File) -> Result<Bytes, OpenError> {
        let person = self.vault.find_key(self.db.primary(), file.owner_id).await?;
        let person = person.ok_or(OpenError::NotFound)?;
        self.read(&person, file).await
    }

    async fn read(&self, person: &PersonKey, file: &File) -> Result<Bytes, OpenError> {
        let sealed = self.objects.get(&key(&file.sha256, file.id)).await?;
        let bytes = person.open(&place(&file.sha256, file.id), &sealed);
        let bytes = bytes.map_err(|_| OpenError::Changed(file.id))?;
        if hex::encode(Sha256::digest(&bytes)) != file.sha256 {
            return Err(OpenError::Changed(file.id));
        }
        Ok(bytes.into())
    }
}
