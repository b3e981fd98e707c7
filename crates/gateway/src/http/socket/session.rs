//! One socket from its first message to its close.

use std::collections::HashMap;

use axum::extract::ws::{Message, WebSocket};
use futures_util::{
    FutureExt, StreamExt,
    future::BoxFuture,
    stream::{BoxStream, SelectAll, once},
};
use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use kernel::{Caller, Who};
use serde_json::{Map, Value as Json};
use tokio::{
    sync::oneshot,
    time::{Instant, interval, sleep_until, timeout},
};

use super::{
    Close,
    protocol::{Said, ack, complete, pong, tell},
};
use crate::http::{Arrival, Params, Refusal, Transport, answer::Answer, pipeline::Carrier, seats::Seat};

/// What an operation has to say: an answer, or that it is over.
type Told = (String, Option<Answer>);

pub(super) struct Session {
    transport: Transport,
    arrival: Arrival,
    caller: Caller,
    seat: Seat,
    acknowledged: bool,
    /// Operations running, with the way to stop each.
    running: HashMap<String, oneshot::Sender<()>>,
    told: SelectAll<BoxStream<'static, Told>>,
    /// Ends with the sign-in, or with the server.
    ended: BoxFuture<'static, ()>,
}

impl Session {
    pub(super) fn new(transport: Transport, arrival: Arrival, caller: Caller, seat: Seat) -> Self {
        let ended = watch(&transport, &caller);
        Self {
            transport,
            arrival,
            caller,
            seat,
            acknowledged: false,
            running: HashMap::new(),
            told: SelectAll::new(),
            ended,
        }
    }

