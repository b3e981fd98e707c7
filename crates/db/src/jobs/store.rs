use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::kind;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Job, NewJob};
use crate::{Db, Result, Tx, sql};

impl Tx {
    /// Orders work to be done if and only if this transaction commits. Returns whether it was new.
    ///
    /// # Errors
    /// If the row cannot be written.
    pub async fn enqueue(&self, job: NewJob) -> Result<bool> {
        let now = self.db().clock().now();
        let insert = "INSERT INTO jobs (id, kind, payload, dedupe_key, run_at, max_attempts, created_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (dedupe_key) DO NOTHING";
        let values = [
            self.new_id::<kind::Job>(now).uuid().into(),
            job.kind.into(),
            job.payload.into(),
            job.dedupe_key.into(),
            job.run_at.unwrap_or(now).into(),
            job.max_attempts.into(),
            now.into(),
        ];
        let done = self.execute_raw(sql(&**self, insert, values)).await?;
        self.wake_after_commit();
        Ok(done.rows_affected() > 0)
    }
}

/// Claims up to `limit` due jobs of the named kinds for `owner` until `until`.
pub(super) async fn claim(
    db: &Db,
    owner: &str,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
    kinds: &[&str],
    limit: usize,
) -> Result<Vec<Job>> {
    let skip = if db.is_postgres() {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let list = (0..kinds.len())
        .map(|i| format!("${}", i + 4))
        .collect::<Vec<_>>()
        .join(", ");
    let claim = format!(
        "UPDATE jobs SET locked_until = $1, locked_by = $2, attempts = attempts + 1 WHERE id IN (
            SELECT id FROM jobs WHERE done_at IS NULL AND dead_at IS NULL AND run_at <= $3
              AND (locked_until IS NULL OR locked_until < $3) AND kind IN ({list})
            ORDER BY run_at, id LIMIT {limit}{skip})
         RETURNING id, kind, payload, attempts, max_attempts, last_error"
    );
    let mut values = vec![until.into(), owner.into(), now.into()];
    values.extend(kinds.iter().map(|kind| (*kind).into()));
    let conn = db.primary();
    let mut jobs = Job::find_by_statement(sql(conn, claim, values)).all(conn).await?;
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

pub(super) async fn extend(db: &Db, id: Uuid, owner: &str, until: DateTime<Utc>) -> Result<bool> {
    let update = "UPDATE jobs SET locked_until = $1 WHERE id = $2 AND locked_by = $3 AND done_at IS NULL";
    let conn = db.primary();
    let done = conn
        .execute_raw(sql(conn, update, [until.into(), id.into(), owner.into()]))
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn finish(db: &Db, id: Uuid, owner: &str) -> Result<()> {
    let update = "UPDATE jobs SET done_at = $1, locked_until = NULL, last_error = NULL WHERE id = $2 AND locked_by = $3";
    let conn = db.primary();
    conn.execute_raw(sql(
        conn,
        update,
        [db.clock().now().into(), id.into(), owner.into()],
    ))
    .await?;
    Ok(())
}

/// Gives a job back after a failed try: due again at `run_at`, or set aside if there is none.
pub(super) async fn give_back(
    db: &Db,
    id: Uuid,
    owner: &str,
    run_at: Option<DateTime<Utc>>,
    reason: &str,
) -> Result<()> {
    let now = db.clock().now();
    let reason: String = reason.chars().take(2_000).collect();
    let dead = run_at.is_none().then_some(now);
    let update =
        "UPDATE jobs SET locked_until = NULL, run_at = COALESCE($1, run_at), dead_at = $2, last_error = $3
                  WHERE id = $4 AND locked_by = $5";
    let conn = db.primary();
    let values = [run_at.into(), dead.into(), reason.into(), id.into(), owner.into()];
    conn.execute_raw(sql(conn, update, values)).await?;
    Ok(())
}

/// Returns jobs that `owner` holds but will not get to, as when it shuts down.
pub(super) async fn release(db: &Db, owner: &str) -> Result<u64> {
    let update = "UPDATE jobs SET locked_until = NULL, attempts = attempts - 1
                  WHERE locked_by = $1 AND locked_until IS NOT NULL AND done_at IS NULL AND dead_at IS NULL";
    let conn = db.primary();
    Ok(conn
        .execute_raw(sql(conn, update, [owner.into()]))
        .await?
        .rows_affected())
}

/// How much work waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Backlog {
    /// Due and not done.
    pub due: i64,
    /// Set aside.
    pub dead: i64,
}

/// How much work waits and how much was set aside.
///
/// # Errors
/// If the database does not answer.
pub async fn backlog(db: &Db) -> Result<Backlog> {
    let select = "SELECT
        (SELECT count(*) FROM jobs WHERE done_at IS NULL AND dead_at IS NULL AND run_at <= $1) AS due,
        (SELECT count(*) FROM jobs WHERE dead_at IS NOT NULL) AS dead";
    let conn = db.reader();
    let found = Backlog::find_by_statement(sql(conn, select, [db.clock().now().into()]))
        .one(conn)
        .await?;
    Ok(found.unwrap_or(Backlog { due: 0, dead: 0 }))
}

/// Work by where it stands.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct JobCounts {
    /// Not due yet, or to be tried again later.
    pub later: i64,
    /// Due, and held by nobody.
    pub due: i64,
    /// Held by a worker.
    pub running: i64,
    /// Set aside.
    pub dead: i64,
    /// Since when the longest waiting of the due ones is due.
    pub oldest_due_at: Option<DateTime<Utc>>,
}

