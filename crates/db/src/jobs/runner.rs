use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{Job, JobError, JobResult, NewJob, store};
use crate::{Db, Event, Result, outbox};

/// Does one kind of work. Must be safe to run twice.
#[async_trait]
pub trait JobHandler: Send + Sync {
    /// Does the work of one job.
    async fn run(&self, job: &Job) -> JobResult;
}

#[async_trait]
impl<F, Fut> JobHandler for F
where
    F: Fn(Job) -> Fut + Send + Sync,
    Fut: Future<Output = JobResult> + Send,
{
    async fn run(&self, job: &Job) -> JobResult {
        self(job.clone()).await
    }
}

/// Which jobs a loop takes: those that wait for somebody outside are taken apart, by whom they wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    /// Those that wait for nobody.
    Own,
    /// Those that wait for this one.
    WaitingFor(&'static str),
}

/// Whom jobs wait for that do not say.
const OTHERS: &str = "others";

struct Schedule {
    name: &'static str,
    kind: &'static str,
    every: Duration,
}

/// Claims due jobs and runs their handlers; turns events into jobs; ticks the schedule.
///
/// Any number of processes may run one: a job is claimed by one of them at a time, and a lease
/// returns it if that one dies.
pub struct Runner {
    db: Db,
    name: String,
    lease: Duration,
    concurrency: usize,
    handlers: BTreeMap<&'static str, Arc<dyn JobHandler>>,
    /// Kinds of jobs that wait for somebody outside, and for whom.
    waiting: BTreeMap<&'static str, &'static str>,
    subscriptions: BTreeMap<&'static str, Vec<&'static str>>,
    schedules: Vec<Schedule>,
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner")
            .field("name", &self.name)
            .field("kinds", &self.handlers.keys())
            .finish()
    }
}

impl Runner {
    /// A runner without handlers, with a name of its own.
    pub fn new(db: Db) -> Self {
        let name = db.ids().uuid(db.clock().now()).to_string();
        Self {
            db,
            name,
            lease: Duration::from_secs(60),
            concurrency: 4,
            handlers: BTreeMap::new(),
            waiting: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
            schedules: Vec::new(),
        }
    }

    /// Runs jobs of `kind` with `handler`.
    pub fn on_job(&mut self, kind: &'static str, handler: impl JobHandler + 'static) -> &mut Self {
        self.handlers.insert(kind, Arc::new(handler));
        self
    }

    /// Runs jobs of `kind` with `handler` apart from the others: it waits for somebody outside, and none of them shall wait
    /// for it.
    pub fn on_slow_job(&mut self, kind: &'static str, handler: impl JobHandler + 'static) -> &mut Self {
        self.on_job_waiting_for(OTHERS, kind, handler)
    }

    /// The same, apart also from those that wait for somebody else: when `whom` is away, only who waits for `whom` does.
    pub fn on_job_waiting_for(
        &mut self,
        whom: &'static str,
        kind: &'static str,
        handler: impl JobHandler + 'static,
    ) -> &mut Self {
        self.waiting.insert(kind, whom);
        self.on_job(kind, handler)
    }

    fn lanes(&self) -> Vec<Lane> {
        let whom: BTreeSet<_> = self.waiting.values().copied().collect();
        let apart = whom.into_iter().map(Lane::WaitingFor);
        std::iter::once(Lane::Own).chain(apart).collect()
    }

    /// Runs `handler`, under the job kind `name`, for every event `E`.
    pub fn on_event<E: Event>(
        &mut self,
        name: &'static str,
        handler: impl JobHandler + 'static,
    ) -> &mut Self {
        self.subscriptions.entry(E::KIND).or_default().push(name);
        self.on_job(name, handler)
    }

    /// Enqueues a job of `kind` at every multiple of `every`; one of all processes does.
    pub fn every(&mut self, every: Duration, kind: &'static str) -> &mut Self {
        self.schedules.push(Schedule {
            name: kind,
            kind,
            every,
        });
        self
    }

