//! What the two addresses answer to a change, each by the link it was sent.

use db::{Act, NewJob};
use kernel::Caller;
use serde_json::json;

use super::{
    EMAIL_CHANGE_JOB, EmailChange, EmailChangeError, Outcome,
    take::{Due as DueChange, Taken},
};
use crate::{link::Purpose, service::Accounts, session_cache::Stale, store};

impl Accounts {
    /// Confirms a change by the link that was mailed to the new address; the caller need not have signed in. It takes
    /// effect at once if its hold is over, else when that is. Opened again it says once more how it stands.
    ///
    /// # Errors
    /// [`EmailChangeError::LinkInvalid`]; [`EmailChangeError::Taken`] if somebody else has the address by now.
    #[tracing::instrument(name = "accounts.confirm_email_change", skip_all)]
    pub async fn confirm_email_change(
        &self,
        caller: &Caller,
        link: &str,
    ) -> Result<EmailChange, EmailChangeError> {
        let invalid = || EmailChangeError::LinkInvalid;
        let link = self.find_link(Purpose::ConfirmEmailChange, link).await?;
        let link = link.ok_or_else(invalid)?;
        let tx = self.0.db.begin().await?;
        store::lock_user(&tx, link.user_id).await?.ok_or_else(invalid)?;
        let change = store::find_open_change(&*tx, link.user_id)
            .await?
            .ok_or_else(invalid)?;
        let now = tx.now().await?;
        if !store::use_link(&tx, link.id, now).await? {
            // The links of a change before this one were made worth nothing before this one was confirmed.
            let was_its_work = link.used_at.is_some() && link.used_at == change.confirmed_at;
            return if was_its_work { Ok(change) } else { Err(invalid()) };
        }
        store::confirm_change(&tx, change.id, now).await?;
        tx.record(caller, Act::new("account.email_change_confirm", link.user_id))
            .await?;
        let change = EmailChange {
            confirmed_at: Some(now),
            ..change
        };
        if now < change.held_until {
            let due = DueChange { change: change.id };
            tx.enqueue(NewJob::new(EMAIL_CHANGE_JOB, &due).run_at(change.held_until))
                .await?;
            tx.commit().await?;
            return Ok(change);
        }
        let taken = self.take_change(&tx, caller, &change).await?;
        tx.commit().await?;
        self.tell(Stale::User(change.user_id)).await;
        match taken {
            Taken::Yes => Ok(EmailChange {
                ended_at: Some(now),
                ..change
            }),
            Taken::BySomebodyElse => Err(EmailChangeError::Taken),
        }
    }

    /// Takes a change back by the link that was mailed to the old address; the caller need not have signed in. Whoever
    /// asked for it was somebody else, who is signed in and knows the password or a code: all sign-ins end.
    ///
    /// # Errors
    /// [`EmailChangeError::LinkInvalid`].
    #[tracing::instrument(name = "accounts.cancel_email_change", skip_all)]
    pub async fn cancel_email_change(&self, caller: &Caller, link: &str) -> Result<(), EmailChangeError> {
        let invalid = || EmailChangeError::LinkInvalid;
        let link = self.find_link(Purpose::CancelEmailChange, link).await?;
        let link = link.ok_or_else(invalid)?;
        let tx = self.0.db.begin().await?;
        store::lock_user(&tx, link.user_id).await?.ok_or_else(invalid)?;
        let now = tx.now().await?;
        if !store::use_link(&tx, link.id, now).await?
            || !self.drop_change(&tx, link.user_id, Outcome::Cancelled).await?
        {
            return Err(invalid());
        }
        let ended = store::revoke_sessions(&tx, link.user_id, None, now).await?;
        store::revoke_tokens(&tx, link.user_id, now).await?;
        store::end_challenges(&tx, link.user_id, now).await?;
        let act =
            Act::new("account.email_change_cancel", link.user_id).after(json!({ "sessionsEnded": ended }));
        tx.record(caller, act).await?;
        tx.commit().await?;
        self.tell(Stale::User(link.user_id)).await;
        Ok(())
    }
}
