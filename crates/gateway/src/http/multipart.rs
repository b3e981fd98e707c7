//! Apollo's multipart protocol for subscriptions (`multipart/mixed; subscriptionSpec=1.0`): each
//! answer is a part `{"payload": …}`, a sign of life is `{}`.

use std::convert::Infallible;

use async_graphql_parser::types::OperationType;
use axum::{body::Body, response::Response};
use futures_util::{StreamExt, stream};
use http::{HeaderValue, header::CONTENT_TYPE};
use kernel::Caller;

use super::{
    Transport,
    accept::Media,
    events::beating,
    pipeline::{Prepared, Refused},
    respond,
};

// Each part brings the boundary that ends it: a reader takes a part only when it sees where it ends,
// and the next one may be long in coming.
const START: &str = "--graphql";
const HEAD: &str = "\r\nContent-Type: application/json\r\n\r\n";
const TAIL: &str = "\r\n--graphql";
const BEAT: &str = "\r\nContent-Type: application/json\r\n\r\n{}\r\n--graphql";
const END: &str = "--\r\n";
const CONTENT: &str = "multipart/mixed; boundary=\"graphql\"; subscriptionSpec=\"1.0\"";

/// Runs an operation and streams its answers.
pub(super) fn respond(transport: &Transport, prepared: Prepared, caller: &Caller) -> Response {
    let budget = prepared.budget;
    let seat = match transport.0.seats.take(caller) {
        Ok(seat) => seat,
        Err(refusal) => return respond::refused(&Refused { refusal, budget }, Media::Json, caller),
    };
    let wraps = prepared.kind == OperationType::Subscription;
    let parts = transport.stream(prepared, caller).map(move |answer| {
        let _held = &seat;
        let json = answer.json();
        if wraps {
            format!("{HEAD}{{\"payload\":{json}}}{TAIL}")
        } else {
            format!("{HEAD}{json}{TAIL}")
        }
    });
    let end = stream::iter([END.to_owned()]);
    let parts = beating(parts.chain(end), transport.0.settings.streams.heartbeat, BEAT);
    let parts = stream::iter([START.to_owned()]).chain(parts);
    let mut response = Response::new(Body::from_stream(parts.map(Ok::<_, Infallible>)));
    respond::common(response.headers_mut(), caller, budget);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(CONTENT));
    response
}
