//! Mails about an address itself, most with a secret: a link to confirm it, to choose a new password, to take a change back.
//!
//! They are sent by a job, never by whoever asks: asking takes the same time whether or not there is such an
//! account, and waits for no mail server. The secret is made when the mail is written, so that it stands in no
//! queue; a mail that must be tried again carries a new one.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use db::{Job, JobError, JobResult, NewJob, Runner, Tx};
use kernel::{EmailChangeId, JobId, Locale, UserId};
use mail::{Address, Letter, LetterLink, Line, Mailer, Message, SendError};
use serde::{Deserialize, Serialize};

use crate::{email_change::EmailChange, link::Purpose, service::Accounts, store, token::Token, user::User};

/// The kind of job that writes and sends one of these mails.
pub const LETTER_JOB: &str = "account.letter";

/// More tries than back-off fits into the time for which a mail is tried.
const MAX_ATTEMPTS: i32 = 200;

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
    /// Confirm the address your account is to have; to that address.
    ConfirmEmailChange,
    /// Your account is to have another address; to the old one, with a link that takes it back.
    EmailChangeAsked,
    /// Your account has another address; to the old one.
    EmailChanged,
}

impl Kind {
    /// The beginning of its words.
    const fn words(self) -> &'static str {
        match self {
            Kind::ConfirmEmail => "letter-confirm-email",
            Kind::ResetPassword => "letter-reset-password",
            Kind::ConfirmEmailChange => "letter-confirm-email-change",
            Kind::EmailChangeAsked => "letter-email-change-asked",
            Kind::EmailChanged => "letter-email-changed",
        }
    }

    /// The page its link opens, without the language.
    const fn page(self) -> &'static str {
        match self {
            Kind::ConfirmEmail => "/confirm-email",
            Kind::ResetPassword => "/reset-password",
            Kind::ConfirmEmailChange => "/account/email/confirm",
            Kind::EmailChangeAsked => "/account/email/cancel",
            Kind::EmailChanged => "/account/security",
        }
    }

    /// What its link does, if it holds a secret.
    const fn purpose(self) -> Option<Purpose> {
        match self {
            Kind::ConfirmEmail => Some(Purpose::ConfirmEmail),
            Kind::ResetPassword => Some(Purpose::ResetPassword),
            Kind::ConfirmEmailChange => Some(Purpose::ConfirmEmailChange),
            Kind::EmailChangeAsked => Some(Purpose::CancelEmailChange),
            Kind::EmailChanged => None,
        }
    }

    /// For how long it is tried; after that nobody waits for it any more.
    const fn tried_for(self) -> TimeDelta {
        match self {
            Kind::ResetPassword => TimeDelta::hours(1),
            Kind::ConfirmEmail | Kind::ConfirmEmailChange => TimeDelta::hours(24),
            // They guard the account: as long as other notices, and the first for as long as it can be acted on.
            Kind::EmailChangeAsked | Kind::EmailChanged => TimeDelta::days(3),
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
    /// The change of an address it is about.
    #[serde(default)]
    pub(crate) change: Option<EmailChangeId>,
}

/// Orders a mail if this transaction commits.
pub(crate) async fn order(tx: &Tx, ordered: &Ordered) -> db::Result<()> {
    let job = NewJob::new(LETTER_JOB, ordered).max_attempts(MAX_ATTEMPTS);
    tx.enqueue(job).await.map(|_| ())
}

impl Accounts {
    /// Tells a runner who sends these mails, and who lets a change of an address take effect.
    pub fn register(&self, runner: &mut Runner, post: Post) {
        self.register_email_changes(runner);
        let accounts = self.clone();
        runner.on_job_waiting_for("mail", LETTER_JOB, move |job: Job| {
            let (accounts, post) = (accounts.clone(), post.clone());
            async move { accounts.send(&post, job.id.into(), &job.payload()?).await }
        });
    }

    #[tracing::instrument(name = "accounts.send_letter", skip_all, fields(letter = ?ordered.kind))]
    async fn send(&self, post: &Post, job: JobId, ordered: &Ordered) -> JobResult {
        let Some(id) = ordered.user else { return Ok(()) };
        let tx = self.0.db.begin().await?;
        let now = tx.now().await?;
        // The person's row: a link must not be made for a change that is being replaced.
        let Some(user) = store::lock_user(&tx, id).await? else {
            return Ok(());
        };
        if now >= ordered.at + ordered.kind.tried_for() {
            tracing::error!("a mail was given up");
            return Ok(());
        }
        if ordered.kind == Kind::ConfirmEmail && user.email_confirmed_at.is_some() {
            return Ok(());
        }
        let change = match ordered.change {
            Some(change) => store::find_change(&*tx, change).await?,
            None => None,
        };
        // A change that has ended is confirmed or taken back no more.
        if ordered.kind.purpose().is_some() && change.as_ref().is_some_and(|change| change.ended_at.is_some())
        {
            return Ok(());
        }
        let (message_id, secret) = match ordered.kind.purpose() {
            Some(purpose) => {
                let until = change
                    .as_ref()
                    .map_or(now + self.0.settings.link_lifetime, |change| change.expires_at);
                if until <= now {
                    return Ok(());
                }
                let (link, token) = self.make_link(&tx, id, purpose, until).await?;
                (link.to_string(), Some(token))
            }
            None => (job.to_string(), None),
        };
        tx.commit().await?;

        let letter = Written {
            kind: ordered.kind,
            user: &user,
            change: change.as_ref(),
            locale: ordered.locale.unwrap_or(user.locale),
        };
        // An address that cannot be written to was typed wrong: nothing more comes of it.
        let Ok(address) = letter.recipient().parse::<Address>() else {
            return Ok(());
        };
        let letter = letter.letter(&post.site, secret.as_ref().map(Token::expose));
        let message_id = message_id.parse().map_err(db::Error::corrupt)?;
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

/// A mail about to be written.
struct Written<'a> {
    kind: Kind,
    user: &'a User,
    change: Option<&'a EmailChange>,
    locale: Locale,
}

impl Written<'_> {
    fn recipient(&self) -> &str {
        match (self.kind, self.change) {
            (Kind::ConfirmEmailChange, Some(change)) => &change.email,
            (Kind::EmailChangeAsked | Kind::EmailChanged, Some(change)) => &change.old_email,
            _ => &self.user.email,
        }
    }

    fn letter(&self, site: &str, secret: Option<&str>) -> Letter {
        let email = self.change.map_or(&self.user.email, |change| &change.email);
        let mut params = vec![("name", self.user.display_name.clone()), ("email", email.clone())];
        if let Some(change) = self.change {
            let until = match self.kind {
                Kind::EmailChangeAsked => change.held_until,
                _ => change.expires_at,
            };
            params.push(("until", i18n::instant(self.locale, until, chrono_tz::UTC)));
        }
        let say = |key: &str| i18n::text(self.locale, key, &params);
        let words = |part: &str| say(&format!("{}-{part}", self.kind.words()));
        let path = match secret {
            Some(secret) => format!("{}?token={secret}", self.kind.page()),
            None => self.kind.page().to_owned(),
        };
        Letter {
            locale: self.locale,
            subject: Line::new(&words("subject")),
            greeting: Line::new(&say("mail-greeting")),
            paragraphs: vec![words("happened"), words("next")],
            link: LetterLink::to(site, self.locale, &path, words("link")),
            foot: vec![say("mail-foot-who"), say("letter-foot-why")],
            leave: None,
        }
    }
}
