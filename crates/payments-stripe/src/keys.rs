//! The keys of a Stripe account.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// Why a key of Stripe is not taken. The key itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a secret key.
    #[error("a secret key of Stripe begins with sk_test_, sk_live_, rk_test_ or rk_live_")]
    NotSecret,
    /// Not a publishable key.
    #[error("a publishable key of Stripe begins with pk_test_ or pk_live_")]
    NotPublishable,
    /// One key is for real money, the other for tests.
    #[error(
        "the secret key and the publishable key are of different modes; take both from live or both from test"
    )]
    ModesDiffer,
}

/// The key that may do everything (or, restricted, what it was allowed). Its text never shows in logs.
#[derive(Clone)]
pub struct SecretKey {
    text: SecretString,
    livemode: bool,
}

impl SecretKey {
    /// The key with this text.
    ///
    /// # Errors
    /// [`KeyError::NotSecret`] for anything else, such as a publishable key put in the wrong place.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = text.into();
        let livemode = mode(&text, &["sk", "rk"]).ok_or(KeyError::NotSecret)?;
        Ok(Self {
            text: text.into(),
            livemode,
        })
    }

    /// Whether it moves real money.
    pub fn livemode(&self) -> bool {
        self.livemode
    }

    pub(crate) fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = if self.livemode { "live" } else { "test" };
        write!(f, "SecretKey({mode}, …)")
    }
}

/// The key that stands in pages: it lets a browser enter a card, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishableKey {
    text: String,
    livemode: bool,
}

impl PublishableKey {
    /// The key with this text, which must be of the same mode as the secret key.
    ///
    /// # Errors
    /// [`KeyError::NotPublishable`], also for a secret key, which would be shown to everybody; or
    /// [`KeyError::ModesDiffer`].
    pub fn new(text: impl Into<String>, beside: &SecretKey) -> Result<Self, KeyError> {
        let text = text.into();
        let livemode = mode(&text, &["pk"]).ok_or(KeyError::NotPublishable)?;
        if livemode != beside.livemode {
            return Err(KeyError::ModesDiffer);
        }
        Ok(Self { text, livemode })
    }

    /// Its text, for the page.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is for real money.
    pub fn livemode(&self) -> bool {
        self.livemode
    }
}

/// Whether a key is for real money, if it is one of these kinds at all.
fn mode(text: &str, kinds: &[&str]) -> Option<bool> {
    let (kind, rest) = text.split_once('_')?;
    let (mode, rest) = rest.split_once('_')?;
    let plain = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match (kinds.contains(&kind) && plain, mode) {
        (true, "live") => Some(true),
        (true, "test") => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mode_is_read_from_the_key() {
        assert!(SecretKey::new("sk_live_0aA").unwrap().livemode());
        assert!(SecretKey::new("rk_live_0aA").unwrap().livemode());
        assert!(!SecretKey::new("sk_test_0aA").unwrap().livemode());
        for wrong in [
            "",
            "sk_test_",
            "sk_0aA",
            "pk_test_0aA",
            "sk_live_a b",
            "sk_live_a\n",
            "whsec_0aA",
        ] {
            assert_eq!(
                SecretKey::new(wrong).unwrap_err(),
                KeyError::NotSecret,
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn keys_of_two_modes_are_not_used_together() {
        let test = SecretKey::new("sk_test_0aA").unwrap();
        assert_eq!(
            PublishableKey::new("pk_live_0aA", &test),
            Err(KeyError::ModesDiffer)
        );
        assert_eq!(
            PublishableKey::new("sk_test_0aA", &test),
            Err(KeyError::NotPublishable)
        );
        assert_eq!(
            PublishableKey::new("pk_test_0aA", &test).unwrap().as_str(),
            "pk_test_0aA"
        );
    }

    #[test]
    fn a_secret_key_is_not_shown() {
        let key = SecretKey::new("sk_test_hunter2").unwrap();
        assert_eq!(format!("{key:?}"), "SecretKey(test, …)");
    }
}
