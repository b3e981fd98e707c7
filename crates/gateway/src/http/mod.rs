//! The transport of the gateway: GraphQL over HTTP, WebSocket and server-sent events, the
//! listener, GraphiQL and the probes. It knows no domain, and no GraphQL type: what runs the
//! operations is an [`Executor`].
//!
//! # What happens to a request
//!
//! 1. [`serve()`] takes the connection: heads that trickle in, answers nobody reads and too many
//!    connections at once are bounded there.
//! 2. [`finish`] gives it a request id (the client's `x-request-id` if it is fit), a span, and
//!    catches panics.
//! 3. The endpoint checks method, `Accept`, the origin (if a cookie came along), content type,
//!    size and form. Only JSON is read, so another site's page cannot send a request without the
//!    browser asking first; arrays are not taken; a mutation by GET is not run.
//! 4. [`Authenticate`] says who is asking.
//! 5. The document is found: written out, by hash (automatic persisted queries), or by the id of a
//!    trusted document. [`guard`] checks it, and prices the operation.
//! 6. [`RateLimit`] charges the price to the caller.
//! 7. The [`Executor`] runs it, within a time limit. Its errors are given a code and the request
//!    id; what carries no code is logged and answered as `INTERNAL`.
//! 8. The answer is written in the negotiated media type, with the status of the one table in
//!    [`status`], and its cost in `extensions.cost`.
//!
//! Sockets ([`graphql-transport-ws`]) and event streams ([`graphql-sse`], Apollo's multipart) pass
//! through the same steps 4 to 7 for each operation.
//!
//! # Decisions
//!
//! * **Own handler** instead of the library's: that one runs mutations by GET and from `text/plain`
//!   bodies, has no body limit, and answers 200 to everything (46 of 61 audits; ours 61).
//! * **Guards before validation**, on text and parsed document, memoised over fragments: the
//!   library's own limits come after the harm is done. Do not set its `limit_depth` (it refuses
//!   introspection) or `complexity` attributes (they overflow).
//! * **Status codes** are the audit suite's where the newest draft differs; see [`status`].
//! * **Persisted queries** are kept in the process: a miss costs the client one more request, a
//!   shared store would cost every request a round trip.
//! * **HTTP/1.1 only** on the listener; see [`serve()`].
//!
//! [`graphql-transport-ws`]: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
//! [`graphql-sse`]: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md

mod accept;
mod answer;
mod budget;
mod caller;
mod documents;
mod endpoint;
mod error;
mod events;
mod executor;
mod graphiql;
pub mod guard;
mod local;
mod multipart;
mod origin;
mod params;
mod pipeline;
mod probes;
mod rate;
mod refusal;
mod request_id;
mod respond;
mod router;
mod seats;
mod serve;
mod settings;
mod socket;
mod stall;
pub mod status;
mod transport;
mod words;

pub use self::{
    accept::Media,
    budget::CostBudget,
    caller::{Arrival, AuthProblem, Authenticate, Nobody, accepted_locale},
    documents::{TrustedDocuments, document_id},
    error::{ErrorCode, problem},
    executor::{Executor, SchemaExecutor},
    local::{FromPage, PageOperation},
    origin::check as check_origin,
    params::Params,
    probes::{Check, Readiness, Version, metrics, probes},
    rate::{Budget, RateLimit, Unlimited},
    refusal::Refusal,
    request_id::RequestId,
    router::{finish, router},
    serve::{ListenerLimits, serve},
    settings::{Settings, StreamLimits},
    transport::{Parts, SetupError, Transport},
};
