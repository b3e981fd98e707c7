//! What the transport asks of a schema, whatever its types.

use async_graphql::{ObjectType, Request, Response, Schema, SubscriptionType};
use async_trait::async_trait;
use futures_util::stream::BoxStream;
use kernel::Caller;

/// Runs operations that have passed the guards.
#[async_trait]
pub trait Executor: Send + Sync + 'static {
    /// The schema, for the prices of its fields.
    fn sdl(&self) -> String;

    /// Runs a query or a mutation for `caller`.
    async fn execute(&self, caller: &Caller, request: Request) -> Response;

    /// Runs any operation as a stream: a query or mutation answers once.
    fn stream(&self, caller: &Caller, request: Request) -> BoxStream<'static, Response>;
}

/// A schema, and what each request is given beside its caller (its own loaders, say).
pub struct SchemaExecutor<Q, M, S, F> {
    schema: Schema<Q, M, S>,
    equip: F,
}

impl<Q, M, S, F> SchemaExecutor<Q, M, S, F>
where
    F: Fn(&Caller, Request) -> Request + Send + Sync + 'static,
{
    /// Each request gets its [`Caller`] as data, and then passes through `equip`.
    pub fn new(schema: Schema<Q, M, S>, equip: F) -> Self {
        Self { schema, equip }
    }

    fn equipped(&self, caller: &Caller, request: Request) -> Request {
        (self.equip)(caller, request.data(caller.clone()))
    }
}

#[async_trait]
impl<Q, M, S, F> Executor for SchemaExecutor<Q, M, S, F>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
    F: Fn(&Caller, Request) -> Request + Send + Sync + 'static,
{
    fn sdl(&self) -> String {
        self.schema.sdl()
    }

    async fn execute(&self, caller: &Caller, request: Request) -> Response {
        self.schema.execute(self.equipped(caller, request)).await
    }

    fn stream(&self, caller: &Caller, request: Request) -> BoxStream<'static, Response> {
        self.schema.execute_stream(self.equipped(caller, request))
    }
}
