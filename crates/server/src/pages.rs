//! The web client, served by the same process: its operations run through the gateway's transport.

use std::sync::Arc;

use app::{App, demo};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use gateway::{
    SESSION_COOKIE, SESSION_COOKIE_PLAIN, Uploads,
    http::{PageOperation, Transport},
};
use http::request::Parts;
use kernel::{Caller, SystemClock, SystemIds};
use mail::Captured;
use web::{Backend, Demo, KeptMail, KeptMails, Operation, Settings, Site, Unavailable};

use crate::config::Config;

/// The routes of the web client.
pub(crate) fn routes(config: &Config, app: &App, transport: &Transport, uploads: &Uploads) -> axum::Router {
    let is_tls = config.site().starts_with("https://");
    let settings = Settings {
        public_url: config.site().trim_end_matches('/').to_owned(),
        cookie: if is_tls {
            SESSION_COOKIE
        } else {
            SESSION_COOKIE_PLAIN
        },
        demo: config.demo.then(|| Demo {
            guides: demo::GUIDES
                .iter()
                .map(|guide| (guide.role, guide.email))
                .collect(),
            password: demo::PASSWORD,
        }),
    };
    let backend = Arc::new(InProcess(transport.clone(), uploads.clone()));
    let site = Site::new(backend, settings, Arc::new(SystemClock), Arc::new(SystemIds));
    web::router(match app.captured_mails() {
        Some(captured) if config.shows_mails() => site.showing_mails(Arc::new(Kept(captured.clone()))),
        _ => site,
    })
}

/// The mails that were captured instead of sent.
struct Kept(Captured);

#[async_trait]
impl KeptMails for Kept {
    async fn list(&self) -> Result<Vec<KeptMail>, Unavailable> {
        let kept = self.0.list().await.map_err(lost)?;
        Ok(kept.into_iter().map(shown).collect())
    }

    async fn find(&self, id: &str) -> Result<Option<KeptMail>, Unavailable> {
        let Ok(id) = id.parse() else {
            return Ok(None);
        };
        Ok(self.0.find(id).await.map_err(lost)?.map(shown))
    }
}

fn lost(error: db::Error) -> Unavailable {
    tracing::warn!(error = %error, "captured mails could not be read");
    Unavailable
}

fn shown(mail: mail::CapturedMail) -> KeptMail {
    KeptMail {
        id: mail.id.to_string(),
        to: mail.recipient,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        language: mail.locale,
        at: mail.captured_at,
    }
}

/// The gateway of this process.
struct InProcess(Transport, Uploads);

fn asked(operation: Operation) -> PageOperation {
    PageOperation {
        document: operation.document,
        name: operation.name,
        variables: operation.variables,
    }
}

#[async_trait]
impl Backend for InProcess {
    async fn visitor(&self, parts: &Parts) -> Result<Caller, Unavailable> {
        self.0.visitor(parts).await.map_err(|_| Unavailable)
    }

    fn is_from_own_page(&self, parts: &Parts) -> bool {
        self.0.is_from_own_page(parts)
    }

    async fn run(&self, caller: &Caller, operation: Operation) -> String {
        self.0.run_for_page(caller, asked(operation)).await
    }

    async fn take_file(&self, caller: &Caller, name: String, bytes: Bytes) -> Result<String, String> {
        let staged = self.1.stage(caller, name, bytes).await;
        staged
            .map(|file| file.id.to_string())
            .map_err(|refused| refused.message)
    }

    fn max_file_bytes(&self) -> usize {
        self.1.max_bytes()
    }

    async fn follow(
        &self,
        caller: &Caller,
        operation: Operation,
    ) -> Result<BoxStream<'static, String>, String> {
        self.0.follow_for_page(caller, asked(operation)).await
    }
}
