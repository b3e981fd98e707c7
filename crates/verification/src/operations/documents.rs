use db::Act;
use files::KeepError;
use kernel::{Caller, FileId, VerificationId, policy::Action};

use super::Verifications;
use crate::{Document, DocumentKind, Error, Result, State, Verification, Violation, ViolationCode, store};

/// The most documents of a round.
const MOST: usize = 10;

impl Verifications {
    /// Adds an upload to a round that is being written.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is no such upload of the caller's, or there are too many; [`Error::NotEditable`].
    #[tracing::instrument(name = "verification.attach", skip_all, fields(verification.id = %id))]
    pub async fn attach(
        &self,
        caller: &Caller,
        id: VerificationId,
        upload: FileId,
        kind: DocumentKind,
    ) -> Result<Verification> {
        let tx = self.db.begin().await?;
        let (before, key) = self
            .locked(&tx, caller, id, |person| Action::VerificationEdit { person })
            .await?;
        if before.state != State::Unsubmitted {
            return Err(Error::NotEditable);
        }
        let refused = |code| Error::Invalid(vec![Violation::new("upload_id", code).with("max", MOST)]);
        if store::documents(&*tx, id).await?.len() >= MOST {
            return Err(refused(ViolationCode::TooMany));
        }
        match files::keep(&tx, before.user_id, upload, id).await {
            Ok(_) => {}
            Err(KeepError::NotFound) => return Err(refused(ViolationCode::NoUpload)),
            Err(KeepError::Store(error)) => return Err(error.into()),
        }
        let document = Document {
            verification_id: id,
            file_id: upload,
            kind,
            attached_at: tx.now().await?,
        };
        store::attach(&tx, &document).await?;
        let after = Verification {
            version: before.version + 1,
            ..before
        };
        store::update(&tx, &key, &after).await?;
        let told = serde_json::json!({ "file": upload, "kind": kind });
        tx.record(caller, Act::new("verification.attach", id).after(told))
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Takes a document off a round that is being written; the file is removed.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is not there; [`Error::NotEditable`].
    #[tracing::instrument(name = "verification.detach", skip_all, fields(verification.id = %id))]
    pub async fn detach(&self, caller: &Caller, id: VerificationId, file: FileId) -> Result<Verification> {
        let tx = self.db.begin().await?;
        let (before, key) = self
            .locked(&tx, caller, id, |person| Action::VerificationEdit { person })
            .await?;
        if before.state != State::Unsubmitted {
            return Err(Error::NotEditable);
        }
        if !store::detach(&tx, id, file).await? {
            return Err(Error::NotFound);
        }
        files::discard(&tx, file).await?;
        let after = Verification {
            version: before.version + 1,
            ..before
        };
        store::update(&tx, &key, &after).await?;
        let told = serde_json::json!({ "file": file });
        tx.record(caller, Act::new("verification.detach", id).before(told))
            .await?;
        tx.commit().await?;
        Ok(after)
    }
}
