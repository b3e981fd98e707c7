//! What may be raised, and what may be invested.

use kernel::{Money, Refusal, RefusalCode, RuleId};
use serde::{Deserialize, Serialize};

use super::{Decision, share};
use crate::RegCf;

/// What an investor declares of their means, in minor units of the regime's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// A year's income.
    pub income_minor: i64,
    /// What they own less what they owe.
    pub net_worth_minor: i64,
}

/// CF1 and EU1: what an issuer has raised and is promised within twelve months, and what is added, stays within the limit.
///
/// # Errors
/// [`RefusalCode::IssuerLimitExceeded`] with the limit and what is left of it.
pub fn issuer_limit(rule: RuleId, limit: Money, raised: Money, added: Money) -> Decision {
    within(rule, RefusalCode::IssuerLimitExceeded, limit, raised, added)
}

/// CF2: how much a person may invest within twelve months, of all issuers together; no limit for those who are accredited.
/// Where income or net worth is below the threshold it is the greater of the least amount and the lower rate of the greater of the
/// two; where both reach it, the higher rate of the greater, and at most the threshold (17 CFR 227.100(a)(2)).
pub fn cf2_limit(numbers: &RegCf, figures: Figures, accredited: bool) -> Option<i64> {
    if accredited {
        return None;
    }
    let greater = figures.income_minor.max(figures.net_worth_minor);
    let lesser = figures.income_minor.min(figures.net_worth_minor);
    Some(if lesser < numbers.investor_threshold_minor {
        numbers
            .investor_least_minor
            .max(share(greater, numbers.investor_lower_bps))
    } else {
        share(greater, numbers.investor_higher_bps).min(numbers.investor_threshold_minor)
    })
}

/// CF2: what is invested already and what is added stays within the investor's limit.
///
/// # Errors
/// [`RefusalCode::InvestorLimitExceeded`] with the limit and what is left of it.
pub fn cf2(limit_minor: Option<i64>, used: Money, added: Money) -> Decision {
    let Some(limit_minor) = limit_minor else {
        return Ok(());
    };
    let limit = Money::new(limit_minor, used.currency);
    within(
        RuleId::Cf2,
        RefusalCode::InvestorLimitExceeded,
        limit,
        used,
        added,
    )
}

fn within(rule: RuleId, code: RefusalCode, limit: Money, used: Money, added: Money) -> Decision {
    let currency = limit.currency;
    if used.currency != currency || added.currency != currency {
        return Err(Refusal::new(rule, RefusalCode::CurrencyNotAllowed).with("expected", currency));
    }
    let left = i128::from(limit.minor) - i128::from(used.minor);
    if i128::from(added.minor) <= left {
        return Ok(());
    }
    let left = Money::new(i64::try_from(left.max(0)).unwrap_or(i64::MAX), currency);
    Err(Refusal::new(rule, code)
        .with("limit", limit)
        .with("used", used)
        .with("left", left))
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;
    use crate::rules::listing::tests::reg_cf;

    fn usd(major: i64) -> Money {
        Money::new(major * 100, Currency::USD)
    }

    fn limit(income: i64, net_worth: i64) -> i64 {
        let figures = Figures {
            income_minor: income * 100,
            net_worth_minor: net_worth * 100,
        };
        cf2_limit(&reg_cf(), figures, false).unwrap() / 100
    }

    #[test]
    fn cf1_the_last_cent_of_the_limit_is_taken_and_not_one_more() {
        let rule = |raised, added| issuer_limit(RuleId::Cf1, usd(5_000_000), raised, added);
        assert_eq!(rule(usd(4_000_000), usd(1_000_000)), Ok(()));
        let refusal = rule(usd(4_000_000), Money::new(100_000_001, Currency::USD)).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::IssuerLimitExceeded);
        assert_eq!(refusal.params["left"], "1000000.00 USD");
    }

    #[test]
    fn eu1_another_currency_is_no_way_around_the_limit() {
        let eur = Money::new(500_000_000, Currency::EUR);
        let refusal = issuer_limit(RuleId::Eu1, eur, usd(0), usd(1)).unwrap_err();
        assert_eq!(
            (refusal.rule, refusal.code),
            (RuleId::Eu1, RefusalCode::CurrencyNotAllowed)
        );
    }

    #[test]
    fn cf2_sixty_and_fifty_thousand_with_one_thousand_used_leave_two_thousand() {
        let limit = cf2_limit(
            &reg_cf(),
            Figures {
                income_minor: 6_000_000,
                net_worth_minor: 5_000_000,
            },
            false,
        );
        assert_eq!(cf2(limit, usd(1_000), usd(2_000)), Ok(()));
        let refusal = cf2(limit, usd(1_000), usd(2_001)).unwrap_err();
        assert_eq!(refusal.params["limit"], "3000.00 USD");
        assert_eq!(refusal.params["left"], "2000.00 USD");
    }

    #[test]
    fn cf2_follows_the_greater_of_income_and_net_worth() {
        assert_eq!(limit(10_000, 20_000), 2_500);
        assert_eq!(limit(0, 0), 2_500);
        // One of the two below the threshold: the lower rate of the greater, without a cap.
        assert_eq!(limit(123_999, 1_000_000), 50_000);
        assert_eq!(limit(124_000, 124_000), 12_400);
        assert_eq!(limit(900_000, 124_000), 90_000);
        assert_eq!(limit(5_000_000, 124_000), 124_000);
    }

    #[test]
    fn cf2_whoever_is_accredited_has_no_limit() {
        let none = Figures {
            income_minor: 0,
            net_worth_minor: 0,
        };
        assert_eq!(cf2_limit(&reg_cf(), none, true), None);
        assert_eq!(cf2(None, usd(1_000_000), usd(1_000_000)), Ok(()));
    }
}
