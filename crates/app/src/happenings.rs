//! What changed during a campaign: derived from what its parts keep, and kept nowhere else.

use std::{cmp::Reverse, collections::HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use db::Before;
use kernel::{CampaignId, Cursor, LocalizedText, Page, PageRequest, PatentId};
use patents::ChangeSpan;
use projects::Campaign;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::App;

/// What the trail tells of a campaign as a whole.
const STEPS: [&str; 7] = [
    "campaign.pause",
    "campaign.resume",
    "campaign.close_reached",
    "campaign.close_missed",
    "campaign.cancel",
    "campaign.suspend",
    "campaign.extend_deadline",
];

/// Something that happened in a campaign since its launch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignHappening {
    /// When; of a patent, when it was learned.
    pub at: DateTime<Utc>,
    /// What.
    pub what: Happening,
    id: Uuid,
}

/// A campaign's course so far, as far as what happened in it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Course {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// When it was launched.
    pub launched_at: DateTime<Utc>,
    /// When it ended, if it did.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Course {
    /// Of a campaign; nothing before its launch.
    pub fn of(campaign: &Campaign) -> Option<Self> {
        Some(Self {
            campaign_id: campaign.id,
            launched_at: campaign.launched_at?,
            ended_at: campaign.ended_at,
        })
    }
}

/// Where something that happened stands among the rest: newest first; at one moment the cause before what it caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Place(Reverse<DateTime<Utc>>, u8, Reverse<Uuid>);

impl Place {
    /// What comes after this place of the happenings of one rank.
    fn before(self, rank: u8) -> Before {
        let id = match rank.cmp(&self.1) {
            std::cmp::Ordering::Less => Uuid::nil(),
            std::cmp::Ordering::Equal => self.2.0,
            std::cmp::Ordering::Greater => Uuid::max(),
        };
        Before { at: self.0.0, id }
    }
}

/// Why what happened is not told.
#[derive(Debug, thiserror::Error)]
pub enum ListHappeningsError {
    /// The cursor is not of this list.
    #[error(transparent)]
    Cursor(#[from] kernel::CursorError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
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

impl Happening {
    /// At one moment the lower comes first in the list.
    fn rank(&self) -> u8 {
        match self {
            Self::Launched => 0,
            Self::Paused
            | Self::Resumed
            | Self::DeadlineExtended { .. }
            | Self::Closed { .. }
            | Self::Cancelled
            | Self::Suspended => STEP,
            Self::RewardAdded { .. } => 2,
            Self::UpdatePublished { .. } => UPDATE,
            Self::PatentChanged { .. } => PATENT,
            Self::ChangeOpened => 5,
            Self::ChangeClosed => 6,
        }
    }
}

/// The ranks of those kinds of which the database gives only what comes after a place.
const STEP: u8 = 1;
const UPDATE: u8 = 3;
const PATENT: u8 = 4;

impl CampaignHappening {
    fn place(&self) -> Place {
        Place(Reverse(self.at), self.what.rank(), Reverse(self.id))
    }
}

impl App {
    /// What happened in a campaign that the caller was shown since its launch, newest first, with its number; nothing before.
    /// Of the changes of its patents that were dealt with only the newest fifty are told.
    ///
    /// # Errors
    /// [`ListHappeningsError`] if the cursor is of another list.
    pub async fn happenings_of(
        &self,
        course: &Course,
        page: &PageRequest,
    ) -> Result<Page<CampaignHappening>, ListHappeningsError> {
        let scope = ("happenings", course.campaign_id);
        let after: Option<Place> = page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let found = self.happened(&[*course], after, page.first).await?;
        Ok(found.into_values().next().unwrap_or_else(|| none(page.first)))
    }

    /// The first page of what happened in each of these campaigns, which the caller was shown: in a fixed number of statements.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn newest_happenings_of(
        &self,
        courses: &[Course],
        first: u32,
    ) -> db::Result<HashMap<CampaignId, Page<CampaignHappening>>> {
        self.happened(courses, None, first).await
    }

    async fn happened(
        &self,
        courses: &[Course],
        after: Option<Place>,
        first: u32,
    ) -> db::Result<HashMap<CampaignId, Page<CampaignHappening>>> {
        let most = first as usize + 1;
        let ids: Vec<_> = courses.iter().map(|course| course.campaign_id).collect();
        let mut told = Told::default();
        for course in courses {
            told.add(
                course.campaign_id,
                course.launched_at,
                course.campaign_id.uuid(),
                Happening::Launched,
            );
            told.count(course.campaign_id, 1);
        }
        self.tell_steps(&mut told, &ids, after, most).await?;
        self.tell_rewards(&mut told, courses, &ids).await?;
        self.tell_updates(&mut told, &ids, after, most).await?;
        self.tell_patents(&mut told, courses, after, most).await?;
        self.tell_changes(&mut told, &ids).await?;
        Ok(ids
            .into_iter()
            .map(|id| (id, told.page(id, after, first)))
            .collect())
    }

    /// What was learned of the patents of these campaigns from the beginning of each course on, the newest `most` of each; in
    /// the order of the courses.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn patent_changes_of(
        &self,
        courses: &[Course],
        most: usize,
    ) -> db::Result<Vec<Vec<CampaignHappening>>> {
        let spans = self.spans(courses).await?;
        let mut found = vec![Vec::new(); courses.len()];
        for (place, change) in self.patents.changes_in(&spans, None, most).await? {
            if let Some(list) = found.get_mut(place) {
                list.push(CampaignHappening {
                    at: change.detected_at,
                    id: change.id,
                    what: learned(change),
                });
            }
        }
        Ok(found)
    }

