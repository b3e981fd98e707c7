//! Codes: six digits of an authenticator (RFC 6238), and recovery codes for when it is lost.

use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

use crate::email::Email;

/// Seconds of a step (RFC 6238, section 5.2).
const STEP: i64 = 30;
/// Characters of a recovery code: 120 bits, so that a plain hash keeps it (OWASP ASVS 6.5.2).
const RECOVERY: usize = 24;
/// Crockford's base 32, in lower case: no letter that is mistaken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// How many recovery codes a person has.
pub(super) const RECOVERY_CODES: usize = 10;

/// Bytes of a seed: 160 bits (RFC 4226, section 4, requirement 6).
pub(super) const SEED: usize = 20;

/// What somebody typed as a code.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// Six digits.
    Authenticator(String),
    /// The hash of a recovery code.
    Recovery(String),
}

/// Reads a code. Blanks and hyphens, which people type as they see them, do not count.
pub(super) fn read(text: &str) -> Option<Typed> {
    let plain: String = text
        .chars()
        .take(100)
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Typed::Authenticator(plain));
    }
    // What Crockford's alphabet leaves out is read as what it looks like.
    let plain = plain.replace('o', "0").replace(['i', 'l'], "1");
    let is_recovery = plain.len() == RECOVERY && plain.bytes().all(|b| ALPHABET.contains(&b));
    is_recovery.then(|| Typed::Recovery(hash(&plain)))
}

fn hash(plain: &str) -> String {
    hex::encode(Sha256::digest(plain))
}

/// A recovery code as it is shown, in groups of four, and its hash.
pub(super) fn recovery(random: [u8; 32]) -> (String, String) {
    let plain: String = random[..RECOVERY]
        .iter()
        .map(|b| char::from(ALPHABET[usize::from(b % 32)]))
        .collect();
    let groups: Vec<&str> = (0..RECOVERY).step_by(4).map(|at| &plain[at..at + 4]).collect();
    (groups.join("-"), hash(&plain))
}

fn authenticator(seed: &[u8], account: &str) -> Option<Totp> {
    Builder::new()
        .with_skew(0)
        .with_secret(Secret::new(seed.into()))
        .with_issuer(Some("Farsight"))
        .with_account_name(account)
        .build()
        .ok()
}

/// The step of the code, if it is one of this moment or of the step before. RFC 6238, section 5.2 allows that one step
/// for the time it takes to type; ASVS 6.5.5 would not: written down in the README.
pub(super) fn step_of(seed: &[u8], code: &str, unix: i64) -> Option<i64> {
    let totp = authenticator(seed, "")?;
    let at = |time: i64| u64::try_from(time).ok().and_then(|time| totp.check(code, time));
    let step = at(unix).or_else(|| at(unix - STEP))?;
    i64::try_from(step).ok()
}

/// The seed as text, and the address by which an authenticator takes it over.
pub(super) fn for_authenticator(seed: &[u8], email: &Email) -> Option<(String, String)> {
    let totp = authenticator(seed, email.as_typed())?;
    Some((totp.secret().to_base32(), totp.to_url().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, the last six of eight digits.
        for (unix, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(step_of(RFC, code, unix), Some(unix / 30), "{unix}");
        }
    }

    #[test]
    fn one_earlier_step_is_taken_and_no_later_one() {
        let code = "081804";
        let made_at = 1_111_111_109 / 30 * 30;
        assert_eq!(step_of(RFC, code, made_at + 59), Some(made_at / 30));
        assert_eq!(step_of(RFC, code, made_at + 60), None);
        assert_eq!(step_of(RFC, code, made_at - 1), None);
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        let (shown, stored) = recovery([0xff; 32]);
        assert_eq!(shown, "zzzz-zzzz-zzzz-zzzz-zzzz-zzzz");
        assert_eq!(read(&shown.to_uppercase()), Some(Typed::Recovery(stored.clone())));
        assert_eq!(read(&shown.replace('-', " ")), Some(Typed::Recovery(stored)));
        let (_, zeros) = recovery([0; 32]);
        assert_eq!(read(&"o".repeat(24)), Some(Typed::Recovery(zeros)));
        assert_eq!(read("123 456"), Some(Typed::Authenticator("123456".to_owned())));
        for none in [
            "",
            "12345",
            "1234567",
            "zzzz",
            "١٢٣٤٥٦",
            &"u".repeat(24),
            &"z".repeat(100_000),
        ] {
            assert_eq!(read(none), None, "{none:.20}");
        }
    }

    #[test]
    fn recovery_codes_use_all_letters_alike() {
        let all: [u8; 32] = std::array::from_fn(|n| u8::try_from(n).unwrap());
        let (shown, _) = recovery(all);
        assert_eq!(shown, "0123-4567-89ab-cdef-ghjk-mnpq");
    }
}
