//! What an investor has to know, and be shown to know, before investing.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Money, Refusal, RefusalCode, RuleId};
use serde::{Deserialize, Serialize};

use super::{Decision, months_after, share};
use crate::{Ecspr, RegCf};

/// CF11: what an investor has read, answered and acknowledged before a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Education {
    /// The educational material was shown and read (17 CFR 227.302(b)).
    pub material_read: bool,
    /// The questions about it were answered rightly (227.303(b)(2)(ii)).
    pub questions_answered: bool,
    /// The whole investment may be lost (227.303(b)(2)(i)).
    pub loss_acknowledged: bool,
    /// It cannot be sold easily, and a commitment can be taken back only for a time.
    pub illiquidity_acknowledged: bool,
}

/// CF11: everything was read, answered and acknowledged, within the time for which that counts.
///
/// # Errors
/// [`RefusalCode::NotAcknowledged`] with what is missing.
pub fn cf11(numbers: &RegCf, education: Option<(Education, DateTime<Utc>)>, now: DateTime<Utc>) -> Decision {
    let missing =
        |what: &str| Err(Refusal::new(RuleId::Cf11, RefusalCode::NotAcknowledged).with("what", what));
    let counts = TimeDelta::hours(numbers.education_hours.into());
    let Some((said, _)) = education.filter(|(_, at)| now - *at < counts) else {
        return missing("material");
    };
    match said {
        Education {
            material_read: false, ..
        } => missing("material"),
        Education {
            questions_answered: false,
            ..
        } => missing("questions"),
        Education {
            loss_acknowledged: false,
            ..
        } => missing("loss"),
        Education {
            illiquidity_acknowledged: false,
            ..
        } => missing("illiquidity"),
        _ => Ok(()),
    }
}

/// EU3: how an entry knowledge test went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeTest {
    /// Rightly answered questions.
    pub right: u32,
    /// Questions asked.
    pub asked: u32,
    /// Whether the prescribed warning after a failed test was acknowledged.
    pub warning_acknowledged: bool,
}

impl KnowledgeTest {
    /// Whether it was passed.
    pub fn is_passed(self, numbers: &Ecspr) -> bool {
        self.asked > 0
            && u64::from(self.right) * 10_000 >= u64::from(self.asked) * u64::from(numbers.test_pass_bps)
    }
}

/// EU3: the test was taken within two years; who failed it has acknowledged the warning. A failed test bans nobody.
///
/// # Errors
/// [`RefusalCode::KnowledgeTestMissing`]; [`RefusalCode::WarningNotAcknowledged`].
pub fn eu3(numbers: &Ecspr, test: Option<(KnowledgeTest, DateTime<Utc>)>, now: DateTime<Utc>) -> Decision {
    let holds = |at: DateTime<Utc>| now < months_after(at, numbers.test_months);
    let Some((test, _)) = test.filter(|(_, at)| holds(*at)) else {
        return Err(
            Refusal::new(RuleId::Eu3, RefusalCode::KnowledgeTestMissing).with("months", numbers.test_months)
        );
    };
    if test.is_passed(numbers) || test.warning_acknowledged {
        Ok(())
    } else {
        Err(Refusal::new(RuleId::Eu3, RefusalCode::WarningNotAcknowledged))
    }
}

/// EU4: the loss that is simulated: a tenth of the net worth; of debts none can be borne.
pub fn eu4_loss(numbers: &Ecspr, net_worth: Money) -> Money {
    Money::new(
        share(net_worth.minor.max(0), numbers.simulation_bps),
        net_worth.currency,
    )
}

