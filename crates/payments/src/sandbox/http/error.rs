//! Refusals as Stripe words them. <https://docs.stripe.com/api/errors>

use serde_json::{Value, json};

use crate::{
    Failure, ProviderError,
    sandbox::{SandboxError, keys, shape},
};

/// The sandbox's own codes, which Stripe does not have: its answer carries only words.
const OURS: [&str; 6] = [
    "amount_exceeds_rest",
    "currency_mismatch",
    "customer_mismatch",
    "dispute_closed",
    "dispute_evidence_submitted",
    "payment_method_customer_mismatch",
];

/// An answer that is not 200.
#[derive(Debug)]
pub(super) struct ApiError {
    pub(super) status: u16,
    pub(super) body: Value,
    /// Whether the answer is kept under the key, with what was done until then.
    pub(super) is_kept: bool,
}

impl ApiError {
    fn new(status: u16, kind: &str, code: Option<&str>, message: impl Into<String>) -> Self {
        let mut error = json!({"type": kind, "message": message.into()});
        if let Some(code) = code {
            error["code"] = code.into();
        }
        Self {
            status,
            body: json!({"error": error}),
            is_kept: false,
        }
    }

    pub(super) fn invalid(code: &str, message: impl Into<String>) -> Self {
        Self::new(400, "invalid_request_error", Some(code), message)
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, "invalid_request_error", None, "Invalid API Key provided.")
    }

    pub(super) fn no_such_path(method: &str, path: &str) -> Self {
        Self::new(
            404,
            "invalid_request_error",
            None,
            format!("Unrecognized request URL ({method}: {path})."),
        )
    }

    pub(super) fn key_in_use() -> Self {
        let message = "There is another request with this Idempotency-Key in progress.";
        Self::new(409, "idempotency_error", Some("idempotency_key_in_use"), message)
    }

    pub(super) fn key_reused() -> Self {
        let message = "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        Self::new(400, "idempotency_error", None, message)
    }

    pub(super) fn rate_limited() -> Self {
        Self::new(
            429,
            "invalid_request_error",
            Some("rate_limit"),
            "Request rate limit exceeded.",
        )
    }

    pub(super) fn internal() -> Self {
        Self::new(500, "api_error", None, "An unknown error occurred.")
    }

    /// A card that was declined: what was done stays done, and is shown with the error.
    pub(super) fn card(failure: &Failure, name: &str, object: Value) -> Self {
        let mut error = shape::card_error(failure);
        error[name] = object;
        Self {
            status: 402,
            body: json!({"error": error}),
            is_kept: true,
        }
    }

    /// Names the parameter that was wrong.
    pub(super) fn param(mut self, name: &str) -> Self {
        self.body["error"]["param"] = name.into();
        self
    }

    /// Shows the object as it stands.
    pub(super) fn with(mut self, name: &str, object: Value) -> Self {
        self.body["error"][name] = object;
        self
    }

    /// What the path names is not there, rather than what a parameter names.
    pub(super) fn of_path(mut self, id: &str) -> Self {
        let is_missing = self.body["error"]["code"] == "resource_missing";
        if is_missing && self.body["error"]["message"] == missing(id) {
            self.status = 404;
            self = self.param("id");
        }
        self
    }
}

fn missing(id: &str) -> String {
    format!("No such object: '{id}'")
}

impl From<ProviderError> for ApiError {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Refused { code, message } => {
                let shown = Some(code.as_str()).filter(|code| !OURS.contains(code));
                Self {
                    is_kept: keys::is_kept(&code),
                    ..Self::new(400, "invalid_request_error", shown, message)
                }
            }
            ProviderError::NotFound(id) => Self::invalid("resource_missing", missing(&id)),
            ProviderError::KeyReused => Self::key_reused(),
            ProviderError::Unavailable(error) => {
                tracing::error!(%error, "the sandbox's database does not answer");
                Self::internal()
            }
        }
    }
}

impl From<SandboxError> for ApiError {
    fn from(error: SandboxError) -> Self {
        match error {
            SandboxError::Provider(error) => error.into(),
            SandboxError::Card(error) => {
                Self::invalid("resource_missing", error.to_string()).param("payment_method")
            }
            SandboxError::NotExpected(_) => Self::invalid("setup_intent_unexpected_state", error.to_string()),
            SandboxError::ChargeNotExpected(_) => {
                Self::invalid("payment_intent_unexpected_state", error.to_string())
            }
        }
    }
}

impl From<db::Error> for ApiError {
    fn from(error: db::Error) -> Self {
        ProviderError::from(error).into()
    }
}

impl From<sea_orm::DbErr> for ApiError {
    fn from(error: sea_orm::DbErr) -> Self {
        ProviderError::from(error).into()
    }
}
