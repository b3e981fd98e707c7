//! Why there is no page to show, and the page that says so.

use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use serde::Deserialize;

use crate::{carried::ProofAsked, shell::Shell, visit::Visit};

/// Why there is no page to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is nothing at this address, or nothing the visitor may see.
    NotFound,
    /// Sign in first.
    SignIn,
    /// Prove again to be there first.
    Prove,
    /// A role is missing.
    Forbidden,
    /// A form came from another site's page.
    OtherOrigin,
    /// What was sent cannot be read.
    BadRequest,
    /// Too much in too short a time.
    RateLimited,
    /// Something needed does not answer.
    Unavailable,
    /// A fault of ours; logged where it happened.
    Fault,
}

/// An error of a GraphQL answer, as far as pages tell them apart.
#[derive(Debug, Deserialize)]
pub(crate) struct GraphqlError {
    pub(crate) message: String,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Debug, Default, Deserialize)]
struct Extensions {
    #[serde(default)]
    code: String,
}

impl From<&GraphqlError> for Failure {
    fn from(error: &GraphqlError) -> Self {
        match error.extensions.code.as_str() {
            "UNAUTHENTICATED" => Failure::SignIn,
            "STEP_UP_REQUIRED" => Failure::Prove,
            "FORBIDDEN" => Failure::Forbidden,
            "BAD_USER_INPUT" => Failure::NotFound,
            "RATE_LIMITED" => Failure::RateLimited,
            "UNAVAILABLE" | "CONFLICT" => Failure::Unavailable,
            code => {
                tracing::error!(code, message = error.message, "an operation of a page failed");
                Failure::Fault
            }
        }
    }
}

impl Failure {
    /// The status of the page that says so.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::SignIn => StatusCode::UNAUTHORIZED,
            Failure::Prove | Failure::Forbidden | Failure::OtherOrigin => StatusCode::FORBIDDEN,
            Failure::BadRequest => StatusCode::BAD_REQUEST,
            Failure::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Failure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Failure::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The part of the message's key.
    pub(crate) fn key(&self) -> &'static str {
        match self {
            Failure::NotFound => "not-found",
            Failure::SignIn => "sign-in",
            Failure::Prove | Failure::Forbidden => "forbidden",
            Failure::OtherOrigin => "other-origin",
            Failure::BadRequest => "bad-request",
            Failure::RateLimited => "rate-limited",
            Failure::Unavailable => "unavailable",
            Failure::Fault => "fault",
        }
    }

    /// The page that says so to a visitor. Who must sign in, or prove to be there, is sent where that
    /// is done, and back afterwards.
    pub(crate) fn respond(&self, visit: &Visit) -> Response {
        if *self == Failure::SignIn {
            return Redirect::to(&visit.sign_in_and_return()).into_response();
        }
        if *self == Failure::Prove {
            let mut response = Redirect::to(&visit.prove_and_return()).into_response();
            response.extensions_mut().insert(ProofAsked);
            return response;
        }
        let page = ErrorPage {
            shell: Shell::new(visit, &format!("failure-{}", self.key())),
            key: self.key(),
            request_id: &visit.caller.request_id,
        };
        let mut response = crate::shell::page(&page, self.status());
        if matches!(self, Failure::RateLimited | Failure::Unavailable) {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("10"));
        }
        response
    }
}

#[derive(askama::Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    shell: Shell,
    key: &'static str,
    request_id: &'a str,
}
