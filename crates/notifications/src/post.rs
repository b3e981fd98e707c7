//! Sending the mails, after commit.

use chrono::TimeDelta;
use db::{Job, JobError, JobResult, NewJob, Runner};
use kernel::MailId;
use mail::{Address, Message, SendError};

use crate::{
    Notifications,
    letter::letter,
    store::{self, Ended, Queued},
};

/// The kind of job that sends a mail; its payload is the mail's id.
pub const SEND_JOB: &str = "mail.send";

/// For how long a mail is tried: what it says is old news after that, and stands on the page of notifications.
const GIVEN_UP_AFTER: TimeDelta = TimeDelta::days(3);
/// More tries than back-off (an hour at the most) fits into that time: the time decides, not the number.
const MAX_ATTEMPTS: i32 = 200;

pub(crate) fn send_job(mail: MailId) -> NewJob {
    NewJob::new(SEND_JOB, &mail)
        .key(format!("{SEND_JOB}:{mail}"))
        .max_attempts(MAX_ATTEMPTS)
}

impl Notifications {
    /// Tells a runner who sends mails.
    pub fn register(&self, runner: &mut Runner) {
        let notifications = self.clone();
        // Apart from payments: a mail server that does not answer must hold up no charge.
        runner.on_job_waiting_for("mail", SEND_JOB, move |job: Job| {
            let notifications = notifications.clone();
            async move { notifications.send(job.payload()?).await }
        });
    }

    /// Sends one mail: notes that it is asked for, hands it over while no transaction is open, records the answer. Run twice
    /// it finds that it was sent; if the answer got lost in between, the mail goes out again under the same id.
    #[tracing::instrument(name = "notifications.send", skip_all, fields(mail.id = %id))]
    async fn send(&self, id: MailId) -> JobResult {
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let queued = store::ask(&tx, id, now).await?;
        tx.commit().await?;
        let Some(queued) = queued else {
            return Ok(());
        };
        let outcome = self.hand_over(id, &queued).await?;

        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let mut again = None;
        let ended = match &outcome {
            Outcome::Sent => Ended::Sent,
            Outcome::Never(reason) => Ended::Failed(reason),
            Outcome::Later(reason) if now >= queued.queued_at + GIVEN_UP_AFTER => Ended::Failed(reason),
            Outcome::Later(reason) => {
                again = Some(reason.clone());
                Ended::Waits(reason)
            }
        };
        if let Ended::Failed(reason) = ended {
            tracing::error!(reason, "a mail was given up");
        }
        store::record(&tx, id, ended, now).await?;
        tx.commit().await?;
        again.map_or(Ok(()), |reason| Err(JobError::Retry(reason)))
    }

    async fn hand_over(&self, id: MailId, queued: &Queued) -> db::Result<Outcome> {
        let notification = &queued.notification;
        let Some(to) = self.recipients.find(notification.user_id).await? else {
            return Ok(Outcome::Never("there is no such person".to_owned()));
        };
        let Ok(address) = to.address.parse::<Address>() else {
            return Ok(Outcome::Never("the address cannot be written to".to_owned()));
        };
        let message_id = id.to_string().parse().map_err(db::Error::corrupt)?;
        let letter = letter(notification, &to, &self.site);
        let message = Message::new(message_id, address, &letter).map_err(db::Error::corrupt)?;
        Ok(match self.mailer.send(&message).await {
            Ok(()) => Outcome::Sent,
            Err(refused @ SendError::Refused { .. }) => Outcome::Never(refused.to_string()),
            Err(later @ SendError::Later(_)) => Outcome::Later(later.to_string()),
        })
    }
}

/// What became of handing a mail over.
enum Outcome {
    Sent,
    Never(String),
    Later(String),
}
