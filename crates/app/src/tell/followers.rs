//! What those are told who follow a campaign, its founder or a patent: batch by batch, as every crowd.

use chrono::{DateTime, Utc};
use db::{Event, Job, JobError, JobResult, NewJob, Runner};
use investors::Followee;
use kernel::{CampaignId, PatentId, UserId};
use notifications::{About, Facts, Kind, Notice};
use patents::{PatentStandingChanged, watch::Severity};
use pledges::events::{PledgeAdjusted, PledgeCommitted};
use projects::{
    Campaign, CampaignState,
    events::{CampaignEnding, CampaignLaunched, CampaignPaused, CampaignResumed, CampaignUpdatePublished},
};
use serde::{Deserialize, Serialize};

use super::{about, facts, ip_claims, untold};
use crate::App;

/// Tells one batch of followers.
const TELL_FOLLOWERS: &str = "tell.followers";
/// Followers in one transaction.
const BATCH: usize = 200;

/// How far the telling has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Telling {
    /// Whose followers: of a campaign and its founder, or of a patent.
    campaign_id: Option<CampaignId>,
    founder_id: Option<UserId>,
    patent_id: Option<PatentId>,
    /// What is told: the stored name of its kind.
    kind: String,
    facts: Facts,
    /// The same for all who are told this, and for nothing else.
    key: String,
    at: DateTime<Utc>,
    /// The last follower who was told.
    after: Option<UserId>,
}

impl Telling {
    fn of_campaign(campaign: &Campaign, kind: Kind, facts: Facts, key: String, at: DateTime<Utc>) -> Self {
        Self {
            campaign_id: Some(campaign.id),
            founder_id: None,
            patent_id: None,
            kind: kind.to_string(),
            facts,
            key,
            at,
            after: None,
        }
    }

    /// The order for the next batch; given twice it is carried out once.
    fn order(&self) -> NewJob {
        let last = self.after.map(|user| user.to_string()).unwrap_or_default();
        let key = format!("{TELL_FOLLOWERS}:{}:{}:{last}", self.kind, self.key);
        NewJob::new(TELL_FOLLOWERS, self).key(key).max_attempts(100)
    }

    fn followees(&self) -> Vec<Followee> {
        let campaign = self.campaign_id.map(Followee::Campaign);
        let founder = self.founder_id.map(Followee::Founder);
        let patent = self.patent_id.map(Followee::Patent);
        campaign.into_iter().chain(founder).chain(patent).collect()
    }
}

impl App {
    pub(super) fn tell_followers(&self, runner: &mut Runner) {
        self.telling_followers::<CampaignLaunched, _, _>(runner, "tell.followers_launched", Self::launched);
        self.telling_followers::<CampaignEnding, _, _>(runner, "tell.followers_ending", Self::ending);
        self.telling_followers::<PledgeCommitted, _, _>(runner, "tell.followers_reached", Self::reached);
        self.telling_followers::<PledgeAdjusted, _, _>(runner, "tell.followers_raised", Self::raised);
        self.telling_followers::<CampaignUpdatePublished, _, _>(
            runner,
            "tell.followers_updated",
            Self::updated,
        );
        self.telling_followers::<CampaignPaused, _, _>(runner, "tell.followers_paused", Self::paused);
        self.telling_followers::<CampaignResumed, _, _>(runner, "tell.followers_resumed", Self::resumed);
        self.telling_followers::<PatentStandingChanged, _, _>(
            runner,
            "tell.followers_patent",
            Self::standing_changed,
        );
        self.on(runner, TELL_FOLLOWERS, |app, job| async move {
            app.tell_follower_batch(job.payload()?).await
        });
    }

