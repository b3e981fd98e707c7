//! Asking for another mail address, and thinking better of it.

use chrono::TimeDelta;
use db::{Act, NewJob, Tx};
use kernel::{
    Caller, Forbidden, Locale, SessionId, UserId, Who,
    policy::{Action, can},
};
use serde_json::json;

use super::{EMAIL_CHANGE_JOB, EmailChange, EmailChangeError, LINKS, Outcome, take::Due as DueChange};
use crate::{
    email::{Email, canonical},
    letters::{self, Kind, Ordered},
    service::Accounts,
    store,
};

/// The shortest time in which the new address can confirm.
const TO_CONFIRM: TimeDelta = TimeDelta::hours(24);

/// What somebody fills in to have another address.
pub struct AskEmailChange {
    /// The address from then on.
    pub email: String,
    /// The language to write in; the person's own if none.
    pub locale: Option<Locale>,
}

impl Accounts {
    /// Asks that mail go to another address. The new one is sent a link to confirm it, the old one a notice with a link
    /// that takes it back. It takes effect when it is confirmed and the hold is over; an address that was never confirmed
    /// holds nothing back, for nobody is known to read it. A change that waits is replaced.
    ///
    /// # Errors
    /// [`EmailChangeError`]; [`EmailChangeError::Forbidden`] unless the caller lately proved to be there.
    #[tracing::instrument(name = "accounts.ask_email_change", skip_all)]
    pub async fn ask_email_change(
        &self,
        caller: &Caller,
        request: AskEmailChange,
    ) -> Result<EmailChange, EmailChangeError> {
        let Who::User { id, session, .. } = caller.who else {
            return Err(Forbidden::SignInFirst.into());
        };
        can(caller, Action::AccountSecure { user: id })
            .map_err(|denied| denied.or_missing(EmailChangeError::NotAsked))?;
        let email = Email::parse(&request.email)?;
        self.0
            .throttle
            .admit_letter(&id.to_string(), caller.address)
            .await?;

        let tx = self.0.db.begin().await?;
        let user = store::lock_signed_in(&tx, id, session).await?;
        let user = user.ok_or(Forbidden::SignInFirst)?;
        if user.email == email.as_typed() {
            return Err(EmailChangeError::Same);
        }
        let holder = store::find_user_by_email(&*tx, email.canonical()).await?;
        // One's own address in another spelling is free.
        if holder.is_some_and(|holder| holder.id != id) {
            return Err(EmailChangeError::Taken);
        }
        let now = tx.now().await?;
        self.drop_change(&tx, id, Outcome::Replaced).await?;
        let hold = self.0.settings.email_change_hold;
        let is_held = user.email_confirmed_at.is_some();
        let change = EmailChange {
            id: tx.new_id(now),
            user_id: id,
            email: email.as_typed().to_owned(),
            email_canonical: email.canonical().to_owned(),
            old_email: user.email,
            session_id: session,
            asked_at: now,
            held_until: if is_held { now + hold } else { now },
            expires_at: now + hold.max(TO_CONFIRM),
            confirmed_at: None,
            ended_at: None,
        };
        store::insert_change(&tx, &change).await?;
        for kind in [Kind::ConfirmEmailChange, Kind::EmailChangeAsked] {
            let ordered = Ordered {
                user: Some(id),
                kind,
                locale: request.locale,
                at: now,
                change: Some(change.id),
            };
            letters::order(&tx, &ordered).await?;
        }
        let due = DueChange { change: change.id };
        tx.enqueue(NewJob::new(EMAIL_CHANGE_JOB, &due).run_at(change.expires_at))
            .await?;
        let act = Act::new("account.email_change_ask", id).after(json!({ "heldUntil": change.held_until }));
        tx.record(caller, act).await?;
        tx.commit().await?;
        Ok(change)
    }

    /// Takes back a change of one's own address that waits; only the one to `email`, if that is said.
    ///
    /// # Errors
    /// [`EmailChangeError::NotAsked`].
    #[tracing::instrument(name = "accounts.withdraw_email_change", skip_all)]
    pub async fn withdraw_email_change(
        &self,
        caller: &Caller,
        email: Option<&str>,
    ) -> Result<(), EmailChangeError> {
        let id = caller.user_id()?;
        can(caller, Action::AccountEdit { user: id })
            .map_err(|denied| denied.or_missing(EmailChangeError::NotAsked))?;
        let tx = self.0.db.begin().await?;
        store::lock_user(&tx, id).await?.ok_or(Forbidden::SignInFirst)?;
        let waiting = store::find_open_change(&*tx, id).await?;
        let is_another =
            |email: &str| waiting.is_some_and(|change| change.email_canonical != canonical(email));
        if email.is_some_and(is_another) {
            return Err(EmailChangeError::NotAsked);
        }
        if !self.drop_change(&tx, id, Outcome::Withdrawn).await? {
            return Err(EmailChangeError::NotAsked);
        }
        tx.record(caller, Act::new("account.email_change_withdraw", id))
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The change of a person's address that waits.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn waiting_email_change(&self, user: UserId) -> db::Result<Option<EmailChange>> {
        store::find_open_change(self.newest(), user).await
    }

    /// Drops a change that waits, unless it was asked for by the sign-in that stays: whoever secures their account need not
    /// know that a thief asked for one. The person must be locked, or about to be.
    pub(crate) async fn drop_change_of_others(
        &self,
        tx: &Tx,
        user: UserId,
        staying: Option<SessionId>,
    ) -> db::Result<bool> {
        let waiting = store::find_open_change(&**tx, user).await?;
        match waiting {
            Some(change) if Some(change.session_id) != staying => {
                self.drop_change(tx, user, Outcome::Cancelled).await
            }
            _ => Ok(false),
        }
    }

    /// Ends the change that waits, if there is one; its links are worth nothing then. Whether there was.
    pub(crate) async fn drop_change(&self, tx: &Tx, user: UserId, outcome: Outcome) -> db::Result<bool> {
        let Some(change) = store::find_open_change(&**tx, user).await? else {
            return Ok(false);
        };
        let now = tx.now().await?;
        store::end_change(tx, change.id, outcome, now).await?;
        for purpose in LINKS {
            store::void_links(tx, user, purpose, now).await?;
        }
        Ok(true)
    }
}
