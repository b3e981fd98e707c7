//! The web client, served by the same process: its operations run through the gateway's transport.

use std::sync::Arc;

use app::demo;
use async_trait::async_trait;
use futures_util::stream::BoxStream;
use gateway::{
    SESSION_COOKIE, SESSION_COOKIE_PLAIN,
    http::{PageOperation, Transport},
};
use http::request::Parts;
use kernel::{Caller, SystemClock, SystemIds};
use web::{Backend, Demo, Operation, Settings, Site, Unavailable};

use crate::config::Config;

/// The routes of the web client.
pub(crate) fn routes(config: &Config, transport: &Transport) -> axum::Router {
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
    let backend = Arc::new(InProcess(transport.clone()));
    web::router(Site::new(
        backend,
        settings,
        Arc::new(SystemClock),
        Arc::new(SystemIds),
    ))
}

/// The gateway of this process.
struct InProcess(Transport);

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

    async fn follow(
        &self,
        caller: &Caller,
        operation: Operation,
    ) -> Result<BoxStream<'static, String>, String> {
        self.0.follow_for_page(caller, asked(operation)).await
    }
}
