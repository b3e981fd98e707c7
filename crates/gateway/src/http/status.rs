//! The one table of status codes.
//!
//! The draft of GraphQL over HTTP of August 2026 says 422 for validation and coercion, 294 for
//! partial success, and 4xx even for a legacy `Accept: application/json`; the released audit suite
//! (`graphql-http` 1.23.1) wants 400, and 200 for legacy clients. We take the suite's codes: with
//! `application/graphql-response+json` any 4xx satisfies both.

use http::StatusCode;

use super::accept::Media;

/// How a request ended, as far as HTTP is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The operation ran; fields may have failed.
    Executed,
    /// The request was understood, and its document, variables or size refused.
    RequestError,
    /// Not a GraphQL request at all.
    Malformed,
    /// The credentials sent are no good.
    Unauthenticated,
    /// Sent by a page of another origin, with this origin's cookie.
    OtherOrigin,
    /// The method is not for this, or not for a mutation.
    MethodNotAllowed,
    /// The client accepts nothing that is sent here.
    NotAcceptable,
    /// The body did not arrive in time.
    TooSlow,
    /// The body is larger than allowed.
    TooLarge,
    /// The body is not JSON by its content type.
    UnsupportedMedia,
    /// Too much in too short a time.
    RateLimited,
    /// A fault of ours.
    Fault,
    /// Something needed is not answering, or did not answer in time.
    Unavailable,
}

/// The status of an outcome, for each of the two media types.
pub fn status(outcome: Outcome, media: Media) -> StatusCode {
    match (outcome, media) {
        (Outcome::Executed, _) => StatusCode::OK,
        (Outcome::RequestError, Media::Json) => StatusCode::OK,
        (Outcome::RequestError, Media::GraphqlResponse) => StatusCode::BAD_REQUEST,
        (Outcome::Malformed, _) => StatusCode::BAD_REQUEST,
        (Outcome::Unauthenticated, _) => StatusCode::UNAUTHORIZED,
        (Outcome::OtherOrigin, _) => StatusCode::FORBIDDEN,
        (Outcome::MethodNotAllowed, _) => StatusCode::METHOD_NOT_ALLOWED,
        (Outcome::NotAcceptable, _) => StatusCode::NOT_ACCEPTABLE,
        (Outcome::TooSlow, _) => StatusCode::REQUEST_TIMEOUT,
        (Outcome::TooLarge, _) => StatusCode::PAYLOAD_TOO_LARGE,
        (Outcome::UnsupportedMedia, _) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        (Outcome::RateLimited, _) => StatusCode::TOO_MANY_REQUESTS,
        (Outcome::Fault, _) => StatusCode::INTERNAL_SERVER_ERROR,
        (Outcome::Unavailable, _) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
