//! The panel: all that is shown of a right at a glance, kept ready in one row.

mod calendar;
mod risks;
mod security;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use kernel::{Locale, LocalizedText, PatentId};
use serde::{Deserialize, Serialize};

use crate::{
    assess::Finality,
    facts::{FamilyMember, Party},
    fees::FeeStanding,
    number::{Office, RightType},
    status::{Confidence, EncumbranceKind, LegalStatus},
    term::Term,
    title::security::prevailing,
    watch::{self, Tier},
};

pub use risks::{Risk, RiskKind};
pub use security::{SecurityAsked, SecurityRefusal};

/// All that is shown of a right at a glance: how it stood by its last assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// The right.
    pub id: PatentId,
    /// Its best number as printed: of the grant, else the newest publication, else the application.
    pub number: String,
    /// The kind code of that number (WIPO ST.16).
    pub kind: Option<String>,
    /// The number of its application as printed.
    pub application: String,
    /// The number of its grant as printed.
    pub grant_number: Option<String>,
    /// The office: WIPO ST.3.
    pub office: String,
    /// The kind of right.
    pub right_type: RightType,
    /// Its titles by language (BCP 47).
    pub titles: BTreeMap<String, String>,
    /// When it was filed.
    pub filed_on: Option<NaiveDate>,
    /// Its earliest priority.
    pub priority_on: Option<NaiveDate>,
    /// When it was granted.
    pub granted_on: Option<NaiveDate>,
    /// When it expires if every fee is paid.
    pub expires_on: Option<NaiveDate>,
    /// What that day rests on.
    #[serde(default)]
    pub term: Option<Term>,
    /// How it stands.
    pub status: PanelStatus,
    /// Who owns it on record; empty where no owner is recorded.
    pub owners: Vec<Party>,
    /// Who applied.
    pub applicants: Vec<Party>,
    /// Who invented.
    pub inventors: Vec<Party>,
    /// The next renewal fee; of a European patent the most pressing of its states.
    pub annuity: Option<FeeStanding>,
    /// Burdens, open and ended.
    pub encumbrances: Vec<PanelEncumbrance>,
    /// The attack that goes on: `opposition`, `ptab`, `court`, ….
    pub challenged: Option<String>,
    /// It is in force with narrower claims.
    #[serde(default)]
    pub partially_invalidated: bool,
    /// Of a European patent, the states in which it lives, may live and is over.
    pub states: Option<PanelStates>,
    /// Symbols of the International Patent Classification.
    pub ipc: Vec<String>,
    /// What was published of it.
    pub publications: Vec<PanelPublication>,
    /// Other members of its family.
    pub family: Vec<FamilyMember>,
    /// Whether it was invented for a demonstration.
    pub is_sample: bool,
}

/// A published document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelPublication {
    /// Its number as printed.
    pub number: String,
    /// Its kind code.
    pub kind: String,
    /// When it was published.
    pub published_on: Option<NaiveDate>,
}

/// A burden on a right and where it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PanelEncumbrance {
    /// Its kind.
    pub kind: EncumbranceKind,
    /// Who holds it, as registered.
    pub holder: LocalizedText,
    /// Since when.
    pub effective_on: Option<NaiveDate>,
    /// Until when; open if absent.
    pub ended_on: Option<NaiveDate>,
    /// Reel and frame, or the gazette's entry.
    pub instrument: Option<String>,
    /// Whether nothing but a document that somebody handed in tells of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub documented: bool,
}

/// The states of a European patent by how it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelStates {
    /// A payment shows that it lives there.
    pub in_force: Vec<String>,
    /// Neither a payment nor a lapse is on record there.
    pub unconfirmed: Vec<String>,
    /// It is over there.
    pub ended: Vec<String>,
}

/// How a right stands, by whom and when it was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelStatus {
    /// The status. UNKNOWN rather than a guess.
    pub value: LegalStatus,
    /// The office's code.
    pub office_code: Option<String>,
    /// The office's own words.
    pub office_text: LocalizedText,
    /// The day it is stated for.
    pub as_of: Option<NaiveDate>,
    /// Since when it is so, where that is told.
    pub since: Option<NaiveDate>,
    /// Which register said so: `epo-ops`, `uspto-odp`, `sample`; empty if none did.
    pub source: String,
    /// What it rests on.
    pub confidence: Confidence,
    /// Why, as a code.
    pub reason: Option<String>,
    /// Whether what ended can come back.
    #[serde(default)]
    pub finality: Finality,
    /// The day for which the answer that it follows from was last given; none of what never grows old.
    #[serde(default)]
    pub told_on: Option<NaiveDate>,
    /// From when on it should not be relied on without asking again. It depends on who relies on the right when it is
    /// looked at, so that none is kept with an assessment.
    #[serde(default, skip_deserializing)]
    pub stale_after: Option<DateTime<Utc>>,
}

impl PanelStatus {
    /// Nothing is known.
    pub(crate) fn unknown() -> Self {
        Self {
            value: LegalStatus::Unknown,
            office_code: None,
            office_text: LocalizedText::default(),
            as_of: None,
            since: None,
            source: String::new(),
            confidence: Confidence::Presumed,
            reason: Some("NO_STATUS_ON_RECORD".to_owned()),
            finality: Finality::Open,
            told_on: None,
            stale_after: None,
        }
    }
}

impl Panel {
    /// The panel of a right that is watched this closely: what was told of it grows stale the sooner, the closer.
    pub(crate) fn watched(mut self, tier: Tier) -> Self {
        let fresh_to = self.status.told_on.map(|on| watch::stale_after(tier, on));
        self.status.stale_after = fresh_to
            .and_then(|last| last.checked_add_days(Days::new(1)))
            .map(|stale| stale.and_time(NaiveTime::MIN).and_utc());
        self
    }

    /// The title in a language, else in English, else in any.
    pub fn title(&self, locale: Locale) -> &str {
        let keys: &[&str] = match locale {
            Locale::En => &["en", "zh-Hans", "zh"],
            Locale::ZhHans => &["zh-Hans", "zh", "en"],
        };
        let found = keys
            .iter()
            .find_map(|key| self.titles.get(*key))
            .or_else(|| self.titles.values().next());
        found.map_or("", String::as_str)
    }

    /// Whether what is known of its status is too old to rely on.
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        self.status.stale_after.is_some_and(|stale| now >= stale)
    }

    /// Burdens that still lie on it.
    pub fn open_encumbrances(&self) -> impl Iterator<Item = &PanelEncumbrance> {
        self.encumbrances
            .iter()
            .filter(|encumbrance| encumbrance.ended_on.is_none())
    }

    /// Of several securities that lie on a Chinese right, the one that is paid first, where that is told.
    pub fn prevailing_security(&self) -> Option<&PanelEncumbrance> {
        let of_china = self.office == Office::CN.code();
        let live: Vec<&PanelEncumbrance> = self
            .open_encumbrances()
            .filter(|encumbrance| of_china && encumbrance.kind == EncumbranceKind::Security)
            .collect();
        let registered: Vec<_> = live.iter().map(|encumbrance| encumbrance.effective_on).collect();
        prevailing(&registered).map(|at| live[at])
    }

    /// Days of its life that are left and that it has in all, where both ends are known.
    pub fn life(&self, today: NaiveDate) -> Option<(i64, i64)> {
        let (from, to) = (self.filed_on?, self.expires_on?);
        let whole = (to - from).num_days();
        (whole > 0).then(|| ((to - today).num_days().clamp(0, whole), whole))
    }
}
