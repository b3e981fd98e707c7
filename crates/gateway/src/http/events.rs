//! Server-sent events: the "distinct connections" mode of the GraphQL over SSE protocol
//! (`graphql-sse`). Each answer is an event `next`; `complete` ends the stream.

use std::{convert::Infallible, time::Duration};

use axum::{body::Body, response::Response};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderName, HeaderValue, header::CONTENT_TYPE};
use kernel::Caller;
use tokio::time::timeout;

use super::{
    Budget, Refusal, Transport,
    answer::Answer,
    pipeline::{Prepared, Refused},
    respond,
    status::Outcome,
};

/// Runs an operation and streams its answers.
pub(super) fn respond(transport: &Transport, prepared: Prepared, caller: &Caller) -> Response {
    let budget = prepared.budget;
    let seat = match transport.0.seats.take(caller) {
        Ok(seat) => seat,
        Err(refusal) => return refused(transport, &Refused { refusal, budget }, caller),
    };
    let answers = transport.stream(prepared, caller);
    // The seat is given back when the stream is dropped, however it ends.
    let answers = answers.map(move |answer| {
        let _held = &seat;
        answer
    });
    stream(transport, answers, caller, budget)
}

/// Whether a refusal is told inside the stream: a browser's `EventSource` cannot read the body of
/// any other answer. What concerns the connection itself stays an HTTP answer.
pub(super) fn tells(refusal: &Refusal) -> bool {
    matches!(refusal.outcome(), Outcome::RequestError | Outcome::RateLimited)
}

/// A stream that says why, and ends.
pub(super) fn refused(transport: &Transport, refused: &Refused, caller: &Caller) -> Response {
    let answer = Answer::refused(&refused.refusal, caller);
    stream(transport, stream::iter([answer]), caller, refused.budget)
}

fn stream(
    transport: &Transport,
    answers: impl Stream<Item = Answer> + Send + Unpin + 'static,
    caller: &Caller,
    budget: Option<Budget>,
) -> Response {
    // JSON holds no line break, so an answer is one line of data.
    let next = answers.map(|answer| format!("event: next\ndata: {}\n\n", answer.json()));
    // The empty data lets a browser's `EventSource` hear of it.
    let complete = stream::iter(["event: complete\ndata:\n\n".to_owned()]);
    let events = beating(
        next.chain(complete),
        transport.0.settings.streams.heartbeat,
        ":\n\n",
    );
    let mut response = Response::new(Body::from_stream(events.map(Ok::<_, Infallible>)));
    let headers = response.headers_mut();
    respond::common(headers, caller, budget);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    // Proxies that buffer would hold every event back.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    response
}

/// Fills silences with signs of life, so that the way between does not take the stream for dead.
pub(super) fn beating<S>(
    texts: S,
    heartbeat: Duration,
    beat: &'static str,
) -> impl Stream<Item = String> + Send
where
    S: Stream<Item = String> + Send + Unpin,
{
    stream::unfold(texts, move |mut texts| async move {
        match timeout(heartbeat, texts.next()).await {
            Ok(text) => text.map(|text| (text, texts)),
            Err(_elapsed) => Some((beat.to_owned(), texts)),
        }
    })
}
