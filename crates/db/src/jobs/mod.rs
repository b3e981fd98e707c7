//! Work done after commit: claimed with a lease, retried with back-off, set aside when it keeps failing.

mod runner;
mod store;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

pub use runner::{JobHandler, Runner};
pub use store::{Backlog, DeadJob, JobCounts, backlog, counts, dead, dead_after, prune, replay};

/// Work to be done after commit.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub(crate) kind: String,
    pub(crate) payload: Value,
    pub(crate) run_at: Option<DateTime<Utc>>,
    pub(crate) dedupe_key: Option<String>,
    pub(crate) max_attempts: i32,
}

impl NewJob {
    /// A job to be run as soon as the transaction commits, ten times at most.
    pub fn new(kind: &str, payload: &impl Serialize) -> Self {
        Self::raw(kind, serde_json::to_value(payload).unwrap_or_default())
    }

    pub(crate) fn raw(kind: &str, payload: Value) -> Self {
        Self {
            kind: kind.to_owned(),
            payload,
            run_at: None,
            dedupe_key: None,
            max_attempts: 10,
        }
    }

    /// The same job, not before `at`.
    pub fn run_at(self, at: DateTime<Utc>) -> Self {
        Self {
            run_at: Some(at),
            ..self
        }
    }

    /// The same job, once only under this key: a second one is not enqueued.
    pub fn key(self, key: impl Into<String>) -> Self {
        Self {
            dedupe_key: Some(key.into()),
            ..self
        }
    }

    /// The same job, tried at most `attempts` times.
    pub fn max_attempts(self, attempts: i32) -> Self {
        Self {
            max_attempts: attempts.max(1),
            ..self
        }
    }
}

/// A claimed job.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// What it is to be done with.
    pub payload: Value,
    /// Which try this is, from 1.
    pub attempts: i32,
    /// After how many tries it is set aside.
    pub max_attempts: i32,
    /// Why the last try failed.
    pub last_error: Option<String>,
}

impl Job {
    /// The payload as the type it was made from.
    ///
    /// # Errors
    /// [`JobError::Dead`]: a payload that cannot be read will not be readable next time.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        serde_json::from_value(self.payload.clone())
            .map_err(|error| JobError::Dead(format!("the payload cannot be read: {error}")))
    }
}

/// Why a job did not finish.
#[derive(Debug)]
pub enum JobError {
    /// It may work another time.
    Retry(String),
    /// It will never work: set it aside for a person.
    Dead(String),
}

/// What a handler says of a job.
pub type JobResult = Result<(), JobError>;

impl<E: std::error::Error> From<E> for JobError {
    /// Any error is worth another try, with the whole chain of its causes kept.
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        JobError::Retry(text)
    }
}
