//! A small world to upload in.

use db::Vault;
use files::{File, Files, Objects, Parts, Settings, StageError, Upload};
use kernel::{Caller, Role};
use testkit::TestDb;

pub(crate) struct World<'a> {
    pub(crate) db: &'a TestDb,
    pub(crate) files: Files,
    pub(crate) objects: Objects,
    pub(crate) owner: Caller,
    pub(crate) reviewer: Caller,
}

/// A PDF of no page that says `text`.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.4\n% {text}\ntrailer<<>>\nstartxref\n9\n%%EOF\n").into_bytes()
}

impl<'a> World<'a> {
    pub(crate) async fn new(db: &'a TestDb) -> World<'a> {
        Self::keeping(db, Objects::in_memory(), Settings::default()).await
    }

    pub(crate) async fn keeping(db: &'a TestDb, objects: Objects, settings: Settings) -> World<'a> {
        let vault = Vault::new("a master key that only tests may have").unwrap();
        let files = Files::new(Parts {
            db: (**db).clone(),
            vault,
            objects: objects.clone(),
            settings,
        });
        World {
            db,
            files,
            objects,
            owner: user(db, &[Role::Investor]).await,
            reviewer: user(db, &[Role::Reviewer]).await,
        }
    }

    pub(crate) async fn send(&self, name: &str, bytes: Vec<u8>) -> Result<File, StageError> {
        let upload = Upload {
            name: name.to_owned(),
            bytes: bytes.into(),
        };
        self.files.stage(&self.owner, upload).await
    }

    /// Uses an upload for something of the owner's.
    pub(crate) async fn keep(&self, file: &File) -> Result<(), files::KeepError> {
        let tx = self.db.begin().await?;
        files::keep(&tx, file.owner_id, file.id, "case_1").await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn grant(&self, file: &File, to: &Caller) {
        let tx = self.db.begin().await.unwrap();
        files::grant(
            &tx,
            file.id,
            to.user_id().unwrap(),
            Some(kernel::held_until(self.db.clock().now())),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// Reads a file by an address made for whoever reads it.
    pub(crate) async fn read(&self, caller: &Caller, file: &File) -> Result<Vec<u8>, files::OpenError> {
        let link = self.files.link(caller, file.id).unwrap();
        let signed = link.strip_prefix(files::LINK_PATH).unwrap();
        Ok(self.files.open(caller, signed).await?.bytes.to_vec())
    }
}

pub(crate) use testkit::person as user;
