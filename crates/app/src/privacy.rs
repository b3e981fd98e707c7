//! What the parts know of a person who wants to leave, and what follows when they have left.

use std::sync::Arc;

use ::privacy::{
    Obligation, Obligations, People, Standing,
    events::{ErasureAsked, ErasureHeld, ExportReady, PersonErased},
};
use accounts::Accounts;
use async_trait::async_trait;
use db::{Job, JobError, NewJob, Runner, Tx};
use kernel::{Locale, UserId};
use mail::{Address, Letter, LetterLink, Line, Mailer, Message, SendError};
use pledges::Pledges;
use projects::Projects;

use crate::App;

/// The kind of job that removes the bytes of an erased person.
const CLEAR_AWAY: &str = "privacy.clear_away";
/// The kind of job that has the payment provider forget an erased person.
const FORGET_CUSTOMER: &str = "privacy.forget_customer";
/// How often these are tried: after the first hour once an hour, for about eight days. What is given up stands among the jobs
/// that were set aside.
const FOR_DAYS: i32 = 200;

/// What a person and the platform still owe one another.
#[derive(Debug)]
pub(crate) struct ObligationsForPrivacy;

#[async_trait]
impl Obligations for ObligationsForPrivacy {
    async fn of(&self, tx: &Tx, person: UserId) -> db::Result<Vec<Standing>> {
        let money = Pledges::open_money(tx, person).await?;
        let work = Projects::open_work(tx, person).await?;
        let is_last = Accounts::is_last_administrator(tx, person).await?;
        // Whoever was locked out cannot take back what somebody else asked for; and what staff look into stays.
        let is_locked = Accounts::is_locked(tx, person).await?;
        let all = [
            (Obligation::PledgesOpen, money.pledges),
            (Obligation::CampaignsOpen, work.campaigns),
            (Obligation::PayoutsOpen, money.payouts),
            (Obligation::RefundsOpen, money.refunds),
            (Obligation::DisputesOpen, money.disputes),
            (Obligation::ClaimsOpen, work.claims),
            (Obligation::AccountLocked, i64::from(is_locked)),
            (Obligation::LastAdministrator, i64::from(is_last)),
        ];
        let standing = all.into_iter().map(|(what, count)| Standing {
            what,
            count: u64::try_from(count).unwrap_or(0),
        });
        Ok(standing.collect())
    }
}

/// People's accounts, and whoever writes to them for the last time.
#[derive(Debug)]
pub(crate) struct PeopleForPrivacy {
    pub(crate) accounts: Accounts,
    pub(crate) mailer: Arc<dyn Mailer>,
    pub(crate) site: String,
}

#[async_trait]
impl People for PeopleForPrivacy {
    async fn lock(&self, tx: &Tx, person: UserId) -> db::Result<Option<Locale>> {
        Accounts::lock_person(tx, person).await
    }

    async fn is_address_of(&self, person: UserId, typed: &str) -> db::Result<bool> {
        self.accounts.is_address_of(person, typed).await
    }

    async fn farewell(&self, person: UserId, message: &str) -> Result<(), String> {
        let found = self.accounts.find_user(person).await;
        let Some(user) = found.map_err(|error| error.to_string())? else {
            return Ok(());
        };
        // Whom no mail reaches is not written to.
        let Ok(address) = user.email.parse::<Address>() else {
            return Ok(());
        };
        let params = [("name", user.display_name.clone())];
        let say = |key: &str| i18n::text(user.locale, key, &params);
        let letter = Letter {
            locale: user.locale,
            subject: Line::new(&say("letter-erased-subject")),
            greeting: Line::new(&say("mail-greeting")),
            paragraphs: vec![say("letter-erased-happened"), say("letter-erased-next")],
            link: LetterLink::to(&self.site, user.locale, "/help", say("letter-erased-link")),
            foot: vec![say("mail-foot-who"), say("letter-erased-why")],
            leave: None,
        };
        let id = message.parse().map_err(|_| "the mail has no id".to_owned())?;
        let message = Message::new(id, address, &letter).map_err(|error| error.to_string())?;
        match self.mailer.send(&message).await {
            Ok(()) => Ok(()),
            Err(refused @ SendError::Refused { .. }) => {
                tracing::warn!(error = %refused, "a mail was refused");
                Ok(())
            }
            Err(later @ SendError::Later(_)) => Err(later.to_string()),
        }
    }

