//! Where payment providers tell us what happened.

use std::time::Duration;

use app::App;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use payments::webhook::{MAX_BODY, SIGNATURE_HEADER};

/// Where the sandbox posts its messages.
pub(crate) const SANDBOX: &str = "/webhooks/sandbox";

/// How long the database may take to keep a message; after that the provider is told to send it again.
const KEPT_WITHIN: Duration = Duration::from_secs(5);

/// The route of the provider that takes payments: `/webhooks/sandbox` or `/webhooks/stripe`. The
/// other's is not there.
pub(crate) fn routes(app: App) -> Router {
    Router::new()
        .route(&format!("/webhooks/{}", app.payment_provider()), post(receive))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(app)
}

/// The signature first; then the message is kept, and a job works on it.
async fn receive(State(app): State<App>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers
        .get(SIGNATURE_HEADER)
        .and_then(|value| value.to_str().ok());
    let received = app.webhooks().receive(app.db(), signature, &body);
    let Ok(received) = tokio::time::timeout(KEPT_WITHIN, received).await else {
        tracing::error!("a message of the payment provider could not be kept in time");
        return StatusCode::INTERNAL_SERVER_ERROR;
    };
    match received {
        Ok(_) => StatusCode::OK,
        Err(error) if error.is_ours() => {
            tracing::error!(error = %error, "a message of the payment provider could not be kept");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Err(error) => {
            tracing::warn!(error = %error, "a message was refused");
            StatusCode::BAD_REQUEST
        }
    }
}
