//! How passwords are kept: argon2id, a few at a time.

use std::{fmt, sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, KeyId, Params, ParamsBuilder, PasswordHash, PasswordHasher, PasswordVerifier, Version,
};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};

use crate::settings::{Hashing, Settings, SettingsError};

/// How long one waits for one's turn.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many may wait.
const QUEUE: usize = 64;

/// Too many passwords are being checked; nothing was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overloaded;

impl Overloaded {
    /// When to come back.
    pub(crate) const RETRY_AFTER: Duration = Duration::from_secs(5);
}

/// A secret mixed into hashes, and the name by which a hash tells which one.
struct Pepper {
    key_id: KeyId,
    secret: SecretString,
}

struct Recipe {
    params: Params,
    /// The newest first.
    peppers: Vec<Pepper>,
}

/// Makes and checks password hashes.
#[derive(Clone)]
pub(crate) struct Hasher {
    recipe: Arc<Recipe>,
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    dummy: Arc<str>,
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher")
            .field("params", &self.recipe.params)
            .finish_non_exhaustive()
    }
}

impl Hasher {
    pub(crate) fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let Hashing {
            memory_kib,
            passes,
            lanes,
            at_once,
        } = settings.hashing;
        let refused = SettingsError::Hashing {
            memory_kib,
            passes,
            lanes,
        };
        let peppers = settings
            .peppers
            .iter()
            .map(pepper)
            .collect::<Result<Vec<_>, _>>()?;
        let mut builder = ParamsBuilder::new();
        builder.m_cost(memory_kib).t_cost(passes).p_cost(lanes);
        if let Some(newest) = peppers.first() {
            builder.keyid(newest.key_id);
        }
        let params = builder.build().map_err(|_| refused)?;
        let recipe = Recipe { params, peppers };
        // A hash that no password has, at the same price as a real one.
        let dummy = format!(
            "{}{}",
            recipe.prefix(),
            "AAAAAAAAAAAAAAAAAAAAAA$".to_owned() + &"A".repeat(43)
        );
        PasswordHash::new(&dummy).map_err(|_| refused)?;
        let turns = Arc::new(Semaphore::new(at_once.max(1)));
        let queue = Arc::new(Semaphore::new(QUEUE));
        Ok(Self {
            recipe: Arc::new(recipe),
            turns,
            queue,
            dummy: dummy.into(),
        })
    }

    /// The hash of a password, as a PHC string.
    pub(crate) async fn hash(&self, password: &str, salt: [u8; 32]) -> Result<String, Overloaded> {
        let (recipe, password) = (Arc::clone(&self.recipe), SecretString::from(password));
        self.in_turn(move || recipe.hash(password.expose_secret(), &salt[..16]))
            .await?
            .ok_or(Overloaded)
    }

    /// Whether the password is the one of this hash. Without a hash it is not, after the same time.
    pub(crate) async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Overloaded> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.dummy).to_owned();
        let (recipe, password) = (Arc::clone(&self.recipe), SecretString::from(password));
        let matches = self
            .in_turn(move || recipe.verify(password.expose_secret(), &hash))
            .await?;
        Ok(known && matches)
    }

    /// Whether a hash was made by another recipe than today's.
    pub(crate) fn is_outdated(&self, hash: &str) -> bool {
        !hash.starts_with(&self.recipe.prefix())
    }

    /// Runs the work when it is its turn. Who gives up waiting does not free a turn too early: it
    /// ends with the work.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Overloaded> {
        let _place = self.queue.try_acquire().map_err(|_| Overloaded)?;
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        let turn: OwnedSemaphorePermit = turn.map_err(|_| Overloaded)?.map_err(|_| Overloaded)?;
        let done = spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(|_| Overloaded)
    }
}

impl Recipe {
    /// How a hash of today begins.
    fn prefix(&self) -> String {
        let params = argon2::password_hash::phc::ParamsString::try_from(&self.params).unwrap_or_default();
        format!("$argon2id$v=19${params}$")
    }

    fn hash(&self, password: &str, salt: &[u8]) -> Option<String> {
        let context = self.context(self.peppers.first())?;
        context
            .hash_password_with_salt(password.as_bytes(), salt)
            .ok()
            .map(|hash| hash.to_string())
    }

    fn verify(&self, password: &str, hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else {
            return false;
        };
        let Ok(params) = Params::try_from(&hash) else {
            return false;
        };
        let pepper = self
            .peppers
            .iter()
            .find(|pepper| pepper.key_id.as_bytes() == params.keyid());
        if pepper.is_none() && !params.keyid().is_empty() {
            tracing::error!("a password was hashed with a pepper that is not configured any more");
            return false;
        }
        let Some(context) = self.context(pepper) else {
            return false;
        };
        PasswordVerifier::<PasswordHash>::verify_password(&context, password.as_bytes(), &hash).is_ok()
    }

