//! How a right stands.

use async_graphql::{ComplexObject, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::Locale;
use patents::{Panel, assess::Finality};

use super::{
    reason,
    words::{PatentStatusValue, StatusConfidence, StatusFinality},
};

/// How a right stands, by whom and when it was said.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PatentStatus {
    /// The status. UNKNOWN rather than a guess.
    value: PatentStatusValue,
    /// The day it is stated for: by the office, or by the newest answer it follows from.
    as_of: Option<NaiveDate>,
    /// Since when it is so, where that is told.
    since: Option<NaiveDate>,
    /// The office's own words, in the caller's language if it has them.
    office_text: Option<String>,
    /// The office's own code.
    office_code: Option<String>,
    /// Which register said so: `epo-ops`, `uspto-odp`, `sample`; empty if none did.
    source: String,
    /// What it rests on.
    confidence: StatusConfidence,
    /// Why, in the caller's language, if something is to be said.
    reason: Option<String>,
    /// Whether what ended can come back.
    finality: StatusFinality,
    /// Until when it can, where that is told.
    recoverable_until: Option<NaiveDate>,
    /// From when on it should not be relied on without asking again.
    stale_after: Option<DateTime<Utc>>,
    /// Whether that time has come.
    is_stale: bool,
    #[graphql(skip)]
    locale: Locale,
}

#[ComplexObject]
impl PatentStatus {
    /// The status in one or two words of the caller's language.
    async fn label(&self) -> String {
        label(self.value.into(), self.locale)
    }
}

/// A status in one or two words.
pub(super) fn label(value: patents::LegalStatus, locale: Locale) -> String {
    i18n::label(locale, "status", value.as_str())
}

impl PatentStatus {
    /// The status of a panel, told in a language at a moment.
    pub(super) fn of(panel: &Panel, locale: Locale, now: DateTime<Utc>) -> Self {
        let status = &panel.status;
        let text = status.office_text.best(locale).0;
        let (finality, recoverable_until) = match status.finality {
            Finality::Open => (StatusFinality::Open, None),
            Finality::Final => (StatusFinality::Final, None),
            Finality::Recoverable(until) => (StatusFinality::Recoverable, until),
        };
        Self {
            value: status.value.into(),
            as_of: status.as_of,
            since: status.since,
            office_text: (!text.is_empty()).then(|| text.to_owned()),
            office_code: status.office_code.clone(),
            source: status.source.clone(),
            confidence: status.confidence.into(),
            reason: status.reason.as_deref().map(|code| reason(code, locale)),
            finality,
            recoverable_until,
            stale_after: status.stale_after,
            is_stale: panel.is_stale(now),
            locale,
        }
    }
}
