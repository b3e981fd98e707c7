//! Carrying an erasure out.

use chrono::TimeDelta;
use db::{Act, Job, JobError, JobResult, NewJob, Runner, Tx, sql};
use kernel::{Caller, ErasureId, ExportId, UserId};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::{
    Erasure, ErasureState, Error, Privacy,
    events::{ErasureHeld, PersonErased},
    map::{self, tables},
    statement::About,
    store,
};

/// The kind of job that erases an account; its payload is the erasure's id.
pub const ERASE_JOB: &str = "privacy.erase";

/// How long the last mail is tried before the account is erased without it.
const FAREWELL_FOR: TimeDelta = TimeDelta::days(3);
/// How often it is looked whether what stood in the way is gone.
const LOOK_AGAIN: TimeDelta = TimeDelta::days(1);

/// On whose behalf the job acts.
fn platform() -> Caller {
    Caller::system("privacy")
}

impl Privacy {
    pub(crate) fn register_erasures(&self, runner: &mut Runner) {
        let privacy = self.clone();
        runner.on_slow_job(ERASE_JOB, move |job: Job| {
            let privacy = privacy.clone();
            async move { privacy.erase(job.payload()?).await }
        });
    }

    /// Erases an account whose time has come: looks whether something stands in the way, writes to its owner for the last
    /// time while no transaction is open, then does the rest at once. Run twice it is done once; interrupted before the end
    /// it begins anew, and the mail goes out again as the same mail.
    #[tracing::instrument(name = "privacy.erase", skip_all, fields(erasure.id = %id))]
    async fn erase(&self, id: ErasureId) -> JobResult {
        let tx = self.db.begin().await?;
        let Some(erasure) = self.due(&tx, id).await? else {
            return Ok(());
        };
        let now = tx.now().await?;
        if self.is_held(&tx, &erasure).await? {
            tx.commit().await?;
            return Ok(());
        }
        tx.commit().await?;

        if erasure.told_at.is_none() {
            let message = erasure.id.to_string();
            match self.people.farewell(erasure.user_id, &message).await {
                Ok(()) => {}
                Err(reason) if now < erasure.due_at + FAREWELL_FOR => return Err(JobError::Retry(reason)),
                Err(_) => tracing::error!("the last mail was given up"),
            }
            let tx = self.db.begin().await?;
            if let Some(erasure) = self.due(&tx, id).await? {
                let told_at = Some(tx.now().await?);
                store::update_erasure(&tx, &Erasure { told_at, ..erasure }).await?;
            }
            tx.commit().await?;
        }

        let tx = self.db.begin().await?;
        let Some(erasure) = self.due(&tx, id).await? else {
            return Ok(());
        };
        // A pledge may have been placed while the mail went out.
        if self.is_held(&tx, &erasure).await? {
            tx.commit().await?;
            return Ok(());
        }
        let exports: Vec<ExportId> = store::exports_of(&*tx, erasure.user_id, 1_000)
            .await?
            .into_iter()
            .map(|export| export.id)
            .collect();
        self.erase_rows(&tx, erasure.user_id).await?;
        let now = tx.now().await?;
        let done = Erasure {
            state: ErasureState::Done,
            ended_at: Some(now),
            ..erasure
        };
        store::update_erasure(&tx, &done).await?;
        let act = Act::new("account.erase", done.user_id).after(json!({ "erasure": id }));
        tx.record(&platform(), act).await?;
        tx.publish(&PersonErased {
            user_id: done.user_id,
            exports,
            at: now,
        })
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// What of an erased person stands outside the rows: the bytes of exports and of uploads, and what the engine still
    /// keeps of deleted pages. Nobody could read the bytes any more, for their key is destroyed. Safe to run twice.
    ///
    /// # Errors
    /// [`Error`]; what was removed so far stays removed.
    pub async fn clear_away(&self, erased: &PersonErased) -> Result<(), Error> {
        self.remove_bytes(&erased.exports).await?;
        self.files.shred(erased.user_id).await?;
        self.forget_pages().await
    }

    /// The erasure, if it waits still; its owner locked.
    async fn due(&self, tx: &Tx, id: ErasureId) -> db::Result<Option<Erasure>> {
        let Some(found) = store::find_erasure(&**tx, id).await? else {
            return Ok(None);
        };
        // The person first, as wherever else both are locked.
        self.people.lock(tx, found.user_id).await?;
        let found = store::lock_erasure(tx, id).await?;
        Ok(found.filter(|found| found.state == ErasureState::Waiting))
    }

    /// Whether something stands in the way. Then it is looked again tomorrow, and its owner is told once; once more if the
    /// last mail went out before, for then it was wrong, and it will go out again.
    async fn is_held(&self, tx: &Tx, erasure: &Erasure) -> db::Result<bool> {
        let standing = self.parts_obligations(tx, erasure.user_id).await?;
        if standing.is_empty() {
            return Ok(false);
        }
        let now = tx.now().await?;
        if erasure.held_at.is_none() || erasure.told_at.is_some() {
            let held = Erasure {
                held_at: Some(now),
                told_at: None,
                ..erasure.clone()
            };
            store::update_erasure(tx, &held).await?;
            tx.publish(&ErasureHeld {
                erasure_id: erasure.id,
                user_id: erasure.user_id,
                at: now,
            })
            .await?;
        }
        let again = NewJob::new(ERASE_JOB, &erasure.id).run_at(now + LOOK_AGAIN);
        let key = format!("{ERASE_JOB}:{}:{}", erasure.id, now.timestamp());
        tx.enqueue(again.key(key).max_attempts(200)).await?;
        Ok(true)
    }

    /// Walks the map: deletes, overwrites, and destroys the person's key.
    async fn erase_rows(&self, tx: &Tx, person: UserId) -> Result<(), Error> {
        let locale = self.people.lock(tx, person).await?.unwrap_or_default();
        let (nobody, gone) = self.people.words(locale);
        let about = About { person, nobody, gone };
        for table in tables() {
            for concern in table.concerns {
                let statement = match concern.erasure {
                    map::Erasure::Delete => format!("DELETE FROM {} WHERE {}", table.name, concern.rows),
                    map::Erasure::Overwrite(what) => {
                        format!("UPDATE {} SET {what} WHERE {}", table.name, concern.rows)
                    }
                    map::Erasure::Keep(_) | map::Erasure::Elsewhere(_) => continue,
                };
                let statement = about.statement(&**tx, &statement);
                tx.execute_raw(statement).await.map_err(db::Error::from)?;
            }
        }
        self.vault.destroy_key(tx, person).await?;
        Ok(())
    }

    /// What SQLite still keeps of what was erased stands in its log until that is folded into the file; there deleted
    /// pages are overwritten (`secure_delete`). PostgreSQL has its own housekeeping (VACUUM), which is not ours to hurry.
    async fn forget_pages(&self) -> Result<(), Error> {
        if self.db.is_postgres() {
            return Ok(());
        }
        let fold = sql(self.db.primary(), "PRAGMA wal_checkpoint(TRUNCATE)", []);
        let row = self.db.primary().query_one_raw(fold).await;
        let row = row.map_err(db::Error::from)?;
        // Its answer says whether readers or a writer kept it from folding all: then it is tried again.
        let busy: i32 = row
            .map_or(Ok(0), |row| row.try_get("", "busy"))
            .map_err(db::Error::from)?;
        if busy != 0 {
            return Err(db::Error::Busy.into());
        }
        Ok(())
    }
}