    fn telling_followers<E, F, Fut>(&self, runner: &mut Runner, name: &'static str, told: F)
    where
        E: Event,
        F: Fn(App, E) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = db::Result<Option<Telling>>> + Send + 'static,
    {
        let app = self.clone();
        runner.on_event::<E>(name, move |job: Job| {
            let app = app.clone();
            async move {
                let event: E = job.payload()?;
                let Some(telling) = told(app.clone(), event).await? else {
                    return Ok(());
                };
                let tx = app.db().begin().await?;
                tx.enqueue(telling.order()).await?;
                Ok(tx.commit().await?)
            }
        });
    }

    async fn launched(self, event: CampaignLaunched) -> db::Result<Option<Telling>> {
        let campaign = self.campaign_told_of(event.campaign_id).await?;
        let facts = Facts {
            goal: campaign.goal,
            until: Some(event.deadline_at),
            ..facts(&campaign)
        };
        let (kind, key) = (Kind::FollowedLaunched, campaign.id.to_string());
        let at = campaign.launched_at.unwrap_or_else(|| self.now());
        let telling = Telling::of_campaign(&campaign, kind, facts, key, at);
        Ok(Some(Telling {
            founder_id: Some(campaign.founder_id),
            ..telling
        }))
    }

    async fn ending(self, event: CampaignEnding) -> db::Result<Option<Telling>> {
        let campaign = self.campaign_told_of(event.campaign_id).await?;
        // Told late, it may be over, or its deadline moved: then there is another such event.
        if campaign.state != CampaignState::Live || campaign.deadline_at != Some(event.deadline_at) {
            return Ok(None);
        }
        let facts = Facts {
            total: Some(campaign.pledged),
            goal: campaign.goal,
            until: Some(event.deadline_at),
            ..facts(&campaign)
        };
        let key = format!("{}:{}", campaign.id, event.deadline_at.timestamp_micros());
        let kind = Kind::FollowedEnding;
        Ok(Some(Telling::of_campaign(
            &campaign,
            kind,
            facts,
            key,
            self.now(),
        )))
    }

    /// Told with the pledge by which the goal is reached, once for each campaign.
    async fn reached(self, event: PledgeCommitted) -> db::Result<Option<Telling>> {
        self.reached_by(event.campaign_id, event.at).await
    }

    /// The same by a pledge that was raised.
    async fn raised(self, event: PledgeAdjusted) -> db::Result<Option<Telling>> {
        self.reached_by(event.campaign_id, event.at).await
    }

    async fn reached_by(&self, campaign: CampaignId, at: DateTime<Utc>) -> db::Result<Option<Telling>> {
        let campaign = self.campaign_told_of(campaign).await?;
        let is_reached = campaign
            .goal
            .is_some_and(|goal| campaign.pledged.minor >= goal.minor);
        if !is_reached || campaign.state != CampaignState::Live {
            return Ok(None);
        }
        let facts = Facts {
            total: Some(campaign.pledged),
            until: campaign.deadline_at,
            ..facts(&campaign)
        };
        let (kind, key) = (Kind::FollowedReached, campaign.id.to_string());
        Ok(Some(Telling::of_campaign(&campaign, kind, facts, key, at)))
    }

    /// What is for backers is told to backers alone. Who is a backer and follows, too, is told once: the key is the same.
    async fn updated(self, event: CampaignUpdatePublished) -> db::Result<Option<Telling>> {
        if event.for_backers {
            return Ok(None);
        }
        let campaign = self.campaign_told_of(event.campaign_id).await?;
        let facts = Facts {
            heading: Some(event.title),
            number: Some(event.number),
            ..facts(&campaign)
        };
        let (kind, key) = (Kind::CampaignUpdated, event.update_id.to_string());
        Ok(Some(Telling::of_campaign(&campaign, kind, facts, key, event.at)))
    }

    /// Who is a backer and follows, too, is told once of a pause and of its end: the keys are the same.
    async fn paused(self, event: CampaignPaused) -> db::Result<Option<Telling>> {
        let campaign = self.campaign_told_of(event.campaign_id).await?;
        let facts = Facts {
            way: Some(ip_claims::way_of(event.reason)),
            ..facts(&campaign)
        };
        let (kind, key) = (
            Kind::CampaignPaused,
            ip_claims::key_of(event.campaign_id, event.at),
        );
        Ok(Some(Telling::of_campaign(&campaign, kind, facts, key, event.at)))
    }

    async fn resumed(self, event: CampaignResumed) -> db::Result<Option<Telling>> {
        let campaign = self.campaign_told_of(event.campaign_id).await?;
        let facts = Facts {
            until: Some(event.deadline_at),
            ..facts(&campaign)
        };
        let (kind, key) = (
            Kind::CampaignResumed,
            ip_claims::key_of(event.campaign_id, event.at),
        );
        Ok(Some(Telling::of_campaign(&campaign, kind, facts, key, event.at)))
    }

    /// The gravest change is told; the others stand on the patent's page.
    async fn standing_changed(self, event: PatentStandingChanged) -> db::Result<Option<Telling>> {
        let worth = event
            .changes
            .iter()
            .find(|change| change.severity != Severity::None);
        let Some(change) = worth.or(event.changes.first()) else {
            return Ok(None);
        };
        let Some(panel) = self.patents.panels(&[event.patent_id]).await?.pop() else {
            return Ok(None);
        };
        let facts = Facts {
            patent: Some(panel.number),
            change: Some(change.kind.as_str().to_owned()),
            ..Facts::default()
        };
        Ok(Some(Telling {
            campaign_id: None,
            founder_id: None,
            patent_id: Some(event.patent_id),
            kind: Kind::FollowedPatentChanged.to_string(),
            facts,
            key: format!("{}:{}", event.patent_id, event.assessment_id),
            at: event.at,
            after: None,
        }))
    }

    async fn tell_follower_batch(&self, telling: Telling) -> JobResult {
        let kind: Kind = telling
            .kind
            .parse()
            .map_err(|error: notifications::UnknownKind| JobError::Dead(error.to_string()))?;
        let about = match telling.campaign_id {
            Some(id) => {
                let campaign = self.campaign_told_of(id).await?;
                if campaign.regime.is_private() {
                    // Who follows its founder, say, is not thereby qualified to know of it.
                    return Ok(());
                }
                about(&campaign)
            }
            None => About {
                patent_id: telling.patent_id,
                ..About::default()
            },
        };
        let followees = telling.followees();
        let found = self.investors.followers_of(&followees, telling.after, BATCH);
        let followers = found.await?;
        let tx = self.db().begin().await?;
        let mut told = Vec::new();
        for follower in &followers {
            let notice = Notice {
                to: follower.user,
                kind,
                about,
                facts: Facts {
                    leave: Some(follower.secret.clone()),
                    ..telling.facts.clone()
                },
                key: format!("{kind}:{}", telling.key),
                at: telling.at,
            };
            if self.notifications.tell(&tx, &notice).await.map_err(untold)? {
                told.push(follower.user);
            }
        }
        if followers.len() == BATCH {
            let after = followers.last().map(|follower| follower.user);
            tx.enqueue(Telling { after, ..telling }.order()).await?;
        }
        tx.commit().await?;
        self.show(told).await;
        Ok(())
    }
}
