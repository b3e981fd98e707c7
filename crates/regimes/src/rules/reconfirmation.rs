//! Material changes: how long investors have to confirm, and who says what is material. Asking and counting is in `pledges`.

use kernel::{Refusal, RefusalCode, RuleId};

use super::Decision;
use crate::Numbers;

/// CF7: the business days investors have to reconfirm; silence releases them. Where a regime says nothing, the platform's own rule
/// holds.
pub fn cf7_business_days(numbers: &Numbers) -> Option<u16> {
    match numbers {
        Numbers::RegCf(numbers) => Some(numbers.reconfirm_business_days),
        Numbers::Ecspr(_) | Numbers::CnPrivate(_) => None,
    }
}

/// CF8: not every amendment is material; whoever says what this one is gives their name and a reason.
///
/// # Errors
/// [`RefusalCode::ReasonMissing`].
pub fn cf8(by_a_person: bool, reason: Option<&str>) -> Decision {
    if by_a_person && reason.is_some_and(|reason| !reason.trim().is_empty()) {
        Ok(())
    } else {
        Err(Refusal::new(RuleId::Cf8, RefusalCode::ReasonMissing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::listing::tests::{ecspr, reg_cf};

    #[test]
    fn cf7_five_business_days_in_the_united_states_and_the_platforms_own_elsewhere() {
        assert_eq!(cf7_business_days(&Numbers::RegCf(reg_cf())), Some(5));
        assert_eq!(cf7_business_days(&Numbers::Ecspr(ecspr())), None);
    }

    #[test]
    fn cf8_needs_a_person_and_a_reason() {
        assert!(cf8(true, Some("the yearly accounts say what was known")).is_ok());
        assert!(cf8(true, Some("  ")).is_err());
        assert!(cf8(true, None).is_err());
        assert!(cf8(false, Some("a job decided")).is_err());
    }
}
