//! What concerns all who pledged to a campaign: told batch by batch, each in one transaction with the order for the next.

use ::regimes::events::SheetPublished;
use chrono::{DateTime, Utc};
use db::{Job, JobError, JobResult, NewJob, Runner};
use kernel::{CampaignId, LocalizedText, Money, UserId};
use notifications::{Facts, Kind, Notice, Way};
use pledges::{ChangeScope, events::MaterialChangeNotified};
use projects::events::{
    CampaignClosed, CampaignClosingEarly, CampaignPaused, CampaignResumed, CampaignUpdatePublished,
};
use serde::{Deserialize, Serialize};

use super::{about, facts, founders::way_of, ip_claims, untold};
use crate::App;

/// Tells one batch of investors.
const TELL_INVESTORS: &str = "tell.investors";
/// Investors in one transaction.
const BATCH: usize = 200;

/// How far the telling has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Telling {
    campaign_id: CampaignId,
    /// What is told: the stored name of its kind.
    kind: String,
    /// The same for all who are told this, and for nothing else.
    key: String,
    total: Option<Money>,
    way: Option<Way>,
    #[serde(default)]
    heading: Option<LocalizedText>,
    #[serde(default)]
    number: Option<i32>,
    #[serde(default)]
    until: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
    /// The last investor who was told.
    after: Option<UserId>,
}

impl Telling {
    /// How a campaign ended.
    fn closed(event: &CampaignClosed) -> Self {
        let kind = if event.reached {
            Kind::CampaignReached
        } else {
            Kind::CampaignMissed
        };
        Self {
            campaign_id: event.campaign_id,
            kind: kind.to_string(),
            key: event.campaign_id.to_string(),
            total: Some(event.pledged),
            way: None,
            heading: None,
            number: None,
            until: None,
            at: event.closed_at,
            after: None,
        }
    }

    /// That the patents changed. Those who are asked to confirm are written to one by one.
    fn changed(event: &MaterialChangeNotified, now: DateTime<Utc>) -> Option<Self> {
        (event.scope != ChangeScope::Reconfirm).then(|| Self {
            campaign_id: event.campaign_id,
            kind: Kind::PatentsNoted.to_string(),
            key: event.change_id.to_string(),
            total: None,
            way: Some(way_of(event.scope)),
            heading: None,
            number: None,
            until: None,
            at: now,
            after: None,
        })
    }

    /// That the campaign stands still.
    fn paused(event: &CampaignPaused) -> Self {
        Self {
            campaign_id: event.campaign_id,
            kind: Kind::CampaignPaused.to_string(),
            key: ip_claims::key_of(event.campaign_id, event.at),
            total: None,
            way: Some(ip_claims::way_of(event.reason)),
            heading: None,
            number: None,
            until: None,
            at: event.at,
            after: None,
        }
    }

    /// That it goes on.
    fn resumed(event: &CampaignResumed) -> Self {
        Self {
            campaign_id: event.campaign_id,
            kind: Kind::CampaignResumed.to_string(),
            key: ip_claims::key_of(event.campaign_id, event.at),
            total: None,
            way: None,
            heading: None,
            number: None,
            until: Some(event.deadline_at),
            at: event.at,
            after: None,
        }
    }

    /// That the founder published an update.
    fn updated(event: &CampaignUpdatePublished) -> Self {
        Self {
            campaign_id: event.campaign_id,
            kind: Kind::CampaignUpdated.to_string(),
            key: event.update_id.to_string(),
            total: None,
            way: None,
            heading: Some(event.title.clone()),
            number: Some(event.number),
            until: None,
            at: event.at,
            after: None,
        }
    }

    /// That the campaign ends early.
    fn closing_early(event: &CampaignClosingEarly, now: DateTime<Utc>) -> Self {
        Self {
            campaign_id: event.campaign_id,
            kind: Kind::CampaignClosingEarly.to_string(),
            key: ip_claims::key_of(event.campaign_id, event.closes_at),
            total: None,
            way: None,
            heading: None,
            number: None,
            until: Some(event.closes_at),
            at: now,
            after: None,
        }
    }

