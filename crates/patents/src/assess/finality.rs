//! Whether what ended can come back, and whether the right lives meanwhile.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::life::Life;
use crate::{facts::RightFacts, status::LegalStatus};

/// Whether what ended can come back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Finality {
    /// It has not ended.
    #[default]
    Open,
    /// It has ended, and no way back is known.
    Final,
    /// A remedy is open until that day, if the day is known.
    Recoverable(Option<NaiveDate>),
}

/// Whether what ended can come back on a day.
pub(super) fn of(right: &RightFacts, life: &Life, status: Option<LegalStatus>, as_of: NaiveDate) -> Finality {
    if !status.is_some_and(LegalStatus::is_lost) {
        return Finality::Open;
    }
    if let Some(office) = &right.status {
        let months = match office.reason.as_deref() {
            // Two months from the notice (Implementing Regulations of the Chinese Patent Law, rule 6).
            Some("RESTORATION_WINDOW") => Some(2),
            // Three months to ask for re-examination (Patent Law of China, Article 41).
            Some("REVIEW_WINDOW") => Some(3),
            _ => None,
        };
        if let Some(months) = months {
            let until = office
                .as_of
                .and_then(|on| on.checked_add_months(Months::new(months)));
            return match until {
                Some(until) if until < as_of => Finality::Final,
                until => Finality::Recoverable(until),
            };
        }
    }
    let window = life.end.as_ref().and_then(|end| {
        let months = match end.code.as_str() {
            // Further processing and appeal (EPC, Articles 121 and 108).
            "18D" | "18R" => 2,
            "RJ01" | "C12" | "A02" => 3,
            "CF01" => 2,
            _ => return None,
        };
        end.known_on?.checked_add_months(Months::new(months))
    });
    match window {
        Some(until) if until >= as_of => Finality::Recoverable(Some(until)),
        _ => Finality::Final,
    }
}

/// Whether the right lives. An application that ended lives on while a remedy is surely open; a right that
/// lapsed does not.
pub(super) fn active(
    status: Option<LegalStatus>,
    reason: Option<&str>,
    finality: &Finality,
    as_of: NaiveDate,
) -> Option<bool> {
    match status? {
        LegalStatus::Unknown => match reason {
            Some("ENDED_REASON_NOT_STATED" | "ERASURE_REASON_NOT_TOLD") => Some(false),
            _ => None,
        },
        LegalStatus::Refused | LegalStatus::Withdrawn | LegalStatus::Abandoned => match finality {
            Finality::Recoverable(Some(until)) => Some(*until >= as_of),
            Finality::Recoverable(None) => None,
            _ => Some(false),
        },
        status => Some(!status.is_lost()),
    }
}
