//! Files somebody uploaded.

use std::collections::HashMap;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::FileId;

use super::{
    super::{context::Resolving, ids::opaque},
    project::{PublicProfile, profile},
};

/// A file somebody uploaded.
#[derive(Clone)]
pub struct StoredFile {
    file: files::File,
    accesses: Vec<files::Access>,
}

/// A time at which somebody else than its owner opened a file.
#[derive(SimpleObject)]
pub struct FileAccess {
    /// When.
    at: DateTime<Utc>,
    /// Who.
    reader: PublicProfile,
}

impl StoredFile {
    /// A file, and who opened it as far as the caller may know.
    pub(in super::super) fn new(file: files::File, accesses: Vec<files::Access>) -> Self {
        Self { file, accesses }
    }

    /// A file by its id; nothing where there is none.
    pub(in super::super) async fn find(ctx: &Context<'_>, id: Option<FileId>) -> Result<Option<Self>> {
        match id {
            Some(id) => ctx.loaders()?.one(id).await,
            None => Ok(None),
        }
    }

    /// These files, each under its id: in the statements one of them costs.
    pub(super) async fn load(ctx: &Context<'_>, ids: &[FileId]) -> Result<HashMap<FileId, StoredFile>> {
        ctx.loaders()?.many(ids.to_vec()).await
    }
}

/// A file somebody uploaded.
#[Object]
impl StoredFile {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.file.id)
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.file.name
    }

    /// What it is: `application/pdf`, `image/png`, `image/jpeg` or `image/webp`.
    async fn media_type(&self) -> &str {
        self.file.media.as_str()
    }

    /// Whether it is a picture, which a page may show; everything else is to be saved.
    async fn is_image(&self) -> bool {
        self.file.media.is_image()
    }

    /// Its size in bytes.
    async fn byte_size(&self) -> i32 {
        i32::try_from(self.file.byte_size).unwrap_or(i32::MAX)
    }

    /// When it was uploaded.
    async fn uploaded_at(&self) -> DateTime<Utc> {
        self.file.uploaded_at
    }

    /// Where the caller reads it, below the site's address: for the signed-in caller alone, and for five minutes. Whether
    /// they may is decided when it is opened. Null for whoever has not signed in.
    async fn path(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(ctx.app()?.files.link(ctx.caller()?, self.file.id))
    }

    /// Who else opened it, the newest first. Told to its owner alone, empty for all others.
    async fn accesses(&self, ctx: &Context<'_>) -> Result<Vec<FileAccess>> {
        let mut told = Vec::new();
        for access in &self.accesses {
            told.push(FileAccess {
                at: access.at,
                reader: profile(ctx, access.user_id).await?,
            });
        }
        Ok(told)
    }
}
