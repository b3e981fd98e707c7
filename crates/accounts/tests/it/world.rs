//! What the tests begin with.

use accounts::{
    Accounts, Authenticated, Device, GrantRole, Hashing, Limits, SessionKind, Settings, SignIn, SignInError,
    SignInStep, SignUp, SignedIn,
};
use cache::Cache;
use db::{Db, Vault};
use kernel::{Caller, Locale, Role, UserId};

/// The master key.
pub(crate) const KEY: &str = "a master key that only these tests know of";
pub(crate) const PASSWORD: &str = "heliotrope anvil 77 marsh";

/// Passwords that cost little, and no limits.
pub(crate) fn settings() -> Settings {
    Settings {
        hashing: Hashing {
            memory_kib: 64,
            passes: 1,
            ..Hashing::default()
        },
        limits: Limits::OFF,
        vault: Some(Vault::new(KEY).unwrap()),
        ..Settings::default()
    }
}

pub(crate) fn accounts(db: &Db) -> Accounts {
    accounts_with(db, &Cache::in_process(), settings())
}

pub(crate) fn accounts_with(db: &Db, cache: &Cache, settings: Settings) -> Accounts {
    Accounts::new(db.clone(), cache.clone(), settings).unwrap()
}

pub(crate) fn sign_up_form(name: &str) -> SignUp {
    SignUp {
        email: format!("{}@example.test", name.to_lowercase()),
        password: PASSWORD.to_owned(),
        display_name: name.to_owned(),
        locale: Locale::En,
        as_founder: false,
        device: Device::new(SessionKind::Bearer),
    }
}

pub(crate) fn sign_in_form(name: &str, password: &str) -> SignIn {
    SignIn {
        email: format!("{}@example.test", name.to_lowercase()),
        password: password.to_owned(),
        device: Device::new(SessionKind::Cookie),
    }
}

pub(crate) async fn sign_up(accounts: &Accounts, name: &str) -> SignedIn {
    accounts
        .sign_up(&Caller::anonymous(), sign_up_form(name))
        .await
        .unwrap()
}

pub(crate) async fn sign_in(
    accounts: &Accounts,
    name: &str,
    password: &str,
) -> Result<SignedIn, SignInError> {
    accounts
        .sign_in(&Caller::anonymous(), sign_in_form(name, password))
        .await
        .map(|step| match step {
            SignInStep::Done(signed_in) => *signed_in,
            SignInStep::CodeAsked(_) => panic!("{name} has a second factor"),
        })
}

pub(crate) async fn who(accounts: &Accounts, signed_in: &SignedIn) -> Option<Authenticated> {
    accounts.caller_by_token(signed_in.token.expose()).await.unwrap()
}

/// The caller of a request made with this sign-in.
pub(crate) async fn caller(accounts: &Accounts, signed_in: &SignedIn) -> Caller {
    who(accounts, signed_in).await.unwrap().caller("request-1", None)
}

/// Gives a role as an operator does.
pub(crate) async fn grant(accounts: &Accounts, user: UserId, role: Role) {
    let request = GrantRole {
        user,
        role,
        reason: "test".to_owned(),
    };
    accounts
        .grant_role(&Caller::system("operator"), request)
        .await
        .unwrap();
}

/// The acts in the trail of a subject.
pub(crate) async fn acts(db: &Db, subject: impl ToString) -> Vec<String> {
    let trail = db.audit_of(&subject.to_string(), 100).await.unwrap();
    trail.into_iter().map(|row| row.action).collect()
}

/// The whole trail as text, to look for what must not be in it.
pub(crate) async fn trail_text(db: &Db, subjects: &[String]) -> String {
    let mut text = String::new();
    for subject in subjects {
        text += &format!("{:?}", db.audit_of(subject, 100).await.unwrap());
    }
    text
}
