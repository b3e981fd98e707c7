//! What has to be told of a watched right.

use async_graphql::{Enum, SimpleObject};
use chrono::NaiveDate;
use kernel::Locale;
use patents::{
    Detail,
    watch::{self, Horizon, LEVEL_LABELS, SIGNAL_LABELS, Signal},
};

use super::super::super::money::Money;

/// How a right stands: the worst signal that lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::watch::WatchLevel")]
pub enum WatchLevel {
    /// No signal.
    Green,
    /// Something to know.
    Notice,
    /// Something that needs attention.
    Alert,
    /// It is gone.
    Lost,
}

/// What a signal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::watch::SignalKind")]
pub enum PatentSignalKind {
    /// A renewal fee falls due: before the funding ends, within 90 days, within 30 days, or today.
    FeeDue,
    /// A renewal fee is overdue and can still be paid.
    FeeGrace,
    /// The time to pay late is over and no payment is on record.
    FeeGraceEnded,
    /// The right is gone.
    Ended,
    /// It has ended and can come back until a day.
    Restorable,
    /// It is under attack.
    ChallengeOpen,
    /// It is in force with narrower claims.
    PartiallyInvalidated,
    /// A court has frozen it.
    Frozen,
    /// Another holds a right in it.
    Encumbered,
    /// Its term ends within a year of the end of the funding.
    ExpiresBeforeHorizon,
    /// Its term ends within two years.
    ExpiresSoon,
    /// Nobody knows how it stands.
    Unknown,
    /// It is not granted yet, and may never be.
    Pending,
}

/// The level that projects keep beside a campaign.
pub(in super::super::super) fn level(kept: projects::WatchLevel) -> watch::WatchLevel {
    match kept {
        projects::WatchLevel::Green => watch::WatchLevel::Green,
        projects::WatchLevel::Notice => watch::WatchLevel::Notice,
        projects::WatchLevel::Alert => watch::WatchLevel::Alert,
        projects::WatchLevel::Lost => watch::WatchLevel::Lost,
    }
}

/// What has to be told of a right, with the campaign it is shown beside in view.
#[derive(SimpleObject)]
pub struct PatentWatch {
    /// The worst of its signals.
    level: WatchLevel,
    /// The same in one or two words of the caller's language.
    label: String,
    /// What stands today, the worst first.
    signals: Vec<PatentSignal>,
}

/// Something about a right that stands today.
#[derive(SimpleObject)]
pub struct PatentSignal {
    /// What it is about.
    kind: PatentSignalKind,
    /// Which of its kind, as a word: `t30`, `m2`, `security`, `lapsed`, …; empty where there is one only.
    detail: String,
    /// What it is, in the caller's language.
    message: String,
    /// When it comes, or since when it is so; of what can be restored, until when.
    on: Option<NaiveDate>,
    /// How bad it is.
    level: WatchLevel,
    /// What is added to a fee in this month of grace, where it is known.
    surcharge: Option<Money>,
}

/// The signals of a right on a day.
pub(super) fn of(detail: &Detail, horizon: &Horizon, today: NaiveDate, locale: Locale) -> PatentWatch {
    let signals = watch::signals(&detail.stored.assessment, horizon, today);
    let level = watch::level_of(&signals);
    PatentWatch {
        level: level.into(),
        label: i18n::label(locale, LEVEL_LABELS, level.as_str()),
        signals: signals
            .into_iter()
            .map(|signal| PatentSignal::of(signal, locale))
            .collect(),
    }
}

impl PatentSignal {
    fn of(signal: Signal, locale: Locale) -> Self {
        Self {
            message: i18n::label(locale, SIGNAL_LABELS, signal.kind.as_str()),
            kind: signal.kind.into(),
            detail: signal.sub.to_owned(),
            on: signal.on,
            level: signal.level.into(),
            surcharge: signal.surcharge.map(Money::from),
        }
    }
}
