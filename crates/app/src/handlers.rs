//! Events to handlers, jobs to those who do them, and the schedule.

use std::{sync::Arc, time::Duration};

use db::{Job, JobError, JobResult, Runner, inbox};
use kernel::{Caller, CampaignId};
use patents::{PatentRecorded, PatentStandingChanged};
use payments::{Deliver, sandbox::DELIVER_JOB};
use pledges::{
    EndReason,
    events::{CampaignSettled, PledgeAdjusted, PledgeCancelled, PledgeCommitted, PledgeReleased},
};
use projects::events::{
    CampaignCancelled, CampaignClosed, CampaignLaunched, CampaignPaused, CampaignResumed, CampaignSuspended,
};
use serde::Deserialize;

use crate::App;

/// How long done jobs are kept.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3_600);
/// Campaigns decided on, and rights assessed, in one go.
const BATCH: u64 = 100;

const CLOSE: &str = "campaign.close_due";
const LAUNCH: &str = "campaign.launch_due";
const PUBLISH: &str = "campaign.publish_due";
const REMIND: &str = "campaign.remind_due";
const CLAIMS: &str = "ip_claims.uphold_silent";
const SEAL: &str = "audit.seal";
const PRUNE: &str = "jobs.prune";
const CALENDAR: &str = "patents.calendar";
const PURGE: &str = "files.purge";
const VERIFIED: &str = "verification.expire_due";
const SCREEN: &str = "verification.screen_again";

/// The part of an event that says which campaign it is about.
#[derive(Deserialize)]
struct AboutCampaign {
    campaign_id: CampaignId,
}

impl App {
    /// A runner for all background work, with the sandbox's messages handed to this process.
    pub fn runner(&self) -> Runner {
        self.runner_delivering(self.in_process_delivery())
    }

    /// A runner for all background work, with the sandbox's messages delivered by `via`.
    pub fn runner_delivering(&self, via: Arc<dyn Deliver>) -> Runner {
        let mut runner = Runner::new(self.db().clone());
        self.pledges.register(&mut runner);
        self.on(&mut runner, inbox::PROCESS_JOB, |app, job| async move {
            app.pledges.run_message_job(&job).await
        });
        self.on(&mut runner, DELIVER_JOB, move |app, job| {
            let via = Arc::clone(&via);
            async move { app.deliver(&job, via.as_ref()).await }
        });
        self.tell_totals(&mut runner);
        self.tell_people(&mut runner);
        self.follow_patents(&mut runner);
        self.watch_patents(&mut runner);
        self.take_up_changes(&mut runner);
        self.end_campaigns(&mut runner);
        self.keep_to_regimes(&mut runner);
        self.keep_privacy(&mut runner);
        self.keep_house(&mut runner);
        runner
    }

