//! What must be known of an issuer before an offering is listed.

use kernel::{Refusal, RefusalCode, RuleId};

use super::Decision;
use crate::{CheckParty, CheckedParty};

/// CF9: what is collected is the founder's only if it reaches the target; else all of it goes back. The campaign's own rule for a
/// shortfall after failed cards must say so.
///
/// # Errors
/// [`RefusalCode::ShortfallNotGivenBack`].
pub fn cf9(gives_all_back: bool) -> Decision {
    if gives_all_back {
        Ok(())
    } else {
        Err(Refusal::new(RuleId::Cf9, RefusalCode::ShortfallNotGivenBack))
    }
}

/// CF16: issuer, officers, and holders of a fifth or more were checked and passed. Of several checks of one party the latest counts.
///
/// # Errors
/// [`RefusalCode::BackgroundCheckMissing`] with the party.
pub fn cf16(latest: &[CheckedParty]) -> Decision {
    let passed = |party: CheckParty| latest.iter().any(|check| check.party == party && check.passed);
    match CheckParty::ALL.iter().find(|party| !passed(**party)) {
        None => Ok(()),
        Some(party) => {
            Err(Refusal::new(RuleId::Cf16, RefusalCode::BackgroundCheckMissing).with("what", party))
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use kernel::Regime;

    use super::*;
    use crate::{CnPrivate, Ecspr, Numbers, Packs, RegCf};

    fn numbers(regime: Regime) -> Numbers {
        let packs = Packs::shipped().unwrap();
        let on = "2026-06-01".parse().unwrap();
        packs.on(regime, on).unwrap().1.clone()
    }

    pub(crate) fn reg_cf() -> RegCf {
        match numbers(Regime::RegCf) {
            Numbers::RegCf(numbers) => numbers,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn ecspr() -> Ecspr {
        match numbers(Regime::Ecspr) {
            Numbers::Ecspr(numbers) => numbers,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn cn_private() -> CnPrivate {
        match numbers(Regime::CnPrivate) {
            Numbers::CnPrivate(numbers) => numbers,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn cf9_a_shortfall_goes_back() {
        assert_eq!(cf9(true), Ok(()));
        assert_eq!(cf9(false).unwrap_err().code, RefusalCode::ShortfallNotGivenBack);
    }

    #[test]
    fn cf16_one_failed_check_keeps_an_offering_from_being_listed() {
        let check = |party, passed| CheckedParty { party, passed };
        let all = [
            check(CheckParty::Issuer, true),
            check(CheckParty::Officers, true),
            check(CheckParty::Holders, true),
        ];
        assert_eq!(cf16(&all), Ok(()));
        assert_eq!(cf16(&all[..2]).unwrap_err().params["what"], "holders");
        let suspicious = [all[0], check(CheckParty::Officers, false), all[2]];
        assert_eq!(cf16(&suspicious).unwrap_err().params["what"], "officers");
        assert!(cf16(&[]).is_err());
    }
}
