//! What changed during a campaign.

use app::Happening as What;
use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    super::{
        connection::{Listed, connection, nothing, total},
        context::{Resolving, database, page},
        loaders::HappeningsOf,
    },
    patent::{self, Patent},
};
use crate::http::{ErrorCode, problem};

/// What happened in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum CampaignHappeningKind {
    /// It began to take pledges.
    Launched,
    /// A reward was added after the launch.
    RewardAdded,
    /// Its deadline was moved on.
    DeadlineExtended,
    /// Its clock was stopped.
    Paused,
    /// Its clock went on.
    Resumed,
    /// The standing of a patent changed.
    PatentChanged,
    /// Those who pledged are asked to confirm, or payouts wait, since the patents changed.
    MaterialChangeOpened,
    /// A change of the patents was dealt with.
    MaterialChangeClosed,
    /// The founder published an update.
    UpdatePublished,
    /// Its deadline came and the goal was reached.
    GoalReached,
    /// Its deadline came and the goal was missed.
    GoalMissed,
    /// Its founder ended it.
    Cancelled,
    /// The platform ended it.
    Suspended,
}

/// Something that happened in a campaign since its launch.
pub struct CampaignHappening(pub(in super::super) app::CampaignHappening);

/// Something that happened in a campaign since its launch.
#[Object]
impl CampaignHappening {
    /// What.
    async fn kind(&self) -> CampaignHappeningKind {
        use CampaignHappeningKind as K;
        match &self.0.what {
            What::Launched => K::Launched,
            What::RewardAdded { .. } => K::RewardAdded,
            What::DeadlineExtended { .. } => K::DeadlineExtended,
            What::Paused => K::Paused,
            What::Resumed => K::Resumed,
            What::PatentChanged { .. } => K::PatentChanged,
            What::ChangeOpened => K::MaterialChangeOpened,
            What::ChangeClosed => K::MaterialChangeClosed,
            What::UpdatePublished { .. } => K::UpdatePublished,
            What::Closed { reached: true } => K::GoalReached,
            What::Closed { reached: false } => K::GoalMissed,
            What::Cancelled => K::Cancelled,
            What::Suspended => K::Suspended,
        }
    }

    /// When. For a change of a patent: when it was learned.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What it is about, in the caller's language: the reward's or the update's title, or what changed of the patent.
    async fn detail(&self, ctx: &Context<'_>) -> Option<String> {
        let locale = ctx.locale(None);
        match &self.0.what {
            What::RewardAdded { title } | What::UpdatePublished { title, .. } => {
                Some(title.best(locale).0.to_owned())
            }
            What::PatentChanged { kind, sub, .. } => {
                let said = i18n::label(locale, "patent-change", kind);
                let family = match kind.as_str() {
                    "ended" => "status",
                    "encumbered" | "released" => "encumbrance",
                    _ => return Some(said),
                };
                let which = i18n::label(locale, family, sub);
                Some(i18n::text(
                    locale,
                    "change-cause",
                    &[("what", said), ("which", which)],
                ))
            }
            _ => None,
        }
    }

    /// The patent right, if one changed.
    async fn patent(&self, ctx: &Context<'_>) -> Option<Result<Patent>> {
        match &self.0.what {
            What::PatentChanged { patent, .. } => patent::find(ctx, *patent).await.transpose(),
            _ => None,
        }
    }

    /// Since when it holds by the register, if a patent changed and the register tells.
    async fn since(&self) -> Option<NaiveDate> {
        match &self.0.what {
            What::PatentChanged { on, .. } => *on,
            _ => None,
        }
    }

    /// The number of the update, if one was published.
    async fn update_number(&self) -> Option<i32> {
        match &self.0.what {
            What::UpdatePublished { number, .. } => Some(*number),
            _ => None,
        }
    }

    /// The new deadline, if it was moved on.
    async fn deadline_at(&self) -> Option<DateTime<Utc>> {
        match &self.0.what {
            What::DeadlineExtended { until } => Some(*until),
            _ => None,
        }
    }
}

/// A page of what happened in a campaign.
pub(super) async fn happenings(
    ctx: &Context<'_>,
    campaign: &projects::Campaign,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Listed<CampaignHappening>> {
    let request = page(first, after)?;
    let found = match app::Course::of(campaign) {
        None => None,
        // A list of campaigns shows the first of each.
        Some(course) if request.after.is_none() => {
            ctx.loaders()?.one(HappeningsOf(course, request.first)).await?
        }
        Some(course) => Some(
            ctx.app()?
                .happenings_of(&course, &request)
                .await
                .map_err(listed)?,
        ),
    };
    let found = found.unwrap_or_else(nothing);
    let totals = total(found.total);
    Ok(connection(
        found,
        request.after.is_some(),
        totals,
        CampaignHappening,
    ))
}

fn listed(error: app::ListHappeningsError) -> async_graphql::Error {
    match error {
        app::ListHappeningsError::Cursor(error) => problem(ErrorCode::BadUserInput, error.to_string()),
        app::ListHappeningsError::Store(error) => database(error),
    }
}