    fn context<'a>(&'a self, pepper: Option<&'a Pepper>) -> Option<Argon2<'a>> {
        let params = self.params.clone();
        match pepper {
            None => Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params)),
            Some(pepper) => {
                let secret = pepper.secret.expose_secret().as_bytes();
                Argon2::new_with_secret(secret, Algorithm::Argon2id, Version::V0x13, params).ok()
            }
        }
    }
}

/// A pepper is named by the first bytes of its hash, which tell nothing of it.
fn pepper(secret: &SecretString) -> Result<Pepper, SettingsError> {
    let bytes = secret.expose_secret().as_bytes();
    if !(16..=1024).contains(&bytes.len()) {
        return Err(SettingsError::Pepper);
    }
    let key_id = KeyId::new(&Sha256::digest(bytes)[..6]).map_err(|_| SettingsError::Pepper)?;
    Ok(Pepper {
        key_id,
        secret: secret.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hasher(passes: u32, peppers: &[&str]) -> Hasher {
        let hashing = Hashing {
            memory_kib: 64,
            passes,
            ..Hashing::default()
        };
        let peppers = peppers.iter().map(|text| SecretString::from(*text)).collect();
        Hasher::new(&Settings {
            hashing,
            peppers,
            ..Settings::default()
        })
        .unwrap()
    }

    #[tokio::test]
    async fn a_password_matches_its_hash_only() {
        let hasher = hasher(1, &[]);
        let hash = hasher.hash("heliotrope anvil", [1; 32]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        assert_eq!(hasher.verify("heliotrope anvil", Some(&hash)).await, Ok(true));
        assert_eq!(hasher.verify("heliotrope anvim", Some(&hash)).await, Ok(false));
        assert_eq!(hasher.verify("heliotrope anvil", None).await, Ok(false));
        assert_eq!(hasher.verify("", Some("not a hash")).await, Ok(false));
    }

    #[tokio::test]
    async fn the_usual_price_is_the_recommended_one() {
        let hasher = Hasher::new(&Settings::default()).unwrap();
        let hash = hasher.hash("heliotrope anvil", [1; 32]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!hasher.is_outdated(&hash));
        assert!(PasswordHash::new(&hasher.dummy).is_ok());
    }

    #[tokio::test]
    async fn a_hash_of_an_older_recipe_still_matches_and_is_outdated() {
        let (old, new) = (hasher(1, &[]), hasher(2, &["a pepper of sixteen bytes or more"]));
        let hash = old.hash("heliotrope anvil", [1; 32]).await.unwrap();
        assert_eq!(new.verify("heliotrope anvil", Some(&hash)).await, Ok(true));
        assert!(new.is_outdated(&hash));
        let hash = new.hash("heliotrope anvil", [1; 32]).await.unwrap();
        assert!(!new.is_outdated(&hash));
    }

    #[tokio::test]
    async fn a_hash_with_a_pepper_needs_that_pepper() {
        let (first, second) = ("the first pepper, long enough", "the second pepper, long enough");
        let hash = hasher(1, &[first])
            .hash("heliotrope anvil", [1; 32])
            .await
            .unwrap();
        let rotated = hasher(1, &[second, first]);
        assert_eq!(rotated.verify("heliotrope anvil", Some(&hash)).await, Ok(true));
        assert!(rotated.is_outdated(&hash));
        assert_eq!(
            hasher(1, &[second]).verify("heliotrope anvil", Some(&hash)).await,
            Ok(false)
        );
        assert_eq!(
            hasher(1, &[]).verify("heliotrope anvil", Some(&hash)).await,
            Ok(false)
        );
        let peppered = Settings {
            peppers: vec!["short".into()],
            ..Settings::default()
        };
        assert_eq!(Hasher::new(&peppered).err(), Some(SettingsError::Pepper));
    }

    #[tokio::test]
    async fn no_more_than_a_few_wait() {
        let hasher = hasher(1, &[]);
        let turns = Arc::clone(&hasher.turns).acquire_many_owned(2).await.unwrap();
        let waiting: Vec<_> = (0..QUEUE)
            .map(|_| {
                let hasher = hasher.clone();
                tokio::spawn(async move { hasher.hash("heliotrope anvil", [1; 32]).await })
            })
            .collect();
        while hasher.queue.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(hasher.hash("heliotrope anvil", [1; 32]).await, Err(Overloaded));
        drop(turns);
        for hash in waiting {
            assert!(hash.await.unwrap().is_ok());
        }
    }
}
