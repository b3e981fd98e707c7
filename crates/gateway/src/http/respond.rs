//! Writes answers as HTTP responses.

use axum::{body::Body, response::Response};
use http::{
    HeaderMap, HeaderValue,
    header::{ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, VARY, WWW_AUTHENTICATE},
};
use kernel::{Caller, Who};

use super::{Budget, Refusal, accept::Media, answer::Answer, pipeline::Refused, status::status};

/// What an answer depends on beside its URL.
pub(super) const VARY_ON: &str = "accept, accept-language, authorization, cookie, origin";

/// An answer as a response. `by_get`: caches may keep it if it says so and nobody is signed in.
pub(super) fn answered(
    answer: Answer,
    media: Media,
    caller: &Caller,
    budget: Option<Budget>,
    by_get: bool,
) -> Response {
    let mut response = Response::new(Body::from(answer.json()));
    *response.status_mut() = status(answer.outcome, media);
    let headers = response.headers_mut();
    common(headers, caller, budget);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    if by_get
        && answer.errors.is_empty()
        && caller.who == Who::Anonymous
        && let Some(hint) = answer.cache.value().and_then(|hint| hint.parse().ok())
    {
        headers.insert(CACHE_CONTROL, hint);
    }
    for (name, value) in &answer.headers {
        headers.append(name, value.clone());
    }
    response
}

/// A refusal as a response.
pub(super) fn refused(refused: &Refused, media: Media, caller: &Caller) -> Response {
    let Refused { refusal, budget } = refused;
    let mut response = answered(Answer::refused(refusal, caller), media, caller, *budget, false);
    let headers = response.headers_mut();
    match refusal {
        Refusal::Method => _ = headers.insert(ALLOW, HeaderValue::from_static("GET, POST")),
        Refusal::EffectByGet => _ = headers.insert(ALLOW, HeaderValue::from_static("POST")),
        Refusal::Credentials => _ = headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
        _ => {}
    }
    metrics::counter!("graphql_refusals_total", "code" => refusal.code().as_str()).increment(1);
    response
}

/// Headers of every answer, streams included.
pub(super) fn common(headers: &mut HeaderMap, caller: &Caller, budget: Option<Budget>) {
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(caller.locale.tag()));
    headers.insert(VARY, HeaderValue::from_static(VARY_ON));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(budget) = budget {
        budget.write(headers);
    }
}
