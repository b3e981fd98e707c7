//! The routes, and what every answer of the program passes through.

use std::any::Any;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    set_header::SetResponseHeaderLayer,
};

use super::{Transport, endpoint, graphiql, origin, request_id::request_id};

/// `/graphql`, and `/graphiql` with its files.
pub fn router(transport: &Transport) -> Router {
    let mut graphql = Router::new().route("/graphql", any(endpoint::graphql));
    if let Some(cors) = origin::cors(transport.settings()) {
        graphql = graphql.layer(cors);
    }
    let graphql = graphql.with_state(transport.clone());
    if transport.settings().graphiql {
        let page = Router::new()
            .route("/graphiql", get(graphiql::page))
            .route("/graphiql/{build}/{name}", get(graphiql::asset));
        graphql.merge(page)
    } else {
        graphql
    }
}

/// Wraps all routes of the program: request id and span, panics caught, compression, and headers
/// that keep browsers from guessing.
pub fn finish(router: Router, transport: &Transport) -> Router {
    // A stream of parts must not wait in a compressor; the default knows event streams only.
    let compressible = DefaultPredicate::new().and(NotForContentType::new("multipart/mixed"));
    let header = |name, value| {
        SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    router.layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn_with_state(transport.clone(), request_id))
            .layer(header("x-content-type-options", "nosniff"))
            .layer(header("referrer-policy", "strict-origin-when-cross-origin"))
            .layer(header("cross-origin-opener-policy", "same-origin"))
            .layer(CompressionLayer::new().gzip(true).compress_when(compressible))
            .layer(CatchPanicLayer::custom(panicked)),
    )
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic.message = text.unwrap_or("no message"), "a handler panicked");
    let body =
        r#"{"errors":[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]}"#;
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        [(CONTENT_TYPE, "application/json")],
        body,
    )
        .into_response()
}
