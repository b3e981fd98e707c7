//! An export of everything about somebody: asked for, made by a job, fetched by a signed address, over after a week.

use std::{fmt, str::FromStr};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Act, Job, JobResult, NewJob, Runner};
use kernel::{
    Caller, ExportId, UserId,
    policy::{Action, can},
};
use sha2::{Digest, Sha256};

use crate::{Error, Privacy, events::ExportReady, gather::Gatherer, link::Link, store};

/// The kind of job that makes an export; its payload is the export's id.
pub const EXPORT_JOB: &str = "privacy.export";
/// Exports that are shown to their owner.
const SHOWN: u64 = 10;
/// Exports whose bytes are removed in one go.
const BATCH: u64 = 100;

/// How often an export waits for documents that cannot be read, before it is made without them.
const PATIENT: i32 = 5;

/// Where an export stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportState {
    /// It is being made.
    Waiting,
    /// It can be fetched.
    Ready,
    /// Its time is over; its bytes are gone.
    Over,
}

/// A word that names no state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no state")]
pub struct UnknownState(pub(crate) String);

impl ExportState {
    /// The state as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            ExportState::Waiting => "waiting",
            ExportState::Ready => "ready",
            ExportState::Over => "over",
        }
    }
}

impl fmt::Display for ExportState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ExportState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        let all = [ExportState::Waiting, ExportState::Ready, ExportState::Over];
        let found = all.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| UnknownState(text.to_owned()))
    }
}

/// An export of everything about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its id.
    pub id: ExportId,
    /// Whose.
    pub user_id: UserId,
    /// Where it stands.
    pub state: ExportState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When it was made.
    pub made_at: Option<DateTime<Utc>>,
    /// Until when it can be fetched.
    pub expires_at: Option<DateTime<Utc>>,
    /// How large it is, in bytes.
    pub byte_size: Option<u64>,
    /// The hash of its bytes: SHA-256 in hexadecimal.
    pub sha256: Option<String>,
}

/// An export with its bytes.
#[derive(Debug)]
pub struct ExportFile {
    /// What it is called.
    pub name: String,
    /// A ZIP file.
    pub bytes: Bytes,
}

/// Where the bytes of an export stand, and what they are sealed for.
fn place(id: ExportId) -> String {
    format!("exports/{id}")
}

impl Privacy {
    /// Tells a runner who makes exports and who erases.
    pub fn register(&self, runner: &mut Runner) {
        let privacy = self.clone();
        runner.on_slow_job(EXPORT_JOB, move |job: Job| {
            let privacy = privacy.clone();
            async move { privacy.make_export(job.payload()?, job.attempts > PATIENT).await }
        });
        self.register_erasures(runner);
    }

    /// Asks for an export of everything about the caller. It is made by a job, and its owner is told.
    ///
    /// # Errors
    /// [`Error::ExportUnderWay`]; [`Error::TooManyExports`]; [`Error::Forbidden`] unless the caller lately proved to be there.
    #[tracing::instrument(name = "privacy.ask_export", skip_all)]
    pub async fn ask_export(&self, caller: &Caller) -> Result<Export, Error> {
        let user_id = caller.user_id()?;
        can(caller, Action::AccountSecure { user: user_id })?;
        let tx = self.db.begin().await?;
        self.people
            .lock(&tx, user_id)
            .await?
            .ok_or(kernel::Forbidden::SignInFirst)?;
        let now = tx.now().await?;
        let newest = store::exports_of(&*tx, user_id, 1).await?.pop();
        if newest.is_some_and(|export| export.state == ExportState::Waiting) {
            return Err(Error::ExportUnderWay);
        }
        let limit = self.settings.exports_per_day;
        if store::count_exports(&tx, user_id, now - TimeDelta::hours(24)).await? >= limit {
            return Err(Error::TooManyExports { limit });
        }
        let export = Export {
            id: tx.new_id(now),
            user_id,
            state: ExportState::Waiting,
            asked_at: now,
            made_at: None,
            expires_at: None,
            byte_size: None,
            sha256: None,
        };
        store::insert_export(&tx, &export).await?;
        let job = NewJob::new(EXPORT_JOB, &export.id).key(format!("{EXPORT_JOB}:{}", export.id));
        tx.enqueue(job.max_attempts(50)).await?;
        let act = Act::new("account.export_ask", user_id).after(serde_json::json!({ "export": export.id }));
        tx.record(caller, act).await?;
        tx.commit().await?;
        Ok(export)
    }

    /// The caller's exports, the newest first, at most ten.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if nobody has signed in.
    pub async fn exports(&self, caller: &Caller) -> Result<Vec<Export>, Error> {
        let user = caller.user_id()?;
        can(caller, Action::AccountEdit { user })?;
        Ok(store::exports_of(self.db.primary(), user, SHOWN).await?)
    }

    /// The address under which the caller fetches an export for a few minutes, below the site's. Nothing unless it is ready,
    /// and the caller lately proved to be there.
    pub fn export_link(&self, caller: &Caller, export: &Export) -> Option<String> {
        let reader = caller.user_id().ok()?;
        can(caller, Action::AccountSecure { user: reader }).ok()?;
        let now = self.db.clock().now();
        let ends = export.expires_at.filter(|_| export.state == ExportState::Ready)?;
        if reader != export.user_id || now >= ends {
            return None;
        }
        let until = (now + self.settings.link_for).min(ends);
        let export = export.id;
        Some(self.signer.link(Link {
            export,
            reader,
            until,
        }))
    }

