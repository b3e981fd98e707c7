//! The secret by which a signed-in person is known.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// Before every token of a sign-in, so that one that leaks is recognised (by a scanner, by a reader).
pub(crate) const SESSION: &str = "fs_";
/// Before what the first step of a sign-in gives.
pub(crate) const CHALLENGE: &str = "fc_";
/// Before every token by which a program acts for a person.
pub(crate) const API: &str = "fa_";
/// Before the secret of every link that is mailed.
pub(crate) const LINK: &str = "fl_";
/// Characters of a token that are shown later, its prefix among them.
const BEGINNING: usize = 11;
/// Base64 characters of 256 bits.
const BODY: usize = 43;

/// 256 random bits as text: `fs_` (what it is for) and 43 characters. Shown once; only its hash is stored.
#[derive(Clone)]
pub struct Token(SecretString);

/// SHA-256 of a token's text, in hexadecimal, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash(String);

impl Token {
    /// The token of these secret bytes, for what `prefix` stands for.
    pub(crate) fn new(prefix: &'static str, secret: [u8; 32]) -> Self {
        Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(secret)).into())
    }

    /// The text, to be handed to its owner and nobody else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Its beginning, by which its owner knows it again: 48 of 256 bits, which open nothing.
    pub(crate) fn beginning(&self) -> String {
        self.expose().chars().take(BEGINNING).collect()
    }

    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash(hex::encode(Sha256::digest(self.expose())))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl TokenHash {
    /// The hash of a text that has the form of a token with `prefix`; nothing else is worth a look.
    pub(crate) fn of(prefix: &str, text: &str) -> Option<Self> {
        let body = text.strip_prefix(prefix)?;
        let well_formed = body.len() == BODY
            && body
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        well_formed.then(|| Self(hex::encode(Sha256::digest(text))))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_hash_and_not_printed() {
        let token = Token::new(SESSION, [7; 32]);
        assert!(token.expose().starts_with("fs_"));
        assert_eq!(token.expose().len(), 46);
        assert_eq!(TokenHash::of(SESSION, token.expose()), Some(token.hash()));
        assert_eq!(TokenHash::of(LINK, token.expose()), None, "a sign-in is no link");
        assert!(!format!("{token:?}").contains(token.expose()));
    }

    #[test]
    fn what_is_no_token_is_not_looked_up() {
        for text in [
            "",
            "fs_",
            "fs_short",
            &format!("xx_{}", "a".repeat(43)),
            &format!("fs_{}", "é".repeat(22)),
        ] {
            assert_eq!(TokenHash::of(SESSION, text), None, "{text}");
        }
    }
}
