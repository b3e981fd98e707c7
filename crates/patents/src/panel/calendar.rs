//! The panel held against the calendar: what was assessed on one day may be over on the next.

use chrono::NaiveDate;

use super::Panel;
use crate::{
    fees::{FeeStanding, SOON},
    status::{AnnuityState, Confidence, LegalStatus},
};

/// How the fee stands on a day, from its dates: later than it was found, never earlier.
fn fee_on(fee: &FeeStanding, today: NaiveDate) -> AnnuityState {
    let settled = matches!(
        fee.state,
        AnnuityState::LapsedRecorded | AnnuityState::NoFees | AnnuityState::GraceEndedNoRecord
    );
    match (fee.next_due_on, fee.grace_ends_on) {
        _ if settled => fee.state,
        (_, Some(end)) if end < today => AnnuityState::GraceEndedNoRecord,
        (Some(due), _) if due < today => AnnuityState::OverdueInGrace,
        (Some(due), _) if due - today <= SOON && fee.state != AnnuityState::OverdueInGrace => {
            AnnuityState::DueSoon
        }
        _ => fee.state,
    }
}

impl Panel {
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
            self.status.told_on = None;
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
        annuity.state = fee_on(annuity, today);
        let too_late = annuity.state == AnnuityState::GraceEndedNoRecord;
        if too_late && self.status.value == LegalStatus::InForce {
            self.status.value = LegalStatus::Unknown;
            self.status.reason = Some("FEE_WINDOW_PASSED".to_owned());
            self.status.confidence = Confidence::Presumed;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kernel::PatentId;

    use super::*;
    use crate::{number::RightType, panel::PanelStatus, status::EncumbranceKind};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn panel(status: LegalStatus, annuity: FeeStanding) -> Panel {
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
            term: None,
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
            challenged: None,
            partially_invalidated: false,
            states: None,
            ipc: Vec::new(),
            publications: Vec::new(),
            family: Vec::new(),
            is_sample: false,
        }
    }

    fn fee(state: AnnuityState) -> FeeStanding {
        FeeStanding {
            next_due_on: Some(day("2026-06-01")),
            grace_ends_on: Some(day("2026-12-01")),
            year: Some(17),
            ..FeeStanding::bare(state)
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
    fn several_securities_are_ranked_and_an_open_licence_beside_one_is_told_in_china_alone() {
        let on = |kind, day: &str| crate::panel::PanelEncumbrance {
            kind,
            holder: kernel::LocalizedText::default(),
            effective_on: day.parse().ok(),
            ended_on: None,
            instrument: None,
            documented: false,
        };
        let mut right = panel(LegalStatus::InForce, fee(AnnuityState::Paid));
        right.encumbrances = vec![
            on(EncumbranceKind::OpenLicence, "2023-01-01"),
            on(EncumbranceKind::Security, "2024-05-01"),
            on(EncumbranceKind::Security, "2024-02-01"),
        ];
        let now = "2026-02-01T00:00:00Z".parse().unwrap();
        let is_told = |right: &Panel| {
            let mut risks = right.risks(now).into_iter();
            risks.any(|risk| risk.kind == crate::RiskKind::ConsentNotShown)
        };
        assert_eq!(right.prevailing_security(), Some(&right.encumbrances[2]));
        assert!(is_told(&right));
        right.office = "DE".to_owned();
        assert_eq!(right.prevailing_security(), None);
        assert!(!is_told(&right));
        right.office = "CN".to_owned();
        right.encumbrances.truncate(2);
        assert_eq!(
            right.prevailing_security(),
            None,
            "one alone is ranked against nothing"
        );
        assert!(is_told(&right));
        right.encumbrances[1].ended_on = Some(day("2025-01-01"));
        assert!(!is_told(&right), "released");
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
