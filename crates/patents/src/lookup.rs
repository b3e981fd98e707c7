//! Numbers that somebody asks for and that are not kept here: they are looked up by a job, never while a page waits.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Job, JobError, JobResult, NewJob, Result};
use kernel::PatentId;
use serde::{Deserialize, Serialize};

use crate::{
    Patents,
    number::PatentNumber,
    register::Priority,
    store::{self, lookups::Stored},
};

/// How long what became of a number holds before registers are asked for it again; a job that could not ask has given up by
/// then.
const HOLDS: TimeDelta = TimeDelta::hours(1);

/// The job that asks the registers for a number.
pub const LOOK_UP_JOB: &str = "patents.look_up";

crate::words::words! {
    /// What became of a number that was asked for.
    pub enum LookupState {
        /// The registers are being asked.
        Pending = "pending",
        /// It is known.
        Found = "found",
        /// Every register that covers it was asked and holds nothing under it.
        NotFound = "not_found",
        /// A register that covers it could not be asked; it is asked again.
        Unavailable = "unavailable",
        /// No register that is set up covers it.
        NoRegister = "no_register",
    }
}

/// A number that was asked for, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// The number.
    pub number: PatentNumber,
    /// What became of it.
    pub state: LookupState,
    /// The right, once it is known.
    pub patent_id: Option<PatentId>,
    /// When the registers last answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// What went wrong, in the register's words.
    pub trouble: Option<String>,
}

impl Lookup {
    fn new(number: &PatentNumber, state: LookupState, patent_id: Option<PatentId>) -> Self {
        Self {
            number: number.clone(),
            state,
            patent_id,
            answered_at: None,
            trouble: None,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Payload {
    number: PatentNumber,
}

impl Patents {
    /// What is known of a number, without asking anybody.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn lookup(&self, number: &PatentNumber) -> Result<Lookup> {
        if let Some(id) = self.find(number).await? {
            return Ok(Lookup::new(number, LookupState::Found, Some(id)));
        }
        let kept = store::lookups::find(self.db.reader(), number).await?;
        Ok(kept.map_or_else(
            || Lookup::new(number, LookupState::NoRegister, None),
            |stored| stored.told(number),
        ))
    }

    /// Has a number looked up that is not kept here: at once where the register of invented rights knows it, else by a job.
    /// Asking again within an hour changes nothing: what became of the number is told.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn request_lookup(&self, number: &PatentNumber) -> Result<Lookup> {
        if let Some(id) = self.look_up(number).await? {
            return Ok(Lookup::new(number, LookupState::Found, Some(id)));
        }
        let state = if self.can_ask(number) {
            LookupState::Pending
        } else {
            LookupState::NoRegister
        };
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let is_new = store::lookups::request(&tx, number, state, now - HOLDS, now).await?;
        if is_new && state == LookupState::Pending {
            let payload = Payload {
                number: number.clone(),
            };
            tx.enqueue(NewJob::new(LOOK_UP_JOB, &payload)).await?;
        }
        tx.commit().await?;
        self.lookup(number).await
    }

    /// Asks the registers for the number of a job.
    ///
    /// # Errors
    /// Where a register could not be asked, so that the job is tried again; or if the database does not answer.
    pub async fn run_lookup_job(&self, job: &Job) -> JobResult {
        let Payload { number } = job.payload()?;
        let lookup = self.look_up_now(&number).await?;
        match lookup.state {
            LookupState::Unavailable => Err(JobError::Retry(
                lookup
                    .trouble
                    .unwrap_or_else(|| "a register gave no answer".to_owned()),
            )),
            _ => Ok(()),
        }
    }

    /// Asks the registers for a number and waits for them: for commands and jobs.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn look_up_now(&self, number: &PatentNumber) -> Result<Lookup> {
        if let Some(id) = self.look_up(number).await? {
            return self.settle(number, LookupState::Found, Some(id), None).await;
        }
        if !self.can_ask(number) {
            return self.settle(number, LookupState::NoRegister, None, None).await;
        }
        let asked = self.ask(std::slice::from_ref(number), Priority::Hot).await?;
        let found = store::rights::find(self.db.primary(), &[number.into()], None).await?;
        let trouble = asked
            .troubles
            .first()
            .map(|trouble| format!("{}: {}", trouble.source, trouble.why));
        let state = match (found, asked.is_complete()) {
            (Some(_), _) => LookupState::Found,
            (None, true) => LookupState::NotFound,
            (None, false) => LookupState::Unavailable,
        };
        if let Some(id) = found {
            self.keep_watch_after(id, &asked).await?;
        }
        self.settle(number, state, found, trouble).await
    }

    async fn settle(
        &self,
        number: &PatentNumber,
        state: LookupState,
        patent_id: Option<PatentId>,
        trouble: Option<String>,
    ) -> Result<Lookup> {
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let stored = Stored {
            state,
            patent_id,
            answered_at: Some(now),
            trouble,
        };
        store::lookups::settle(&tx, number, &stored, now).await?;
        tx.commit().await?;
        Ok(stored.told(number))
    }
}

impl Stored {
    fn told(self, number: &PatentNumber) -> Lookup {
        Lookup {
            number: number.clone(),
            state: self.state,
            patent_id: self.patent_id,
            answered_at: self.answered_at,
            trouble: self.trouble,
        }
    }
}
