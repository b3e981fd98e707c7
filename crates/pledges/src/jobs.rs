//! Work done after commit, safe to run twice.

use chrono::TimeDelta;
use db::{Job, JobError, JobResult, NewJob, Runner};
use kernel::{CampaignId, PledgeId};
use payments::ProviderError;
use serde::{Deserialize, Serialize};

use crate::{EndReason, PledgeError, Pledges};

/// Asks the provider for a set-up, if the one who placed the pledge could not.
pub const PREPARE_SETUP: &str = "pledge.prepare_setup";
/// Gives back what was kept for a pledge whose time is over.
pub const EXPIRE: &str = "pledge.expire";
/// Gives up, at the provider, tries at a card that no longer matter.
pub const CANCEL_STALE_SETUPS: &str = "pledge.cancel_stale_setups";
/// Releases all pledges of a campaign.
pub const RELEASE_ALL: &str = "pledge.release_all";

/// How long the one who placed a pledge has to ask the provider before the job does.
pub(crate) const REPAIR_AFTER: TimeDelta = TimeDelta::seconds(15);

/// What [`RELEASE_ALL`] is to do.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct ReleaseAll {
    campaign_id: CampaignId,
    reason: EndReason,
}

/// Orders the release of all pledges of a campaign; once, however often it is ordered.
pub fn release_all(campaign_id: CampaignId, reason: EndReason) -> NewJob {
    let key = format!("{RELEASE_ALL}:{campaign_id}");
    NewJob::new(RELEASE_ALL, &ReleaseAll { campaign_id, reason })
        .key(key)
        .max_attempts(100)
}

impl Pledges {
    /// Tells a runner who does these jobs.
    pub fn register(&self, runner: &mut Runner) {
        let pledges = self.clone();
        runner.on_job(PREPARE_SETUP, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.prepare_setup(job.payload()?).await) }
        });
        let pledges = self.clone();
        runner.on_job(EXPIRE, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.expire(job.payload::<PledgeId>()?).await) }
        });
        let pledges = self.clone();
        runner.on_job(CANCEL_STALE_SETUPS, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.cancel_stale_setups(job.payload()?).await) }
        });
        let pledges = self.clone();
        runner.on_job(RELEASE_ALL, move |job: Job| {
            let pledges = pledges.clone();
            async move {
                let order: ReleaseAll = job.payload()?;
                result(pledges.release_all(order.campaign_id, order.reason).await)
            }
        });
    }

    /// Works on the message a job of kind [`db::inbox::PROCESS_JOB`] names.
    ///
    /// # Errors
    /// If it should be tried again.
    pub async fn run_message_job(&self, job: &Job) -> JobResult {
        result(self.process_message(job.payload()?).await)
    }
}

/// A fault that will not go away by itself is for a person; the rest is tried again.
fn result<T>(outcome: Result<T, PledgeError>) -> JobResult {
    match outcome {
        Ok(_) => Ok(()),
        Err(error @ (PledgeError::NotFound(_) | PledgeError::Provider(ProviderError::KeyReused))) => {
            Err(JobError::Dead(error.to_string()))
        }
        Err(other) => Err(other.into()),
    }
}
