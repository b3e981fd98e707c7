//! People whose accounts were erased: nothing is written in their name any more.
//!
//! A process trusts a sign-in for some seconds without looking. What somebody does in that time is stopped here, where the
//! trail is written in the transaction of the deed ([`Tx::record`]), and where a deed leaves no trail ([`Tx::refuse_erased`]).
//! The person's row is held by a shared lock until the end of the transaction: an erasure waits for it, or it for the erasure.

use kernel::{Caller, UserId, Who};
use sea_orm::ConnectionTrait;

use crate::{Error, Result, Tx, sql};

/// The domain of the addresses that stand in place of those of erased people: nothing is delivered there (RFC 2606, section 2).
pub const ERASED_DOMAIN: &str = "@deleted.invalid";

/// The person on whose behalf something is done, if it is one.
pub(crate) fn person_of(caller: &Caller) -> Option<UserId> {
    match caller.who {
        Who::User { id, .. } => Some(id),
        Who::Anonymous | Who::System(_) => None,
    }
}

impl Tx {
    /// Refuses what is done in the name of somebody whose account was erased, until the end of the transaction.
    ///
    /// # Errors
    /// [`Error::ActorErased`]; or if the database does not answer.
    pub async fn refuse_erased(&self, caller: &Caller) -> Result<()> {
        match person_of(caller) {
            Some(person) => self.refuse_erased_person(person).await,
            None => Ok(()),
        }
    }

    /// The same for a person who need not be the caller.
    pub(crate) async fn refuse_erased_person(&self, person: UserId) -> Result<()> {
        let lock = self.for_key_share();
        let select = format!("SELECT email FROM users WHERE id = $1{lock}");
        let row = self
            .query_one_raw(sql(&**self, select, [person.uuid().into()]))
            .await?;
        let email: Option<String> = row.map(|row| row.try_get("", "email")).transpose()?;
        if email.is_some_and(|email| email.ends_with(ERASED_DOMAIN)) {
            return Err(Error::ActorErased);
        }
        Ok(())
    }

    /// ` FOR KEY SHARE` where the engine has row locks: what a foreign key takes too.
    pub(crate) fn for_key_share(&self) -> &'static str {
        if self.db().is_postgres() {
            " FOR KEY SHARE"
        } else {
            ""
        }
    }
}
