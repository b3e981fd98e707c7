//! Personal data at rest: sealed with a key of its person's own, which is itself sealed with a key of the [`Vault`].
//!
//! Each person has one data key in `person_keys`, made at the first use. What is sealed names its place (table and row,
//! say): moved to another place it does not open. Destroying a person's key makes everything sealed with it unreadable,
//! in every backup too.

use std::collections::HashMap;

use kernel::{IdSource, UserId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{Db, Error, Result, Tx, Unopened, Vault, seal::Key, sql};

/// People whose keys are sealed anew in one transaction.
const BATCH: usize = 500;

/// A person's own data key.
#[derive(Debug, Clone)]
pub struct PersonKey(Key);

impl PersonKey {
    /// Seals bytes for a place, such as `verifications/verification_01h…`.
    ///
    /// # Errors
    /// If there are more than a cipher takes at once (256 GiB).
    pub fn seal(&self, ids: &dyn IdSource, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        self.0.seal(ids, place, plain)
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        self.0.open(place, sealed)
    }
}

impl Vault {
    /// A person's key, made at its first use; none is made for somebody whose account was erased.
    ///
    /// # Errors
    /// [`Error::ActorErased`]; if the database does not answer, or the key was wrapped by another master key.
    pub async fn key_of(&self, tx: &Tx, person: UserId) -> Result<PersonKey> {
        if let Some(key) = self.find_key(&**tx, person).await? {
            return Ok(key);
        }
        tx.refuse_erased_person(person).await?;
        let ids = tx.db().ids();
        let wrapped = self.people.seal(ids.as_ref(), &place(person), &ids.secret())?;
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
                let plain = self.people.open(&place(user), &wrapped)?;
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

    /// Seals the keys of all people by the newest master key; what they sealed stays as it is. Returns how many were
    /// sealed anew. Interrupted, it goes on where it stopped when it is run again.
    ///
    /// # Errors
    /// If the database does not answer, or a key was wrapped by a master key that is not held.
    pub async fn reseal_people(&self, db: &Db) -> Result<u64> {
        let (mut after, mut count) = (Uuid::nil(), 0);
        loop {
            let tx = db.begin().await?;
            let select = format!(
                "SELECT user_id, wrapped FROM person_keys WHERE user_id > $1 ORDER BY user_id LIMIT {BATCH}"
            );
            let rows = tx.query_all_raw(sql(&*tx, select, [after.into()])).await?;
            for row in &rows {
                after = row.try_get("", "user_id")?;
                count += self
                    .reseal_person(&tx, after.into(), row.try_get("", "wrapped")?)
                    .await?;
            }
            tx.commit().await?;
            if rows.len() < BATCH {
                return Ok(count);
            }
        }
    }

    /// Whether the key of the person who came last opens; true where nobody has one.
    pub(crate) async fn opens_newest(&self, conn: &impl ConnectionTrait) -> Result<bool> {
        let select = "SELECT user_id, wrapped FROM person_keys ORDER BY user_id DESC LIMIT 1";
        let Some(row) = conn.query_one_raw(sql(conn, select, [])).await? else {
            return Ok(true);
        };
        let person = UserId::from(row.try_get::<Uuid>("", "user_id")?);
        let wrapped: Vec<u8> = row.try_get("", "wrapped")?;
        Ok(self.people.open(&place(person), &wrapped).is_ok())
    }

    async fn reseal_person(&self, tx: &Tx, person: UserId, wrapped: Vec<u8>) -> Result<u64> {
        let ids = tx.db().ids();
        let Some(anew) = self.people.reseal(ids.as_ref(), &place(person), &wrapped)? else {
            return Ok(0);
        };
        // Not if it was destroyed or sealed anew meanwhile.
        let update = "UPDATE person_keys SET wrapped = $1 WHERE user_id = $2 AND wrapped = $3";
        let values = [anew.into(), person.uuid().into(), wrapped.into()];
        Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected())
    }
}

fn place(person: UserId) -> String {
    format!("person_keys/{person}")
}