/// EU4: the simulation was made within a year.
///
/// # Errors
/// [`RefusalCode::SimulationMissing`].
pub fn eu4(numbers: &Ecspr, simulated_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Decision {
    if simulated_at.is_some_and(|at| now < months_after(at, numbers.simulation_months)) {
        Ok(())
    } else {
        Err(Refusal::new(RuleId::Eu4, RefusalCode::SimulationMissing)
            .with("months", numbers.simulation_months))
    }
}

/// EU5: the amount above which an investment is large: the greater of 1,000 euros and a twentieth of the net worth.
pub fn eu5_threshold(numbers: &Ecspr, net_worth: Money) -> Money {
    let part = share(net_worth.minor.max(0), numbers.warning_bps);
    Money::new(part.max(numbers.warning_least_minor), net_worth.currency)
}

/// EU5: an investment above the threshold needs explicit consent to at least this amount, given after the warning and with proof
/// that it was understood.
///
/// # Errors
/// [`RefusalCode::LargeInvestment`] with the threshold.
pub fn eu5(
    numbers: &Ecspr,
    net_worth: Money,
    amount: Money,
    consent: Option<(Money, DateTime<Utc>)>,
    now: DateTime<Utc>,
) -> Decision {
    let threshold = eu5_threshold(numbers, net_worth);
    let counts = TimeDelta::hours(numbers.warning_hours.into());
    let agreed = consent.is_some_and(|(to, at)| {
        to.currency == amount.currency && to.minor >= amount.minor && now - at < counts
    });
    if amount.minor <= threshold.minor || agreed {
        Ok(())
    } else {
        Err(Refusal::new(RuleId::Eu5, RefusalCode::LargeInvestment).with("limit", threshold))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;
    use crate::rules::listing::tests::{ecspr, reg_cf};

    fn now() -> DateTime<Utc> {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn eur(major: i64) -> Money {
        Money::new(major * 100, Currency::EUR)
    }

    #[test]
    fn cf11_each_of_the_four_is_asked_for_by_name() {
        let all = Education {
            material_read: true,
            questions_answered: true,
            loss_acknowledged: true,
            illiquidity_acknowledged: true,
        };
        assert_eq!(cf11(&reg_cf(), Some((all, now())), now()), Ok(()));
        let what = |said: Option<Education>| {
            cf11(&reg_cf(), said.map(|said| (said, now())), now())
                .unwrap_err()
                .params["what"]
                .clone()
        };
        assert_eq!(what(None), "material");
        let without = |change: fn(&mut Education)| {
            let mut said = all;
            change(&mut said);
            what(Some(said))
        };
        assert_eq!(without(|said| said.material_read = false), "material");
        assert_eq!(without(|said| said.questions_answered = false), "questions");
        assert_eq!(without(|said| said.loss_acknowledged = false), "loss");
        assert_eq!(
            without(|said| said.illiquidity_acknowledged = false),
            "illiquidity"
        );
        let stale = now() - TimeDelta::hours(24);
        assert!(cf11(&reg_cf(), Some((all, stale)), now()).is_err());
    }

    #[test]
    fn eu3_seven_of_ten_pass_and_a_failed_test_needs_its_warning() {
        let test = |right, warned, at: &str| {
            let test = KnowledgeTest {
                right,
                asked: 10,
                warning_acknowledged: warned,
            };
            eu3(&ecspr(), Some((test, at.parse().unwrap())), now())
        };
        assert_eq!(test(7, false, "2026-05-01T00:00:00Z"), Ok(()));
        let refused = test(6, false, "2026-05-01T00:00:00Z").unwrap_err();
        assert_eq!(refused.code, RefusalCode::WarningNotAcknowledged);
        assert_eq!(test(6, true, "2026-05-01T00:00:00Z"), Ok(()));
        // Two years to the day are over.
        let refused = test(10, false, "2024-06-01T12:00:00Z").unwrap_err();
        assert_eq!(refused.code, RefusalCode::KnowledgeTestMissing);
        assert!(eu3(&ecspr(), None, now()).is_err());
    }

    #[test]
    fn eu4_simulates_a_tenth_of_the_net_worth_once_a_year() {
        assert_eq!(eu4_loss(&ecspr(), eur(50_000)), eur(5_000));
        assert_eq!(eu4_loss(&ecspr(), eur(-50_000)), eur(0));
        let at = |text: &str| Some(text.parse().unwrap());
        assert!(eu4(&ecspr(), at("2025-06-01T12:00:01Z"), now()).is_ok());
        assert!(eu4(&ecspr(), at("2025-06-01T12:00:00Z"), now()).is_err());
        assert!(eu4(&ecspr(), None, now()).is_err());
    }

    #[test]
    fn eu5_warns_above_the_greater_of_1000_euros_and_a_twentieth() {
        assert_eq!(eu5_threshold(&ecspr(), eur(10_000)), eur(1_000));
        assert_eq!(eu5_threshold(&ecspr(), eur(100_000)), eur(5_000));
        let rule = |amount, consent| eu5(&ecspr(), eur(10_000), amount, consent, now());
        assert_eq!(rule(eur(1_000), None), Ok(()));
        assert_eq!(
            rule(eur(1_001), None).unwrap_err().code,
            RefusalCode::LargeInvestment
        );
        assert_eq!(rule(eur(1_001), Some((eur(1_001), now()))), Ok(()));
        // Consent to less is none to more.
        assert!(rule(eur(1_002), Some((eur(1_001), now()))).is_err());
    }
}