    /// Runs jobs of `kind` with a handler that is given the platform.
    pub(crate) fn on<F, Fut>(&self, runner: &mut Runner, kind: &'static str, handler: F)
    where
        F: Fn(App, Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = JobResult> + Send + 'static,
    {
        let app = self.clone();
        runner.on_job(kind, move |job: Job| handler(app.clone(), job));
    }

    /// The same for jobs that wait for somebody outside.
    pub(crate) fn on_slow<F, Fut>(&self, runner: &mut Runner, kind: &'static str, handler: F)
    where
        F: Fn(App, Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = JobResult> + Send + 'static,
    {
        let app = self.clone();
        runner.on_slow_job(kind, move |job: Job| handler(app.clone(), job));
    }

    /// Whoever looks at a campaign sees its total change.
    fn tell_totals(&self, runner: &mut Runner) {
        let handler = |app: &App| {
            let app = app.clone();
            move |job: Job| {
                let app = app.clone();
                async move {
                    let about: AboutCampaign = job.payload()?;
                    app.tell_funding(about.campaign_id).await;
                    Ok(())
                }
            }
        };
        runner.on_event::<PledgeCommitted>("totals.committed", handler(self));
        runner.on_event::<PledgeAdjusted>("totals.adjusted", handler(self));
        runner.on_event::<PledgeCancelled>("totals.cancelled", handler(self));
        runner.on_event::<PledgeReleased>("totals.released", handler(self));
        runner.on_event::<CampaignLaunched>("totals.launched", handler(self));
        runner.on_event::<CampaignSettled>("totals.settled", handler(self));
        runner.on_event::<CampaignPaused>("totals.paused", handler(self));
        runner.on_event::<CampaignResumed>("totals.resumed", handler(self));
    }

    /// What campaigns are filtered and sorted by follows the patents.
    fn follow_patents(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<PatentStandingChanged>("projection.changed", move |job: Job| {
            let app = app.clone();
            async move {
                let event: PatentStandingChanged = job.payload()?;
                app.projects.patents_changed(&[event.patent_id]).await?;
                Ok(())
            }
        });
        let app = self.clone();
        runner.on_event::<PatentRecorded>("projection.recorded", move |job: Job| {
            let app = app.clone();
            async move {
                let event: PatentRecorded = job.payload()?;
                app.projects.patents_changed(&[event.patent_id]).await?;
                Ok(())
            }
        });
    }

    /// When a campaign ends, its money is collected, or its pledges are released.
    fn end_campaigns(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<CampaignClosed>("pledges.closed", move |job: Job| {
            let app = app.clone();
            async move {
                let event: CampaignClosed = job.payload()?;
                if event.reached {
                    app.pledges
                        .begin_collecting(event.campaign_id, event.closed_at, event.pledged)
                        .await?;
                    return Ok(());
                }
                app.release(event.campaign_id, EndReason::CampaignFailed).await
            }
        });
        let app = self.clone();
        runner.on_event::<CampaignCancelled>("pledges.cancelled", move |job: Job| {
            let app = app.clone();
            async move {
                let event: CampaignCancelled = job.payload()?;
                if !event.launched {
                    // It took no pledges.
                    return Ok(());
                }
                app.release(event.campaign_id, EndReason::CampaignCancelled).await
            }
        });
        let app = self.clone();
        runner.on_event::<CampaignSuspended>("pledges.suspended", move |job: Job| {
            let app = app.clone();
            async move {
                let event: CampaignSuspended = job.payload()?;
                if !event.launched {
                    // It took no pledges.
                    return Ok(());
                }
                app.release(event.campaign_id, EndReason::CampaignCancelled).await
            }
        });
    }

    async fn release(&self, campaign: CampaignId, reason: EndReason) -> JobResult {
        let tx = self.db().begin().await?;
        tx.enqueue(pledges::jobs::release_all(campaign, reason)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deadlines, launches, the audit trail's seal, and old rows.
    fn keep_house(&self, runner: &mut Runner) {
        self.on(runner, CLOSE, |app, _| async move {
            app.projects
                .close_due(&Caller::system("closer"), BATCH)
                .await
                .map(|_| ())
                .map_err(retry)
        });
        self.on(runner, LAUNCH, |app, _| async move {
            app.projects
                .launch_due(&Caller::system("launcher"), BATCH)
                .await
                .map(|_| ())
                .map_err(retry)
        });
        self.on(runner, PUBLISH, |app, _| async move {
            app.projects
                .publish_due_updates(&Caller::system("publisher"), BATCH)
                .await
                .map(|_| ())
                .map_err(retry)
        });
        self.on(runner, REMIND, |app, _| async move {
            while app
                .projects
                .remind_due(&Caller::system("reminder"), BATCH)
                .await
                .map_err(retry)?
                > 0
            {}
            Ok(())
        });
        self.on(runner, CLAIMS, |app, _| async move {
            app.projects
                .uphold_silent(&Caller::system("claims"), BATCH)
                .await
                .map(|_| ())
                .map_err(retry)
        });
        self.on(runner, SEAL, |app, _| async move {
            while app.db().seal_audit(1_000).await? > 0 {}
            while ledger::Ledger::seal(app.db(), 1_000).await? > 0 {}
            Ok(())
        });
        self.on(runner, PRUNE, |app, _| async move {
            db::jobs::prune(app.db(), KEPT).await?;
            app.accounts.purge_sessions().await?;
            while app.accounts.expire_role_requests().await? > 0 {}
            Ok(())
        });
        self.on_slow(runner, PURGE, |app, _| async move {
            app.files.purge().await?;
            Ok(())
        });
        self.on(runner, VERIFIED, |app, _| async move {
            let platform = Caller::system("verification");
            app.verifications.expire_due(&platform).await?;
            Ok(())
        });
        self.on(runner, SCREEN, |app, _| async move {
            let platform = Caller::system("verification");
            app.verifications.screen_again(&platform).await?;
            Ok(())
        });
        // A term ends and a grace period passes without any register saying so.
        self.on(runner, CALENDAR, |app, _| async move {
            let mut after = None;
            while let (Some(last), _) = app.patents.reassess_after(after, BATCH).await? {
                after = Some(last);
            }
            // Signals come and go with the days, though the assessment stays the same.
            let mut after = None;
            loop {
                let ids = app.patents.ids_after(app.db().primary(), after, BATCH).await?;
                let Some(last) = ids.last() else { break };
                after = Some(*last);
                app.patents.keep_watch(&ids).await?;
            }
            app.projects
                .rebuild_projection(|_| ())
                .await
                .map(|_| ())
                .map_err(retry)
        });
        runner
            .every(Duration::from_secs(24 * 3_600), CALENDAR)
            .every(Duration::from_secs(5), CLOSE)
            .every(Duration::from_secs(5), LAUNCH)
            .every(Duration::from_secs(5), PUBLISH)
            .every(Duration::from_secs(300), REMIND)
            .every(Duration::from_secs(60), CLAIMS)
            .every(Duration::from_secs(2), SEAL)
            .every(Duration::from_secs(3_600), PURGE)
            .every(Duration::from_secs(60), VERIFIED)
            .every(Duration::from_secs(24 * 3_600), SCREEN)
            .every(Duration::from_secs(24 * 3_600), PRUNE)
            .every(Duration::from_secs(3_600), ::privacy::RETAIN_JOB);
    }
}

fn retry(error: projects::Error) -> JobError {
    JobError::from(error)
}
