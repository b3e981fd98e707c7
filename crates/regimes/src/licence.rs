//! The licence by which the platform works under a regime.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{FileId, Regime, RegimeLicenceId, UserId};
use serde::Serialize;

use kernel::words;

words! {
    /// Where a licence stands on a day.
    pub enum LicenceState {
        /// Entered; somebody else has to confirm it.
        Entered = "entered",
        /// Confirmed, and its first day has not come.
        Coming = "coming",
        /// It counts.
        InForce = "in_force",
        /// Its last day has passed.
        Expired = "expired",
        /// An administrator withdrew it.
        Withdrawn = "withdrawn",
    }
}

/// A licence that an administrator wants to enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterLicence {
    /// For which regime.
    pub regime: Regime,
    /// Who holds it.
    pub holder: String,
    /// Who gave it.
    pub authority: String,
    /// The number under which the authority keeps it.
    pub number: String,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day, if it has one.
    pub valid_until: Option<NaiveDate>,
    /// The document, an upload of the caller's.
    pub document_id: Option<FileId>,
    /// Where it can be looked up.
    pub reference: String,
}

/// A licence. What was entered never changes; it is confirmed and withdrawn by acts beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its id.
    pub id: RegimeLicenceId,
    /// For which regime.
    pub regime: Regime,
    /// Who holds it.
    pub holder: String,
    /// Who gave it.
    pub authority: String,
    /// The number under which the authority keeps it.
    pub number: String,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day, if it has one.
    pub valid_until: Option<NaiveDate>,
    /// The document, if one was handed in.
    pub document_id: Option<FileId>,
    /// Where it can be looked up.
    pub reference: String,
    /// Who entered it.
    pub entered_by: UserId,
    /// When.
    pub entered_at: DateTime<Utc>,
    /// Who else confirmed it, and when.
    pub confirmed: Option<(UserId, DateTime<Utc>)>,
    /// Who withdrew it, when and why.
    pub withdrawn: Option<Withdrawal>,
}

/// That a licence no longer counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    /// Who said so.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

impl Licence {
    /// Where it stands on a day, UTC; its first and its last day count.
    pub fn state(&self, on: NaiveDate) -> LicenceState {
        if self.withdrawn.is_some() {
            LicenceState::Withdrawn
        } else if self.valid_until.is_some_and(|last| last < on) {
            LicenceState::Expired
        } else if self.confirmed.is_none() {
            LicenceState::Entered
        } else if on < self.valid_from {
            LicenceState::Coming
        } else {
            LicenceState::InForce
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn licence() -> Licence {
        let person = |n| UserId::from(Uuid::from_u128(n));
        let at = DateTime::UNIX_EPOCH;
        Licence {
            id: Uuid::from_u128(1).into(),
            regime: Regime::RegCf,
            holder: "Farsight Portal Inc.".to_owned(),
            authority: "SEC".to_owned(),
            number: "007-00001".to_owned(),
            valid_from: day("2026-01-01"),
            valid_until: Some(day("2026-12-31")),
            document_id: None,
            reference: "EDGAR".to_owned(),
            entered_by: person(1),
            entered_at: at,
            confirmed: Some((person(2), at)),
            withdrawn: None,
        }
    }

    #[test]
    fn a_licence_counts_from_its_first_to_its_last_day() {
        let state = |on| licence().state(day(on));
        assert_eq!(state("2025-12-31"), LicenceState::Coming);
        assert_eq!(state("2026-01-01"), LicenceState::InForce);
        assert_eq!(state("2026-12-31"), LicenceState::InForce);
        assert_eq!(state("2027-01-01"), LicenceState::Expired);
    }

    #[test]
    fn a_licence_that_nobody_else_confirmed_or_that_was_withdrawn_does_not_count() {
        let entered = Licence {
            confirmed: None,
            ..licence()
        };
        assert_eq!(entered.state(day("2026-06-01")), LicenceState::Entered);
        let withdrawn = Licence {
            withdrawn: Some(Withdrawal {
                by: Uuid::from_u128(3).into(),
                at: DateTime::UNIX_EPOCH,
                reason: "given back".to_owned(),
            }),
            ..licence()
        };
        assert_eq!(withdrawn.state(day("2026-06-01")), LicenceState::Withdrawn);
    }
}
