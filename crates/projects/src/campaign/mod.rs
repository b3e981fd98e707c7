//! One time-boxed attempt to fund a project.

mod draft;
mod state;

pub(crate) use draft::unknown;
pub use draft::{DeadlineTerm, EditCampaign, Limits, missing};
pub use state::{CampaignState, IllegalTransition, PauseReason, ShortfallRule, Stage, Transition};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    BasisPoints, Caller, CampaignId, Currency, LocalizedText, Money, PatentId, ProjectId, Regime, UserId,
    policy,
};
use serde::{Deserialize, Serialize};

use crate::{
    level::WatchLevel,
    ownership::Ownership,
    pause::Pause,
    project::Field,
    standing::{LegalStatus, Standing},
};

/// A campaign, without its long texts ([`CampaignTexts`]), its rewards and its patents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// What it funds.
    pub project_id: ProjectId,
    /// Who runs it.
    pub founder_id: UserId,
    /// Its readable address; frozen once submitted.
    pub slug: String,
    /// Where it stands.
    pub state: CampaignState,
    /// Why its clock stands still, while paused.
    pub pause_reason: Option<PauseReason>,
    /// Since when it stands still, while paused.
    pub paused_at: Option<DateTime<Utc>>,
    /// The law it raises money under; frozen once handed in.
    #[serde(default)]
    pub regime: Regime,
    /// Its project's field of technology.
    pub field: Field,
    /// Its project's country.
    pub country: Option<String>,
    /// What it is funded in.
    pub currency: Currency,
    /// The total below which nothing is charged.
    pub goal: Option<Money>,
    /// What happens if less than that can be collected; frozen with the goal.
    pub shortfall_rule: ShortfallRule,
    /// What it is called.
    pub title: LocalizedText,
    /// One sentence about it.
    pub blurb: LocalizedText,
    /// The picture: a seed from which one is drawn, or the address of a stored one.
    pub cover: String,
    /// The zone its times are shown in: an IANA name.
    pub zone: String,
    /// When it is to be launched, if scheduled.
    pub starts_at: Option<DateTime<Utc>>,
    /// How its deadline is set.
    pub deadline: Option<DeadlineTerm>,
    /// When pledging ends; fixed at launch. While paused it is what it was: it moves on when the clock does.
    pub deadline_at: Option<DateTime<Utc>>,
    /// When its draft was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last handed in for review.
    pub submitted_at: Option<DateTime<Utc>>,
    /// What "newest" goes by: its launch; before that, its announcement or beginning.
    pub listed_at: DateTime<Utc>,
    /// When it went live.
    pub launched_at: Option<DateTime<Utc>>,
    /// When it was decided on, cancelled or suspended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Since when it is held: its patents changed, and those who pledged are asked to confirm. No
    /// new pledges are taken meanwhile, and its deadline is not decided on.
    pub held_at: Option<DateTime<Utc>>,
    /// What investors have promised.
    pub pledged: Money,
    /// How many investors have promised it.
    pub investor_count: i64,
    /// The hash of the facts about its patents at launch.
    pub dossier_hash: Option<String>,
    /// What its patents amount to.
    pub protection: Protection,
    /// Whether it stands on invented patents of a demonstration.
    pub is_sample: bool,
    /// Rises with every change of its founder's or its state; sent back as `expected_version`.
    pub version: i64,
}

/// What a campaign's patents amount to: kept beside it for filters and orders, never decided with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// How many rights it stands on.
    pub patent_count: u32,
    /// How many of them are in force.
    pub in_force_count: u32,
    /// The whole in one word.
    pub standing: Standing,
    /// When the first of those in force expires.
    pub earliest_expiry: Option<NaiveDate>,
    /// The place in the order "strongest protection"; higher is stronger.
    pub rank: i64,
    /// The worst watch level of its rights; nothing where it has none, or none was told yet.
    pub level: Option<WatchLevel>,
}

/// The long texts of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CampaignTexts {
    /// What is to be made, and why.
    pub story: LocalizedText,
    /// What may go wrong, and what is done about it.
    pub risks: LocalizedText,
    /// Who does it.
    pub team: LocalizedText,
}

/// A right a campaign stands on, with what discovery filters by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignPatent {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The right.
    pub patent_id: PatentId,
    /// Its place among the campaign's rights, from 0.
    pub position: i32,
    /// When it was attached.
    pub added_at: DateTime<Utc>,
    /// The office that grants it: WIPO ST.3.
    pub office: String,
    /// Its status when last told.
    pub legal_status: LegalStatus,
    /// What kind of right it is.
    pub right_type: String,
    /// When it expires if every fee is paid.
    pub expires_on: Option<NaiveDate>,
    /// Its watch level; nothing where it was not told yet.
    pub level: Option<WatchLevel>,
    /// What is shown of its owner.
    pub ownership: Ownership,
}

impl Campaign {
    /// What discovery makes of its state. One that may be offered to qualified investors only is in no list, found by no search and
    /// behind no link, whatever its state.
    pub fn stage(&self) -> Stage {
        if self.regime.is_private() {
            Stage::Hidden
        } else {
            self.state.stage(self.launched_at.is_some())
        }
    }

    /// Whether it was published to those who are shown to be qualified, and to nobody else.
    pub fn is_private_offer(&self) -> bool {
        self.regime.is_private() && self.launched_at.is_some() && self.state.stage(true) != Stage::Hidden
    }

    /// Whether everybody sees it.
    pub fn is_public(&self) -> bool {
        self.stage() != Stage::Hidden
    }

    /// Whether `caller` sees it.
    pub fn is_visible_to(&self, caller: &Caller) -> bool {
        let view = policy::Action::CampaignView {
            owner: self.founder_id,
            public: self.is_public(),
        };
        policy::can(caller, view).is_ok()
    }

    /// Whether it runs at `now`: it is live and its deadline has not come.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.state == CampaignState::Live && self.deadline_at.is_some_and(|deadline| now < deadline)
    }

    /// Whether a pledge placed at `now` would be taken.
    pub fn takes_pledges(&self, now: DateTime<Utc>) -> bool {
        self.held_at.is_none() && self.is_open(now)
    }

    /// The pause it is in. Which claim it is for stands in its row.
    pub fn open_pause(&self) -> Option<Pause> {
        Some(Pause {
            id: self.id.uuid(),
            campaign_id: self.id,
            reason: self.pause_reason?,
            claim_id: None,
            claim_state: None,
            started_at: self.paused_at?,
            ended_at: None,
        })
    }

    /// What part of the goal is promised.
    pub fn funded(&self) -> BasisPoints {
        self.goal
            .map_or(BasisPoints(0), |goal| BasisPoints::ratio(self.pledged, goal))
    }
}
