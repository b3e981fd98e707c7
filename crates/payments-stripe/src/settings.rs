//! What the operator sets about Stripe.

use std::{net::IpAddr, time::Duration};

use crate::keys::SecretKey;

/// Stripe's own address.
pub const STRIPE: &str = "https://api.stripe.com";
/// The version of Stripe's interface that is spoken, whatever the account's default is.
pub const VERSION: &str = "2026-09-30.endive";
/// How often a request is tried, and how long is waited in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Tries in all, at least one.
    pub attempts: u32,
    /// The wait after the first; doubled after each further one, up to `longest_pause`. Half of it
    /// is left to chance.
    pub first_pause: Duration,
    /// The longest wait.
    pub longest_pause: Duration,
}

impl Default for Retry {
    /// As Stripe's own libraries wait: half a second to five, four tries.
    fn default() -> Self {
        Self {
            attempts: 4,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(5),
        }
    }
}

impl Retry {
    /// The wait after try number `attempt`, with `chance` out of 255 of its second half.
    pub(crate) fn pause(&self, attempt: u32, chance: u8) -> Duration {
        let doubled = 2u32.saturating_pow(attempt.saturating_sub(1));
        let whole = self.first_pause.saturating_mul(doubled).min(self.longest_pause);
        whole / 2 + (whole / 2) * u32::from(chance) / 255
    }
}

/// What is needed to speak with Stripe.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The account's secret key.
    pub secret_key: SecretKey,
    /// Where Stripe is; another address stands in for it in tests.
    pub base_url: String,
    /// How long one try may take.
    pub timeout: Duration,
    /// How often it is tried.
    pub retry: Retry,
}

impl Settings {
    /// Stripe itself, thirty seconds a try.
    pub fn new(secret_key: SecretKey) -> Self {
        Self {
            secret_key,
            base_url: STRIPE.to_owned(),
            timeout: Duration::from_secs(30),
            retry: Retry::default(),
        }
    }
}

/// Why Stripe cannot be spoken with.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The key would travel in the clear.
    #[error(
        "Stripe's address must begin with https://, or http:// and a loopback address: the secret key is sent to it"
    )]
    Insecure,
    /// A key for real money at an address that is not Stripe's.
    #[error("a live key is sent to {STRIPE} only; leave the address out")]
    LiveKeyElsewhere,
    /// Not an address.
    #[error("Stripe's address cannot be read; it looks like {STRIPE}")]
    NotAnAddress,
    /// No client could be made.
    #[error("no HTTPS client could be made")]
    Client(#[source] reqwest::Error),
}

impl Settings {
    /// Passes if the secret key goes nowhere but to Stripe or to this machine.
    ///
    /// # Errors
    /// [`SettingsError`] says what is wrong with the address.
    pub fn check(&self) -> Result<(), SettingsError> {
        let base_url = self.base_url.trim_end_matches('/');
        let url = reqwest::Url::parse(base_url).map_err(|_| SettingsError::NotAnAddress)?;
        let host = url.host_str().ok_or(SettingsError::NotAnAddress)?;
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let is_loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
        if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback) {
            return Err(SettingsError::Insecure);
        }
        if self.secret_key.livemode() && base_url != STRIPE {
            return Err(SettingsError::LiveKeyElsewhere);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_request_builders() {
        assert_eq!(VERSION, stripe_client_core::VERSION.as_str());
    }

    #[test]
    fn waits_double_and_half_of_each_is_chance() {
        let retry = Retry::default();
        let millis = |attempt, chance| retry.pause(attempt, chance).as_millis();
        assert_eq!((millis(1, 0), millis(1, 255)), (250, 500));
        assert_eq!((millis(2, 0), millis(2, 255)), (500, 1000));
        assert_eq!((millis(9, 0), millis(9, 255)), (2500, 5000));
        assert_eq!(millis(u32::MAX, 255), 5000);
    }

    #[test]
    fn the_secret_key_goes_nowhere_but_to_stripe_or_this_machine() {
        let check = |key: &str, url: &str| {
            let settings = Settings {
                base_url: url.to_owned(),
                ..Settings::new(SecretKey::new(key).unwrap())
            };
            settings.check()
        };
        let insecure = |url| matches!(check("sk_test_1", url), Err(SettingsError::Insecure));
        assert!(insecure("http://stripe.example"));
        assert!(insecure("http://127.0.0.1.example"));
        assert!(insecure("ftp://127.0.0.1"));
        assert!(matches!(
            check("sk_test_1", "stripe"),
            Err(SettingsError::NotAnAddress)
        ));
        for url in [
            "http://127.0.0.1:9000/",
            "http://[::1]:9000",
            "http://localhost:1",
            STRIPE,
        ] {
            assert!(check("sk_test_1", url).is_ok(), "{url}");
        }
        assert!(matches!(
            check("sk_live_1", "http://127.0.0.1:9000"),
            Err(SettingsError::LiveKeyElsewhere)
        ));
        assert!(check("sk_live_1", STRIPE).is_ok());
    }
}
