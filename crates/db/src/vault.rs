//! The installation's master key, and the keys that follow from it.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;

use crate::seal::{Key, Sealer};

/// What separates our keys from those that anybody else derives from the same secret.
const SALT: &[u8] = b"farsight master key 1";
/// Characters of the shortest secret.
const SHORTEST: usize = 32;

/// A text is too short to be a master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the master key must have at least 32 characters, drawn at random; `openssl rand -hex 32` makes one")]
pub struct MasterKeyTooShort;

/// Whoever holds the installation's master key and, while it is being changed, the one before.
///
/// The key itself seals nothing. For each purpose another key follows from it (HKDF with SHA-256, RFC 5869), so that
/// what leaks of one tells nothing of the others.
#[derive(Clone)]
pub struct Vault {
    /// The newest first; never empty.
    roots: Vec<Hkdf<Sha256>>,
    pub(crate) people: Sealer,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("keys", &self.roots.len())
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// With the master key that follows from a secret text.
    ///
    /// # Errors
    /// [`MasterKeyTooShort`].
    pub fn new(secret: &str) -> Result<Self, MasterKeyTooShort> {
        Ok(Self::of(vec![root(secret)?]))
    }

    /// The same, which still opens what the key before sealed.
    ///
    /// # Errors
    /// [`MasterKeyTooShort`].
    pub fn with_older(self, secret: &str) -> Result<Self, MasterKeyTooShort> {
        let mut roots = self.roots;
        roots.push(root(secret)?);
        Ok(Self::of(roots))
    }

    fn of(roots: Vec<Hkdf<Sha256>>) -> Self {
        let people = sealer(&roots, "keys of people");
        Self { roots, people }
    }

    /// Seals for a purpose, such as the seeds of second factors.
    pub fn sealer(&self, purpose: &str) -> Sealer {
        sealer(&self.roots, purpose)
    }

    /// A key for a purpose other than sealing, such as the signing of addresses.
    pub fn derived(&self, purpose: &str) -> [u8; 32] {
        self.roots
            .first()
            .map_or([0; 32], |root| expand(root, "key", purpose))
    }

    /// By what the newest master key is recognised, telling nothing of it.
    pub fn fingerprint(&self) -> String {
        self.fingerprints().next().unwrap_or_default()
    }

    /// The fingerprints of all the keys that are held, the newest first.
    pub fn fingerprints(&self) -> impl Iterator<Item = String> {
        self.roots
            .iter()
            .map(|root| hex::encode(&expand(root, "fingerprint", "")[..8]))
    }
}

fn root(secret: &str) -> Result<Hkdf<Sha256>, MasterKeyTooShort> {
    let secret = secret.trim();
    if secret.len() < SHORTEST {
        return Err(MasterKeyTooShort);
    }
    Ok(Hkdf::new(Some(SALT), secret.as_bytes()))
}

fn sealer(roots: &[Hkdf<Sha256>], purpose: &str) -> Sealer {
    let keys = roots.iter().map(|root| Key(expand(root, "seal", purpose)));
    Sealer::new(keys.collect())
}

/// RFC 5869, section 2.3. The label says what the key does and what for.
#[allow(
    clippy::expect_used,
    reason = "32 bytes are fewer than 255 hashes, its only limit"
)]
fn expand(root: &Hkdf<Sha256>, does: &str, purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    root.expand_multi_info(&[does.as_bytes(), b"\0", purpose.as_bytes()], &mut key)
        .expect("HKDF gives up to 255 hashes");
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(letter: &str) -> Vault {
        Vault::new(&letter.repeat(32)).unwrap()
    }

    #[test]
    fn a_master_key_is_long_and_shows_nothing() {
        assert_eq!(Vault::new(&"x".repeat(31)).err(), Some(MasterKeyTooShort));
        assert!(vault("x").with_older("short").is_err());
        assert_eq!(format!("{:?}", vault("x")), "Vault { keys: 1, .. }");
    }

    #[test]
    fn each_purpose_has_a_key_of_its_own() {
        let vault = vault("x");
        assert_ne!(vault.derived("a"), vault.derived("b"));
        assert_ne!(expand(&vault.roots[0], "seal", "a"), vault.derived("a"));
    }

    #[test]
    fn the_fingerprint_is_the_keys_own_and_the_newest_comes_first() {
        let rotating = vault("b").with_older(&"a".repeat(32)).unwrap();
        assert_eq!(rotating.fingerprint(), vault("b").fingerprint());
        let all: Vec<_> = rotating.fingerprints().collect();
        assert_eq!(all, [vault("b").fingerprint(), vault("a").fingerprint()]);
        assert_eq!(all[0].len(), 16);
    }
}
