//! Following, and no longer following.

use kernel::{
    Caller, Forbidden, kind,
    policy::{self, Action, Denied},
};

use crate::{Followee, Investors, store};

/// The most things a person may follow.
pub const MOST: u64 = 1_000;

/// Why something is not followed.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// There is no such thing, or it is not public.
    #[error("there is no such thing to follow")]
    NotFound,
    /// One cannot follow oneself.
    #[error("you cannot follow yourself")]
    Oneself,
    /// The person follows as many things as may be.
    #[error("you follow {MOST} things, which is the most; end some first")]
    TooMany,
    /// Nobody has signed in.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl From<Denied> for FollowError {
    fn from(denied: Denied) -> Self {
        denied.or_missing(FollowError::NotFound)
    }
}

impl Investors {
    /// Follows something for the caller. Followed before, it stays followed since then.
    ///
    /// # Errors
    /// [`FollowError`].
    #[tracing::instrument(name = "investors.follow", skip_all, fields(followee.kind = followee.kind().as_str()))]
    pub async fn follow(&self, caller: &Caller, followee: Followee) -> Result<(), FollowError> {
        policy::can(caller, Action::FollowStart)?;
        let user = caller.user_id()?;
        if followee == Followee::Founder(user) {
            return Err(FollowError::Oneself);
        }
        if !self.followable.is_there(caller, followee).await? {
            return Err(FollowError::NotFound);
        }
        let tx = self.db.begin().await?;
        // One at a time for each person, so that the number holds.
        tx.lock_name(&format!("follows:{user}")).await?;
        tx.refuse_erased(caller).await?;
        if store::find(&tx, user, followee).await? {
            return Ok(());
        }
        if store::count_own(&*tx, user).await? >= MOST {
            return Err(FollowError::TooMany);
        }
        let now = tx.now().await?;
        let secret = hex::encode(tx.db().ids().secret());
        store::insert(&tx, tx.new_id::<kind::Follow>(now), user, followee, &secret, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends what the caller follows. What is not followed stays so.
    ///
    /// # Errors
    /// [`FollowError::Forbidden`] if nobody has signed in; or if the database does not answer.
    #[tracing::instrument(name = "investors.unfollow", skip_all, fields(followee.kind = followee.kind().as_str()))]
    pub async fn unfollow(&self, caller: &Caller, followee: Followee) -> Result<(), FollowError> {
        policy::can(caller, Action::FollowStart)?;
        let user = caller.user_id()?;
        let tx = self.db.begin().await?;
        store::delete(&tx, user, followee).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends the follow whose secret stands in a mail, whoever asks. Returns what it was; nothing if it has ended, or there
    /// never was one.
    ///
    /// # Errors
    /// If the database does not answer.
    #[tracing::instrument(name = "investors.unfollow_by_secret", skip_all)]
    pub async fn unfollow_by_secret(&self, secret: &str) -> Result<Option<Followee>, FollowError> {
        let tx = self.db.begin().await?;
        let Some(found) = store::find_by_secret(&*tx, secret).await? else {
            return Ok(None);
        };
        store::delete(&tx, found.user, found.followee).await?;
        tx.commit().await?;
        Ok(Some(found.followee))
    }
}
