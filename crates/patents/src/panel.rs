//! The panel: all that is shown of a right at a glance, kept ready in one row.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::{Locale, LocalizedText, PatentId};
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Annuity, Encumbrance, FamilyMember, Party},
    number::RightType,
    status::{AnnuityState, Confidence, EncumbranceKind, LegalStatus},
};

/// How long an answer of a register counts as fresh.
const FRESH: TimeDelta = TimeDelta::days(45);
/// How near a fee must be to fall due soon.
const DUE_SOON: TimeDelta = TimeDelta::days(90);
/// How near an expiry must be to be a risk.
const EXPIRES_SOON: TimeDelta = TimeDelta::days(2 * 365);

/// All that is shown of a right at a glance. Rewritten with each new evidence.
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
    /// How it stands.
    pub status: PanelStatus,
    /// Who owns it on record; empty where no owner is recorded.
    pub owners: Vec<Party>,
    /// Who applied.
    pub applicants: Vec<Party>,
    /// Who invented.
    pub inventors: Vec<Party>,
    /// The next renewal fee.
    pub annuity: Option<Annuity>,
    /// Burdens, open and ended.
    pub encumbrances: Vec<Encumbrance>,
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
    /// Which register said so: `epo-ops`, `uspto-odp`, `sample`; empty if none did.
    pub source: String,
    /// What it rests on.
    pub confidence: Confidence,
    /// Why, as a code.
    pub reason: Option<String>,
    /// From when on it should not be relied on without asking again.
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
            source: String::new(),
            confidence: Confidence::Presumed,
            reason: Some("NO_STATUS_ON_RECORD".to_owned()),
            stale_after: None,
        }
    }

    /// When a status stated for `as_of` grows stale.
    pub(crate) fn stale_after(as_of: NaiveDate) -> Option<DateTime<Utc>> {
        as_of.and_hms_opt(0, 0, 0).map(|at| at.and_utc() + FRESH)
    }
}

impl Annuity {
    /// How the fee stands on a day, from the dates the register stated: later than it said, never earlier.
    fn seen_on(&self, today: NaiveDate) -> AnnuityState {
        let settled = matches!(
            self.state,
            AnnuityState::LapsedRecorded | AnnuityState::NoFees | AnnuityState::GraceEndedNoRecord
        );
        match (self.next_due_on, self.grace_ends_on) {
            _ if settled => self.state,
            (_, Some(end)) if end < today => AnnuityState::GraceEndedNoRecord,
            (Some(due), _) if due < today => AnnuityState::OverdueInGrace,
            (Some(due), _) if due - today <= DUE_SOON && self.state != AnnuityState::OverdueInGrace => {
                AnnuityState::DueSoon
            }
            _ => self.state,
        }
    }
}

/// Something an investor should know before pledging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// What it is.
    pub kind: RiskKind,
    /// When it comes, or since when it is so.
    pub on: Option<NaiveDate>,
}

crate::words::words! {
    /// What an investor should know before pledging.
    pub enum RiskKind {
        /// The right is gone.
        StatusLost = "status_lost",
        /// Nobody knows how it stands.
        StatusUnknown = "status_unknown",
        /// What is known is old.
        StatusStale = "status_stale",
        /// It is not granted yet, and may never be.
        Pending = "pending",
        /// Its term ends soon.
        ExpiresSoon = "expires_soon",
        /// A renewal fee falls due.
        AnnuityDue = "annuity_due",
        /// A renewal fee is overdue.
        AnnuityInGrace = "annuity_in_grace",
        /// A lender holds a security over it.
        Security = "security",
        /// A court has frozen it.
        Preservation = "preservation",
        /// Another burden lies on it.
        Encumbered = "encumbered",
        /// Its registered owner is somebody else than the founder.
        OwnerMismatch = "owner_mismatch",
    }
}

impl Panel {
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

    /// The panel as it may be shown on a day: what the register stated, held against the calendar. A
    /// right whose term is over is not alive, and one whose fee could no longer be paid may not be;
    /// the calendar never brings a right back.
    pub fn seen_on(mut self, today: NaiveDate) -> Self {
        let alive = self.status.value == LegalStatus::InForce || self.status.value.is_pending();
        if let Some(end) = self.expires_on.filter(|end| alive && *end <= today) {
            self.status.value = LegalStatus::Expired;
            self.status.reason = Some("TERM".to_owned());
            self.status.confidence = Confidence::Presumed;
            self.status.as_of = Some(end);
            self.status.stale_after = None;
            return self;
        }
        let Some(annuity) = &mut self.annuity else {
            return self;
        };
        // A status stated after the time to pay was over knows better than the older dates of the fee.
        if matches!((annuity.grace_ends_on, self.status.as_of), (Some(end), Some(as_of)) if end < as_of) {
            annuity.state = AnnuityState::Unknown;
            return self;
        }
        annuity.state = annuity.seen_on(today);
        let too_late = annuity.state == AnnuityState::GraceEndedNoRecord;
        if too_late && self.status.value == LegalStatus::InForce {
            self.status.value = LegalStatus::Unknown;
            self.status.reason = Some("FEE_WINDOW_PASSED".to_owned());
            self.status.confidence = Confidence::Presumed;
        }
        self
    }

