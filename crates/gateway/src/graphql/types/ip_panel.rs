//! The patents of a campaign at a glance.

use async_graphql::{Context, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::Locale;
use patents::{Claimant, LegalStatus, OwnerMatch, Panel, StoredAssessment, watch};

use super::{
    super::context::Resolving,
    grave_risks::{self, GraveRisks},
    patent::{Beside, Kept, Patent, WatchLevel},
};

/// The patents of a campaign at a glance, from what the registers say.
pub struct IpPanel {
    rights: Vec<(Panel, Kept)>,
    level: Option<watch::WatchLevel>,
    beside: Beside,
}

impl IpPanel {
    /// Of today: each right, and all of them together, at the level that is kept for lists.
    pub(super) fn of(rights: Vec<(Panel, Kept)>, level: Option<watch::WatchLevel>, beside: Beside) -> Self {
        Self {
            rights,
            level,
            beside,
        }
    }

    /// Of an earlier day: at the level that followed from what was known then.
    pub(super) fn known(known: Vec<StoredAssessment>, on: NaiveDate, beside: Beside) -> Self {
        let horizon = beside.horizon();
        let shown = |stored: StoredAssessment| {
            let level = watch::level(&stored.assessment, &horizon, on);
            // Who was verified then is not kept.
            let kept = Kept {
                level: Some(level),
                ..Kept::default()
            };
            (stored.panel, kept)
        };
        let rights: Vec<_> = known.into_iter().map(shown).collect();
        let level = rights.iter().filter_map(|(_, kept)| kept.level).max();
        Self::of(rights, level, beside)
    }

    fn panels(&self) -> impl Iterator<Item = &Panel> {
        self.rights.iter().map(|(panel, _)| panel)
    }
}

/// Whether the registered owner is the founder of the campaign: by the names the founder is verified under, which were
/// compared when either changed; for who is not verified, by the name they go by.
pub(super) async fn owner_match(
    ctx: &Context<'_>,
    panel: &Panel,
    beside: Option<&Beside>,
) -> Result<OwnerMatch> {
    let Some(beside) = beside else {
        return Ok(OwnerMatch::Unknown);
    };
    if let Some(verified) = beside.kept.ownership.matches {
        return Ok(match verified {
            projects::OwnerMatch::Exact => OwnerMatch::Exact,
            projects::OwnerMatch::Normalised => OwnerMatch::Normalised,
            projects::OwnerMatch::Namesake => OwnerMatch::Namesake,
            projects::OwnerMatch::OtherParty => OwnerMatch::OtherParty,
            projects::OwnerMatch::Unknown => OwnerMatch::Unknown,
        });
    }
    let name = ctx
        .loaders()?
        .one(beside.founder)
        .await?
        .map(|user| user.display_name);
    Ok(name.map_or(OwnerMatch::Unknown, |name| {
        patents::owner_match([Claimant::named(&name)], &panel.owners)
    }))
}

/// The patents of a campaign at a glance, from what the registers say.
#[Object]
impl IpPanel {
    /// How its rights stand together: the level of the worst of them. Lists of campaigns are filtered and ordered by it.
    /// Null where there is none, or none was told yet.
    async fn level(&self) -> Option<WatchLevel> {
        self.level.map(WatchLevel::from)
    }

    /// Of how many of them the status is known, in percent.
    async fn coverage(&self) -> i32 {
        let known = self
            .panels()
            .filter(|panel| panel.status.value != LegalStatus::Unknown)
            .count();
        if self.rights.is_empty() {
            0
        } else {
            i32::try_from(known * 100 / self.rights.len()).unwrap_or(100)
        }
    }

    /// The oldest day for which one of their statuses is stated.
    async fn as_of(&self) -> Option<DateTime<Utc>> {
        let oldest = self.panels().filter_map(|panel| panel.status.as_of).min()?;
        oldest.and_hms_opt(0, 0, 0).map(|at| at.and_utc())
    }

    /// The whole in a sentence of the caller's language, and one more each for owners that are somebody else than the founder,
    /// and for statuses that are old.
    async fn summary(&self, ctx: &Context<'_>) -> Result<String> {
        let (locale, now) = (ctx.locale(None), ctx.app()?.now());
        let say =
            |key: &str, count: usize| i18n::count(locale, key, i64::try_from(count).unwrap_or(i64::MAX), &[]);
        let is_unknown = self
            .panels()
            .all(|panel| panel.status.value == LegalStatus::Unknown);
        let level = self.level.filter(|_| !is_unknown);
        let level = level.map_or("unknown", watch::WatchLevel::as_str);
        let mut told = vec![say(&format!("ip-summary-{level}"), self.rights.len())];
        let (mut others, mut old) = (0, 0);
        for (panel, kept) in &self.rights {
            let beside = Beside {
                kept: *kept,
                ..self.beside
            };
            let owner = owner_match(ctx, panel, Some(&beside)).await?;
            others += usize::from(owner == OwnerMatch::OtherParty);
            old += usize::from(panel.is_stale(now) && !panel.status.value.is_lost());
        }
        if others > 0 {
            told.push(say("ip-summary-other-owner", others));
        }
        if old > 0 {
            told.push(say("ip-summary-stale", old));
        }
        let gap = match locale {
            Locale::En => " ",
            Locale::ZhHans => "",
        };
        Ok(told.join(gap))
    }

    /// What whoever pledges has to say to know of. Null where there is nothing grave.
    async fn grave_risks(&self, ctx: &Context<'_>) -> Result<Option<GraveRisks>> {
        let ends_on = self.beside.horizon().funding_ends_on;
        let found = app::grave_risks(self.panels(), ends_on, ctx.app()?.now());
        grave_risks::standing(&found, ctx.locale(None))
    }

    /// The rights, in the founder's order.
    async fn patents(&self) -> Vec<Patent> {
        let shown = |(panel, kept): &(Panel, Kept)| Patent {
            panel: panel.clone(),
            beside: Some(Beside {
                kept: *kept,
                ..self.beside
            }),
        };
        self.rights.iter().map(shown).collect()
    }
}
