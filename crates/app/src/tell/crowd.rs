//! The end of a campaign, told to all who pledged to it: batch by batch, each in one transaction with the order for the next.

use chrono::{DateTime, Utc};
use db::{Job, JobResult, NewJob, Runner};
use kernel::{CampaignId, Money, UserId};
use notifications::{Facts, Kind, Notice};
use projects::events::CampaignClosed;
use serde::{Deserialize, Serialize};

use super::{about, facts, untold};
use crate::App;

/// Tells one batch of investors how their campaign ended.
const TELL_INVESTORS: &str = "tell.investors";
/// Investors in one transaction.
const BATCH: usize = 200;

/// How far the telling has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Telling {
    campaign_id: CampaignId,
    reached: bool,
    pledged: Money,
    closed_at: DateTime<Utc>,
    /// The last investor who was told.
    after: Option<UserId>,
}

impl Telling {
    /// The order for the next batch; given twice it is carried out once.
    fn order(&self) -> NewJob {
        let last = self.after.map(|user| user.to_string()).unwrap_or_default();
        let key = format!("{TELL_INVESTORS}:{}:{last}", self.campaign_id);
        NewJob::new(TELL_INVESTORS, self).key(key).max_attempts(100)
    }
}

impl App {
    pub(super) fn tell_crowd(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<CampaignClosed>("tell.investors_closed", move |job: Job| {
            let app = app.clone();
            async move {
                let CampaignClosed {
                    campaign_id,
                    reached,
                    pledged,
                    closed_at,
                } = job.payload()?;
                let tx = app.db().begin().await?;
                let telling = Telling {
                    campaign_id,
                    reached,
                    pledged,
                    closed_at,
                    after: None,
                };
                tx.enqueue(telling.order()).await?;
                Ok(tx.commit().await?)
            }
        });
        self.on(runner, TELL_INVESTORS, |app, job| async move {
            app.tell_batch(job.payload()?).await
        });
    }

    async fn tell_batch(&self, telling: Telling) -> JobResult {
        let campaign = self.campaign_told_of(telling.campaign_id).await?;
        let investors = self
            .pledges
            .investors_of(campaign.id, telling.after, BATCH)
            .await?;
        let kind = if telling.reached {
            Kind::CampaignReached
        } else {
            Kind::CampaignMissed
        };
        let facts = Facts {
            total: Some(telling.pledged),
            ..facts(&campaign)
        };
        let tx = self.db().begin().await?;
        let mut told = Vec::new();
        for investor in &investors {
            let notice = Notice {
                to: *investor,
                kind,
                about: about(&campaign),
                facts: facts.clone(),
                key: format!("{kind}:{}", campaign.id),
                at: telling.closed_at,
            };
            if self.notifications.tell(&tx, &notice).await.map_err(untold)? {
                told.push(*investor);
            }
        }
        if investors.len() == BATCH {
            let after = investors.last().copied();
            tx.enqueue(Telling { after, ..telling }.order()).await?;
        }
        tx.commit().await?;
        self.show(told).await;
        Ok(())
    }
}
