//! The watch over patents: who relies on them, and the jobs that ask the registers.

use std::{collections::HashMap, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Job, Runner};
use kernel::{CampaignId, PatentId};
use patents::{
    LOOK_UP_JOB, PatentRecorded, PatentStandingChanged, WatchLevelChanged, register::Priority, watch::Horizon,
};
use pledges::events::{CampaignSettled, PayoutRequested};
use projects::{
    Projects,
    events::{
        CampaignApproved, CampaignDeadlineExtended, CampaignLaunched, CampaignResumed, CampaignScheduled,
        CampaignSubmitted,
    },
};
use serde::{Deserialize, Serialize};

use crate::App;

/// Asks about every right whose check is due.
const CHECK_DUE: &str = "patents.check_due";
/// Asks about the rights of one campaign, whatever was asked before.
const CHECK_CAMPAIGN: &str = "patents.check_campaign";
/// How long before a scheduled launch: long enough to ask again where a register does not answer.
const BEFORE_LAUNCH: TimeDelta = TimeDelta::hours(2);
/// Rights asked about in one go.
const BATCH: u64 = 20;

/// Campaigns, as patents ask for them.
#[derive(Debug)]
pub(crate) struct CampaignsForPatents(pub(crate) Projects);

#[async_trait]
impl patents::Reliance for CampaignsForPatents {
    async fn horizons(&self, ids: &[PatentId]) -> db::Result<HashMap<PatentId, Horizon>> {
        let relying = self
            .0
            .relying_on(ids)
            .await
            .map_err(|error| db::Error::corrupt(error.to_string()))?;
        let mut horizons: HashMap<PatentId, Horizon> = HashMap::new();
        for reliance in relying {
            let horizon = horizons.entry(reliance.patent_id).or_default();
            let ends_on = reliance.deadline_at.map(|at| at.date_naive());
            horizon.live |= reliance.state.relies_on_patents();
            horizon.funding_ends_on = horizon.funding_ends_on.max(ends_on);
        }
        Ok(horizons)
    }
}

#[derive(Serialize, Deserialize)]
struct AboutCampaign {
    campaign_id: CampaignId,
}

impl App {
    /// Rights are watched as closely as campaigns need, and their registers asked when that is due.
    pub(crate) fn watch_patents(&self, runner: &mut Runner) {
        self.on_slow(runner, LOOK_UP_JOB, |app, job| async move {
            app.patents.run_lookup_job(&job).await
        });
        self.on_slow(runner, CHECK_DUE, |app, _| async move {
            app.patents.check_due(BATCH).await?;
            Ok(())
        });
        self.on_slow(runner, CHECK_CAMPAIGN, |app, job| async move {
            let about: AboutCampaign = job.payload()?;
            let links = app.projects.patents_of(&[about.campaign_id]).await?;
            for link in links {
                app.patents.refresh(link.patent_id, Priority::Hot).await?;
            }
            Ok(())
        });
        let app = self.clone();
        runner.on_event::<PatentRecorded>("watch.recorded", move |job: Job| {
            let app = app.clone();
            async move {
                let event: PatentRecorded = job.payload()?;
                app.patents.keep_watch(&[event.patent_id]).await?;
                Ok(())
            }
        });
        let app = self.clone();
        runner.on_event::<PatentStandingChanged>("watch.changed", move |job: Job| {
            let app = app.clone();
            async move {
                let event: PatentStandingChanged = job.payload()?;
                app.patents.keep_watch(&[event.patent_id]).await?;
                Ok(())
            }
        });
        // Days make signals come and go, though no register said anything.
        let app = self.clone();
        runner.on_event::<WatchLevelChanged>("projection.level", move |job: Job| {
            let app = app.clone();
            async move {
                let event: WatchLevelChanged = job.payload()?;
                app.projects.patents_changed(&[event.patent_id]).await?;
                Ok(())
            }
        });
        // Its deadline is set or moved: what falls due before it is news.
        let follow = |app: &App| {
            let app = app.clone();
            move |job: Job| {
                let app = app.clone();
                async move {
                    let about: AboutCampaign = job.payload()?;
                    app.projects.campaign_changed(about.campaign_id).await?;
                    Ok(())
                }
            }
        };
        runner.on_event::<CampaignLaunched>("projection.launched", follow(self));
        runner.on_event::<CampaignDeadlineExtended>("projection.extended", follow(self));
        runner.on_event::<CampaignResumed>("projection.resumed", follow(self));
        // The registers are asked before anybody relies on what they told last: at review, before the launch, before money goes
        // out. What has changed then opens a material change, which holds pledges and payouts.
        let check = |app: &App| {
            let app = app.clone();
            move |job: Job| {
                let app = app.clone();
                async move { Ok(app.check_rights_of(job.payload()?, None).await?) }
            }
        };
        runner.on_event::<CampaignSubmitted>("watch.submitted", check(self));
        runner.on_event::<CampaignApproved>("watch.approved", check(self));
        runner.on_event::<CampaignLaunched>("watch.launched", check(self));
        runner.on_event::<CampaignSettled>("watch.settled", check(self));
        runner.on_event::<PayoutRequested>("watch.payout", check(self));
        let app = self.clone();
        runner.on_event::<CampaignScheduled>("watch.scheduled", move |job: Job| {
            let app = app.clone();
            async move {
                let event: CampaignScheduled = job.payload()?;
                let about = AboutCampaign {
                    campaign_id: event.campaign_id,
                };
                Ok(app
                    .check_rights_of(about, Some(event.starts_at - BEFORE_LAUNCH))
                    .await?)
            }
        });
        runner.every(Duration::from_secs(60), CHECK_DUE);
    }

    /// Orders the registers of a campaign's rights to be asked: now, or at a moment to come.
    async fn check_rights_of(&self, about: AboutCampaign, at: Option<DateTime<Utc>>) -> db::Result<()> {
        let tx = self.db().begin().await?;
        let job = db::NewJob::new(CHECK_CAMPAIGN, &about);
        tx.enqueue(match at {
            Some(at) => job.run_at(at),
            None => job,
        })
        .await?;
        tx.commit().await
    }
}
