//! Where payment providers tell us what happened.

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
    match app.webhooks().receive(app.db(), signature, &body).await {
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