    /// Whether what is known of its status is too old to rely on.
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        self.status.stale_after.is_some_and(|stale| now >= stale)
    }

    /// Burdens that still lie on it.
    pub fn open_encumbrances(&self) -> impl Iterator<Item = &Encumbrance> {
        self.encumbrances
            .iter()
            .filter(|encumbrance| encumbrance.ended_on.is_none())
    }

    /// Days of its life that are left and that it has in all, where both ends are known.
    pub fn life(&self, today: NaiveDate) -> Option<(i64, i64)> {
        let (from, to) = (self.filed_on?, self.expires_on?);
        let whole = (to - from).num_days();
        (whole > 0).then(|| ((to - today).num_days().clamp(0, whole), whole))
    }

    /// What an investor should know before pledging, the worst first.
    pub fn risks(&self, now: DateTime<Utc>) -> Vec<Risk> {
        let today = now.date_naive();
        let mut risks = Vec::new();
        let mut risk = |kind, on| risks.push(Risk { kind, on });
        let status = self.status.value;
        if status.is_lost() {
            risk(RiskKind::StatusLost, self.status.as_of);
        }
        for encumbrance in self.open_encumbrances() {
            let kind = match encumbrance.kind {
                EncumbranceKind::Security => RiskKind::Security,
                EncumbranceKind::Preservation => RiskKind::Preservation,
                _ => RiskKind::Encumbered,
            };
            risk(kind, encumbrance.effective_on);
        }
        if let Some(annuity) = self.annuity.as_ref().filter(|_| !status.is_lost()) {
            match annuity.state {
                AnnuityState::OverdueInGrace | AnnuityState::GraceEndedNoRecord => {
                    risk(RiskKind::AnnuityInGrace, annuity.grace_ends_on);
                }
                AnnuityState::DueSoon => risk(RiskKind::AnnuityDue, annuity.next_due_on),
                _ => {}
            }
        }
        if status == LegalStatus::Unknown {
            risk(RiskKind::StatusUnknown, None);
        }
        if status.is_pending() {
            risk(RiskKind::Pending, None);
        }
        if status == LegalStatus::InForce
            && let Some(on) = self.expires_on.filter(|on| *on - today < EXPIRES_SOON)
        {
            risk(RiskKind::ExpiresSoon, Some(on));
        }
        if self.is_stale(now) && !status.is_lost() {
            risk(RiskKind::StatusStale, self.status.as_of);
        }
        risks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn panel(status: LegalStatus, annuity: Annuity) -> Panel {
        Panel {
            id: PatentId::from_uuid(uuid::Uuid::nil()),
            number: "CN1".to_owned(),
            kind: None,
            application: "CN1".to_owned(),
            grant_number: None,
            office: "CN".to_owned(),
            right_type: RightType::Invention,
            titles: BTreeMap::new(),
            filed_on: Some(day("2010-01-01")),
            priority_on: None,
            granted_on: None,
            expires_on: Some(day("2030-01-01")),
            status: PanelStatus {
                value: status,
                as_of: Some(day("2026-01-10")),
                ..PanelStatus::unknown()
            },
            owners: Vec::new(),
            applicants: Vec::new(),
            inventors: Vec::new(),
            annuity: Some(annuity),
            encumbrances: Vec::new(),
            ipc: Vec::new(),
            publications: Vec::new(),
            family: Vec::new(),
            is_sample: false,
        }
    }

    fn fee(state: AnnuityState) -> Annuity {
        Annuity {
            next_due_on: Some(day("2026-06-01")),
            grace_ends_on: Some(day("2026-12-01")),
            state,
            year: Some(17),
            amount: None,
        }
    }

    #[test]
    fn a_fee_moves_on_with_the_calendar_and_takes_the_status_with_it() {
        let right = panel(LegalStatus::InForce, fee(AnnuityState::Paid));
        for (today, state, status) in [
            ("2026-02-01", AnnuityState::Paid, LegalStatus::InForce),
            ("2026-03-15", AnnuityState::DueSoon, LegalStatus::InForce),
            ("2026-06-01", AnnuityState::DueSoon, LegalStatus::InForce),
            ("2026-06-02", AnnuityState::OverdueInGrace, LegalStatus::InForce),
            ("2026-12-01", AnnuityState::OverdueInGrace, LegalStatus::InForce),
            (
                "2026-12-02",
                AnnuityState::GraceEndedNoRecord,
                LegalStatus::Unknown,
            ),
            ("2030-01-01", AnnuityState::Paid, LegalStatus::Expired),
        ] {
            let seen = right.clone().seen_on(day(today));
            assert_eq!(
                (seen.annuity.unwrap().state, seen.status.value),
                (state, status),
                "{today}"
            );
        }
    }

    #[test]
    fn the_calendar_never_brings_a_right_back() {
        for &lost in LegalStatus::ALL.iter().filter(|status| status.is_lost()) {
            let seen = panel(lost, fee(AnnuityState::LapsedRecorded)).seen_on(day("2031-01-01"));
            assert_eq!(seen.status.value, lost);
            assert_eq!(seen.annuity.unwrap().state, AnnuityState::LapsedRecorded);
        }
    }

    #[test]
    fn a_status_stated_after_the_time_to_pay_outweighs_the_older_dates() {
        let mut right = panel(LegalStatus::InForce, fee(AnnuityState::Paid));
        right.status.as_of = Some(day("2027-01-10"));
        let seen = right.seen_on(day("2027-02-01"));
        assert_eq!(seen.status.value, LegalStatus::InForce);
        assert_eq!(seen.annuity.unwrap().state, AnnuityState::Unknown);
    }
}
