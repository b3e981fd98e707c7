//! The wish that one's account be erased: asked for, thought over, taken back or carried out.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use db::{Act, NewJob};
use kernel::{
    Caller, ErasureId, Forbidden, UserId,
    policy::{Action, can},
};
use serde_json::json;

use crate::{ERASE_JOB, Error, Privacy, Standing, events::ErasureAsked, export::UnknownState, store};

/// Where an erasure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureState {
    /// It waits for its moment, or for what stands in its way.
    Waiting,
    /// The person took it back.
    Withdrawn,
    /// The account is erased.
    Done,
}

impl ErasureState {
    /// The state as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            ErasureState::Waiting => "waiting",
            ErasureState::Withdrawn => "withdrawn",
            ErasureState::Done => "done",
        }
    }
}

impl fmt::Display for ErasureState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ErasureState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        let all = [ErasureState::Waiting, ErasureState::Withdrawn, ErasureState::Done];
        let found = all.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| UnknownState(text.to_owned()))
    }
}

/// The wish that an account be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Its id.
    pub id: ErasureId,
    /// Whose account.
    pub user_id: UserId,
    /// Where it stands.
    pub state: ErasureState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When it takes effect.
    pub due_at: DateTime<Utc>,
    /// When it was first found that something stands in its way, though it was due.
    pub held_at: Option<DateTime<Utc>>,
    /// When its owner was written to for the last time.
    pub told_at: Option<DateTime<Utc>>,
    /// When it was taken back or done.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Privacy {
    /// What stands in the way of erasing the caller's account; nothing if nothing does.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if nobody has signed in.
    pub async fn obligations(&self, caller: &Caller) -> Result<Vec<Standing>, Error> {
        let user = caller.user_id()?;
        can(caller, Action::AccountEdit { user })?;
        let tx = self.db.begin().await?;
        Ok(self.parts_obligations(&tx, user).await?)
    }

    pub(crate) async fn parts_obligations(&self, tx: &db::Tx, user: UserId) -> db::Result<Vec<Standing>> {
        let mut standing = self.obligations.of(tx, user).await?;
        standing.retain(|one| one.count > 0);
        standing.sort_by_key(|one| one.what);
        Ok(standing)
    }

    /// The erasure of the caller's account that waits.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if nobody has signed in.
    pub async fn waiting_erasure(&self, caller: &Caller) -> Result<Option<Erasure>, Error> {
        let user = caller.user_id()?;
        can(caller, Action::AccountEdit { user })?;
        Ok(store::waiting_erasure(self.db.primary(), user).await?)
    }

    /// Asks that the caller's account be erased. It takes effect after the time to think better of it; until then signing
    /// in is possible, and it can be taken back. `confirmation` is the account's mail address, typed.
    ///
    /// # Errors
    /// [`Error::ConfirmationWrong`]; [`Error::ObligationsStand`] with everything that stands in the way;
    /// [`Error::ErasureWaits`]; [`Error::Forbidden`] unless the caller lately proved to be there.
    #[tracing::instrument(name = "privacy.ask_erasure", skip_all)]
    pub async fn ask_erasure(&self, caller: &Caller, confirmation: &str) -> Result<Erasure, Error> {
        let user_id = caller.user_id()?;
        can(caller, Action::AccountSecure { user: user_id })?;
        if !self.people.is_address_of(user_id, confirmation).await? {
            return Err(Error::ConfirmationWrong);
        }
        let tx = self.db.begin().await?;
        self.people
            .lock(&tx, user_id)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        if store::waiting_erasure(&*tx, user_id).await?.is_some() {
            return Err(Error::ErasureWaits);
        }
        let standing = self.parts_obligations(&tx, user_id).await?;
        if !standing.is_empty() {
            return Err(Error::ObligationsStand(standing));
        }
        let now = tx.now().await?;
        let erasure = Erasure {
            id: tx.new_id(now),
            user_id,
            state: ErasureState::Waiting,
            asked_at: now,
            due_at: now + self.settings.cooling,
            held_at: None,
            told_at: None,
            ended_at: None,
        };
        store::insert_erasure(&tx, &erasure).await?;
        let job = NewJob::new(ERASE_JOB, &erasure.id).run_at(erasure.due_at);
        tx.enqueue(job.key(format!("{ERASE_JOB}:{}:0", erasure.id)).max_attempts(200))
            .await?;
        let act = Act::new("account.erasure_ask", user_id);
        tx.record(
            caller,
            act.after(json!({ "erasure": erasure.id, "dueAt": erasure.due_at })),
        )
        .await?;
        tx.publish(&ErasureAsked {
            erasure_id: erasure.id,
            user_id,
            due_at: erasure.due_at,
            at: now,
        })
        .await?;
        tx.commit().await?;
        Ok(erasure)
    }

    /// Keeps the caller's account: an erasure that waits is taken back.
    ///
    /// # Errors
    /// [`Error::NoErasure`].
    #[tracing::instrument(name = "privacy.withdraw_erasure", skip_all)]
    pub async fn withdraw_erasure(&self, caller: &Caller) -> Result<Erasure, Error> {
        let user = caller.user_id()?;
        can(caller, Action::AccountEdit { user })?;
        let tx = self.db.begin().await?;
        self.people.lock(&tx, user).await?.ok_or(Forbidden::SignInFirst)?;
        let waiting = store::waiting_erasure(&*tx, user)
            .await?
            .ok_or(Error::NoErasure)?;
        let withdrawn = Erasure {
            state: ErasureState::Withdrawn,
            ended_at: Some(tx.now().await?),
            ..waiting
        };
        store::update_erasure(&tx, &withdrawn).await?;
        let act = Act::new("account.erasure_withdraw", user);
        tx.record(caller, act.before(json!({ "erasure": withdrawn.id })))
            .await?;
        tx.commit().await?;
        Ok(withdrawn)
    }
}
