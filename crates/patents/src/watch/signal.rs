//! The signals of a right on a day.

use chrono::{Months, NaiveDate};
use kernel::Money;

use super::{CHALLENGES, Horizon, WatchLevel, burden_kinds, challenge_kind, fee, table};
use crate::{
    assess::{Assessment, Finality, OppositionState},
    status::{EncumbranceKind, LegalStatus},
    title::Burden,
};

/// The family of messages that label the kinds: `FEE_DUE` is `patent-signal-fee-due`.
pub const SIGNAL_LABELS: &str = "patent-signal";

crate::words::words! {
    /// What a signal is about.
    pub enum SignalKind {
        /// A renewal fee falls due: `in_campaign`, `t90`, `t30` or `t0`.
        FeeDue = "fee_due",
        /// A renewal fee is overdue; the sub-kind is the month of grace, `m1` to `m6`.
        FeeGrace = "fee_grace",
        /// The time to pay late is over and no payment is on record.
        FeeGraceEnded = "fee_grace_ended",
        /// The right is gone; the sub-kind is its status.
        Ended = "ended",
        /// It has ended and can come back until a day; the sub-kind is its status.
        Restorable = "restorable",
        /// It is under attack; the sub-kind is how.
        ChallengeOpen = "challenge_open",
        /// It is in force with narrower claims.
        PartiallyInvalidated = "partially_invalidated",
        /// A court has frozen it.
        Frozen = "frozen",
        /// Another holds a right in it; the sub-kind is which.
        Encumbered = "encumbered",
        /// Its term ends within a year of the end of the funding.
        ExpiresBeforeHorizon = "expires_before_horizon",
        /// Its term ends within two years.
        ExpiresSoon = "expires_soon",
        /// Nobody knows how it stands.
        Unknown = "unknown",
        /// It is not granted yet, and may never be.
        Pending = "pending",
    }
}

impl SignalKind {
    /// Its sub-kinds; one empty word if it has none.
    pub fn subs(self) -> Vec<&'static str> {
        match self {
            Self::FeeDue => fee::DUE.to_vec(),
            Self::FeeGrace => fee::GRACE.to_vec(),
            Self::Ended => ends(true),
            Self::Restorable => ends(false),
            Self::ChallengeOpen => CHALLENGES.to_vec(),
            Self::Encumbered => burden_kinds(),
            _ => vec![""],
        }
    }
}

/// The ways in which a right ends; one whose way is not told is `unknown`.
pub(super) fn ends(untold: bool) -> Vec<&'static str> {
    LegalStatus::ALL
        .iter()
        .filter(|status| status.is_lost() || (untold && **status == LegalStatus::Unknown))
        .map(|status| status.as_str())
        .collect()
}

/// Something about a right that stands on a day. The same patent, kind and cause are the same signal, however often it is
/// found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// What it is about.
    pub kind: SignalKind,
    /// Which of its kind; empty where there is one only.
    pub sub: &'static str,
    /// When it comes, or since when it is so; of what can be restored, until when.
    pub on: Option<NaiveDate>,
    /// How bad it is.
    pub level: WatchLevel,
    /// What caused it, in words that stay the same.
    pub cause: String,
    /// What is added to a fee in this month of grace, where it is known.
    pub surcharge: Option<Money>,
}

impl Signal {
    pub(super) fn new(
        kind: SignalKind,
        sub: &'static str,
        on: Option<NaiveDate>,
        cause: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            sub,
            on,
            level: table::level(kind.as_str(), sub),
            cause: cause.into(),
            surcharge: None,
        }
    }
}

/// The worst of the signals; green if there is none.
pub fn level_of(signals: &[Signal]) -> WatchLevel {
    signals
        .iter()
        .map(|signal| signal.level)
        .max()
        .unwrap_or(WatchLevel::Green)
}

/// How a right stands on a day with what relies on it in view: the one answer to that question, shown beside a campaign as it
/// is filtered and ordered by.
pub fn level(assessment: &Assessment, horizon: &Horizon, as_of: NaiveDate) -> WatchLevel {
    level_of(&signals(assessment, horizon, as_of))
}

pub(super) fn text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The signals of a right on a day that is not before that of the assessment, the worst first. Of a right that is gone, only
/// that: no fee, attack or burden matters to it any more.
pub fn signals(assessment: &Assessment, horizon: &Horizon, as_of: NaiveDate) -> Vec<Signal> {
    if let Some(signal) = end(assessment, as_of) {
        let is_open = signal.kind == SignalKind::Restorable && signal.level < WatchLevel::Lost;
        let mut found = vec![signal];
        // An application in its time of remedy can still be attached.
        if is_open {
            found.extend(burdens(assessment));
        }
        return found;
    }
    let mut found = Vec::new();
    if matches!(assessment.status, None | Some(LegalStatus::Unknown)) {
        let reason = assessment.reason.clone().unwrap_or_default();
        let on = assessment.reasons.first().and_then(|reason| reason.on);
        found.push(Signal::new(SignalKind::Unknown, "", on, reason));
    }
    if assessment.status.is_some_and(LegalStatus::is_pending) {
        found.push(Signal::new(SignalKind::Pending, "", None, "application"));
    }
    found.extend(fee::signal(assessment, horizon, as_of));
    found.extend(challenges(assessment));
    if assessment.partially_invalidated {
        found.push(Signal::new(SignalKind::PartiallyInvalidated, "", None, "claims"));
    }
    found.extend(burdens(assessment));
    found.extend(term(assessment, horizon, as_of));
    found.sort_by_key(|signal| std::cmp::Reverse(signal.level));
    found
}

