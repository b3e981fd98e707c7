use bytes::Bytes;
use chrono::TimeDelta;
use kernel::{Caller, Forbidden, ProblemKind, policy::Action, policy::Denied, policy::can};
use sha2::{Digest, Sha256};

use crate::{
    File, Files, MediaType, ObjectsError,
    inspect::{Inspected, inspect},
    name::cleaned,
    service::{key, place},
    store,
};

/// A file as it arrived. Neither its name nor what it is said to be is believed.
#[derive(Clone)]
pub struct Upload {
    /// What its sender calls it.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Upload({} bytes)", self.bytes.len())
    }
}

/// Why an upload was not taken.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// There is nothing in it.
    #[error("the file is empty; choose another")]
    Empty,
    /// It is larger than allowed.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It is none of the kinds that are taken, whatever its name says.
    #[error("the file is no PDF, PNG, JPEG or WebP")]
    UnknownKind,
    /// It begins like a file of a kind, and is none that can be read.
    #[error("the file begins as {0} and cannot be read as that; save it anew and send it again")]
    Damaged(MediaType),
    /// The picture is larger than allowed.
    #[error("the picture has more than {limit} pixels; send a smaller one")]
    TooManyPixels {
        /// The most pixels.
        limit: u64,
    },
    /// Too many uploads of this person wait to be used, or were made in a day.
    #[error("{limit} uploads are the most; use those that wait, or try again tomorrow")]
    TooMany {
        /// The limit.
        limit: u64,
    },
    /// Nobody has signed in.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The object store.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl StageError {
    /// What kind of trouble this is for a caller.
    pub fn problem(&self) -> ProblemKind {
        match self {
            StageError::Empty
            | StageError::TooLarge { .. }
            | StageError::UnknownKind
            | StageError::Damaged(_)
            | StageError::TooManyPixels { .. } => ProblemKind::Invalid,
            StageError::TooMany { .. } => ProblemKind::RateLimited,
            StageError::Forbidden(Forbidden::SignInFirst) => ProblemKind::Unauthenticated,
            StageError::Forbidden(_) => ProblemKind::Forbidden,
            StageError::Objects(_) => ProblemKind::Unavailable,
            StageError::Store(error) => error.problem(),
        }
    }
}

impl From<Denied> for StageError {
    fn from(denied: Denied) -> Self {
        denied.or_missing(StageError::Forbidden(Forbidden::SignInFirst))
    }
}

impl Files {
    /// Takes an upload: looked at, sealed and stored, to be used within a day.
    ///
    /// The row is written before the bytes and told of after them, so that a crash between any two steps leaves something
    /// that [`Files::purge`] finds.
    ///
    /// # Errors
    /// [`StageError`].
    #[tracing::instrument(name = "files.stage", skip_all, fields(bytes = upload.bytes.len()))]
    pub async fn stage(&self, caller: &Caller, upload: Upload) -> Result<File, StageError> {
        can(caller, Action::FileStage)?;
        let owner_id = caller.user_id()?;
        let limits = &self.settings;
        if upload.bytes.len() > limits.max_bytes {
            return Err(StageError::TooLarge {
                limit: limits.max_bytes,
            });
        }
        let Inspected { media, bytes } = self.inspected(upload.bytes).await?;
        let sha256 = hex::encode(Sha256::digest(&bytes));

        let tx = self.db.begin().await?;
        tx.lock_name(&format!("files-of:{owner_id}")).await?;
        tx.refuse_erased(caller).await?;
        let now = tx.now().await?;
        let (staged, lately) = store::count(&tx, owner_id, now - TimeDelta::hours(24)).await?;
        for (count, limit) in [(staged, limits.max_staged), (lately, limits.max_per_day)] {
            if count >= limit {
                return Err(StageError::TooMany { limit });
            }
        }
        let file = File {
            id: tx.new_id(now),
            owner_id,
            name: cleaned(&upload.name, media),
            media,
            byte_size: bytes.len() as u64,
            sha256,
            subject: None,
            uploaded_at: now,
        };
        let person = self.vault.key_of(&tx, owner_id).await?;
        let ids = self.db.ids().as_ref();
        let name = person.seal(ids, &store::name_place(file.id), file.name.as_bytes())?;
        let sealed = person.seal(ids, &place(&file.sha256, file.id), &bytes)?;
        store::insert(&tx, &file, name).await?;
        tx.commit().await?;

        self.objects
            .put(&key(&file.sha256, file.id), sealed.into())
            .await?;
        let tx = self.db.begin().await?;
        store::step(&tx, file.id, "arriving", "staged").await?;
        tx.commit().await?;
        Ok(file)
    }

    async fn inspected(&self, bytes: Bytes) -> Result<Inspected, StageError> {
        // The semaphore is never closed.
        let _seat = self.seats.acquire().await.ok();
        let settings = self.settings.clone();
        let looked = tokio::task::spawn_blocking(move || inspect(bytes, &settings));
        looked.await.unwrap_or_else(|error| {
            // A fault of a decoder is the file's.
            tracing::error!(error = %error, "the inspection of an upload broke off");
            Err(StageError::UnknownKind)
        })
    }
}
