//! `/graphql`: what arrives by GET and POST.

use axum::{
    body::Body,
    extract::{FromRequestParts, State, WebSocketUpgrade},
    response::{IntoResponse, Redirect, Response},
};
use bytes::Bytes;
use http::{
    HeaderMap, Method, Request,
    header::{CONTENT_LENGTH, CONTENT_TYPE, UPGRADE},
    request::Parts,
};
use http_body_util::{BodyExt, Limited};
use kernel::Caller;
use tokio::time::timeout;

use super::{
    Arrival, AuthProblem, Params, Refusal, Transport, accept,
    accept::{Media, Wanted},
    caller::accepted_locale,
    events, multipart, origin,
    pipeline::{Carrier, Refused},
    request_id, respond, socket,
};

/// Answers every method of `/graphql`.
pub(super) async fn graphql(State(transport): State<Transport>, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    let arrival = transport.arrival(&parts);
    if parts.method == Method::GET && parts.headers.contains_key(UPGRADE) {
        return upgrade(transport, &mut parts, arrival).await;
    }
    let wanted = accept::wanted(&parts.headers);
    let by_page = parts.method == Method::GET && wanted == Wanted::Page && parts.uri.query().is_none();
    if by_page && transport.0.settings.graphiql {
        return Redirect::to("/graphiql").into_response();
    }
    let media = accept::media(&parts.headers);
    // Until the caller is known, refusals are told in the language of the request.
    let stranger = arrival.anonymous();
    let asked = match asked(&transport, &parts, body, wanted).await {
        Ok(asked) => asked,
        Err(refusal) => return respond::refused(&refusal.into(), media, &stranger),
    };
    match transport.who(&arrival).await {
        Ok(caller) => {
            answer(
                &transport,
                asked,
                wanted,
                media,
                &caller,
                parts.method == Method::GET,
            )
            .await
        }
        Err(problem) => respond::refused(&Refusal::from(problem).into(), media, &stranger),
    }
}

impl From<AuthProblem> for Refusal {
    fn from(problem: AuthProblem) -> Self {
        match problem {
            AuthProblem::Invalid => Refusal::Credentials,
            AuthProblem::Unavailable => Refusal::Unavailable,
        }
    }
}

impl Transport {
    /// Who calls. A database that does not answer does not keep the caller waiting.
    pub(super) async fn who(&self, arrival: &Arrival) -> Result<Caller, AuthProblem> {
        let caller = self.0.authenticate.caller(arrival);
        timeout(self.0.settings.authenticate_timeout, caller)
            .await
            .unwrap_or(Err(AuthProblem::Unavailable))
    }

    /// What is known of a request by its head.
    pub(super) fn arrival(&self, parts: &Parts) -> Arrival {
        let peer = request_id::peer(&parts.extensions);
        Arrival {
            headers: parts.headers.clone(),
            request_id: request_id::of(&parts.extensions).unwrap_or_else(|| self.new_request_id()),
            address: self.0.settings.client_address(peer, &parts.headers),
            locale: accepted_locale(&parts.headers),
        }
    }
}

/// Reads what is asked, from the query string or the body.
async fn asked(transport: &Transport, parts: &Parts, body: Body, wanted: Wanted) -> Result<Params, Refusal> {
    match parts.method {
        Method::GET | Method::POST if wanted == Wanted::Nothing => Err(Refusal::NotAcceptable),
        Method::GET => Params::from_query_string(parts.uri.query().unwrap_or_default()),
        Method::POST => {
            origin::check(&parts.headers, &transport.0.settings)?;
            if !is_json(&parts.headers) {
                return Err(Refusal::ContentType);
            }
            Params::from_json(&read(transport, &parts.headers, body).await?)
        }
        _ => Err(Refusal::Method),
    }
}

async fn answer(
    transport: &Transport,
    params: Params,
    wanted: Wanted,
    media: Media,
    caller: &Caller,
    by_get: bool,
) -> Response {
    let streams = matches!(wanted, Wanted::EventStream | Wanted::Multipart);
    let carrier = match (by_get, streams) {
        (true, false) => Carrier::Get,
        (true, true) => Carrier::GetStream,
        (false, false) => Carrier::Post,
        (false, true) => Carrier::Stream,
    };
    match (transport.prepare(params, caller, carrier).await, wanted) {
        (Ok(prepared), Wanted::EventStream) => events::respond(transport, prepared, caller),
        (Ok(prepared), Wanted::Multipart) => multipart::respond(transport, prepared, caller),
        (Ok(prepared), _) => {
            let budget = prepared.budget;
            let answer = transport.execute(prepared, caller).await;
            respond::answered(answer, media, caller, budget, by_get)
        }
        (Err(refused), Wanted::EventStream) if events::tells(&refused.refusal) => {
            events::refused(transport, &refused, caller)
        }
        (Err(refused), _) => respond::refused(&refused, media, caller),
    }
}

/// Takes a WebSocket, or says why not.
async fn upgrade(transport: Transport, parts: &mut Parts, arrival: Arrival) -> Response {
    let stranger = arrival.anonymous();
    let refuse = |refusal: Refusal| respond::refused(&Refused::from(refusal), Media::Json, &stranger);
    if let Err(refusal) = origin::check(&parts.headers, &transport.0.settings) {
        return refuse(refusal);
    }
    match WebSocketUpgrade::from_request_parts(parts, &()).await {
        Ok(upgrade) => match transport.who(&arrival).await {
            Ok(caller) => match transport.0.seats.take(&caller) {
                Ok(seat) => socket::accept(upgrade, transport, arrival, caller, seat),
                Err(refusal) => refuse(refusal),
            },
            Err(problem) => refuse(problem.into()),
        },
        Err(rejection) => rejection.into_response(),
    }
}

/// Whether the body says it is JSON in UTF-8, the only form that another site's page cannot send
/// without asking first.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = content_type
        .split(';')
        .map(|part| part.trim().to_ascii_lowercase());
    parts.next().as_deref() == Some("application/json")
        && parts.all(|part| match part.strip_prefix("charset=") {
            Some(charset) => charset.trim_matches('"') == "utf-8",
            None => true,
        })
}

/// Reads the body within its limits of size and time.
async fn read(transport: &Transport, headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let limit = transport.0.settings.body_bytes;
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(Refusal::BodyTooLarge { limit });
    }
    match timeout(
        transport.0.settings.body_timeout,
        Limited::new(body, limit).collect(),
    )
    .await
    {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            Err(Refusal::BodyTooLarge { limit })
        }
        Ok(Err(_broken)) => Err(Refusal::NotJson {
            detail: "the body broke off".to_owned(),
        }),
        Err(_elapsed) => Err(Refusal::BodyTooSlow),
    }
}
