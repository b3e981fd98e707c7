use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Caller, CampaignId, Money, Regime};

use super::Regimes;
use crate::{
    Declaration, DeclarationKind, Ecspr, Numbers, Pack, RegCf, Result, Statement,
    rules::{knowledge, limits, months_after, qualification},
    store,
};

/// One thing that an investor declares before a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is declared.
    pub kind: DeclarationKind,
    /// Whether what was declared lets a commitment pass now. Consent to a large investment is asked for such only.
    pub is_met: bool,
    /// Until when it counts, if it does.
    pub counts_until: Option<DateTime<Utc>>,
    /// The amount it turns on: how much may be invested in all, the loss to be understood, above what an investment is large.
    pub amount: Option<Money>,
}

impl Step {
    const fn missing(kind: DeclarationKind) -> Self {
        Self {
            kind,
            is_met: false,
            counts_until: None,
            amount: None,
        }
    }

    /// What counts until a moment, if that has not come.
    fn until(kind: DeclarationKind, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        let counts_until = until.filter(|until| now < *until);
        Self {
            is_met: counts_until.is_some(),
            counts_until,
            ..Self::missing(kind)
        }
    }
}

impl Regimes {
    /// What the caller has to declare before committing to a campaign of a regime, in the order in which it is asked for. Nothing where the
    /// regime has no rules today.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] if nobody has signed in.
    pub async fn steps(&self, caller: &Caller, campaign: CampaignId, regime: Regime) -> Result<Vec<Step>> {
        let investor = caller.user_id()?;
        let (conn, now) = (self.db.reader(), self.db.clock().now());
        let Ok((pack, numbers)) = self.on(regime, now) else {
            return Ok(Vec::new());
        };
        let granted = store::declarations::class_granted(conn, investor, regime).await?;
        let granted_at = granted.map(|(_, at)| at);
        let latest = |kind, campaign| self.latest(conn, investor, regime, kind, campaign);
        Ok(match numbers {
            Numbers::RegCf(numbers) => {
                let read = latest(DeclarationKind::Education, Some(campaign)).await?;
                let education = education(numbers, read.as_ref(), now);
                let accredited = granted_at.is_some_and(|at| now < months_after(at, numbers.figures_months));
                if accredited {
                    return Ok(vec![education]);
                }
                let figures = latest(DeclarationKind::Figures, None).await?;
                vec![figures_under_cf2(pack, numbers, figures.as_ref(), now), education]
            }
            Numbers::Ecspr(numbers) => {
                if qualification::eu2_holds(numbers, granted_at, now) {
                    return Ok(Vec::new());
                }
                let test = latest(DeclarationKind::KnowledgeTest, None).await?;
                let figures = latest(DeclarationKind::Figures, None).await?;
                let simulated = latest(DeclarationKind::LossSimulation, None).await?;
                let consent = latest(DeclarationKind::LargeInvestment, Some(campaign)).await?;
                let mut steps = vec![knowledge_test(numbers, test.as_ref(), now)];
                steps.extend(means(pack, numbers, [figures, simulated, consent], now));
                steps
            }
            Numbers::CnPrivate(numbers) => {
                let until = granted_at.map(|at| months_after(at, numbers.qualified_months));
                vec![Step::until(DeclarationKind::Class, until, now)]
            }
        })
    }
}

fn education(numbers: &RegCf, read: Option<&Declaration>, now: DateTime<Utc>) -> Step {
    let said = read.and_then(|read| match read.statement {
        Some(Statement::Education(said)) => Some((said, read.declared_at)),
        _ => None,
    });
    let until = said.map(|(_, at)| at + TimeDelta::hours(numbers.education_hours.into()));
    match knowledge::cf11(numbers, said, now) {
        Ok(()) => Step::until(DeclarationKind::Education, until, now),
        Err(_) => Step::missing(DeclarationKind::Education),
    }
}

fn figures_under_cf2(
    pack: &Pack,
    numbers: &RegCf,
    declared: Option<&Declaration>,
    now: DateTime<Utc>,
) -> Step {
    let until = declared.map(|one| months_after(one.declared_at, numbers.figures_months));
    let step = Step::until(DeclarationKind::Figures, until, now);
    let limit = declared.and_then(|one| match one.statement {
        Some(Statement::Figures(figures)) => limits::cf2_limit(numbers, figures, false),
        _ => None,
    });
    Step {
        amount: limit.filter(|_| step.is_met).map(|limit| pack.money(limit)),
        ..step
    }
}

fn knowledge_test(numbers: &Ecspr, taken: Option<&Declaration>, now: DateTime<Utc>) -> Step {
    let test = taken.and_then(|taken| match taken.statement {
        Some(Statement::KnowledgeTest(test)) => Some((test, taken.declared_at)),
        _ => None,
    });
    let until = test.map(|(_, at)| months_after(at, numbers.test_months));
    match knowledge::eu3(numbers, test, now) {
        Ok(()) => Step::until(DeclarationKind::KnowledgeTest, until, now),
        Err(_) => Step::missing(DeclarationKind::KnowledgeTest),
    }
}

/// Figures, simulation and consent: the last two turn on the first.
fn means(
    pack: &Pack,
    numbers: &Ecspr,
    [figures, simulated, consent]: [Option<Declaration>; 3],
    now: DateTime<Utc>,
) -> [Step; 3] {
    let until = figures
        .as_ref()
        .map(|one| months_after(one.declared_at, numbers.figures_months));
    let declared = Step::until(DeclarationKind::Figures, until, now);
    let figures = figures.filter(|_| declared.is_met);
    let net_worth = figures.as_ref().and_then(|one| match one.statement {
        Some(Statement::Figures(figures)) => Some(pack.money(figures.net_worth_minor)),
        _ => None,
    });
    let of_these = simulated.filter(|simulated| {
        figures
            .as_ref()
            .is_some_and(|figures| simulated.id.uuid() > figures.id.uuid())
    });
    let until = of_these.map(|one| months_after(one.declared_at, numbers.simulation_months));
    let simulation = Step {
        amount: net_worth.map(|net_worth| knowledge::eu4_loss(numbers, net_worth)),
        ..Step::until(DeclarationKind::LossSimulation, until, now)
    };
    let until = consent.map(|one| one.declared_at + TimeDelta::hours(numbers.warning_hours.into()));
    let consent = Step {
        amount: net_worth.map(|net_worth| knowledge::eu5_threshold(numbers, net_worth)),
        ..Step::until(DeclarationKind::LargeInvestment, until, now)
    };
    [declared, simulation, consent]
}
