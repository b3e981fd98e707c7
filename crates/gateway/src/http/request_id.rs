//! Every request has an id: the one it came with, if that is fit to be logged, or a new one.

use std::net::{IpAddr, SocketAddr};

use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    middleware::Next,
    response::Response,
};
use http::{Extensions, HeaderName, HeaderValue, Request};
use tokio::time::Instant;
use tracing::Instrument;

use super::Transport;

/// The id of a request, among its extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id, opens its span, says the id in the answer, and counts it.
pub(super) async fn request_id(
    State(transport): State<Transport>,
    mut request: Request<Body>,
    next: Next,
) -> Response {
    let id = request
        .headers()
        .get(HEADER)
        .and_then(|value| value.to_str().ok())
        .filter(|id| is_fit(id));
    let id = id.map_or_else(|| transport.new_request_id(), str::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", request.id = %id, http.method = %request.method(), http.path = request.uri().path());
    let started = Instant::now();
    let mut response = next.run(request).instrument(span).await;
    metrics::histogram!("http_request_seconds", "status" => response.status().as_u16().to_string())
        .record(started.elapsed().as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

impl Transport {
    pub(super) fn new_request_id(&self) -> String {
        self.0.ids.uuid(self.0.clock.now()).to_string()
    }
}

/// The id given by [`request_id`].
pub(super) fn of(extensions: &Extensions) -> Option<String> {
    extensions.get::<RequestId>().map(|id| id.0.clone())
}

/// The other end of the connection.
pub(super) fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|peer| peer.0.ip())
}

/// Short, and nothing in it that a log or a shell would read.
fn is_fit(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}
