//! Mails that carry a secret: a link to confirm an address, a link to choose a new password.
//!
//! They are sent by a job, never by whoever asks: asking takes the same time whether or not there is such an
//! account, and waits for no mail server. The secret is made when the mail is written, so that it stands in no
//! queue; a mail that must be tried again carries a new one.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use db::{Job, JobError, JobResult, NewJob, Runner, Tx};
use kernel::{Locale, UserId};
use mail::{Address, Letter, LetterLink, Line, Mailer, Message, SendError};
use serde::{Deserialize, Serialize};

use crate::{link::Purpose, service::Accounts, store, user::User};

/// The kind of job that writes and sends one of these mails.
pub const LETTER_JOB: &str = "account.letter";

/// More tries than back-off fits into the time for which a mail is tried.
const MAX_ATTEMPTS: i32 = 100;

/// Who carries these mails, and where their links lead.
#[derive(Debug, Clone)]
pub struct Post {
    /// Who carries them.
    pub mailer: Arc<dyn Mailer>,
    /// The address people reach the site at, without a slash at its end.
    pub site: String,
}

/// Which mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Confirm your address.
    ConfirmEmail,
    /// Choose a new password.
    ResetPassword,
}

impl Kind {
    /// The beginning of its words.
    const fn words(self) -> &'static str {
        match self {
            Kind::ConfirmEmail => "letter-confirm-email",
            Kind::ResetPassword => "letter-reset-password",
        }
    }

    /// The page its link opens, without the language.
    const fn page(self) -> &'static str {
        match self {
            Kind::ConfirmEmail => "/confirm-email",
            Kind::ResetPassword => "/reset-password",
        }
    }

    const fn purpose(self) -> Purpose {
        match self {
            Kind::ConfirmEmail => Purpose::ConfirmEmail,
            Kind::ResetPassword => Purpose::ResetPassword,
        }
    }

    /// For how long it is tried; after that nobody waits for it any more.
    const fn tried_for(self) -> TimeDelta {
        match self {
            Kind::ConfirmEmail => TimeDelta::hours(24),
            Kind::ResetPassword => TimeDelta::hours(1),
        }
    }
}

/// A mail that was asked for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ordered {
    /// To whom; nobody, if there is no account of that address.
    pub(crate) user: Option<UserId>,
    pub(crate) kind: Kind,
    /// The language it was asked for in; the person's own if none.
    pub(crate) locale: Option<Locale>,
    pub(crate) at: DateTime<Utc>,
}

/// Orders a mail if this transaction commits.
pub(crate) async fn order(tx: &Tx, ordered: &Ordered) -> db::Result<()> {
    let job = NewJob::new(LETTER_JOB, ordered).max_attempts(MAX_ATTEMPTS);
    tx.enqueue(job).await.map(|_| ())
}

impl Accounts {
    /// Tells a runner who sends these mails.
    pub fn register(&self, runner: &mut Runner, post: Post) {
        let accounts = self.clone();
        runner.on_job_waiting_for("mail", LETTER_JOB, move |job: Job| {
            let (accounts, post) = (accounts.clone(), post.clone());
            async move { accounts.send(&post, &job.payload()?).await }
        });
    }

    #[tracing::instrument(name = "accounts.send_letter", skip_all, fields(letter = ?ordered.kind))]
    async fn send(&self, post: &Post, ordered: &Ordered) -> JobResult {
        let Some(id) = ordered.user else { return Ok(()) };
        let tx = self.0.db.begin().await?;
        let now = tx.now().await?;
        let Some(user) = store::find_user(&*tx, id).await? else {
            return Ok(());
        };
        if now >= ordered.at + ordered.kind.tried_for() {
            tracing::error!("a mail was given up");
            return Ok(());
        }
        if ordered.kind == Kind::ConfirmEmail && user.email_confirmed_at.is_some() {
            return Ok(());
        }
        let (link, token) = self.make_link(&tx, id, ordered.kind.purpose()).await?;
        tx.commit().await?;

        let locale = ordered.locale.unwrap_or(user.locale);
        let letter = letter(ordered.kind, &user, locale, &post.site, token.expose());
        // An address that cannot be written to was typed wrong: nothing more comes of it.
        let Ok(address) = user.email.parse::<Address>() else {
            return Ok(());
        };
        let message_id = link.to_string().parse().map_err(db::Error::corrupt)?;
        let message = Message::new(message_id, address, &letter).map_err(db::Error::corrupt)?;
        match post.mailer.send(&message).await {
            Ok(()) => Ok(()),
            Err(refused @ SendError::Refused { .. }) => {
                tracing::warn!(error = %refused, "a mail was refused");
                Ok(())
            }
            Err(later @ SendError::Later(_)) => Err(JobError::Retry(later.to_string())),
        }
    }
}

fn letter(kind: Kind, user: &User, locale: Locale, site: &str, secret: &str) -> Letter {
    let params = [("name", user.display_name.clone()), ("email", user.email.clone())];
    let say = |key: &str| i18n::text(locale, key, &params);
    let words = |part: &str| say(&format!("{}-{part}", kind.words()));
    let path = format!("{}?token={secret}", kind.page());
    Letter {
        locale,
        subject: Line::new(&words("subject")),
        greeting: Line::new(&say("mail-greeting")),
        paragraphs: vec![words("happened"), words("next")],
        link: LetterLink::to(site, locale, &path, words("link")),
        foot: vec![say("mail-foot-who"), say("letter-foot-why")],
        leave: None,
    }
}