    /// Works until told to stop; then finishes what it holds and returns the rest.
    pub async fn run(&self, stop: CancellationToken) {
        let loops = self.lanes().into_iter().map(|lane| self.work(&stop, lane));
        futures_util::future::join_all(loops).await;
        if let Err(error) = store::release(&self.db, &self.name).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "jobs could not be handed back; their lease will"
            );
        }
    }

    async fn work(&self, stop: &CancellationToken, lane: Lane) {
        while !stop.is_cancelled() {
            let worked = match self.turn(lane).await {
                Ok(worked) => worked,
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "the job runner could not reach the database"
                    );
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    false
                }
            };
            if !worked {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.db.0.wake.notified() => {}
                    () = tokio::time::sleep(Duration::from_millis(500)) => {}
                }
            }
        }
    }

    /// Runs everything that is due, and what follows from it, until nothing is. For tests and
    /// commands that must see the end of it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn drain(&self) -> Result<()> {
        while self.turn_any().await? {}
        Ok(())
    }

    /// One round of the first lane that has any work; whether one had.
    async fn turn_any(&self) -> Result<bool> {
        for lane in self.lanes() {
            if self.turn(lane).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// One round: dispatch events, tick the schedule, claim and run jobs. Returns whether there was any work.
    async fn turn(&self, lane: Lane) -> Result<bool> {
        let mut dispatched = 0;
        if lane == Lane::Own {
            let subscribers = |kind: &str| self.subscriptions.get(kind).cloned().unwrap_or_default();
            dispatched = outbox::dispatch(&self.db, subscribers).await?;
            self.tick().await?;
        }
        let now = self.db.clock().now();
        let of_lane = |kind: &&'static str| match (lane, self.waiting.get(kind)) {
            (Lane::Own, whom) => whom.is_none(),
            (Lane::WaitingFor(lane), whom) => whom == Some(&lane),
        };
        let kinds: Vec<_> = self.handlers.keys().copied().filter(of_lane).collect();
        if kinds.is_empty() {
            return Ok(dispatched > 0);
        }
        let jobs = store::claim(
            &self.db,
            &self.name,
            now + self.lease(),
            now,
            &kinds,
            self.concurrency * 2,
        )
        .await?;
        let claimed = jobs.len();
        stream::iter(jobs)
            .for_each_concurrent(self.concurrency, |job| self.attempt(job))
            .await;
        Ok(dispatched + claimed > 0)
    }

    async fn tick(&self) -> Result<()> {
        #[derive(Serialize)]
        struct Tick {
            at: DateTime<Utc>,
        }
        let now = self.db.clock().now();
        for schedule in &self.schedules {
            let step = i64::try_from(schedule.every.as_secs().max(1)).unwrap_or(i64::MAX);
            let number = now.timestamp().div_euclid(step);
            let key = format!("tick:{}:{number}", schedule.name);
            if store::exists(&self.db, &key).await? {
                continue;
            }
            let tx = self.db.begin().await?;
            tx.enqueue(NewJob::new(schedule.kind, &Tick { at: now }).key(key))
                .await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn attempt(&self, job: Job) {
        let span =
            tracing::info_span!("job", job.kind = %job.kind, job.id = %job.id, job.attempt = job.attempts);
        let id = job.id;
        let outcome = self.run_with_heartbeat(&job).instrument(span.clone()).await;
        let recorded = match outcome {
            Ok(()) => store::finish(&self.db, id, &self.name).await,
            Err(error) => {
                let (dead, reason) = match error {
                    JobError::Retry(reason) => (job.attempts >= job.max_attempts, reason),
                    JobError::Dead(reason) => (true, reason),
                };
                span.in_scope(|| {
                    if dead {
                        tracing::error!(reason, "a job was set aside");
                    } else {
                        tracing::warn!(reason, "a job will be tried again");
                    }
                });
                let again = (!dead).then(|| self.db.clock().now() + back_off(&job));
                store::give_back(&self.db, id, &self.name, again, &reason).await
            }
        };
        if let Err(error) = recorded {
            // The lease runs out and the job is tried again: handlers are safe to run twice.
            tracing::error!(error = &error as &dyn std::error::Error, job.id = %id, "the end of a job could not be recorded");
        }
    }

    async fn run_with_heartbeat(&self, job: &Job) -> JobResult {
        let Some(handler) = self.handlers.get(job.kind.as_str()) else {
            return Err(JobError::Retry(format!("nothing handles {}", job.kind)));
        };
        let work = std::panic::AssertUnwindSafe(handler.run(job));
        let work = futures_util::FutureExt::catch_unwind(work);
        tokio::pin!(work);
        loop {
            tokio::select! {
                outcome = &mut work => {
                    return outcome.unwrap_or_else(|_| Err(JobError::Retry("the handler panicked".to_owned())));
                }
                () = tokio::time::sleep(self.lease / 3) => {
                    let until = self.db.clock().now() + self.lease();
                    if !store::extend(&self.db, job.id, &self.name, until).await? {
                        return Err(JobError::Retry("the lease was lost".to_owned()));
                    }
                }
            }
        }
    }

    fn lease(&self) -> TimeDelta {
        TimeDelta::from_std(self.lease).unwrap_or(TimeDelta::seconds(60))
    }
}

/// Seconds doubling with each try up to an hour, spread by a quarter so that jobs that failed
/// together do not return together.
fn back_off(job: &Job) -> TimeDelta {
    let exponent = u32::try_from(job.attempts.clamp(0, 12)).unwrap_or(12);
    let millis = (1_000i64 << exponent).min(3_600_000);
    let spread = i64::from(job.id.as_bytes()[15]) * millis / 1_024;
    TimeDelta::milliseconds(millis + spread)
}
