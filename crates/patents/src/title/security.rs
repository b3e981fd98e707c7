//! Registered security over a Chinese patent (专利权质押): what its holder must agree to, and which of several comes first.
//!
//! Measures for the registration of pledges of patent rights (CNIPA announcement 461 of 2021-11-15); Civil Code of China,
//! Articles 414 and 444. Elsewhere a filing does not rank securities by its day alone, so that this is of China alone.

use chrono::NaiveDate;

use crate::status::EncumbranceKind;

/// Whether an open licence stands though a security lives: offering one needs the consent of the secured party, of which no
/// register tells (Civil Code, Article 444). Takes the kinds of what lies on the right.
pub fn needs_consent(open: impl IntoIterator<Item = EncumbranceKind>) -> bool {
    let (mut secured, mut licensed) = (false, false);
    for kind in open {
        secured |= kind == EncumbranceKind::Security;
        licensed |= kind == EncumbranceKind::OpenLicence;
    }
    secured && licensed
}

/// Which of several live securities is paid first: the one registered before the others (Civil Code, Article 414). Takes the day
/// each took effect, which is that of its registration. None where there is one only, where a day is not told, and where two
/// share the first: then they are paid in proportion.
pub fn prevailing(registered: &[Option<NaiveDate>]) -> Option<usize> {
    if registered.len() < 2 {
        return None;
    }
    let days = registered.iter().copied().collect::<Option<Vec<_>>>()?;
    let first = days.iter().min()?;
    let mut holders = days.iter().enumerate().filter(|(_, day)| *day == first);
    match (holders.next(), holders.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_licence_needs_consent_beside_a_security_alone() {
        use EncumbranceKind::{Licence, OpenLicence, Preservation, Security};
        for (open, expected) in [
            (vec![], false),
            (vec![Security], false),
            (vec![OpenLicence], false),
            (vec![Licence, Security], false),
            (vec![OpenLicence, Preservation], false),
            (vec![OpenLicence, Security], true),
        ] {
            assert_eq!(needs_consent(open.clone()), expected, "{open:?}");
        }
    }

    #[test]
    fn the_security_that_was_registered_first_prevails_where_that_is_told() {
        let days = |days: &[&str]| days.iter().map(|day| day.parse().ok()).collect::<Vec<_>>();
        for (registered, expected) in [
            (vec![], None),
            (vec!["2024-01-01"], None),
            (vec!["2024-02-01", "2024-01-31"], Some(1)),
            (vec!["2024-01-01", "2024-01-01", "2024-02-01"], None),
            (vec!["2024-01-01", "not told"], None),
        ] {
            assert_eq!(prevailing(&days(&registered)), expected, "{registered:?}");
        }
    }
}
