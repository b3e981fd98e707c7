use std::sync::Arc;

use db::{Db, Vault};
use kernel::{Caller, FileId, UserId, policy};
use tokio::sync::Semaphore;

use crate::{Access, File, Objects, Settings, link::Signer, store};

/// How many uploads are looked at at once: each may take the memory of a whole picture.
const AT_ONCE: usize = 2;

/// What files are kept with.
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Whoever holds the master key.
    pub vault: Vault,
    /// Where the bytes are kept.
    pub objects: Objects,
    /// What the operator set.
    pub settings: Settings,
}

/// Files: uploaded, kept for those who need them, shown to whom they were granted. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    pub(crate) db: Db,
    pub(crate) vault: Vault,
    pub(crate) objects: Objects,
    pub(crate) settings: Settings,
    pub(crate) signer: Signer,
    pub(crate) seats: Arc<Semaphore>,
}

impl Files {
    /// The service over a database and an object store.
    pub fn new(parts: Parts) -> Self {
        Self {
            signer: Signer::new(parts.vault.derived("addresses of files")),
            db: parts.db,
            vault: parts.vault,
            objects: parts.objects,
            settings: parts.settings,
            seats: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// What the operator set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Files by their ids, in two statements, in any order. Who may know of them the caller has made sure of.
    ///
    /// # Errors
    /// If the database does not answer, or a name does not open.
    pub async fn by_ids(&self, ids: &[FileId]) -> db::Result<Vec<File>> {
        let conn = self.db.reader();
        let rows = store::by_ids(conn, ids).await?;
        let mut owners: Vec<UserId> = rows.iter().map(|row| row.owner_id.into()).collect();
        owners.sort_unstable();
        owners.dedup();
        let keys = self.vault.keys_of(conn, &owners).await?;
        // What was sealed with a key that was destroyed is gone.
        rows.into_iter()
            .filter_map(|row| keys.get(&row.owner_id.into()).map(|key| row.open(key)))
            .collect()
    }

    /// What a person uploaded and can still be read, the oldest first. Who may know of it the caller has made sure of.
    ///
    /// # Errors
    /// If the database does not answer, or a name does not open.
    pub async fn owned_by(&self, owner: UserId) -> db::Result<Vec<File>> {
        let conn = self.db.primary();
        let Some(key) = self.vault.find_key(conn, owner).await? else {
            return Ok(Vec::new());
        };
        let rows = store::of_owner(conn, owner).await?;
        let readable = rows
            .into_iter()
            .filter(|row| matches!(row.state.as_str(), "staged" | "kept"));
        readable.map(|row| row.open(&key)).collect()
    }

    /// Who opened these files, the newest first; at most a hundred times each are told. What somebody else's files are
    /// concerned is left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn accesses(&self, caller: &Caller, files: &[File]) -> db::Result<Vec<Access>> {
        let own = files.iter().filter(|file| {
            let view = policy::Action::FileView {
                owner: file.owner_id,
                granted: false,
            };
            policy::can(caller, view).is_ok()
        });
        let ids: Vec<_> = own.map(|file| file.id).collect();
        store::accesses(self.db.reader(), &ids).await
    }

    /// The address under which `caller` may read a file for a few minutes, below the site's. Whether they may is decided
    /// when it is opened.
    pub fn link(&self, caller: &Caller, file: FileId) -> Option<String> {
        let reader = caller.user_id().ok()?;
        let until = self.db.clock().now() + self.settings.link_for;
        Some(self.signer.link(file, reader, until))
    }
}

/// Where the bytes of a file stand: below the hash of what they are, each file for itself, so that removing one never
/// takes away another's.
pub(crate) fn key(sha256: &str, id: FileId) -> String {
    format!("{}/{sha256}/{id}", &sha256[..2])
}

/// The place for which a file's bytes are sealed.
pub(crate) fn place(sha256: &str, id: FileId) -> String {
    format!("files/{id}/{sha256}")
}
