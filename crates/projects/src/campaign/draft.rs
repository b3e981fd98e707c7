//! What a founder writes, its bounds, and what is still missing.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{LocalizedText, Money};
use serde::{Deserialize, Serialize};

use super::{Campaign, CampaignTexts, ShortfallRule};
use crate::{
    project::Field,
    slug::slugify,
    text,
    validation::{Violation, ViolationCode},
    zone,
};

/// The bounds of a campaign.
#[derive(Debug, Clone, Copy)]
pub struct Limits;

impl Limits {
    /// Fewest days from launch to deadline.
    pub const MIN_DAYS: u16 = 1;
    /// Most days from launch to deadline.
    pub const MAX_DAYS: u16 = 60;
    /// Most stocks that rewards of a campaign share.
    pub const POOLS: usize = 20;
    /// Most rewards of a campaign, add-ons with them.
    pub const REWARDS: usize = 50;
    /// Most rights of a campaign.
    pub const PATENTS: usize = 30;
    /// Largest goal or reward, in minor units: far above any campaign, far below an overflow.
    pub const AMOUNT_MINOR: i64 = 1_000_000_000_000;
    /// How far ahead a launch may be scheduled.
    pub const SCHEDULE_DAYS: u16 = 180;
}

/// How a deadline is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineTerm {
    /// So many days after the launch, at the same time of day in the campaign's zone.
    Days(u16),
    /// At this wall-clock time of the campaign's zone. A time the clocks skip means the later one,
    /// a time they show twice the earlier one.
    At(NaiveDateTime),
}

impl DeadlineTerm {
    /// The instant it means for a launch at `start`.
    pub fn instant(self, start: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        match self {
            DeadlineTerm::Days(days) => zone::days_after(start, days, zone),
            DeadlineTerm::At(local) => zone::instant_of(local, zone),
        }
    }

    /// What is wrong with it for a launch at `start`, if anything.
    pub fn lacking(self, start: DateTime<Utc>, zone: Tz) -> Option<Violation> {
        let length = self.instant(start, zone) - start;
        // A clock change may make a day shorter or longer by an hour; a day is still a day.
        let hour = TimeDelta::hours(1);
        if length + hour < TimeDelta::days(Limits::MIN_DAYS.into()) {
            let soon = Violation::new("deadline", ViolationCode::DeadlineTooSoon);
            return Some(soon.with("min", Limits::MIN_DAYS));
        }
        if length - hour > TimeDelta::days(Limits::MAX_DAYS.into()) {
            return Some(
                Violation::new("deadline", ViolationCode::DeadlineTooFar).with("max", Limits::MAX_DAYS),
            );
        }
        None
    }
}

/// A change of a campaign. What is absent stays; a given text replaces both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditCampaign {
    /// Its title.
    pub title: Option<LocalizedText>,
    /// Its sentence.
    pub blurb: Option<LocalizedText>,
    /// Its story.
    pub story: Option<LocalizedText>,
    /// Its risks.
    pub risks: Option<LocalizedText>,
    /// Its team.
    pub team: Option<LocalizedText>,
    /// Its goal. Another currency is taken while there are no rewards.
    pub goal: Option<Money>,
    /// What happens if less than the goal can be collected.
    pub shortfall_rule: Option<ShortfallRule>,
    /// Its zone.
    pub zone: Option<String>,
    /// Its deadline.
    pub deadline: Option<DeadlineTerm>,
    /// Its picture.
    pub cover: Option<String>,
    /// Its readable address: lower-case Latin letters and digits joined by `-`. Frozen once handed in.
    pub slug: Option<String>,
    /// The field of technology of its project.
    pub field: Option<Field>,
}