/// How it ended, by the assessment or by the calendar since.
fn end(assessment: &Assessment, as_of: NaiveDate) -> Option<Signal> {
    let status = assessment.status?;
    let since = assessment.reasons.first().and_then(|reason| reason.on);
    let ended = |word, on| Signal::new(SignalKind::Ended, word, on, format!("{word}:{}", text(on)));
    if status.is_lost() {
        let word = status.as_str();
        return Some(match assessment.finality {
            Finality::Recoverable(until) if until.is_none_or(|until| until >= as_of) => Signal::new(
                SignalKind::Restorable,
                word,
                until,
                format!("{word}:{}", text(until)),
            ),
            _ => ended(word, since),
        });
    }
    if assessment.active == Some(false) {
        return Some(ended(LegalStatus::Unknown.as_str(), since));
    }
    let alive = status == LegalStatus::InForce || status.is_pending();
    let over = assessment
        .term
        .map(|term| term.expires_on)
        .filter(|end| alive && *end <= as_of)?;
    Some(ended(LegalStatus::Expired.as_str(), Some(over)))
}

fn challenges(assessment: &Assessment) -> Vec<Signal> {
    open_challenges(assessment)
        .into_iter()
        .map(|(kind, reference, on)| {
            Signal::new(SignalKind::ChallengeOpen, kind, on, format!("{kind}:{reference}"))
        })
        .collect()
}

/// Attacks that go on: kind, reference if there is one, day of filing. Trials that are named stand for what entries tell of
/// their kind.
pub(crate) fn open_challenges(assessment: &Assessment) -> Vec<(&'static str, String, Option<NaiveDate>)> {
    let mut open: Vec<(&'static str, String, Option<NaiveDate>)> = assessment
        .challenges
        .iter()
        .filter(|challenge| challenge.open)
        .map(|challenge| {
            (
                challenge_kind(&challenge.kind),
                challenge.reference.clone(),
                challenge.filed_on,
            )
        })
        .collect();
    let told: Vec<String> = assessment.challenged.iter().map(ToString::to_string).collect();
    let opposed = (assessment.opposition == Some(OppositionState::Pending)).then_some("opposition");
    for word in told.iter().map(String::as_str).chain(opposed) {
        let kind = challenge_kind(word);
        if !open.iter().any(|(known, ..)| *known == kind) {
            open.push((kind, String::new(), None));
        }
    }
    open
}

fn burdens(assessment: &Assessment) -> Vec<Signal> {
    let title = &assessment.title;
    let mut found: Vec<Signal> = title
        .burdens
        .iter()
        .filter(|burden| burden.encumbrance.ended_on.is_none())
        .map(of_burden)
        .collect();
    if title.frozen && !found.iter().any(|signal| signal.kind == SignalKind::Frozen) {
        found.push(Signal::new(SignalKind::Frozen, "", None, "freeze"));
    }
    found
}

fn of_burden(burden: &Burden) -> Signal {
    let on = burden.encumbrance.effective_on;
    let cause = cause_of(burden);
    match burden.encumbrance.kind {
        EncumbranceKind::Preservation => Signal::new(SignalKind::Frozen, "", on, cause),
        kind => Signal::new(SignalKind::Encumbered, kind.as_str(), on, cause),
    }
}

/// Where a burden is recorded and since when; the holder may change while it stays.
pub(super) fn cause_of(burden: &Burden) -> String {
    let held_by = || burden.encumbrance.holder.best(kernel::Locale::En).0.to_owned();
    let instrument = burden.instrument.clone().unwrap_or_else(held_by);
    let kind = burden.encumbrance.kind.as_str();
    format!("{kind}:{instrument}:{}", text(burden.encumbrance.effective_on))
}

fn term(assessment: &Assessment, horizon: &Horizon, as_of: NaiveDate) -> Option<Signal> {
    let end = assessment.term?.expires_on;
    let within = |from: NaiveDate, months| {
        from.checked_add_months(Months::new(months))
            .is_some_and(|last| end <= last)
    };
    if horizon.funding_ends_on.is_some_and(|funding| within(funding, 12)) {
        let cause = format!("{end}:{}", text(horizon.funding_ends_on));
        return Some(Signal::new(
            SignalKind::ExpiresBeforeHorizon,
            "",
            Some(end),
            cause,
        ));
    }
    within(as_of, 24).then(|| Signal::new(SignalKind::ExpiresSoon, "", Some(end), end.to_string()))
}
