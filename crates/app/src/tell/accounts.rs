//! What people are told of how their account is entered, in case it was somebody else.

use accounts::events::{AccountSecurityChanged, SecurityAct};
use db::{Job, Runner};
use notifications::{About, Facts, Kind, Notice};

use crate::App;

impl App {
    pub(super) fn tell_of_accounts(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<AccountSecurityChanged>("tell.account_security_changed", move |job: Job| {
            let app = app.clone();
            async move {
                let event: AccountSecurityChanged = job.payload()?;
                let notice = Notice {
                    to: event.user_id,
                    kind: kind(event.act),
                    about: About::default(),
                    facts: facts(&event),
                    key: format!("account_security_changed:{}", job.id),
                    at: event.at,
                };
                app.tell(&[notice]).await
            }
        });
    }
}

fn facts(event: &AccountSecurityChanged) -> Facts {
    let Some(device) = &event.device else {
        return Facts::default();
    };
    // Nothing may be known of a program: it needs not say what it is.
    let device = if device.is_empty() { "–" } else { device };
    Facts {
        device: Some(device.to_owned()),
        until: Some(event.at),
        ..Facts::default()
    }
}

fn kind(act: SecurityAct) -> Kind {
    match act {
        SecurityAct::PasswordChanged => Kind::PasswordChanged,
        SecurityAct::SecondFactorOn => Kind::SecondFactorOn,
        SecurityAct::SecondFactorOff => Kind::SecondFactorOff,
        SecurityAct::RecoveryCodesRenewed => Kind::RecoveryCodesRenewed,
        SecurityAct::NewDevice => Kind::SignedInAnew,
        SecurityAct::SecondFactorLifted => Kind::SecondFactorLifted,
        SecurityAct::EmailChanged => Kind::EmailChanged,
        SecurityAct::ApiTokenMade => Kind::ApiTokenMade,
    }
}
