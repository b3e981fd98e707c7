//! Work done after commit, safe to run twice.

use std::time::Duration;

use chrono::TimeDelta;
use db::{Job, JobError, JobResult, NewJob, Runner};
use kernel::{CampaignId, PaymentAttemptId, PledgeId};
use payments::ProviderError;
use serde::{Deserialize, Serialize};

use crate::{EndReason, PayeeError, PledgeError, Pledges, Settlement};

/// Asks the provider for a set-up, if the one who placed the pledge could not.
pub const PREPARE_SETUP: &str = "pledge.prepare_setup";
/// Gives back what was kept for a pledge whose time is over.
pub const EXPIRE: &str = "pledge.expire";
/// Gives up, at the provider, tries at a card that no longer matter.
pub const CANCEL_STALE_SETUPS: &str = "pledge.cancel_stale_setups";
/// Releases all pledges of a campaign.
pub const RELEASE_ALL: &str = "pledge.release_all";
/// Writes down a try at collecting for each pledge of a campaign.
pub const PLAN: &str = "settlement.plan";
/// Charges one card.
pub const COLLECT: &str = "pledge.collect";
/// Gives up a charge that waits for the investor's bank.
pub const GIVE_UP_CHARGE: &str = "pledge.give_up_charge";
/// Takes every open settlement as far as it goes; to be run every few seconds.
pub const ADVANCE: &str = "settlement.advance";
/// Takes every material change as far as it goes; to be run every few seconds.
pub const ADVANCE_CHANGES: &str = "material_change.advance";
/// Asks the provider to give money back.
pub const REFUND: &str = "refund.send";
/// Asks the provider for a founder's account, if the one who opened it could not.
pub const PREPARE_PAYEE: &str = "payee.prepare";
/// Asks the provider to move the money of a payout.
pub const SEND_PAYOUT: &str = "payout.send";
/// Completes a campaign whose reserve was taken up by losses.
pub const COMPLETE: &str = "payout.complete";

/// Moves money of regulated campaigns to or from the third party that keeps it; to be run every few seconds.
pub const FOLLOW_ESCROWS: &str = "escrow.follow";
/// Asks the third party to release the money of a campaign that is paid out by hand.
pub const RELEASE_ESCROW: &str = "escrow.release";

/// Reads the provider's own list of events, and asks again for what waits too long.
pub const SWEEP: &str = "payments.sweep";

/// Compares what moved at the provider with the books.
pub const RECONCILE: &str = "payments.reconcile";

/// How often a provider that does not answer is asked: with back-off for about two days, longer than
/// it knows our keys.
pub(crate) const PATIENT: i32 = 60;
/// How often the provider's list is read.
const SWEEP_EVERY: Duration = Duration::from_secs(300);
/// How often the books are compared with the provider.
const RECONCILE_EVERY: Duration = Duration::from_secs(24 * 3_600);
/// How often open settlements are looked at.
const ADVANCE_EVERY: Duration = Duration::from_secs(5);
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

/// Orders the tries of a campaign to be written down; once for each version of its settlement, as it
/// may be planned again after a material change.
pub(crate) fn plan(settlement: &Settlement) -> NewJob {
    let Settlement {
        campaign_id, version, ..
    } = settlement;
    NewJob::new(PLAN, campaign_id)
        .key(format!("{PLAN}:{campaign_id}:{version}"))
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
        let pledges = self.clone();
        runner.on_job(PLAN, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.plan_collecting(job.payload()?).await) }
        });
        let pledges = self.clone();
        runner.on_slow_job(COLLECT, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.collect(job.payload::<PaymentAttemptId>()?).await) }
        });
        let pledges = self.clone();
        runner.on_slow_job(GIVE_UP_CHARGE, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.give_up_charge(job.payload()?).await) }
        });
        let pledges = self.clone();
        runner.on_slow_job(REFUND, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.send_refund(job.payload()?).await) }
        });
        let pledges = self.clone();
        runner.on_slow_job(SEND_PAYOUT, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.send_payout(job.payload()?).await) }
        });
        let pledges = self.clone();
        runner.on_job(COMPLETE, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.complete(job.payload()?).await) }
        });
        let pledges = self.clone();
        runner.on_slow_job(PREPARE_PAYEE, move |job: Job| {
            let pledges = pledges.clone();
            async move {
                match pledges.prepare_payee(job.payload()?).await {
                    // The founder was told, or will see it.
                    Ok(_) | Err(PayeeError::CountryUnsupported(_)) => Ok(()),
                    Err(other) => Err(other.into()),
                }
            }
        });
        let pledges = self.clone();
        runner.on_job(ADVANCE, move |_: Job| {
            let pledges = pledges.clone();
            async move { tick(pledges.advance_settlements().await) }
        });
        let pledges = self.clone();
        runner.on_job(ADVANCE_CHANGES, move |_: Job| {
            let pledges = pledges.clone();
            async move { tick(pledges.advance_changes().await) }
        });
        let pledges = self.clone();
        runner.on_slow_job(FOLLOW_ESCROWS, move |_: Job| {
            let pledges = pledges.clone();
            async move { tick(pledges.follow_escrows().await) }
        });
        let pledges = self.clone();
        runner.on_slow_job(RELEASE_ESCROW, move |job: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.release_by_hand(job.payload()?).await) }
        });
        let pledges = self.clone();
        runner.on_slow_job(SWEEP, move |_: Job| {
            let pledges = pledges.clone();
            async move {
                let read = pledges.read_events().await;
                tick(pledges.ask_again().await.and(read.map(|_| ())))
            }
        });
        let pledges = self.clone();
        runner.on_slow_job(RECONCILE, move |_: Job| {
            let pledges = pledges.clone();
            async move { result(pledges.reconcile().await) }
        });
        runner
            .every(RECONCILE_EVERY, RECONCILE)
            .every(ADVANCE_EVERY, ADVANCE)
            .every(ADVANCE_EVERY, ADVANCE_CHANGES)
            .every(ADVANCE_EVERY, FOLLOW_ESCROWS)
            .every(SWEEP_EVERY, SWEEP);
    }

    /// Works on the message a job of kind [`db::inbox::PROCESS_JOB`] names.
    ///
    /// # Errors
    /// If it should be tried again.
    pub async fn run_message_job(&self, job: &Job) -> JobResult {
        result(self.process_message(job.payload()?).await)
    }
}

/// Work that comes again by itself in a moment: a fault is told, and not tried again beside it, or jobs
/// would pile up while the provider is down.
fn tick(outcome: Result<(), PledgeError>) -> JobResult {
    if let Err(error) = outcome {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "work on money is tried again at its next turn"
        );
    }
    Ok(())
}

/// A fault that will not go away by itself is for a person; the rest is tried again.
fn result<T>(outcome: Result<T, PledgeError>) -> JobResult {
    match outcome {
        Ok(_) => Ok(()),
        Err(
            error @ (PledgeError::NotFound(_)
            | PledgeError::Unsure(_)
            | PledgeError::Provider(ProviderError::KeyReused)),
        ) => Err(JobError::Dead(error.to_string())),
        Err(other) => Err(other.into()),
    }
}
