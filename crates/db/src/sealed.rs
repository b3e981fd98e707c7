//! Personal data at rest: sealed with a key of its person's own, which is itself sealed with the installation's master key.
//!
//! A [`Vault`] holds the master key, which never stands in the database. Each person has one data key in `person_keys`,
//! made at the first use and wrapped by the master key. What is sealed names its place (table and row, say): moved to
//! another place it does not open. Destroying a person's key makes everything sealed with it unreadable, in every backup too.

use std::{collections::HashMap, fmt};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use kernel::{IdSource, UserId};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Error, Result, Tx, sql};

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

/// A text is too short to be a master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the master key must have at least 32 characters, drawn at random")]
pub struct MasterKeyTooShort;

/// A key of 32 bytes. Its debug form shows nothing of it.
#[derive(Clone)]
struct Key([u8; 32]);

impl Key {
    fn seal(&self, nonce: [u8; NONCE], place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = XChaCha20Poly1305::new(&self.0.into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::corrupt("more than can be sealed at once"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
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
}

fn nonce(ids: &dyn IdSource) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    nonce.copy_from_slice(&ids.secret()[..NONCE]);
    nonce
}

/// A person's own data key.
#[derive(Clone)]
pub struct PersonKey(Key);

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey")
    }
}

impl PersonKey {
    /// Seals bytes for a place, such as `verifications/verification_01h…`.
    ///
    /// # Errors
    /// If there are more than a cipher takes at once (256 GiB).
    pub fn seal(&self, ids: &dyn IdSource, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        self.0.seal(nonce(ids), place, plain)
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        self.0.open(place, sealed)
    }
}

/// Whoever holds the installation's master key.
#[derive(Clone)]
pub struct Vault(Key);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// With the master key that follows from a secret text.
    ///
    /// # Errors
    /// [`MasterKeyTooShort`].
    pub fn new(secret: &str) -> Result<Self, MasterKeyTooShort> {
        if secret.trim().len() < 32 {
            return Err(MasterKeyTooShort);
        }
        let digest = Sha256::digest([b"farsight master key\0", secret.trim().as_bytes()].concat());
        Ok(Self(Key(digest.into())))
    }

    /// A key for a purpose beside the wrapping of keys, such as the signing of addresses.
    pub fn derived(&self, purpose: &str) -> [u8; 32] {
        Sha256::digest([self.0.0.as_slice(), b"\0", purpose.as_bytes()].concat()).into()
    }

    /// A person's key, made at its first use.
    ///
    /// # Errors
    /// If the database does not answer, or the key was wrapped by another master key.
    pub async fn key_of(&self, tx: &Tx, person: UserId) -> Result<PersonKey> {
        if let Some(key) = self.find_key(&**tx, person).await? {
            return Ok(key);
        }
        let ids = tx.db().ids();
        let key = Key(ids.secret());
        let wrapped = self.0.seal(nonce(ids.as_ref()), &place(person), &key.0)?;
        let insert = "INSERT INTO person_keys (user_id, wrapped, created_at) VALUES ($1, $2, $3)
                      ON CONFLICT (user_id) DO NOTHING";
        let values = [person.uuid().into(), wrapped.into(), tx.db().clock().now().into()];
        tx.execute_raw(sql(&**tx, insert, values)).await?;
        // Whoever came first decides.
        let kept = self.find_key(&**tx, person).await?;
        kept.ok_or_else(|| Error::corrupt("a person's key vanished"))
    }

    /// A person's key, if anything of theirs was ever sealed and the key was not destroyed.
    ///
    /// # Errors
    /// If the database does not answer, or the key was wrapped by another master key.
    pub async fn find_key(&self, conn: &impl ConnectionTrait, person: UserId) -> Result<Option<PersonKey>> {
        Ok(self.keys_of(conn, &[person]).await?.remove(&person))
    }

    /// The keys of these people, in one statement. Who has none is left out.
    ///
    /// # Errors
    /// As [`Vault::find_key`].
    pub async fn keys_of(
        &self,
        conn: &impl ConnectionTrait,
        people: &[UserId],
    ) -> Result<HashMap<UserId, PersonKey>> {
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        let places: Vec<_> = (1..=people.len()).map(|n| format!("${n}")).collect();
        let select = format!(
            "SELECT user_id, wrapped FROM person_keys WHERE user_id IN ({})",
            places.join(", ")
        );
        let values = people.iter().map(|person| person.uuid().into());
        let rows = conn.query_all_raw(sql(conn, select, values)).await?;
        rows.iter()
            .map(|row| {
                let user = UserId::from(row.try_get::<Uuid>("", "user_id")?);
                let wrapped: Vec<u8> = row.try_get("", "wrapped")?;
                let plain = self.0.open(&place(user), &wrapped)?;
                let key = plain
                    .try_into()
                    .map_err(|_| Error::corrupt("a person's key has the wrong length"))?;
                Ok((user, PersonKey(Key(key))))
            })
            .collect()
    }

    /// Destroys a person's key: nothing sealed with it will ever open again.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn destroy_key(&self, tx: &Tx, person: UserId) -> Result<()> {
        let delete = "DELETE FROM person_keys WHERE user_id = $1";
        tx.execute_raw(sql(&**tx, delete, [person.uuid().into()])).await?;
        Ok(())
    }
}

fn place(person: UserId) -> String {
    format!("person_keys/{person}")
}

#[cfg(test)]
mod tests {
    use kernel::SystemIds;

    use super::*;

    #[test]
    fn what_is_sealed_opens_at_its_place_only_and_only_unchanged() {
        let key = PersonKey(Key([7; 32]));
        let sealed = key.seal(&SystemIds, "a/1", "张伟".as_bytes()).unwrap();
        assert_eq!(key.open("a/1", &sealed).unwrap(), "张伟".as_bytes());
        assert_eq!(key.open("a/2", &sealed), Err(Unopened));
        assert_eq!(PersonKey(Key([8; 32])).open("a/1", &sealed), Err(Unopened));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open("a/1", &changed), Err(Unopened), "byte {at}");
            assert_eq!(key.open("a/1", &sealed[..at]), Err(Unopened), "cut at {at}");
        }
        assert!(!sealed.windows(6).any(|bytes| bytes == "张伟".as_bytes()));
    }

    #[test]
    fn the_same_text_is_never_sealed_into_the_same_bytes() {
        let key = PersonKey(Key([7; 32]));
        let seal = || key.seal(&SystemIds, "a", b"x").unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn a_master_key_is_long_and_shows_nothing() {
        assert_eq!(Vault::new(&"x".repeat(31)).err(), Some(MasterKeyTooShort));
        let vault = Vault::new(&"x".repeat(32)).unwrap();
        assert_eq!(format!("{vault:?}"), "Vault");
        assert_ne!(vault.derived("a"), vault.derived("b"));
    }
}
