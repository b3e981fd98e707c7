//! Secrets that must be read again, sealed with the installation's key: XChaCha20-Poly1305, bound to the row they
//! stand in.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::settings::SettingsError;

/// The form of what is sealed; another form would begin with another number.
const FORM: u8 = 1;
/// Bytes that name the key.
const NAME: usize = 6;
/// Bytes of a nonce.
const NONCE: usize = 24;
/// What makes a key for this use of the installation's secret and no other.
const USE: &[u8] = b"farsight accounts seal 1";

struct Key {
    name: [u8; NAME],
    cipher: XChaCha20Poly1305,
}

/// Seals and opens. The newest key seals; older ones still open.
pub(crate) struct Sealer {
    keys: Vec<Key>,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer").field("keys", &self.keys.len()).finish()
    }
}

impl Sealer {
    /// By these secrets, the newest first.
    pub(crate) fn new(secrets: &[SecretString]) -> Result<Self, SettingsError> {
        let keys = secrets.iter().map(key).collect::<Result<_, _>>()?;
        Ok(Self { keys })
    }

    /// Seals `plain` for the row `place`; nothing if there is no key. `random` must never be the same twice.
    pub(crate) fn seal(&self, place: &str, plain: &[u8], random: [u8; 32]) -> Option<Vec<u8>> {
        let key = self.keys.first()?;
        let nonce: [u8; NONCE] = random[..NONCE].try_into().ok()?;
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = key.cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
        let mut whole = vec![FORM];
        whole.extend(key.name);
        whole.extend(nonce);
        whole.extend(sealed);
        Some(whole)
    }

    /// Opens what was sealed for the row `place`. Nothing if it was changed, moved from another row, or sealed by a key
    /// that is not there any more.
    pub(crate) fn open(&self, place: &str, whole: &[u8]) -> Option<Vec<u8>> {
        let rest = whole.strip_prefix(&[FORM])?;
        let (name, rest) = rest.split_at_checked(NAME)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let key = self.keys.iter().find(|key| key.name == name)?;
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        key.cipher.decrypt(&XNonce::from(nonce), payload).ok()
    }

    /// Whether there is a key to seal with.
    pub(crate) fn is_ready(&self) -> bool {
        !self.keys.is_empty()
    }
}

/// A key is named by the first bytes of its hash, which tell nothing of it.
fn key(secret: &SecretString) -> Result<Key, SettingsError> {
    let bytes = secret.expose_secret().as_bytes();
    if !(32..=1024).contains(&bytes.len()) {
        return Err(SettingsError::SealKey);
    }
    let key = Sha256::new().chain_update(USE).chain_update(bytes).finalize();
    let mut name = [0; NAME];
    name.copy_from_slice(&Sha256::digest(key)[..NAME]);
    let cipher = XChaCha20Poly1305::new_from_slice(&key).map_err(|_| SettingsError::SealKey)?;
    Ok(Key { name, cipher })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(secrets: &[&str]) -> Sealer {
        let secrets: Vec<_> = secrets
            .iter()
            .map(|text| SecretString::from(text.repeat(32)))
            .collect();
        Sealer::new(&secrets).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_in_its_own_row_alone() {
        let sealer = sealer(&["a"]);
        let sealed = sealer.seal("second_factors/1", b"seed", [7; 32]).unwrap();
        assert_eq!(sealer.open("second_factors/1", &sealed).unwrap(), b"seed");
        assert_eq!(sealer.open("second_factors/2", &sealed), None);
        assert!(!sealed.windows(4).any(|part| part == b"seed"));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(sealer.open("second_factors/1", &changed), None, "byte {at}");
            assert_eq!(sealer.open("second_factors/1", &sealed[..at]), None);
        }
    }

    #[test]
    fn an_older_key_still_opens_and_a_lost_one_does_not() {
        let sealed = sealer(&["a"]).seal("row", b"seed", [7; 32]).unwrap();
        assert!(sealer(&["b", "a"]).open("row", &sealed).is_some());
        assert!(sealer(&["b"]).open("row", &sealed).is_none());
        assert!(sealer(&[]).seal("row", b"seed", [7; 32]).is_none());
        assert!(Sealer::new(&[SecretString::from("short")]).is_err());
    }
}
