//! From the parameters of a request to its answer, whatever carried it here.

use std::panic::AssertUnwindSafe;

use async_graphql::{Request, Response};
use async_graphql_parser::types::OperationType;
use futures_util::{
    FutureExt, StreamExt,
    stream::{self, BoxStream},
};
use kernel::{Caller, Who};
use tokio::time::{Instant, sleep, timeout};

use super::{
    Budget, Params, Refusal, Transport,
    answer::Answer,
    documents::{self, Found},
    guard::kind_word,
};

/// What carried the request, for what it may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// GET: nothing that has an effect.
    Get,
    /// A GET that takes a stream: subscriptions too.
    GetStream,
    /// POST: one answer.
    Post,
    /// A POST or a socket that takes a stream.
    Stream,
}

/// A request ready to run.
pub(super) struct Prepared {
    pub(super) kind: OperationType,
    /// The operation's name if the document is trusted: metrics have room for those only.
    label: String,
    request: Request,
    cost: u32,
    pub(super) budget: Option<Budget>,
}

impl Prepared {
    /// With something for its resolvers to find.
    pub(super) fn with(mut self, data: impl std::any::Any + Send + Sync) -> Self {
        self.request = self.request.data(data);
        self
    }
}

/// A request refused, and what is left of the budget.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) refusal: Refusal,
    pub(super) budget: Option<Budget>,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            budget: None,
        }
    }
}

impl Transport {
    /// Finds the document, checks and prices it, and charges the caller. What is refused costs a
    /// point, so that guessing is not free.
    pub(super) async fn prepare(
        &self,
        params: Params,
        caller: &Caller,
        carrier: Carrier,
    ) -> Result<Prepared, Refused> {
        let inner = &self.0;
        let limits = &inner.settings.limits;
        let only_trusted = inner.settings.only_trusted;
        let found = documents::find(&params, &inner.trusted, &inner.persisted, limits, only_trusted);
        self.charge(found, params, caller, carrier).await
    }

    /// Checks and prices the operation of a document that was found, and charges the caller.
    pub(super) async fn charge(
        &self,
        found: Result<Found, Refusal>,
        params: Params,
        caller: &Caller,
        carrier: Carrier,
    ) -> Result<Prepared, Refused> {
        let checked = found.and_then(|found| self.check(found, params, carrier));
        let points = checked.as_ref().map_or(1, |prepared| prepared.cost);
        let budget = self.0.rate_limit.spend(caller, points).await;
        let refused = |refusal| Refused { refusal, budget };
        if let Some(retry_after) = budget.and_then(|budget| budget.retry_after) {
            return Err(refused(Refusal::RateLimited { retry_after }));
        }
        checked
            .map(|prepared| Prepared { budget, ..prepared })
            .map_err(refused)
    }

    fn check(&self, found: Found, params: Params, carrier: Carrier) -> Result<Prepared, Refusal> {
        let inner = &self.0;
        let limits = &inner.settings.limits;
        let operation = found.document.operation(params.operation_name.as_deref())?;
        match (operation.ty, carrier) {
            (OperationType::Mutation, Carrier::Get | Carrier::GetStream) => return Err(Refusal::EffectByGet),
            (OperationType::Subscription, Carrier::Get | Carrier::Post) => return Err(Refusal::NeedsStream),
            _ => {}
        }
        let cost = found
            .document
            .cost(operation, &params.variables, &inner.model, limits)?;
        let label = if found.trusted {
            params.operation_name.clone().unwrap_or_default()
        } else {
            String::new()
        };
        let mut request = Request::new(found.document.text()).variables(params.variables);
        request.operation_name = params.operation_name;
        request.set_parsed_query(found.document.parsed().clone());
        if !inner.settings.introspection {
            request = request.disable_introspection();
        }
        let kind = operation.ty;
        Ok(Prepared {
            kind,
            label,
            request,
            cost,
            budget: None,
        })
    }

    /// Runs a query or mutation.
    pub(super) async fn execute(&self, prepared: Prepared, caller: &Caller) -> Answer {
        let started = Instant::now();
        let Prepared {
            kind,
            label,
            request,
            cost,
            ..
        } = prepared;
        let run = AssertUnwindSafe(self.0.executor.execute(caller, request)).catch_unwind();
        let answer = match timeout(self.0.settings.request_timeout, run).await {
            Ok(Ok(response)) => self.answer(response, caller, cost),
            Ok(Err(_panic)) => {
                tracing::error!(request.id = %caller.request_id, "a resolver panicked");
                Answer::refused(&Refusal::Fault, caller)
            }
            Err(_elapsed) => Answer::refused(&Refusal::TimedOut, caller),
        };
        let labels = [
            ("kind", kind_word(kind).to_owned()),
            ("operation", label),
            ("code", answer.code().to_owned()),
        ];
        metrics::counter!("graphql_operations_total", &labels).increment(1);
        metrics::histogram!("graphql_operation_seconds", "kind" => labels[0].1.clone())
            .record(started.elapsed().as_secs_f64());
        metrics::counter!("graphql_cost_points_total").increment(u64::from(cost));
        answer
    }

    /// Runs any operation as a stream of answers. A subscription ends when the server stops or the
    /// sign-in behind it no longer holds.
    pub(super) fn stream(&self, prepared: Prepared, caller: &Caller) -> BoxStream<'static, Answer> {
        let (transport, caller) = (self.clone(), caller.clone());
        if prepared.kind != OperationType::Subscription {
            return stream::once(async move { transport.execute(prepared, &caller).await }).boxed();
        }
        let cost = prepared.cost;
        metrics::counter!("graphql_operations_total", "kind" => "subscription", "operation" => prepared.label, "code" => "")
            .increment(1);
        let events = AssertUnwindSafe(self.0.executor.stream(&caller, prepared.request)).catch_unwind();
        let ended = Box::pin({
            let (transport, caller) = (self.clone(), caller.clone());
            async move { transport.signed_out_or_stopped(&caller).await }
        });
        events
            .map(move |event| match event {
                Ok(response) => transport.answer(response, &caller, cost),
                Err(_panic) => {
                    tracing::error!(request.id = %caller.request_id, "a subscription panicked");
                    Answer::refused(&Refusal::Fault, &caller)
                }
            })
            .take_until(ended)
            .boxed()
    }

    /// Returns when an open stream of this caller must end.
    pub(super) async fn signed_out_or_stopped(&self, caller: &Caller) {
        let inner = &self.0;
        let signed_out = async {
            if !matches!(caller.who, Who::User { .. }) {
                return std::future::pending().await;
            }
            loop {
                sleep(inner.settings.streams.recheck).await;
                if !inner.authenticate.still_valid(caller).await {
                    return;
                }
            }
        };
        tokio::select! {
            () = inner.shutdown.cancelled() => {}
            () = signed_out => {}
        }
    }

    fn answer(&self, response: Response, caller: &Caller, cost: u32) -> Answer {
        let limits = &self.0.settings.limits;
        Answer::executed(response, caller, limits.errors).with_cost(cost, limits.cost)
    }
}