/// Counts the work that is not done, by where it stands.
///
/// # Errors
/// If the database does not answer.
pub async fn counts(db: &Db) -> Result<JobCounts> {
    const OPEN: &str = "FROM jobs WHERE done_at IS NULL AND dead_at IS NULL";
    const FREE: &str = "(locked_until IS NULL OR locked_until < $1)";
    let select = format!(
        "SELECT (SELECT count(*) {OPEN} AND {FREE} AND run_at > $1) AS later,
            (SELECT count(*) {OPEN} AND {FREE} AND run_at <= $1) AS due,
            (SELECT count(*) {OPEN} AND locked_until >= $1) AS running,
            (SELECT count(*) FROM jobs WHERE dead_at IS NOT NULL) AS dead,
            (SELECT min(run_at) {OPEN} AND {FREE} AND run_at <= $1) AS oldest_due_at"
    );
    let conn = db.reader();
    let found = JobCounts::find_by_statement(sql(conn, select, [db.clock().now().into()]))
        .one(conn)
        .await?;
    found.ok_or_else(|| crate::Error::corrupt("jobs were not counted"))
}

/// A job that was set aside. What it was to be done with stays in the database.
#[derive(Debug, Clone, FromQueryResult)]
pub struct DeadJob {
    /// Its id.
    pub id: Uuid,
    /// What was to be done.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
    /// When it was set aside.
    pub dead_at: DateTime<Utc>,
}

/// Jobs that were set aside, newest first, from one that was set aside at a time on.
///
/// # Errors
/// If the database does not answer.
pub async fn dead_after(db: &Db, after: Option<(DateTime<Utc>, Uuid)>, limit: u32) -> Result<Vec<DeadJob>> {
    let mut values: Vec<sea_orm::Value> = Vec::new();
    let mut from = "";
    if let Some((at, id)) = after {
        values.extend([at.into(), id.into()]);
        from = "AND (dead_at < $1 OR (dead_at = $1 AND id < $2))";
    }
    let select = format!(
        "SELECT id, kind, attempts, last_error, created_at, dead_at FROM jobs
         WHERE dead_at IS NOT NULL {from} ORDER BY dead_at DESC, id DESC LIMIT {limit}"
    );
    let conn = db.reader();
    Ok(DeadJob::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

/// Jobs that were set aside, newest first.
///
/// # Errors
/// If the database does not answer.
pub async fn dead(db: &Db, limit: u64) -> Result<Vec<Job>> {
    let select = format!(
        "SELECT id, kind, payload, attempts, max_attempts, last_error FROM jobs
         WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT {limit}"
    );
    let conn = db.reader();
    Ok(Job::find_by_statement(sql(conn, select, [])).all(conn).await?)
}

/// Makes a job that was set aside due again. Returns whether there was one.
///
/// # Errors
/// If the database does not answer.
pub async fn replay(tx: &Tx, id: Uuid) -> Result<bool> {
    let update =
        "UPDATE jobs SET dead_at = NULL, attempts = 0, run_at = $1 WHERE id = $2 AND dead_at IS NOT NULL";
    let done = tx
        .execute_raw(sql(&**tx, update, [tx.db().clock().now().into(), id.into()]))
        .await?;
    tx.wake_after_commit();
    Ok(done.rows_affected() > 0)
}

/// Deletes done jobs and dispatched events older than `age`. Returns how many rows went.
///
/// # Errors
/// If the database does not answer.
pub async fn prune(db: &Db, age: Duration) -> Result<u64> {
    let before = db.clock().now() - TimeDelta::from_std(age).unwrap_or(TimeDelta::days(30));
    let conn = db.primary();
    let mut gone = 0;
    for delete in [
        "DELETE FROM jobs WHERE done_at < $1",
        "DELETE FROM outbox WHERE dispatched_at < $1",
    ] {
        gone += conn
            .execute_raw(sql(conn, delete, [before.into()]))
            .await?
            .rows_affected();
    }
    Ok(gone)
}

pub(super) async fn exists(db: &Db, key: &str) -> Result<bool> {
    let conn = db.primary();
    let select = sql(
        conn,
        "SELECT 1 AS found FROM jobs WHERE dedupe_key = $1",
        [key.into()],
    );
    Ok(conn.query_one_raw(select).await?.is_some())
}
