//! What Stripe answers when it does not do what it was asked.
//!
//! Source: Stripe, "Errors" and "Error codes" (<https://docs.stripe.com/api/errors>), "Idempotent
//! requests" (<https://docs.stripe.com/api/idempotent_requests>).

use payments::{Failure, ProviderError};
use serde::Deserialize;
use serde_json::Value;

/// The body of an error, as far as it is read.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ErrorBody {
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) decline_code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) param: Option<String>,
    /// The PaymentIntent the error is about, as it stands after it.
    pub(crate) payment_intent: Option<Value>,
    /// The card the error is about.
    pub(crate) payment_method: Option<Value>,
}

impl ErrorBody {
    /// The code a reader can act on: the bank's if it gave one.
    pub(crate) fn acted_on(&self) -> &str {
        let codes = [&self.decline_code, &self.code, &self.kind];
        codes
            .into_iter()
            .flatten()
            .next()
            .map_or("unknown", String::as_str)
    }

    /// Why a card was not saved or not charged.
    pub(crate) fn failure(&self) -> Failure {
        Failure {
            code: self.acted_on().to_owned(),
            message: self.message.clone().unwrap_or_default(),
        }
    }
}

/// Why there is no answer to work with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// Stripe answered with an error of its own.
    #[error("Stripe answered {status}, {}: {} (request {})", body.acted_on(), body.message.as_deref().unwrap_or("no words"), request_id.as_deref().unwrap_or("without id"))]
    Api {
        status: u16,
        body: Box<ErrorBody>,
        /// Stripe's id of the request, which its support asks for.
        request_id: Option<String>,
    },
    /// Something answered, but not in Stripe's way: a proxy, a page of maintenance.
    #[error("the answer was {status} and not in Stripe's form (request {})", request_id.as_deref().unwrap_or("without id"))]
    Foreign { status: u16, request_id: Option<String> },
    /// Nothing came back, or not the whole of it.
    #[error("Stripe could not be reached, or did not answer in time")]
    Unanswered(#[source] reqwest::Error),
    /// More came back than is read.
    #[error("Stripe's answer is longer than {} bytes", crate::transport::MAX_ANSWER)]
    TooLong,
    /// It answered well, in a form that is not understood.
    #[error("Stripe's answer cannot be read: {0}")]
    Unreadable(String),
}

impl Fault {
    /// Stripe's code, if it gave one.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Fault::Api { body, .. } => body.code.as_deref(),
            _ => None,
        }
    }

    /// The field of the request that Stripe complains of, if it names one.
    pub(crate) fn param(&self) -> Option<&str> {
        match self {
            Fault::Api { body, .. } => body.param.as_deref(),
            _ => None,
        }
    }

    /// As the platform understands it. `about` is what the request was about: if Stripe does not
    /// know that, it is not there; anything else it does not know makes the request a wrong one.
    pub(crate) fn about(self, about: Option<&str>) -> ProviderError {
        let Fault::Api { status, body, .. } = &self else {
            return ProviderError::Unavailable(Box::new(self));
        };
        let code = body.code.as_deref().unwrap_or_default();
        let missing = *status == 404 || code == "resource_missing" || code == "account_invalid";
        match status {
            // The same key is being worked on by another request of ours: its answer will come.
            409 => ProviderError::Unavailable(Box::new(self)),
            _ if body.kind.as_deref() == Some("idempotency_error") => ProviderError::KeyReused,
            _ if missing && about.is_some() => ProviderError::NotFound(about.unwrap_or_default().to_owned()),
            // A key that is wrong, rolled or not allowed says nothing about the request: nothing
            // was done, and it can be sent again once the operator has put it right.
            401 | 403 => ProviderError::Unavailable(Box::new(self)),
            400 | 402 | 404 => ProviderError::Refused {
                code: body.acted_on().to_owned(),
                message: body.message.clone().unwrap_or_default(),
            },
            _ => ProviderError::Unavailable(Box::new(self)),
        }
    }
}

impl From<Fault> for ProviderError {
    fn from(fault: Fault) -> Self {
        fault.about(None)
    }
}

/// An answer that reads well but says what cannot be.
pub(crate) fn unreadable(what: impl Into<String>) -> ProviderError {
    Fault::Unreadable(what.into()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(status: u16, body: Value) -> Fault {
        Fault::Api {
            status,
            body: serde_json::from_value(body).unwrap(),
            request_id: Some("req_1".into()),
        }
    }

    fn kind(error: &ProviderError) -> String {
        match error {
            ProviderError::Refused { code, .. } => format!("refused {code}"),
            ProviderError::KeyReused => "key reused".into(),
            ProviderError::NotFound(what) => format!("not found {what}"),
            ProviderError::Unavailable(_) => "unavailable".into(),
        }
    }

    #[test]
    fn each_error_of_stripe_means_one_of_four_things() {
        for (status, kind_, code, about, means) in [
            (
                400,
                "invalid_request_error",
                "amount_too_large",
                None,
                "refused amount_too_large",
            ),
            (
                400,
                "invalid_request_error",
                "resource_missing",
                None,
                "refused resource_missing",
            ),
            (
                404,
                "invalid_request_error",
                "resource_missing",
                Some("pi_1"),
                "not found pi_1",
            ),
            (
                403,
                "invalid_request_error",
                "account_invalid",
                Some("acct_1"),
                "not found acct_1",
            ),
            (400, "idempotency_error", "", None, "key reused"),
            (
                409,
                "idempotency_error",
                "idempotency_key_in_use",
                None,
                "unavailable",
            ),
            (409, "invalid_request_error", "lock_timeout", None, "unavailable"),
            (429, "invalid_request_error", "rate_limit", None, "unavailable"),
            (
                401,
                "invalid_request_error",
                "api_key_expired",
                Some("pi_1"),
                "unavailable",
            ),
            (403, "invalid_request_error", "", None, "unavailable"),
            (500, "api_error", "", None, "unavailable"),
        ] {
            let mut body = serde_json::json!({ "type": kind_, "message": "words" });
            if !code.is_empty() {
                body["code"] = code.into();
            }
            assert_eq!(
                kind(&fault(status, body).about(about)),
                means,
                "{status} {kind_} {code}"
            );
        }
    }

    #[test]
    fn the_status_is_kept_where_the_body_is_not_stripes() {
        let error: ProviderError = Fault::Foreign {
            status: 502,
            request_id: None,
        }
        .into();
        let ProviderError::Unavailable(source) = error else {
            panic!("{error}")
        };
        assert!(source.to_string().contains("502"), "{source}");
    }

    #[test]
    fn the_banks_code_comes_before_stripes() {
        let body: ErrorBody = serde_json::from_value(serde_json::json!({
            "type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds",
            "message": "Your card has insufficient funds.",
        }))
        .unwrap();
        assert_eq!(body.failure().code, "insufficient_funds");
    }
}
