//! What changed during a campaign: derived from what its parts keep, and kept nowhere else.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::{Caller, LocalizedText, PageRequest, PatentId};
use projects::Campaign;

use crate::App;

/// The most that is told.
const MOST: usize = 100;
/// Rows of the trail that are looked through.
const TRAIL: u64 = 1_000;

/// Something that happened in a campaign since its launch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignHappening {
    /// When; of a patent, when it was learned.
    pub at: DateTime<Utc>,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// It began to take pledges.
    Launched,
    /// A reward was added.
    RewardAdded {
        /// What it is called.
        title: LocalizedText,
    },
    /// Its deadline was moved on.
    DeadlineExtended {
        /// To when.
        until: DateTime<Utc>,
    },
    /// Its clock was stopped.
    Paused,
    /// Its clock went on.
    Resumed,
    /// The standing of a patent changed.
    PatentChanged {
        /// The right.
        patent: PatentId,
        /// What changed: a stored word.
        kind: String,
        /// Which of its kind; empty where there is one only.
        sub: String,
        /// Since when, where the register tells.
        on: Option<NaiveDate>,
    },
    /// Those who pledged are asked, or payouts wait, since the patents changed.
    ChangeOpened,
    /// A change of the patents was dealt with.
    ChangeClosed,
    /// The founder published an update.
    UpdatePublished {
        /// Its number.
        number: i32,
        /// What it is called.
        title: LocalizedText,
    },
    /// Its deadline was decided on.
    Closed {
        /// Whether the goal was reached.
        reached: bool,
    },
    /// Its founder ended it.
    Cancelled,
    /// The platform ended it.
    Suspended,
}

impl App {
    /// What happened in a campaign that the caller was shown since its launch, newest first, at most a hundred; nothing before.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn happenings_of(&self, campaign: &Campaign) -> db::Result<Vec<CampaignHappening>> {
        let Some(launched_at) = campaign.launched_at else {
            return Ok(Vec::new());
        };
        let mut found = vec![CampaignHappening {
            at: launched_at,
            what: Happening::Launched,
        }];
        found.extend(self.steps_of(campaign).await?);
        found.extend(self.rewards_added_to(campaign, launched_at).await?);
        found.extend(self.updates_told_of(campaign).await?);
        found.extend(self.patents_changed_under(campaign, launched_at).await?);
        found.extend(self.changes_dealt_with(campaign).await?);
        // What happened at one moment stays in the order of its cause.
        found.sort_by_key(|happening| std::cmp::Reverse(happening.at));
        found.truncate(MOST);
        Ok(found)
    }

    /// From the audit trail: what was done with the campaign as a whole.
    async fn steps_of(&self, campaign: &Campaign) -> db::Result<Vec<CampaignHappening>> {
        let trail = self.db().audit_of(&campaign.id.to_string(), TRAIL).await?;
        let what = |row: &db::AuditRecord| {
            Some(match row.action.as_str() {
                "campaign.pause" => Happening::Paused,
                "campaign.resume" => Happening::Resumed,
                "campaign.close_reached" => Happening::Closed { reached: true },
                "campaign.close_missed" => Happening::Closed { reached: false },
                "campaign.cancel" => Happening::Cancelled,
                "campaign.suspend" => Happening::Suspended,
                "campaign.extend_deadline" => Happening::DeadlineExtended {
                    until: deadline_of(row)?,
                },
                _ => return None,
            })
        };
        let found = trail.iter().filter_map(|row| {
            let what = what(row)?;
            Some(CampaignHappening { at: row.at, what })
        });
        Ok(found.collect())
    }

    /// A reward's id holds the moment it was made (RFC 9562, section 5.7).
    async fn rewards_added_to(
        &self,
        campaign: &Campaign,
        launched_at: DateTime<Utc>,
    ) -> db::Result<Vec<CampaignHappening>> {
        let rewards = self.projects.rewards_of(&[campaign.id]).await;
        let rewards = rewards.map_err(db::Error::corrupt)?;
        let found = rewards.into_iter().filter_map(|reward| {
            let at = made_at(reward.id.uuid())?;
            (at > launched_at).then_some(CampaignHappening {
                at,
                what: Happening::RewardAdded { title: reward.title },
            })
        });
        Ok(found.collect())
    }

    async fn updates_told_of(&self, campaign: &Campaign) -> db::Result<Vec<CampaignHappening>> {
        let newest = PageRequest::first(PageRequest::MAX);
        let told = self
            .projects
            .updates_of(&Caller::anonymous(), campaign, &newest)
            .await;
        let told = told.map_err(db::Error::corrupt)?;
        let found = told.items.into_iter().filter_map(|(_, read)| {
            let (number, at) = (read.update.number?, read.update.published_at?);
            Some(CampaignHappening {
                at,
                what: Happening::UpdatePublished {
                    number,
                    title: read.update.title,
                },
            })
        });
        Ok(found.collect())
    }

    async fn patents_changed_under(
        &self,
        campaign: &Campaign,
        launched_at: DateTime<Utc>,
    ) -> db::Result<Vec<CampaignHappening>> {
        let links = self.projects.patents_of(&[campaign.id]).await;
        let ids: Vec<_> = links
            .map_err(db::Error::corrupt)?
            .into_iter()
            .map(|link| link.patent_id)
            .collect();
        let changes = self
            .patents
            .changes_between(&ids, launched_at, campaign.ended_at, MOST)
            .await?;
        let found = changes.into_iter().map(|change| CampaignHappening {
            at: change.detected_at,
            what: Happening::PatentChanged {
                patent: change.patent_id,
                kind: change.kind,
                sub: change.sub,
                on: change.on,
            },
        });
        Ok(found.collect())
    }

    /// Changes that asked something of those who pledged, or held money back; what was only worth knowing is told of the patent.
    async fn changes_dealt_with(&self, campaign: &Campaign) -> db::Result<Vec<CampaignHappening>> {
        let changes = self.pledges.changes_of(campaign.id).await;
        let changes = changes.map_err(db::Error::corrupt)?;
        let asking = changes
            .into_iter()
            .filter(|change| change.scope != pledges::ChangeScope::Inform);
        let found = asking.flat_map(|change| {
            let opened = CampaignHappening {
                at: change.opened_at,
                what: Happening::ChangeOpened,
            };
            let closed = change.closed_at.map(|at| CampaignHappening {
                at,
                what: Happening::ChangeClosed,
            });
            std::iter::once(opened).chain(closed)
        });
        Ok(found.collect())
    }
}

/// The deadline that an act left; of a campaign whose clock stood still, the one it would have had if it had gone on then.
fn deadline_of(row: &db::AuditRecord) -> Option<DateTime<Utc>> {
    let after = row.after.as_ref()?;
    let moment =
        |field: &str| -> Option<DateTime<Utc>> { serde_json::from_value(after.get(field)?.clone()).ok()? };
    let stood = moment("paused_at").map_or(TimeDelta::zero(), |since| row.at - since);
    Some(moment("deadline_at")? + stood)
}

/// The moment in a UUIDv7, to the millisecond.
fn made_at(id: uuid::Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}