    /// Runs until there is a reason to close.
    pub(super) async fn run(mut self, socket: &mut WebSocket) -> Close {
        let limits = self.transport.0.settings.streams.clone();
        let started = Instant::now();
        let (mut asked_at, mut heard_at) = (started, started);
        let mut beat = interval(limits.heartbeat);
        loop {
            let deadline = if !self.acknowledged {
                started + limits.init_timeout
            } else if self.running.is_empty() {
                asked_at + limits.idle
            } else {
                Instant::now() + limits.idle
            };
            let said = tokio::select! {
                () = &mut self.ended => {
                    let stopping = self.transport.0.shutdown.is_cancelled();
                    return if stopping { Close::GoingAway } else { Close::Forbidden };
                }
                () = sleep_until(deadline) => {
                    if !self.acknowledged {
                        return Close::InitTimeout;
                    }
                    if self.running.is_empty() {
                        return Close::Idle;
                    }
                    continue;
                }
                _ = beat.tick() => {
                    if heard_at.elapsed() > limits.heartbeat * 2 {
                        return Close::Gone;
                    }
                    Ok(vec![Message::Ping(Default::default())])
                }
                Some(told) = self.told.next() => Ok(self.tell(told)),
                message = socket.recv() => {
                    heard_at = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => {
                            asked_at = heard_at;
                            self.hear(&text).await.map(|answer| answer.into_iter().collect())
                        }
                        Some(Ok(Message::Binary(_))) => Err(Close::BadMessage("Message is not text".to_owned())),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(vec![]),
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Close::Gone,
                    }
                }
            };
            let messages = match said {
                Ok(messages) => messages,
                Err(close) => return close,
            };
            for message in messages {
                // A peer that does not read is not waited for.
                match timeout(limits.heartbeat, socket.send(message)).await {
                    Ok(Ok(())) => {}
                    _ => return Close::Gone,
                }
            }
        }
    }

    /// Answers a message.
    async fn hear(&mut self, text: &str) -> Result<Option<Message>, Close> {
        match Said::read(text)? {
            Said::Init(payload) => self.init(payload).await.map(Some),
            Said::Ping(payload) => Ok(Some(Message::text(pong(payload)))),
            Said::Pong => Ok(None),
            Said::Complete { id } => {
                // Dropping the sender ends the operation's stream without a word.
                self.running.remove(&id);
                Ok(None)
            }
            Said::Subscribe { .. } if !self.acknowledged => Err(Close::Unauthorised),
            Said::Subscribe { id, .. } if self.running.contains_key(&id) => Err(Close::Taken(id)),
            Said::Subscribe { id, payload } => Ok(self.subscribe(id, payload).await),
        }
    }

    /// `connection_init`: a token in its payload counts as the handshake's `Authorization`.
    async fn init(&mut self, payload: Option<Map<String, Json>>) -> Result<Message, Close> {
        if self.acknowledged {
            return Err(Close::SecondInit);
        }
        if let Some(headers) = payload.and_then(|payload| with_token(&self.arrival.headers, &payload)) {
            self.arrival.headers = headers;
            let caller = self.transport.0.authenticate.caller(&self.arrival).await;
            let caller = caller.map_err(|_| Close::Forbidden)?;
            self.seat = self
                .transport
                .0
                .seats
                .take(&caller)
                .map_err(|_| Close::TryLater)?;
            self.ended = watch(&self.transport, &caller);
            self.caller = caller;
        }
        self.acknowledged = true;
        Ok(Message::text(ack()))
    }

    async fn subscribe(&mut self, id: String, payload: Map<String, Json>) -> Option<Message> {
        let limit = self.transport.0.settings.streams.operations;
        // Each operation is a request of its own in logs and in the audit trail.
        let caller = Caller {
            request_id: self.transport.new_request_id(),
            ..self.caller_now().await
        };
        let prepared = if self.running.len() >= limit {
            Err(Refusal::TooManyStreams { limit })
        } else {
            match Params::from_object(payload) {
                Ok(params) => {
                    let prepared = self.transport.prepare(params, &caller, Carrier::Stream).await;
                    prepared.map_err(|refused| refused.refusal)
                }
                Err(refusal) => Err(refusal),
            }
        };
        match prepared {
            Ok(prepared) => {
                let (stop, stopped) = oneshot::channel::<()>();
                let name = id.clone();
                let answers = self.transport.stream(prepared, &caller);
                let answers = answers.map(move |answer| (name.clone(), Some(answer)));
                let over = id.clone();
                let told = answers
                    .chain(once(async move { (over, None) }))
                    .take_until(stopped);
                self.told.push(told.boxed());
                self.running.insert(id, stop);
                None
            }
            Err(refusal) => Some(Message::text(tell(&id, &Answer::refused(&refusal, &caller)))),
        }
    }

    /// Who calls, as they stand now: roles go and a proof of identity runs out while a socket stays open. A secret that was
    /// replaced since proves nothing any more, but its sign-in may go on; once that has ended, nobody calls.
    async fn caller_now(&mut self) -> Caller {
        let authenticate = &self.transport.0.authenticate;
        match authenticate.caller(&self.arrival).await {
            Ok(now) if now.user_id().ok() == self.caller.user_id().ok() => now,
            _ => match authenticate.again(&self.caller).await {
                Some(again) => again,
                None => Caller {
                    who: Who::Anonymous,
                    standing: Caller::anonymous().standing,
                    ..self.caller.clone()
                },
            },
        }
    }

    /// Passes on what an operation says, unless the client has let it go.
    fn tell(&mut self, (id, answer): Told) -> Vec<Message> {
        if !self.running.contains_key(&id) {
            return vec![];
        }
        match answer {
            Some(answer) => {
                if answer.is_request_error() {
                    self.running.remove(&id);
                }
                vec![Message::text(tell(&id, &answer))]
            }
            None => {
                self.running.remove(&id);
                vec![Message::text(complete(&id))]
            }
        }
    }
}

fn watch(transport: &Transport, caller: &Caller) -> BoxFuture<'static, ()> {
    let (transport, caller) = (transport.clone(), caller.clone());
    async move { transport.signed_out_or_stopped(&caller).await }.boxed()
}

/// The handshake's headers with the token of the payload, if it has one.
fn with_token(headers: &HeaderMap, payload: &Map<String, Json>) -> Option<HeaderMap> {
    let token = payload
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?
        .1
        .as_str()?;
    let mut headers = headers.clone();
    headers.insert(AUTHORIZATION, HeaderValue::from_str(token).ok()?);
    Some(headers)
}
