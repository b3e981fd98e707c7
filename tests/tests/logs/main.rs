//! What people keep to themselves stands in no log, whatever its level. A program of its own, for the log of a process is one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod erased;

use std::{
    io::Write,
    sync::{Arc, Mutex, OnceLock},
};

use journeys::{Person, Platform};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};
use tracing_subscriber::{
    filter::LevelFilter,
    fmt::{MakeWriter, format::FmtSpan},
};

/// All that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The log of this process, every level and every span of it, the libraries' too.
fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_writer(log.clone())
            .init();
        log
    })
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// The secrets of all links that were mailed.
async fn links(platform: &Platform) -> Vec<String> {
    platform.settle().await;
    let mails = platform.app.captured_mails().unwrap().list().await.unwrap();
    let secret = |mail: &mail::CapturedMail| {
        let rest = mail.text.split("?token=").nth(1)?;
        rest.split_whitespace().next().map(str::to_owned)
    };
    mails.iter().filter_map(secret).collect()
}

testkit::on_both! {
    async fn no_secret_and_nothing_personal_is_logged(db: &TestDb) {
        let log = log();
        let platform = Platform::on(db).await;
        let (password, another) = ("canary heliotrope anvil 77", "canary quarry lantern 42");
        let mut secrets: Vec<String> = [password, another, "canary wrong password", "canary code"].map(str::to_owned).to_vec();
        let mut keep = |what: String| secrets.push(what);

        let engine = if db.is_postgres() { "p" } else { "s" };
        let name = format!("Canary Name {engine}");
        let email = format!("canary.{engine}@example.test");
        let input = json!({ "email": email, "password": password, "displayName": name });
        let made = platform.act(None, "accountSignUp", "token viewer { id }", input).await;
        let mut ann = Person { token: text(&made["token"]), id: text(&made["viewer"]["id"]), email: email.clone() };
        keep(ann.token.clone());
        for mistake in ["canary wrong password", password] {
            let answer = platform.attempt(None, "accountSignIn", "token", json!({ "email": email, "password": mistake })).await;
            if let Some(token) = answer["token"].as_str() {
                keep(token.to_owned());
            }
        }
        let change = json!({ "currentPassword": password, "newPassword": another });
        platform.act(ann.token(), "accountPasswordChange", "viewer { id }", change).await;
        platform.act(None, "accountPasswordResetRequest", "taken", json!({ "email": email })).await;
        platform.act(ann.token(), "accountEmailChange", "change { email }", json!({ "email": "canary.new@example.test" })).await;
        for link in links(&platform).await {
            for mutation in ["accountEmailConfirm", "accountEmailChangeConfirm", "accountPasswordReset"] {
                let input = match mutation {
                    "accountPasswordReset" => json!({ "token": link, "newPassword": "short" }),
                    _ => json!({ "token": link }),
                };
                platform.attempt(None, mutation, "__typename", input).await;
            }
            keep(link);
        }
        let expires_at = platform.app.now() + chrono::TimeDelta::days(1);
        let token = json!({ "name": "canary token name", "scopes": ["READ"], "expiresAt": expires_at });
        let token = platform.act(ann.token(), "apiTokenCreate", "secret", token).await;
        let token = text(&token["secret"]);
        platform.data(Some(&token), "{ viewer { email displayName } }", json!({})).await;
        keep(token);
        let proved = platform.act(ann.token(), "accountIdentityConfirm", "token", json!({ "password": another })).await;
        ann.token = text(&proved["token"]);
        keep(ann.token.clone());
        let begun = platform.act(ann.token(), "secondFactorBegin", "enrolment { secret uri }", json!({ "kind": "AUTHENTICATOR" })).await;
        let seed = text(&begun["enrolment"]["secret"]);
        let totp = Builder::new().with_secret(Secret::try_from_base32(&seed).unwrap()).build().unwrap();
        keep(seed);
        platform.attempt(ann.token(), "secondFactorConfirm", "recoveryCodes", json!({ "code": "canary code" })).await;
        let code = totp.generate(u64::try_from(platform.app.now().timestamp()).unwrap()).to_string();
        let on = platform.act(ann.token(), "secondFactorConfirm", "recoveryCodes", json!({ "code": code })).await;
        on["recoveryCodes"].as_array().unwrap().iter().for_each(|code| keep(text(code)));
        platform.act(ann.token(), "verificationSave", "verification { id }", json!({ "kind": "PERSON", "legalName": "Canary Legal Name" })).await;
        platform.upload(ann.token(), "canary-passport.pdf").await;
        platform.settle().await;

        let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        assert!(logged.contains("accounts.sign_in") && logged.contains("TRACE"), "the log was listened to");
        for personal in [email.as_str(), "canary.new@example.test", name.as_str(), "canary token name", "Canary Legal Name", "canary-passport"] {
            keep(personal.to_owned());
        }
        for secret in &secrets {
            let at = logged.find(secret.as_str());
            let around = at.map(|at| logged[..at].lines().last().unwrap_or_default().to_owned());
            assert_eq!(around, None, "{secret} stands in the log");
        }
    }
}
