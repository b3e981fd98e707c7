//! How much registers show for a right.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::NaiveDate;
use kernel::Locale;
use patents::{
    Detail, OwnerMatch,
    score::{self, Evidence, Point, SENTENCES},
};

use super::{super::super::ids::opaque, reason};

/// What of the evidence a point rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::score::Aspect")]
pub enum EvidenceAspect {
    /// How the right stands.
    Status,
    /// When it ends.
    Term,
    /// Its renewal fees.
    Fees,
    /// Attacks on it.
    Challenges,
    /// The members of its family.
    Family,
    /// Its classes, claims and citations.
    Technology,
    /// Who owns it.
    Ownership,
    /// What lies on it.
    Encumbrances,
}

/// What the score had to pass first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::score::Gate")]
pub enum ScoreGate {
    /// It is in force: every point counts.
    Scored,
    /// It is not granted yet: at most 55.
    PendingOnly,
    /// The right is gone: 0.
    NoActiveRight,
    /// Nobody knows how it stands, or only its owner says so: no score.
    NotEnoughEvidence,
}

/// How much registers show for a right. It is no valuation.
#[derive(SimpleObject)]
pub struct EvidenceScore {
    /// 0 to 100, scaled to what was measured; null where the evidence is not enough.
    value: Option<i32>,
    /// The weight of what was measured, in percent of the whole.
    coverage: i32,
    /// What it had to pass first.
    gate: ScoreGate,
    /// The same in one sentence of the caller's language.
    message: String,
    /// Why the right stands as it does, in the caller's language, where the gate decided.
    because: Option<String>,
    /// The parts; empty where the gate decides.
    points: Vec<ScorePoint>,
    /// The version of the rules.
    version: i32,
    /// The day.
    as_of: NaiveDate,
    /// That it is no valuation, in the caller's language. Show it beside the score.
    disclaimer: String,
}

/// One part of a score.
#[derive(SimpleObject)]
pub struct ScorePoint {
    /// What of the evidence it rests on.
    aspect: EvidenceAspect,
    /// What it says, as a code.
    code: String,
    /// What it says, in the caller's language.
    message: String,
    /// What it earns, to a tenth; null where it is not measured.
    points: Option<f64>,
    /// What it could earn.
    of: f64,
    /// The answers of registers that speak of it.
    evidence_ids: Vec<ID>,
}

/// The score of a right on a day, its owner compared with whose campaign it is.
pub(super) fn of(detail: &Detail, owner: OwnerMatch, today: NaiveDate, locale: Locale) -> EvidenceScore {
    let score = score::score(&Evidence {
        assessment: &detail.stored.assessment,
        facts: &detail.facts,
        owner,
        as_of: today,
    });
    let whole = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    EvidenceScore {
        value: score.value.map(whole),
        coverage: whole(score.coverage),
        gate: score.gate.into(),
        message: i18n::label(locale, SENTENCES, score.gate.as_str()),
        because: score.because.as_deref().map(|code| reason(code, locale)),
        points: score
            .points
            .iter()
            .map(|point| ScorePoint::told(point, detail, locale))
            .collect(),
        version: score.version,
        as_of: score.as_of,
        disclaimer: i18n::text(locale, "evidence-score-disclaimer", &[]),
    }
}

/// What a sentence is filled in with, days written as the language writes them.
fn in_words(parameters: &[(&'static str, String)], locale: Locale) -> Vec<(&'static str, String)> {
    let told = |(name, value): &(&'static str, String)| {
        let day = value.parse::<NaiveDate>().ok();
        (
            *name,
            day.map_or_else(|| value.clone(), |day| i18n::date(locale, day)),
        )
    };
    parameters.iter().map(told).collect()
}

impl ScorePoint {
    fn told(point: &Point, detail: &Detail, locale: Locale) -> Self {
        let tenths = |tenths: u32| f64::from(tenths) / 10.0;
        let evidence = detail.evidence.get(&point.aspect);
        Self {
            aspect: point.aspect.into(),
            code: point.code.to_owned(),
            message: i18n::text(
                locale,
                &format!("{SENTENCES}-{}", i18n::kebab(point.code)),
                &in_words(&point.parameters, locale),
            ),
            points: point.points.map(tenths),
            of: tenths(point.of),
            evidence_ids: evidence.into_iter().flatten().map(|id| opaque(*id)).collect(),
        }
    }
}