    fn words(&self, locale: Locale) -> (String, String) {
        let say = |key: &str| i18n::text(locale, key, &[]);
        (say("erased-person"), say("erased-text"))
    }
}

impl App {
    /// Exports are made, accounts erased, and what is over is removed; people are told.
    pub(crate) fn keep_privacy(&self, runner: &mut Runner) {
        self.privacy.register(runner);
        self.on_slow(runner, ::privacy::RETAIN_JOB, |app, _| async move {
            app.privacy.retain().await?;
            Ok(())
        });
        let app = self.clone();
        runner.on_event::<PersonErased>("privacy.after_erasure", move |job: Job| {
            let app = app.clone();
            async move {
                let erased: PersonErased = job.payload()?;
                app.accounts.forget(erased.user_id).await;
                let tx = app.db().begin().await?;
                for kind in [CLEAR_AWAY, FORGET_CUSTOMER] {
                    let follows = NewJob::new(kind, &erased).key(format!("{kind}:{}", erased.user_id));
                    tx.enqueue(follows.max_attempts(FOR_DAYS)).await?;
                }
                tx.commit().await?;
                Ok(())
            }
        });
        self.on_slow(runner, CLEAR_AWAY, |app, job| async move {
            let erased: PersonErased = job.payload()?;
            app.privacy.clear_away(&erased).await?;
            Ok(())
        });
        self.on_slow(runner, FORGET_CUSTOMER, |app, job| async move {
            let erased: PersonErased = job.payload()?;
            let forgotten = app.pledges.forget_customer(erased.user_id).await;
            forgotten.map_err(JobError::from)
        });
        self.tell_of_privacy(runner);
    }

    fn tell_of_privacy(&self, runner: &mut Runner) {
        use notifications::{About, Facts, Kind, Notice};

        let app = self.clone();
        runner.on_event::<ErasureAsked>("tell.erasure_asked", move |job: Job| {
            let app = app.clone();
            async move {
                let event: ErasureAsked = job.payload()?;
                let notice = Notice {
                    to: event.user_id,
                    kind: Kind::ErasureAsked,
                    about: About::default(),
                    facts: Facts {
                        until: Some(event.due_at),
                        ..Facts::default()
                    },
                    key: format!("erasure_asked:{}", event.erasure_id),
                    at: event.at,
                };
                app.tell(&[notice]).await
            }
        });
        let app = self.clone();
        runner.on_event::<ErasureHeld>("tell.erasure_held", move |job: Job| {
            let app = app.clone();
            async move {
                let event: ErasureHeld = job.payload()?;
                let notice = Notice {
                    to: event.user_id,
                    kind: Kind::ErasureHeld,
                    about: About::default(),
                    facts: Facts::default(),
                    // It may be held again after the last mail went out.
                    key: format!("erasure_held:{}:{}", event.erasure_id, event.at.timestamp()),
                    at: event.at,
                };
                app.tell(&[notice]).await
            }
        });
        let app = self.clone();
        runner.on_event::<ExportReady>("tell.export_ready", move |job: Job| {
            let app = app.clone();
            async move {
                let event: ExportReady = job.payload()?;
                let notice = Notice {
                    to: event.user_id,
                    kind: Kind::ExportReady,
                    about: About::default(),
                    facts: Facts {
                        until: Some(event.expires_at),
                        ..Facts::default()
                    },
                    key: format!("export_ready:{}", event.export_id),
                    at: event.at,
                };
                app.tell(&[notice]).await
            }
        });
    }
}