    /// The rights of each campaign, and the time in which what was learned of them counts.
    async fn spans(&self, courses: &[Course]) -> db::Result<Vec<ChangeSpan>> {
        let mut ids: Vec<_> = courses.iter().map(|course| course.campaign_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut rights: HashMap<CampaignId, Vec<PatentId>> = HashMap::new();
        let links = self.projects.patents_of(&ids).await;
        for link in links.map_err(db::Error::corrupt)? {
            rights.entry(link.campaign_id).or_default().push(link.patent_id);
        }
        let span = |course: &Course| ChangeSpan {
            patents: rights.get(&course.campaign_id).cloned().unwrap_or_default(),
            after: course.launched_at,
            until: course.ended_at,
        };
        Ok(courses.iter().map(span).collect())
    }

    /// From the audit trail: what was done with the campaign as a whole.
    async fn tell_steps(
        &self,
        told: &mut Told,
        ids: &[CampaignId],
        after: Option<Place>,
        most: usize,
    ) -> db::Result<()> {
        let campaigns: HashMap<_, _> = ids.iter().map(|id| (id.to_string(), *id)).collect();
        let subjects: Vec<_> = campaigns.keys().cloned().collect();
        let before = after.map(|place| place.before(STEP));
        let trail = self
            .db()
            .newest_audit_of(&subjects, &STEPS, before.as_ref(), most)
            .await?;
        for row in trail {
            let what = match row.action.as_str() {
                "campaign.pause" => Happening::Paused,
                "campaign.resume" => Happening::Resumed,
                "campaign.close_reached" => Happening::Closed { reached: true },
                "campaign.close_missed" => Happening::Closed { reached: false },
                "campaign.cancel" => Happening::Cancelled,
                "campaign.suspend" => Happening::Suspended,
                _ => Happening::DeadlineExtended {
                    until: deadline_of(&row)?,
                },
            };
            if let Some(campaign) = campaigns.get(&row.subject) {
                told.add(*campaign, row.at, row.id, what);
            }
        }
        for (subject, count) in self.db().count_audit_of(&subjects, &STEPS).await? {
            if let Some(campaign) = campaigns.get(&subject) {
                told.count(*campaign, count);
            }
        }
        Ok(())
    }

    /// A reward's id holds the moment it was made (RFC 9562, section 5.7).
    async fn tell_rewards(&self, told: &mut Told, courses: &[Course], ids: &[CampaignId]) -> db::Result<()> {
        let launched: HashMap<_, _> = courses
            .iter()
            .map(|course| (course.campaign_id, course.launched_at))
            .collect();
        let rewards = self.projects.rewards_of(ids).await;
        let rewards = rewards.map_err(db::Error::corrupt)?.into_iter();
        for reward in rewards.filter(projects::Reward::is_reward) {
            let (id, campaign) = (reward.id.uuid(), reward.campaign_id);
            let added = made_at(id).filter(|at| launched.get(&campaign).is_some_and(|since| at > since));
            if let Some(at) = added {
                told.add(campaign, at, id, Happening::RewardAdded { title: reward.title });
                told.count(campaign, 1);
            }
        }
        Ok(())
    }

    async fn tell_updates(
        &self,
        told: &mut Told,
        ids: &[CampaignId],
        after: Option<Place>,
        most: usize,
    ) -> db::Result<()> {
        let before = after.map(|place| place.before(UPDATE));
        let updates = self.projects.updates_told(ids, before.as_ref(), most).await;
        for update in updates.map_err(db::Error::corrupt)? {
            if let (Some(number), Some(at)) = (update.number, update.published_at) {
                let what = Happening::UpdatePublished {
                    number,
                    title: update.title,
                };
                told.add(update.campaign_id, at, update.id.uuid(), what);
            }
        }
        let counts = self.projects.update_counts(ids).await;
        for (campaign, count) in counts.map_err(db::Error::corrupt)? {
            told.count(campaign, count);
        }
        Ok(())
    }

    async fn tell_patents(
        &self,
        told: &mut Told,
        courses: &[Course],
        after: Option<Place>,
        most: usize,
    ) -> db::Result<()> {
        let spans = self.spans(courses).await?;
        let before = after.map(|place| place.before(PATENT));
        for (place, change) in self.patents.changes_in(&spans, before.as_ref(), most).await? {
            if let Some(course) = courses.get(place) {
                let (at, id) = (change.detected_at, change.id);
                told.add(course.campaign_id, at, id, learned(change));
            }
        }
        let counts = self.patents.count_changes_in(&spans).await?;
        for (course, count) in courses.iter().zip(counts) {
            told.count(course.campaign_id, count);
        }
        Ok(())
    }

    /// Changes that asked something of those who pledged, or held money back; what was only worth knowing is told of the patent.
    async fn tell_changes(&self, told: &mut Told, ids: &[CampaignId]) -> db::Result<()> {
        for change in self.pledges.changes_of(ids).await? {
            if change.scope == pledges::ChangeScope::Inform {
                continue;
            }
            let (campaign, id) = (change.campaign_id, change.id.uuid());
            told.add(campaign, change.opened_at, id, Happening::ChangeOpened);
            told.count(campaign, 1);
            if let Some(at) = change.closed_at {
                told.add(campaign, at, id, Happening::ChangeClosed);
                told.count(campaign, 1);
            }
        }
        Ok(())
    }
}

/// What was found of each campaign so far, and how much there is of it.
#[derive(Default)]
struct Told {
    found: HashMap<CampaignId, Vec<CampaignHappening>>,
    counts: HashMap<CampaignId, u64>,
}

impl Told {
    fn add(&mut self, campaign: CampaignId, at: DateTime<Utc>, id: Uuid, what: Happening) {
        let found = self.found.entry(campaign).or_default();
        found.push(CampaignHappening { at, what, id });
    }

