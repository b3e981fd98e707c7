//! The secrets by which webhooks are signed.

use std::fmt;

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

/// A signing secret shared with a provider. Its text never shows in logs.
#[derive(Clone)]
pub struct WebhookSecret(Hmac<Sha256>);

/// The secret could be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a webhook secret needs at least {} characters", WebhookSecret::SHORTEST)]
pub struct SecretTooShort;

impl WebhookSecret {
    /// The fewest characters a secret may have.
    pub const SHORTEST: usize = 16;

    /// The secret with this text, such as `whsec_…`; the whole text is the key.
    ///
    /// # Errors
    /// [`SecretTooShort`] if it could be guessed: an empty secret would let anybody sign.
    pub fn new(text: impl Into<String>) -> Result<Self, SecretTooShort> {
        let text = text.into();
        if text.trim().len() < Self::SHORTEST {
            return Err(SecretTooShort);
        }
        Hmac::new_from_slice(text.as_bytes())
            .map(Self)
            .map_err(|_| SecretTooShort)
    }

    /// HMAC-SHA256 with this secret as its key, nothing read yet.
    pub(crate) fn keyed(&self) -> Hmac<Sha256> {
        self.0.clone()
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_could_be_guessed_is_refused() {
        assert!(WebhookSecret::new("").is_err());
        assert!(WebhookSecret::new("                        ").is_err());
        let secret = WebhookSecret::new("whsec_0123456789abcdef").unwrap();
        assert!(!format!("{secret:?}").contains("0123"));
    }
}
