//! Operations run from within the process by the pages of the web client. They pass the same
//! guards, budget and error codes as any client's; only the way over the wire is spared.

use std::time::Duration;

use async_graphql::Variables;
use futures_util::{StreamExt, stream::BoxStream};
use http::request::Parts;
use kernel::Caller;

use super::{
    AuthProblem, Params, Refusal, Transport,
    answer::Answer,
    documents, origin,
    pipeline::{Carrier, Prepared, Refused},
};

/// Data of a request that one of our own pages sent: the token of a sign-in it makes travels in the
/// browser's cookie, not in a header.
#[derive(Debug, Clone, Copy)]
pub struct FromPage;

/// An operation of a page.
#[derive(Debug, Clone)]
pub struct PageOperation {
    /// The document.
    pub document: String,
    /// Its operation's name, for logs and metrics.
    pub name: Option<String>,
    /// The variables as a JSON object.
    pub variables: serde_json::Value,
}

impl Transport {
    /// Who asks for a page or a file. A bad cookie is a visitor without one.
    ///
    /// # Errors
    /// [`AuthProblem`].
    pub async fn visitor(&self, parts: &Parts) -> Result<Caller, AuthProblem> {
        self.who(&self.arrival(parts)).await
    }

    /// Charges a caller for what is no operation, or says how long to wait.
    pub async fn charge_for(&self, caller: &Caller, points: u32) -> Option<Duration> {
        let budget = self.0.rate_limit.spend(caller, points).await;
        budget.and_then(|budget| budget.retry_after)
    }

    /// Whether a form may act for the browser that sent it: one of our own pages holds it.
    pub fn is_from_own_page(&self, parts: &Parts) -> bool {
        origin::check_form(&parts.headers, &self.0.settings).is_ok()
    }

    /// Runs a query or mutation of a page: the answer as it would go over the wire, as JSON.
    pub async fn run_for_page(&self, caller: &Caller, operation: PageOperation) -> String {
        let answer = match self.prepare_for_page(operation, caller, Carrier::Post).await {
            Ok(prepared) => self.execute(prepared.with(FromPage), caller).await,
            Err(Refused { refusal, .. }) => Answer::refused(&refusal, caller),
        };
        answer.json()
    }

    /// Follows a subscription for a page: each answer as JSON. The stream takes one of the caller's seats.
    ///
    /// # Errors
    /// The answer that refuses it, as JSON.
    pub async fn follow_for_page(
        &self,
        caller: &Caller,
        operation: PageOperation,
    ) -> Result<BoxStream<'static, String>, String> {
        let refused = |refusal: &Refusal| Answer::refused(refusal, caller).json();
        let seat = self.0.seats.take(caller).map_err(|refusal| refused(&refusal))?;
        let prepared = self.prepare_for_page(operation, caller, Carrier::Stream).await;
        let prepared = prepared.map_err(|Refused { refusal, .. }| refused(&refusal))?;
        let answers = self.stream(prepared, caller).map(move |answer| {
            let _held = &seat;
            answer.json()
        });
        Ok(answers.boxed())
    }

    async fn prepare_for_page(
        &self,
        operation: PageOperation,
        caller: &Caller,
        carrier: Carrier,
    ) -> Result<Prepared, Refused> {
        let found = documents::of_page(&operation.document, &self.0.pages, &self.0.settings.limits);
        let params = Params {
            operation_name: operation.name,
            variables: Variables::from_json(operation.variables),
            ..Params::default()
        };
        self.charge(found, params, caller, carrier).await
    }
}
