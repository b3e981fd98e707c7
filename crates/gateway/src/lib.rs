#![doc = include_str!("../README.md")]
// Whether what a resolver waits for may move between threads is told through all the types it holds: deeper than the usual 128.
#![recursion_limit = "256"]

mod auth;
#[allow(
    unreachable_pub,
    reason = "types of the schema are named by the derived code of others"
)]
mod graphql;
pub mod http;
mod uploads;

use std::sync::Arc;

use app::App;
use async_graphql::{Request, Response};
use futures_util::{StreamExt, stream::BoxStream};
use kernel::Caller;

pub use auth::{Bearer, SESSION_COOKIE, SESSION_COOKIE_PLAIN};
pub use graphql::{Loaders, Schema, equip, schema, sdl};
pub use uploads::{Refused, Uploads};

/// The schema over a platform, run in this process.
#[derive(Clone)]
pub struct Gateway {
    app: App,
    schema: Schema,
}

impl Gateway {
    /// The gateway of a platform.
    pub fn new(app: App) -> Self {
        Self {
            schema: schema(app.clone()),
            app,
        }
    }

    /// Who holds a token, if it is good now.
    ///
    /// # Errors
    /// If the accounts cannot be read.
    pub async fn caller(&self, token: &str) -> db::Result<Option<Caller>> {
        let who = self.app.accounts.caller_by_token(token).await?;
        Ok(who.map(|who| who.caller(String::new(), None)))
    }

    /// Runs an operation for a caller.
    pub async fn execute(&self, caller: &Caller, request: Request) -> Response {
        let request = equip(&self.app, caller, request.data(caller.clone()));
        self.schema.execute(request).await
    }

    /// Runs a document for a caller; the whole answer as JSON.
    pub async fn run(
        &self,
        caller: &Caller,
        document: &str,
        variables: serde_json::Value,
    ) -> serde_json::Value {
        let request = Request::new(document).variables(async_graphql::Variables::from_json(variables));
        serde_json::to_value(self.execute(caller, request).await).unwrap_or_default()
    }

    /// Follows a subscription for a caller: each answer as JSON.
    pub fn follow(&self, caller: &Caller, document: &str) -> BoxStream<'static, serde_json::Value> {
        let request = equip(&self.app, caller, Request::new(document).data(caller.clone()));
        let answers = self.schema.execute_stream(request);
        answers
            .map(|answer| serde_json::to_value(answer).unwrap_or_default())
            .boxed()
    }

    /// What the transport runs operations with.
    pub fn executor(&self) -> Arc<dyn http::Executor> {
        let app = self.app.clone();
        let equip = move |caller: &Caller, request: Request| equip(&app, caller, request);
        Arc::new(http::SchemaExecutor::new(self.schema.clone(), equip))
    }
}