    /// Reads the export an address leads to (the part behind [`EXPORT_PATH`](crate::EXPORT_PATH)). That it was fetched is
    /// written down before it is.
    ///
    /// # Errors
    /// [`Error::NotFound`], whatever is wrong with the address; [`Error::Forbidden`] unless the caller lately proved to be
    /// there.
    #[tracing::instrument(name = "privacy.open_export", skip_all)]
    pub async fn open_export(&self, caller: &Caller, signed: &str) -> Result<ExportFile, Error> {
        let reader = caller.user_id()?;
        can(caller, Action::AccountSecure { user: reader })?;
        let link = self.signer.read(signed).ok_or(Error::NotFound)?;
        if link.reader != reader || self.db.clock().now() >= link.until {
            return Err(Error::NotFound);
        }
        let conn = self.db.primary();
        let export = store::find_export(conn, link.export).await?;
        let export = export.filter(|export| export.user_id == reader && export.state == ExportState::Ready);
        let export = export.ok_or(Error::NotFound)?;
        let key = self.vault.find_key(conn, reader).await?.ok_or(Error::NotFound)?;
        let sealed = self.objects.get(&place(export.id)).await?;
        let bytes = key.open(&place(export.id), &sealed).map_err(db::Error::from)?;

        let tx = self.db.begin().await?;
        let act = Act::new("account.export_fetch", reader).after(serde_json::json!({ "export": export.id }));
        tx.record(caller, act).await?;
        tx.commit().await?;
        let on = export.made_at.unwrap_or(export.asked_at).format("%Y-%m-%d");
        Ok(ExportFile {
            name: format!("farsight-{on}.zip"),
            bytes: bytes.into(),
        })
    }

    /// Everything about a person as a ZIP file, made at once: for the operator, who answers a request that came by letter.
    ///
    /// # Errors
    /// [`Error`].
    #[tracing::instrument(name = "privacy.export_of", skip_all, fields(user.id = %person))]
    pub async fn export_of(&self, caller: &Caller, person: UserId) -> Result<Vec<u8>, Error> {
        if !matches!(caller.who, kernel::Who::System(_)) {
            return Err(Error::NotFound);
        }
        let bytes = self.gatherer().archive(person, true).await?;
        let tx = self.db.begin().await?;
        tx.record(caller, Act::new("account.export", person)).await?;
        tx.commit().await?;
        Ok(bytes)
    }

    fn gatherer(&self) -> Gatherer<'_> {
        Gatherer {
            db: &self.db,
            vault: &self.vault,
            files: &self.files,
        }
    }

    /// Makes an export: gathered and stored while no transaction is open. Run twice it is made once. Its owner's key is taken
    /// before anything is gathered: of whoever is erased meanwhile nothing is left that opens.
    #[tracing::instrument(name = "privacy.make_export", skip_all, fields(export.id = %id))]
    async fn make_export(&self, id: ExportId, impatient: bool) -> JobResult {
        let found = store::find_export(self.db.primary(), id).await?;
        let Some(export) = found else {
            // It has gone with its owner; an attempt that broke off may have left bytes.
            self.objects.remove(&place(id)).await?;
            return Ok(());
        };
        if export.state != ExportState::Waiting {
            return Ok(());
        }
        let tx = self.db.begin().await?;
        let key = match self.vault.key_of(&tx, export.user_id).await {
            Ok(key) => key,
            // The export went with them; the next look finds no row.
            Err(db::Error::ActorErased) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        tx.commit().await?;
        let bytes = self.gatherer().archive(export.user_id, impatient).await?;
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let sealed = key.seal(self.db.ids().as_ref(), &place(id), &bytes)?;
        self.objects.put(&place(id), sealed.into()).await?;

        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let Some(export) = store::lock_export(&tx, id).await? else {
            drop(tx);
            self.objects.remove(&place(id)).await?;
            return Ok(());
        };
        match export.state {
            ExportState::Waiting => {}
            // Somebody else made it: what stands there is to be fetched.
            ExportState::Ready => return Ok(()),
            ExportState::Over => {
                drop(tx);
                self.objects.remove(&place(id)).await?;
                return Ok(());
            }
        }
        let expires_at = now + self.settings.export_kept;
        let made = Export {
            state: ExportState::Ready,
            made_at: Some(now),
            expires_at: Some(expires_at),
            byte_size: Some(bytes.len() as u64),
            sha256: Some(sha256),
            ..export
        };
        store::update_export(&tx, &made).await?;
        tx.publish(&ExportReady {
            export_id: id,
            user_id: made.user_id,
            expires_at,
            at: now,
        })
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes the bytes of exports whose time is over. Returns how many.
    ///
    /// # Errors
    /// [`Error`]; what was removed so far stays removed.
    pub async fn end_exports(&self) -> Result<u64, Error> {
        let mut ended = 0;
        loop {
            let now = self.db.clock().now();
            let batch = store::ended_exports(self.db.primary(), now, BATCH).await?;
            if batch.is_empty() {
                return Ok(ended);
            }
            for export in batch {
                self.objects.remove(&place(export.id)).await?;
                let tx = self.db.begin().await?;
                let over = Export {
                    state: ExportState::Over,
                    ..export
                };
                store::update_export(&tx, &over).await?;
                tx.commit().await?;
                ended += 1;
            }
        }
    }

    /// Removes the bytes of these exports: their owner is gone.
    pub(crate) async fn remove_bytes(&self, exports: &[ExportId]) -> Result<(), Error> {
        for id in exports {
            self.objects.remove(&place(*id)).await?;
        }
        Ok(())
    }
}
