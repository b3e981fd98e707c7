//! Every renewal fee of a right's life, paid and to come.

use chrono::NaiveDate;
use kernel::Money;

use super::{Calendar, Question, Subject, price};
use crate::{
    assess::{Assessment, office_of},
    facts::RightFacts,
    number::RightType,
    status::LegalStatus,
};

/// More years than any term has.
const MOST: usize = 30;

/// One renewal fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeYear {
    /// The year it is for, as the office counts.
    pub year: u32,
    /// The last day without a surcharge.
    pub due_on: NaiveDate,
    /// The last day with one.
    pub grace_ends_on: Option<NaiveDate>,
    /// What it costs by the schedule in force today.
    pub amount: Option<Money>,
    /// What is added when it is paid late.
    pub surcharge: Option<Money>,
    /// Whether a payment for it or for a later year is on record.
    pub is_paid: bool,
    /// When it was paid, where that is told.
    pub paid_on: Option<NaiveDate>,
}

/// The fees of a right until its term ends, oldest first; none where the rule or the days it counts from are not known.
/// A granted European patent has no fees of its own: each state collects.
pub fn years(right: &RightFacts, assessment: &Assessment) -> Vec<FeeYear> {
    if !assessment.states.is_empty() {
        return Vec::new();
    }
    let office = office_of(right);
    let right_type = right.right_type.unwrap_or(RightType::Invention);
    let is_granted = assessment.status == Some(LegalStatus::InForce) || right.granted_on.is_some();
    let calendar = Calendar::of(Subject {
        office,
        right_type,
        filed_on: right.filed_on,
        granted_on: right.granted_on.or(right.filed_on.filter(|_| is_granted)),
        is_european: false,
    });
    let question = Question {
        office,
        right_type,
        is_european: false,
        entity: right.entity,
        claims: right.claims,
    };
    let last_paid = assessment.last_paid.get(office.code());
    let expires_on = assessment.term.map(|term| term.expires_on);
    let mut years = Vec::new();
    let mut year = calendar.year_after(None);
    while let Some(current) = year.filter(|_| years.len() < MOST) {
        let Some(due_on) = calendar.due_on(current) else {
            break;
        };
        if expires_on.is_some_and(|end| due_on >= end) {
            break;
        }
        let price = price(question, current);
        let payment = right
            .payments
            .iter()
            .find(|payment| payment.year == current && payment.territory == office.code());
        years.push(FeeYear {
            year: current,
            due_on,
            grace_ends_on: calendar.grace_ends_on(current),
            amount: price.amount,
            surcharge: price.surcharge,
            is_paid: payment.is_some() || last_paid.is_some_and(|paid| paid.year >= current),
            paid_on: payment
                .or(last_paid.filter(|paid| paid.year == current))
                .and_then(|payment| payment.on),
        });
        year = calendar.year_after(Some(current));
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assess::assess,
        facts::Payment,
        number::{NumberForm, Office, PatentNumber},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_united_states_patent_has_three_fees_and_those_paid_are_marked() {
        let number = PatentNumber::parse_as(
            "17248024",
            Some(Office::US),
            NumberForm::Application,
            day("2026-01-01"),
        )
        .unwrap();
        let right = RightFacts {
            application: Some(number),
            right_type: Some(RightType::Invention),
            filed_on: Some(day("2016-03-01")),
            granted_on: Some(day("2018-05-08")),
            payments: vec![Payment {
                territory: "US".to_owned(),
                year: 4,
                on: Some(day("2021-10-01")),
            }],
            ..RightFacts::default()
        };
        let fees = years(&right, &assess(&right, day("2026-01-01")));
        let told: Vec<_> = fees
            .iter()
            .map(|fee| {
                (
                    fee.year,
                    fee.due_on.to_string(),
                    fee.is_paid,
                    fee.paid_on.is_some(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (4, "2021-11-08".to_owned(), true, true),
                (8, "2025-11-08".to_owned(), false, false),
                (12, "2029-11-08".to_owned(), false, false)
            ]
        );
        assert!(
            fees.iter()
                .all(|fee| fee.amount.is_some() && fee.surcharge.is_some())
        );
    }
}
