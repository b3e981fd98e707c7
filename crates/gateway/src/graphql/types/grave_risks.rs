//! What whoever pledges has to say to know of, and what an investor said.

use async_graphql::{Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::Locale;

use super::{
    super::{context::database, scalars::PatentNumber},
    patent::PatentRisk,
};

/// The grave risks of a campaign's patents: a right that is gone, pledged as security, frozen, with a fee overdue or due before
/// the funding ends, or of which nobody knows today how it stands.
#[derive(SimpleObject)]
pub struct GraveRisks {
    /// What stands for exactly these risks: sent as `acknowledgedRisks` with a pledge, it says that the investor knows of them.
    hash: String,
    /// Each of them, in the order of the patents.
    risks: Vec<GraveRisk>,
}

/// A grave risk of one right.
#[derive(SimpleObject)]
pub struct GraveRisk {
    /// The number of the right.
    number: PatentNumber,
    /// What it is.
    risk: PatentRisk,
}

/// What an investor said to know of before pledging.
#[derive(SimpleObject)]
pub struct RiskAcknowledgement {
    /// When.
    acknowledged_at: DateTime<Utc>,
    /// The risks as they stood then.
    risks: Vec<GraveRisk>,
}

/// The risks that stand now; nothing if there is none to acknowledge.
pub(super) fn standing(found: &pledges::GraveRisks, locale: Locale) -> Result<Option<GraveRisks>> {
    let Some(hash) = found.hash() else {
        return Ok(None);
    };
    Ok(Some(GraveRisks {
        hash,
        risks: each(found.list(), locale)?,
    }))
}

/// What was kept with a pledge.
pub(super) fn kept(kept: &pledges::Acknowledgement, locale: Locale) -> Result<RiskAcknowledgement> {
    Ok(RiskAcknowledgement {
        acknowledged_at: kept.acknowledged_at,
        risks: each(&kept.risks, locale)?,
    })
}

fn each(risks: &[pledges::GraveRisk], locale: Locale) -> Result<Vec<GraveRisk>> {
    risks
        .iter()
        .map(|risk| {
            let unknown = || db::Error::corrupt(format_args!("risk {}", risk.kind));
            let kind = risk.kind.parse().map_err(|()| database(unknown()))?;
            Ok(GraveRisk {
                number: PatentNumber(risk.number.clone()),
                risk: PatentRisk::of(&patents::Risk { kind, on: risk.on }, locale),
            })
        })
        .collect()
}