impl EditCampaign {
    /// Applies the change, or says everything that is wrong with it. Nothing is applied then.
    ///
    /// # Errors
    /// Every violation found.
    pub(crate) fn apply(
        &self,
        campaign: &Campaign,
        texts: &CampaignTexts,
        has_rewards: bool,
    ) -> Result<(Campaign, CampaignTexts), Vec<Violation>> {
        let (mut campaign, mut texts) = (campaign.clone(), texts.clone());
        let mut violations = self.frozen(&campaign);
        let written = [
            (&self.title, &mut campaign.title, text::TITLE),
            (&self.blurb, &mut campaign.blurb, text::BLURB),
            (&self.story, &mut texts.story, text::STORY),
            (&self.risks, &mut texts.risks, text::RISKS),
            (&self.team, &mut texts.team, text::TEAM),
        ];
        let complete = !campaign.state.is_draft();
        for (given, field, rule) in written {
            let Some(given) = given else { continue };
            *field = rule.clean(given, &mut violations);
            // What a reviewer saw complete stays complete.
            violations.extend(rule.lacking(field).filter(|_| complete));
        }
        if let Some(goal) = self.goal {
            if !(1..=Limits::AMOUNT_MINOR).contains(&goal.minor) {
                let max = Money::new(Limits::AMOUNT_MINOR, goal.currency).to_decimal();
                let min = Money::new(1, goal.currency).to_decimal();
                let range = Violation::new("goal", ViolationCode::OutOfRange);
                violations.push(range.with("min", min).with("max", max));
            }
            if goal.currency != campaign.currency && has_rewards {
                let other = Violation::new("goal", ViolationCode::OtherCurrency);
                violations.push(other.with("currency", campaign.currency));
            }
            campaign.currency = goal.currency;
            campaign.pledged.currency = goal.currency;
            campaign.goal = Some(goal);
        }
        campaign.shortfall_rule = self.shortfall_rule.unwrap_or(campaign.shortfall_rule);
        if let Some(name) = &self.zone {
            match zone::find_zone(name) {
                Some(zone) => campaign.zone = zone.name().to_owned(),
                None => violations.push(unknown("zone", name)),
            }
        }
        if let Some(deadline) = self.deadline {
            let days = matches!(deadline, DeadlineTerm::Days(days) if !(Limits::MIN_DAYS..=Limits::MAX_DAYS).contains(&days));
            if days {
                let range = Violation::new("deadline", ViolationCode::OutOfRange);
                violations.push(range.with("min", Limits::MIN_DAYS).with("max", Limits::MAX_DAYS));
            }
            campaign.deadline = Some(deadline);
        }
        if let Some(cover) = &self.cover {
            match text::line("cover", cover, 200) {
                Ok(cover) => campaign.cover = cover,
                Err(violation) => violations.push(violation),
            }
        }
        if let Some(wish) = self.slug.as_ref().filter(|wish| **wish != campaign.slug) {
            if campaign.submitted_at.is_some() {
                violations.push(Violation::new("slug", ViolationCode::Frozen));
            } else if wish.len() < 3 || slugify(wish) != *wish {
                violations.push(unknown("slug", wish));
            }
            campaign.slug = wish.clone();
        }
        campaign.field = self.field.unwrap_or(campaign.field);
        if violations.is_empty() {
            Ok((campaign, texts))
        } else {
            Err(violations)
        }
    }

    /// The fields of this change that the campaign's state no longer lets go through. The terms are
    /// what the reviewer saw; the words may be bettered until the end.
    fn frozen(&self, campaign: &Campaign) -> Vec<Violation> {
        if campaign.state.is_draft() {
            return Vec::new();
        }
        let terms = [
            ("goal", self.goal.is_some_and(|goal| Some(goal) != campaign.goal)),
            (
                "shortfallRule",
                self.shortfall_rule
                    .is_some_and(|rule| rule != campaign.shortfall_rule),
            ),
            (
                "zone",
                self.zone.as_ref().is_some_and(|zone| *zone != campaign.zone),
            ),
            (
                "deadline",
                self.deadline
                    .is_some_and(|deadline| Some(deadline) != campaign.deadline),
            ),
            ("field", self.field.is_some_and(|field| field != campaign.field)),
        ];
        // An approved campaign may still move its deadline: the reviewer may have taken long.
        let open = campaign.state == super::CampaignState::Approved;
        terms
            .into_iter()
            .filter(|(field, changed)| *changed && !(open && matches!(*field, "deadline" | "zone")))
            .map(|(field, _)| Violation::new(field, ViolationCode::Frozen))
            .collect()
    }
}

pub(crate) fn unknown(field: &str, value: &str) -> Violation {
    Violation::new(field, ViolationCode::Unknown).with("value", value.chars().take(40).collect::<String>())
}

/// What a campaign still lacks before it can be handed in, for the editor to show and for
/// [`submit`](crate::Projects::submit) to insist on.
pub fn missing(
    campaign: &Campaign,
    texts: &CampaignTexts,
    rewards: usize,
    patents: usize,
    now: DateTime<Utc>,
) -> Vec<Violation> {
    let mut missing: Vec<_> = [
        text::TITLE.lacking(&campaign.title),
        text::BLURB.lacking(&campaign.blurb),
        text::STORY.lacking(&texts.story),
        text::RISKS.lacking(&texts.risks),
    ]
    .into_iter()
    .flatten()
    .collect();
    if campaign.goal.is_none() {
        missing.push(Violation::new("goal", ViolationCode::Required));
    }
    match (campaign.deadline, zone::find_zone(&campaign.zone)) {
        (None, _) => missing.push(Violation::new("deadline", ViolationCode::Required)),
        (Some(_), None) => missing.push(unknown("zone", &campaign.zone)),
        (Some(deadline), Some(zone)) => missing.extend(deadline.lacking(now, zone)),
    }
    for (field, count) in [("rewards", rewards), ("patents", patents)] {
        if count == 0 {
            missing.push(Violation::new(field, ViolationCode::TooFew).with("min", 1));
        }
    }
    missing
}
