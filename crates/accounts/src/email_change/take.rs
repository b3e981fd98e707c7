//! A change of a mail address takes effect, or is dropped.

use db::{Act, Job, Runner, Tx};
use kernel::{Caller, EmailChangeId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Due as DueNow, EmailChange, Outcome};
use crate::{
    events::{AccountSecurityChanged, SecurityAct},
    letters::{self, Kind, Ordered},
    link::Purpose,
    service::Accounts,
    session_cache::Stale,
    store,
};

/// The kind of job that lets a change take effect, or drops it, when its time has come.
pub const EMAIL_CHANGE_JOB: &str = "account.email_change";

/// A change whose time has come.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Due {
    pub(super) change: EmailChangeId,
}

/// Whether a change took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    Yes,
    /// Another account has the address by now.
    BySomebodyElse,
}

impl Accounts {
    pub(crate) fn register_email_changes(&self, runner: &mut Runner) {
        let accounts = self.clone();
        runner.on_job(EMAIL_CHANGE_JOB, move |job: Job| {
            let accounts = accounts.clone();
            async move {
                let due: Due = job.payload()?;
                accounts.settle_change(due.change).await?;
                Ok(())
            }
        });
    }

    #[tracing::instrument(name = "accounts.settle_email_change", skip_all, fields(change.id = %id))]
    async fn settle_change(&self, id: EmailChangeId) -> db::Result<()> {
        let caller = Caller::system("job");
        let Some(found) = store::find_change(self.newest(), id).await? else {
            return Ok(());
        };
        let tx = self.0.db.begin().await?;
        store::lock_user(&tx, found.user_id).await?;
        // Read again under the person's lock.
        let Some(change) = store::find_change(&*tx, id).await? else {
            return Ok(());
        };
        match change.due(tx.now().await?) {
            DueNow::Nothing => return Ok(()),
            DueNow::Expire => {
                self.drop_change(&tx, change.user_id, Outcome::Expired).await?;
                tx.record(&caller, Act::new("account.email_change_expire", change.user_id))
                    .await?;
            }
            DueNow::Take => {
                self.take_change(&tx, &caller, &change).await?;
            }
        }
        tx.commit().await?;
        self.tell(Stale::User(change.user_id)).await;
        Ok(())
    }

    /// Gives the person the new address and ends their sign-ins elsewhere. Links that were mailed to the old address
    /// are worth nothing then.
    pub(super) async fn take_change(
        &self,
        tx: &Tx,
        caller: &Caller,
        change: &EmailChange,
    ) -> db::Result<Taken> {
        let (id, now) = (change.user_id, tx.now().await?);
        let holder = store::find_user_by_email(&**tx, &change.email_canonical).await?;
        if holder.is_some_and(|holder| holder.id != id) {
            self.drop_change(tx, id, Outcome::Refused).await?;
            tx.record(caller, Act::new("account.email_change_refuse", id))
                .await?;
            return Ok(Taken::BySomebodyElse);
        }
        store::take_email(tx, change, change.confirmed_at.unwrap_or(now)).await?;
        self.drop_change(tx, id, Outcome::Taken).await?;
        for purpose in [Purpose::ConfirmEmail, Purpose::ResetPassword] {
            store::void_links(tx, id, purpose, now).await?;
        }
        let ended = store::revoke_sessions(tx, id, Some(change.session_id), now).await?;
        store::end_challenges(tx, id, now).await?;
        let act = Act::new("account.email_change", id).after(json!({ "sessionsEnded": ended }));
        tx.record(caller, act).await?;
        let told = AccountSecurityChanged::new(id, SecurityAct::EmailChanged, now);
        tx.publish(&told).await?;
        let ordered = Ordered {
            user: Some(id),
            kind: Kind::EmailChanged,
            locale: None,
            at: now,
            change: Some(change.id),
        };
        letters::order(tx, &ordered).await?;
        Ok(Taken::Yes)
    }
}
