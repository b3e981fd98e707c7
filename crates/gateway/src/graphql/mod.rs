//! The GraphQL schema: translation only. A resolver reads its arguments, calls one operation or
//! loader, and wraps the answer.

mod connection;
mod context;
mod discover;
mod enums;
mod ids;
mod loaders;
mod money;
mod mutations;
mod numbers;
mod query;
mod refusals;
mod scalars;
mod subscription;
mod text;
mod token_scopes;
mod types;
mod user_errors;

use app::App;
use async_graphql::{Request, SDLExportOptions, Schema as GraphqlSchema, SchemaBuilder};
use kernel::Caller;

pub use loaders::Loaders;
use mutations::Mutation;
use query::{Node, Query};
use subscription::Subscription;
use user_errors::UserError;

/// The schema of the gateway.
pub type Schema = GraphqlSchema<Query, Mutation, Subscription>;

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    GraphqlSchema::build(Query, Mutation::default(), Subscription)
        .register_output_type::<Node>()
        .register_output_type::<UserError>()
        .disable_suggestions()
}

/// The schema over a platform.
pub fn schema(app: App) -> Schema {
    builder().data(app).finish()
}

/// What each request is given beside its caller: loaders that see what the caller may see.
pub fn equip(app: &App, caller: &Caller, request: Request) -> Request {
    request.data(Loaders::new(app.clone(), caller.clone()))
}

/// The schema's own text, sorted, as committed in `schema.graphql`.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by();
    let text = builder().finish().sdl_with_options(options);
    let mut lines = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    lines.push('\n');
    lines
}
