//! The patents of a campaign at a glance.

use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use patents::{LegalStatus, OwnerMatch, Panel, RiskKind};

use super::{
    super::context::Resolving,
    patent::{Beside, Patent},
};

/// The patents of a campaign at a glance, from what the registers say.
pub struct IpPanel {
    panels: Vec<Panel>,
    beside: Beside,
}

/// How the patents of a campaign stand: the worst that is to be said of any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
pub enum IpLevel {
    /// All in force, nothing in the way.
    Green,
    /// Something to know: an application is pending, a fee falls due, a term ends soon.
    Notice,
    /// Something to look into: a fee is overdue, a lender or a court has its hand on a right.
    Alert,
    /// A right is gone.
    Lost,
    /// Nothing is known of any of them.
    Unknown,
}

impl IpPanel {
    pub(super) fn new(panels: Vec<Panel>, beside: Beside) -> Self {
        Self { panels, beside }
    }

    async fn level_of(&self, ctx: &Context<'_>) -> Result<IpLevel> {
        let now = ctx.app()?.now();
        if self
            .panels
            .iter()
            .all(|panel| panel.status.value == LegalStatus::Unknown)
        {
            return Ok(IpLevel::Unknown);
        }
        let mut level = IpLevel::Green;
        for panel in &self.panels {
            for risk in panel.risks(now) {
                level = level.max(level_of(risk.kind));
            }
            if owner_match(ctx, panel, Some(self.beside.founder)).await? == OwnerMatch::OtherParty {
                level = level.max(level_of(RiskKind::OwnerMismatch));
            }
        }
        Ok(level)
    }
}

fn level_of(risk: RiskKind) -> IpLevel {
    match risk {
        RiskKind::StatusLost => IpLevel::Lost,
        RiskKind::Security
        | RiskKind::Preservation
        | RiskKind::AnnuityInGrace
        | RiskKind::StatusUnknown
        | RiskKind::OwnerMismatch => IpLevel::Alert,
        RiskKind::Pending
        | RiskKind::ExpiresSoon
        | RiskKind::AnnuityDue
        | RiskKind::StatusStale
        | RiskKind::Encumbered => IpLevel::Notice,
    }
}

/// Whether the registered owner is this founder.
pub(super) async fn owner_match(
    ctx: &Context<'_>,
    panel: &Panel,
    founder: Option<kernel::UserId>,
) -> Result<OwnerMatch> {
    let Some(founder) = founder else {
        return Ok(OwnerMatch::Unknown);
    };
    let name = ctx.loaders()?.one(founder).await?.map(|user| user.display_name);
    Ok(name.map_or(OwnerMatch::Unknown, |name| {
        patents::owner_match(&name, &panel.owners)
    }))
}

/// The patents of a campaign at a glance, from what the registers say.
#[Object]
impl IpPanel {
    /// The worst that is to be said of any of them.
    async fn level(&self, ctx: &Context<'_>) -> Result<IpLevel> {
        self.level_of(ctx).await
    }

    /// Of how many of them the status is known, in percent.
    async fn coverage(&self) -> i32 {
        let known = self
            .panels
            .iter()
            .filter(|panel| panel.status.value != LegalStatus::Unknown)
            .count();
        if self.panels.is_empty() {
            0
        } else {
            i32::try_from(known * 100 / self.panels.len()).unwrap_or(100)
        }
    }

    /// The oldest day for which one of their statuses is stated.
    async fn as_of(&self) -> Option<DateTime<Utc>> {
        let oldest = self.panels.iter().filter_map(|panel| panel.status.as_of).min()?;
        oldest.and_hms_opt(0, 0, 0).map(|at| at.and_utc())
    }

    /// The whole in one sentence of the caller's language.
    async fn summary(&self, ctx: &Context<'_>) -> Result<String> {
        let level = match self.level_of(ctx).await? {
            IpLevel::Green => "green",
            IpLevel::Notice => "notice",
            IpLevel::Alert => "alert",
            IpLevel::Lost => "lost",
            IpLevel::Unknown => "unknown",
        };
        let count = i64::try_from(self.panels.len()).unwrap_or(i64::MAX);
        Ok(i18n::count(
            ctx.locale(None),
            &format!("ip-summary-{level}"),
            count,
            &[],
        ))
    }

    /// The rights, in the founder's order.
    async fn patents(&self) -> Vec<Patent> {
        let shown = |panel: &Panel| Patent {
            panel: panel.clone(),
            beside: Some(self.beside),
        };
        self.panels.iter().map(shown).collect()
    }
}
