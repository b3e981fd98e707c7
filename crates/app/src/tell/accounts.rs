//! What people are told of how their account is entered, in case it was somebody else.

use accounts::events::{AccountSecurityChanged, RoleRequested, SecurityAct};
use db::{Job, Runner};
use kernel::Role;
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
        let app = self.clone();
        runner.on_event::<RoleRequested>("tell.role_requested", move |job: Job| {
            let app = app.clone();
            async move {
                let event: RoleRequested = job.payload()?;
                let administrators = app.accounts.holders_of(Role::Administrator).await?;
                // Neither who asked nor who is to have the role may decide.
                let others = administrators
                    .into_iter()
                    .filter(|id| *id != event.requested_by && *id != event.user_id);
                let notices: Vec<_> = others
                    .map(|to| Notice {
                        to,
                        kind: Kind::RoleRequested,
                        about: About::default(),
                        facts: Facts::default(),
                        key: format!("role_requested:{}", event.request_id),
                        at: event.at,
                    })
                    .collect();
                app.tell(&notices).await
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
        SecurityAct::Locked => Kind::AccountLocked,
        SecurityAct::Unlocked => Kind::AccountUnlocked,
        SecurityAct::RoleGiven => Kind::RoleGiven,
        SecurityAct::RoleTaken => Kind::RoleTaken,
    }
}