    /// That there is another version of the key investment information sheet; the first is news to nobody who pledged.
    fn informed(event: &SheetPublished) -> Option<Self> {
        (event.version > 1).then(|| Self {
            campaign_id: event.campaign_id,
            kind: Kind::SheetChanged.to_string(),
            key: format!("{}:{}", event.campaign_id, event.version),
            total: None,
            way: None,
            heading: None,
            number: Some(event.version),
            until: None,
            at: event.published_at,
            after: None,
        })
    }

    /// The order for the next batch; given twice it is carried out once.
    fn order(&self) -> NewJob {
        let last = self.after.map(|user| user.to_string()).unwrap_or_default();
        let key = format!("{TELL_INVESTORS}:{}:{}:{last}", self.kind, self.key);
        NewJob::new(TELL_INVESTORS, self).key(key).max_attempts(100)
    }
}

impl App {
    pub(super) fn tell_crowd(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<CampaignClosed>("tell.investors_closed", move |job: Job| {
            let app = app.clone();
            async move { app.order_telling(Telling::closed(&job.payload()?)).await }
        });
        let app = self.clone();
        runner.on_event::<CampaignUpdatePublished>("tell.investors_updated", move |job: Job| {
            let app = app.clone();
            async move { app.order_telling(Telling::updated(&job.payload()?)).await }
        });
        let app = self.clone();
        runner.on_event::<MaterialChangeNotified>("tell.investors_changed", move |job: Job| {
            let app = app.clone();
            async move {
                match Telling::changed(&job.payload()?, app.now()) {
                    Some(telling) => app.order_telling(telling).await,
                    None => Ok(()),
                }
            }
        });
        let app = self.clone();
        runner.on_event::<CampaignPaused>("tell.investors_paused", move |job: Job| {
            let app = app.clone();
            async move { app.order_telling(Telling::paused(&job.payload()?)).await }
        });
        let app = self.clone();
        runner.on_event::<CampaignResumed>("tell.investors_resumed", move |job: Job| {
            let app = app.clone();
            async move { app.order_telling(Telling::resumed(&job.payload()?)).await }
        });
        let app = self.clone();
        runner.on_event::<CampaignClosingEarly>("tell.investors_closing_early", move |job: Job| {
            let app = app.clone();
            async move {
                app.order_telling(Telling::closing_early(&job.payload()?, app.now()))
                    .await
            }
        });
        let app = self.clone();
        runner.on_event::<SheetPublished>("tell.investors_informed", move |job: Job| {
            let app = app.clone();
            async move {
                match Telling::informed(&job.payload()?) {
                    Some(telling) => app.order_telling(telling).await,
                    None => Ok(()),
                }
            }
        });
        self.on(runner, TELL_INVESTORS, |app, job| async move {
            app.tell_batch(job.payload()?).await
        });
    }

    async fn order_telling(&self, telling: Telling) -> JobResult {
        let tx = self.db().begin().await?;
        tx.enqueue(telling.order()).await?;
        Ok(tx.commit().await?)
    }

    async fn tell_batch(&self, telling: Telling) -> JobResult {
        let campaign = self.campaign_told_of(telling.campaign_id).await?;
        let kind: Kind = telling
            .kind
            .parse()
            .map_err(|error: notifications::UnknownKind| JobError::Dead(error.to_string()))?;
        let investors = match kind {
            // Whoever is no longer a backer could not read it.
            Kind::CampaignUpdated => self.pledges.backers_of(campaign.id, telling.after, BATCH).await?,
            _ => {
                self.pledges
                    .investors_of(campaign.id, telling.after, BATCH)
                    .await?
            }
        };
        let facts = Facts {
            total: telling.total,
            way: telling.way,
            heading: telling.heading.clone(),
            number: telling.number,
            until: telling.until,
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
                key: format!("{kind}:{}", telling.key),
                at: telling.at,
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
