//! Bytes that must be read again, sealed: XChaCha20-Poly1305, bound to the place they stand in.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use kernel::IdSource;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// The form of what a [`Sealer`] seals; another form would begin with another number.
const FORM: u8 = 1;
/// Bytes that name the key.
const NAME: usize = 6;
/// Bytes of a nonce of XChaCha20 (draft-irtf-cfrg-xchacha, section 2): long enough to be drawn at random.
const NONCE: usize = 24;

/// What was sealed does not open: another key, another place, or changed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed data does not open: it was changed, moved, or sealed with another key")]
pub struct Unopened;

impl From<Unopened> for Error {
    fn from(unopened: Unopened) -> Self {
        Error::corrupt(unopened)
    }
}

/// A key of 32 bytes. Its debug form shows nothing of it.
#[derive(Clone)]
pub(crate) struct Key(pub(crate) [u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    pub(crate) fn seal(&self, ids: &dyn IdSource, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&ids.secret()[..NONCE]);
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = XChaCha20Poly1305::new(&self.0.into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::corrupt("more than can be sealed at once"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(crate) fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        let (nonce, msg) = sealed.split_at_checked(NONCE).ok_or(Unopened)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| Unopened)?;
        let payload = Payload {
            msg,
            aad: place.as_bytes(),
        };
        XChaCha20Poly1305::new(&self.0.into())
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Unopened)
    }

    /// The first bytes of the key's hash, which tell nothing of it.
    fn name(&self) -> [u8; NAME] {
        let mut name = [0; NAME];
        name.copy_from_slice(&Sha256::digest(self.0)[..NAME]);
        name
    }
}

/// Seals for one purpose. The newest key seals; while the master key is being changed the one before still opens.
/// What is sealed names its key.
#[derive(Debug, Clone)]
pub struct Sealer {
    /// The newest first.
    keys: Vec<Key>,
}

impl Sealer {
    pub(crate) fn new(keys: Vec<Key>) -> Self {
        Self { keys }
    }

    /// Seals bytes for a place, such as `second_factors/user_01h…`.
    ///
    /// # Errors
    /// If there are more than a cipher takes at once (256 GiB).
    pub fn seal(&self, ids: &dyn IdSource, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let key = self
            .keys
            .first()
            .ok_or_else(|| Error::corrupt("there is no key"))?;
        let mut whole = vec![FORM];
        whole.extend(key.name());
        whole.extend(key.seal(ids, place, plain)?);
        Ok(whole)
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open(&self, place: &str, whole: &[u8]) -> Result<Vec<u8>, Unopened> {
        let (name, sealed) = parts(whole).ok_or(Unopened)?;
        let key = self.keys.iter().find(|key| key.name() == name).ok_or(Unopened)?;
        key.open(place, sealed)
    }

    /// The same bytes sealed by the newest key; nothing if they are already.
    ///
    /// # Errors
    /// If they do not open.
    pub fn reseal(&self, ids: &dyn IdSource, place: &str, whole: &[u8]) -> Result<Option<Vec<u8>>> {
        let (name, _) = parts(whole).ok_or(Unopened)?;
        if self.keys.first().is_some_and(|key| key.name() == name) {
            return Ok(None);
        }
        let plain = self.open(place, whole)?;
        self.seal(ids, place, &plain).map(Some)
    }
}

/// The name of the key, and what it sealed.
fn parts(whole: &[u8]) -> Option<([u8; NAME], &[u8])> {
    let (name, sealed) = whole.strip_prefix(&[FORM])?.split_at_checked(NAME)?;
    Some((name.try_into().ok()?, sealed))
}

#[cfg(test)]
mod tests {
    use kernel::SystemIds;

    use super::*;

    fn sealer(keys: &[u8]) -> Sealer {
        Sealer::new(keys.iter().map(|byte| Key([*byte; 32])).collect())
    }

    #[test]
    fn what_is_sealed_opens_at_its_place_only_and_only_unchanged() {
        let sealer = sealer(&[7]);
        let sealed = sealer.seal(&SystemIds, "a/1", "张伟".as_bytes()).unwrap();
        assert_eq!(sealer.open("a/1", &sealed).unwrap(), "张伟".as_bytes());
        assert_eq!(sealer.open("a/2", &sealed), Err(Unopened));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(sealer.open("a/1", &changed), Err(Unopened), "byte {at}");
            assert_eq!(sealer.open("a/1", &sealed[..at]), Err(Unopened), "cut at {at}");
        }
        assert!(!sealed.windows(6).any(|bytes| bytes == "张伟".as_bytes()));
    }

    #[test]
    fn the_same_text_is_never_sealed_into_the_same_bytes() {
        let seal = || sealer(&[7]).seal(&SystemIds, "a", b"x").unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn an_older_key_still_opens_and_is_replaced_by_the_newest() {
        let sealed = sealer(&[1]).seal(&SystemIds, "row", b"seed").unwrap();
        assert_eq!(sealer(&[2]).open("row", &sealed), Err(Unopened));
        let both = sealer(&[2, 1]);
        assert_eq!(both.open("row", &sealed).unwrap(), b"seed");
        let anew = both.reseal(&SystemIds, "row", &sealed).unwrap().unwrap();
        assert_eq!(sealer(&[2]).open("row", &anew).unwrap(), b"seed");
        assert_eq!(both.reseal(&SystemIds, "row", &anew).unwrap(), None);
        assert!(sealer(&[3]).reseal(&SystemIds, "row", &anew).is_err());
    }
}