    fn count(&mut self, campaign: CampaignId, more: u64) {
        *self.counts.entry(campaign).or_default() += more;
    }

    fn page(&mut self, campaign: CampaignId, after: Option<Place>, first: u32) -> Page<CampaignHappening> {
        let mut found = self.found.remove(&campaign).unwrap_or_default();
        found.retain(|happening| after.is_none_or(|after| happening.place() > after));
        found.sort_by_key(CampaignHappening::place);
        let scope = ("happenings", campaign);
        let page = Page::from_surplus(found, first, |happening| Cursor::new(&happening.place(), &scope));
        page.with_total(self.counts.remove(&campaign).unwrap_or(0))
    }
}

/// A change of a right, as something that happened.
fn learned(change: patents::PastChange) -> Happening {
    Happening::PatentChanged {
        patent: change.patent_id,
        kind: change.kind,
        sub: change.sub,
        on: change.on,
    }
}

/// A page of nothing.
fn none(first: u32) -> Page<CampaignHappening> {
    Page::from_surplus(Vec::new(), first, |_: &CampaignHappening| Cursor::new(&(), &())).with_total(0)
}

/// The deadline that an act left; of a campaign whose clock stood still, the one it would have had if it had gone on then.
fn deadline_of(row: &db::AuditRecord) -> db::Result<DateTime<Utc>> {
    let moment = |field: &str| -> db::Result<Option<DateTime<Utc>>> {
        let told = row.after.as_ref().and_then(|after| after.get(field)).cloned();
        serde_json::from_value(told.unwrap_or_default()).map_err(db::Error::corrupt)
    };
    let stood = moment("paused_at")?.map_or(TimeDelta::zero(), |since| row.at - since);
    let deadline = moment("deadline_at")?;
    let deadline = deadline.ok_or_else(|| db::Error::corrupt("a deadline was moved on, and not to when"))?;
    Ok(deadline + stood)
}

/// The moment in a UUIDv7, to the millisecond.
fn made_at(id: uuid::Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}
