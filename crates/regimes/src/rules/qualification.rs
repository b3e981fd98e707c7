//! Classes of investors: sophisticated in the European Union, qualified in China.

use chrono::{DateTime, Utc};
use kernel::{Money, Refusal, RefusalCode, RuleId};
use serde::{Deserialize, Serialize};

use super::{Decision, months_after};
use crate::{CnPrivate, Ecspr};

/// What a natural person states to be sophisticated, in minor units of euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonFacts {
    /// A year's gross income.
    pub income_minor: i64,
    /// Cash and financial assets.
    pub portfolio_minor: i64,
    /// Months in a professional position in finance.
    pub finance_months: u32,
    /// Months as an executive of a firm that is itself sophisticated.
    pub executive_months: u32,
    /// The least number of significant trades in any of the last quarters.
    pub trades_a_quarter: u32,
    /// How many quarters that is true of.
    pub trade_quarters: u32,
}

/// What a firm states to be sophisticated, in minor units of euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FirmFacts {
    /// Own funds.
    pub own_funds_minor: i64,
    /// Net turnover.
    pub turnover_minor: i64,
    /// Balance sheet.
    pub balance_sheet_minor: i64,
}

/// EU2: a natural person is sophisticated who meets two of three criteria (Annex II, section II). A portfolio has to be greater than
/// the number, an income only to reach it.
pub fn eu2_person(numbers: &Ecspr, facts: &PersonFacts) -> bool {
    let wealth = facts.income_minor >= numbers.person_income_minor
        || facts.portfolio_minor > numbers.person_portfolio_minor;
    let experience = facts.finance_months >= numbers.experience_months
        || facts.executive_months >= numbers.experience_months;
    let trades =
        facts.trades_a_quarter >= numbers.trades_a_quarter && facts.trade_quarters >= numbers.trade_quarters;
    [wealth, experience, trades]
        .into_iter()
        .filter(|met| *met)
        .count()
        >= 2
}

/// EU2: a firm is sophisticated that meets one of three criteria (Annex II, section I).
pub fn eu2_firm(numbers: &Ecspr, facts: &FirmFacts) -> bool {
    facts.own_funds_minor >= numbers.firm_own_funds_minor
        || facts.turnover_minor >= numbers.firm_turnover_minor
        || facts.balance_sheet_minor >= numbers.firm_balance_sheet_minor
}

/// EU2: whether a class that was granted counts still; everybody else is not sophisticated.
pub fn eu2_holds(numbers: &Ecspr, granted_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    granted_at.is_some_and(|at| now < months_after(at, numbers.class_months))
}

/// What somebody states to be a qualified investor, in minor units of CNY.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Means {
    /// Financial assets.
    pub assets_minor: i64,
    /// A year's income.
    pub income_minor: i64,
}

/// CN1: whether these means are those of a qualified investor.
pub fn cn1_means(numbers: &CnPrivate, means: &Means) -> bool {
    means.assets_minor >= numbers.assets_minor || means.income_minor >= numbers.income_minor
}

/// CN1: only those whose proof was accepted, not too long ago, may read and invest.
///
/// # Errors
/// [`RefusalCode::NotQualified`].
pub fn cn1(numbers: &CnPrivate, granted_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Decision {
    if granted_at.is_some_and(|at| now < months_after(at, numbers.qualified_months)) {
        Ok(())
    } else {
        Err(Refusal::new(RuleId::Cn1, RefusalCode::NotQualified))
    }
}

/// CN1: a qualified investor invests at least the least ticket.
///
/// # Errors
/// [`RefusalCode::TicketTooSmall`].
pub fn cn1_ticket(numbers: &CnPrivate, amount: Money) -> Decision {
    if amount.minor >= numbers.ticket_minor {
        Ok(())
    } else {
        let least = Money::new(numbers.ticket_minor, amount.currency);
        Err(Refusal::new(RuleId::Cn1, RefusalCode::TicketTooSmall).with("limit", least))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::listing::tests::{cn_private, ecspr};

    #[test]
    fn eu2_two_of_three_make_a_person_sophisticated() {
        let rule = |facts| eu2_person(&ecspr(), &facts);
        let wealthy = PersonFacts {
            income_minor: 6_000_000,
            ..PersonFacts::default()
        };
        assert!(!rule(wealthy));
        let practised = PersonFacts {
            executive_months: 12,
            ..wealthy
        };
        assert!(rule(practised));
        let trading = PersonFacts {
            trades_a_quarter: 10,
            trade_quarters: 4,
            ..wealthy
        };
        assert!(rule(trading));
        let too_seldom = PersonFacts {
            trade_quarters: 3,
            ..trading
        };
        assert!(!rule(too_seldom));
        // Two ways of being wealthy are one criterion; a portfolio has to be above the number.
        let twice = PersonFacts {
            portfolio_minor: 10_000_001,
            ..wealthy
        };
        assert!(!rule(twice));
        let just = PersonFacts {
            portfolio_minor: 10_000_000,
            finance_months: 12,
            ..PersonFacts::default()
        };
        assert!(!rule(just));
    }

    #[test]
    fn eu2_one_of_three_makes_a_firm_sophisticated_and_for_two_years() {
        let firm = |own, turnover, sheet| {
            let facts = FirmFacts {
                own_funds_minor: own,
                turnover_minor: turnover,
                balance_sheet_minor: sheet,
            };
            eu2_firm(&ecspr(), &facts)
        };
        assert!(firm(10_000_000, 0, 0) && firm(0, 200_000_000, 0) && firm(0, 0, 100_000_000));
        assert!(!firm(9_999_999, 199_999_999, 99_999_999));
        let now = "2026-06-01T12:00:00Z".parse().unwrap();
        let at = |text: &str| Some(text.parse().unwrap());
        assert!(eu2_holds(&ecspr(), at("2024-06-01T12:00:01Z"), now));
        assert!(!eu2_holds(&ecspr(), at("2024-06-01T12:00:00Z"), now));
        assert!(!eu2_holds(&ecspr(), None, now));
    }

    #[test]
    fn cn1_means_proof_and_ticket() {
        let means = |assets, income| {
            cn1_means(
                &cn_private(),
                &Means {
                    assets_minor: assets,
                    income_minor: income,
                },
            )
        };
        assert!(means(300_000_000, 0) && means(0, 50_000_000) && !means(299_999_999, 49_999_999));
        let now = "2026-06-01T12:00:00Z".parse().unwrap();
        assert!(cn1(&cn_private(), Some(now), now).is_ok());
        assert!(cn1(&cn_private(), None, now).is_err());
        let cny = |minor| Money::new(minor, kernel::Currency::CNY);
        assert!(cn1_ticket(&cn_private(), cny(100_000_000)).is_ok());
        assert!(cn1_ticket(&cn_private(), cny(99_999_999)).is_err());
    }
}
