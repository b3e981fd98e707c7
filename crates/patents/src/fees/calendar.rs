//! When renewal fees fall due, by office.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::number::{Office, RightType};

/// The rule by which a right's renewal fees fall due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// This kind of right has none: United States designs and plants (35 USC 41(b)).
    NoFees,
    /// None is due while it is pending.
    NotWhilePending,
    /// Three fees, at 3.5, 7.5 and 11.5 years from the grant (35 USC 41(b); 37 CFR 1.362). They are
    /// named by the years 4, 8 and 12, at whose end the right lapses.
    Maintenance {
        /// The grant.
        granted_on: NaiveDate,
    },
    /// One a year, counted from filing.
    FromFiling {
        /// The filing.
        filed_on: NaiveDate,
        /// The first year that costs anything.
        first_year: u32,
        /// Whether the day is the last of its month.
        month_end: bool,
    },
    /// One a year, counted from registration; the first three are paid with it (Japanese Patent Act, Articles 107 and
    /// 108; Korean Patent Act, Article 79).
    FromRegistration {
        /// The registration.
        registered_on: NaiveDate,
    },
    /// Nobody told us the rule.
    Unknown,
}

/// What the rule of an office depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// The office, or the state of a European patent.
    pub office: Office,
    /// The kind of right.
    pub right_type: RightType,
    /// When it was filed.
    pub filed_on: Option<NaiveDate>,
    /// When it was granted; absent while pending.
    pub granted_on: Option<NaiveDate>,
    /// Whether the office of a state collects for a granted European patent.
    pub is_european: bool,
}

/// The last day of a day's month.
pub(crate) fn month_end(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first
        .checked_add_months(Months::new(1))
        .and_then(|next| next.pred_opt())
        .unwrap_or(day)
}

/// The next day on which the office is open, leaving its holidays out.
fn working_day(day: NaiveDate) -> NaiveDate {
    let days = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

impl Calendar {
    /// The rule for a right.
    pub fn of(subject: Subject) -> Self {
        let Subject {
            office,
            right_type,
            filed_on,
            granted_on,
            is_european,
        } = subject;
        let from_filing = |first_year, month_end| match filed_on {
            Some(filed_on) => Calendar::FromFiling {
                filed_on,
                first_year,
                month_end,
            },
            None => Calendar::Unknown,
        };
        if is_european {
            // Each state collects from the year after that of the grant (EPC, Articles 86(2) and 141).
            return from_filing(3, true);
        }
        match office {
            Office::US => match (right_type, granted_on) {
                (RightType::Design | RightType::Plant | RightType::Provisional, _) => Calendar::NoFees,
                (_, Some(granted_on)) => Calendar::Maintenance { granted_on },
                (_, None) => Calendar::NotWhilePending,
            },
            Office::WO => Calendar::NoFees,
            Office::CN if granted_on.is_none() => Calendar::NotWhilePending,
            Office::CN => from_filing(1, false),
            Office::JP | Office::KR => match granted_on {
                Some(registered_on) => Calendar::FromRegistration { registered_on },
                None => Calendar::NotWhilePending,
            },
            // EPC, Article 86 and Rule 51(1): the end of the month of the anniversary, from the third year.
            Office::EP => from_filing(3, true),
            // Patentgesetz, §§ 17 and 3(2) PatKostG.
            Office::DE if right_type == RightType::Invention => from_filing(3, true),
            // Patents Rules 2007, rule 37: from the fifth year.
            Office::GB if granted_on.is_some() => from_filing(5, true),
            Office::GB => Calendar::NotWhilePending,
            _ => Calendar::Unknown,
        }
    }

    /// The fee after one for `year`; the first of all if none was paid.
    pub fn year_after(self, year: Option<u32>) -> Option<u32> {
        match self {
            Calendar::Maintenance { .. } => [4, 8, 12]
                .into_iter()
                .find(|next| year.is_none_or(|year| *next > year)),
            Calendar::FromFiling { first_year, .. } => {
                Some(year.map_or(first_year, |year| year.saturating_add(1).max(first_year)))
            }
            Calendar::FromRegistration { .. } => Some(year.map_or(4, |year| year.saturating_add(1).max(4))),
            _ => None,
        }
    }

    /// The last day on which the fee for a year can be paid without a surcharge.
    pub fn due_on(self, year: u32) -> Option<NaiveDate> {
        match self {
            Calendar::Maintenance { granted_on } => {
                granted_on.checked_add_months(Months::new(year.checked_mul(12)?.checked_sub(6)?))
            }
            Calendar::FromFiling {
                filed_on,
                month_end: at_end,
                ..
            } => {
                let day = filed_on.checked_add_months(Months::new(year.checked_sub(1)?.checked_mul(12)?))?;
                Some(if at_end { month_end(day) } else { day })
            }
            Calendar::FromRegistration { registered_on } => {
                registered_on.checked_add_months(Months::new(year.checked_sub(1)?.checked_mul(12)?))
            }
            _ => None,
        }
    }

    /// The last day on which it can be paid late: six months at the least (Paris Convention, Article 5bis(1)).
    pub fn grace_ends_on(self, year: u32) -> Option<NaiveDate> {
        match self {
            Calendar::Maintenance { granted_on } => granted_on
                .checked_add_months(Months::new(year.checked_mul(12)?))
                .map(working_day),
            Calendar::FromFiling {
                month_end: at_end, ..
            } => {
                let day = self.due_on(year)?.checked_add_months(Months::new(6))?;
                Some(if at_end { month_end(day) } else { day })
            }
            Calendar::FromRegistration { .. } => self.due_on(year)?.checked_add_months(Months::new(6)),
            _ => None,
        }
    }

    /// The first day on which it can be paid, where there is one.
    pub fn opens_on(self, year: u32) -> Option<NaiveDate> {
        match self {
            Calendar::Maintenance { .. } => self.due_on(year)?.checked_sub_months(Months::new(6)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn maintenance_fees_fall_due_at_three_and_a_half_years_and_so_on() {
        let calendar = Calendar::Maintenance {
            granted_on: day("2017-05-09"),
        };
        assert_eq!(calendar.year_after(Some(8)), Some(12));
        assert_eq!(calendar.due_on(12), Some(day("2028-11-09")));
        assert_eq!(calendar.opens_on(12), Some(day("2028-05-09")));
        assert_eq!(calendar.grace_ends_on(12), Some(day("2029-05-09")));
        // 2021-05-09 is a Sunday.
        assert_eq!(calendar.grace_ends_on(4), Some(day("2021-05-10")));
        assert_eq!(calendar.year_after(Some(12)), None);
    }

    #[test]
    fn annuities_fall_due_on_the_anniversary_or_at_the_end_of_its_month() {
        let chinese = Calendar::FromFiling {
            filed_on: day("2020-02-29"),
            first_year: 1,
            month_end: false,
        };
        assert_eq!(chinese.due_on(2), Some(day("2021-02-28")));
        assert_eq!(chinese.grace_ends_on(2), Some(day("2021-08-28")));
        let european = Calendar::FromFiling {
            filed_on: day("2010-06-24"),
            first_year: 3,
            month_end: true,
        };
        assert_eq!(
            (european.due_on(17), european.grace_ends_on(17)),
            (Some(day("2026-06-30")), Some(day("2026-12-31")))
        );
        let japanese = Calendar::FromRegistration {
            registered_on: day("2024-08-05"),
        };
        assert_eq!(
            (japanese.year_after(Some(3)), japanese.due_on(4)),
            (Some(4), Some(day("2027-08-05")))
        );
    }
}
