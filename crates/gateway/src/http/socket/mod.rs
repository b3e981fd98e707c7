//! GraphQL over WebSocket, protocol `graphql-transport-ws` (`graphql-ws` 6, PROTOCOL.md).
//!
//! The library's own implementation closes with 1011 where the protocol says 4401, sends refused
//! documents as `next`, and bounds neither operations nor time. Queries and mutations run here too,
//! under the same guards, budgets and time limits as over HTTP.

mod protocol;
mod session;

use std::time::Duration;

use axum::{
    extract::{
        WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    response::Response,
};
use kernel::Caller;
use tokio::time::timeout;

use self::session::Session;
use super::{Arrival, Transport, seats::Seat};

/// How long a peer may take to answer a close.
const FAREWELL: Duration = Duration::from_secs(2);
const PROTOCOL: &str = "graphql-transport-ws";

/// Why a socket is closed, by the codes of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Close {
    /// A message that is none of the protocol's.
    BadMessage(String),
    /// `subscribe` before `connection_init`.
    Unauthorised,
    /// The credentials were refused, or no longer hold.
    Forbidden,
    /// Not the protocol spoken here.
    OtherProtocol,
    /// No `connection_init` in time.
    InitTimeout,
    /// The id is taken.
    Taken(String),
    /// A second `connection_init`.
    SecondInit,
    /// Too many sockets.
    TryLater,
    /// Nothing asked for a long time.
    Idle,
    /// The server stops; the client finds another.
    GoingAway,
    /// The peer has left.
    Gone,
}

impl Close {
    fn frame(self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Close::BadMessage(why) => (4400, why),
            Close::Unauthorised => (4401, "Unauthorized".to_owned()),
            Close::Forbidden => (4403, "Forbidden".to_owned()),
            Close::OtherProtocol => (4406, "Subprotocol not acceptable".to_owned()),
            Close::InitTimeout => (4408, "Connection initialisation timeout".to_owned()),
            Close::Taken(id) => (4409, format!("Subscriber for {id} already exists")),
            Close::SecondInit => (4429, "Too many initialisation requests".to_owned()),
            Close::TryLater => (1013, "Too many sockets".to_owned()),
            Close::Idle => (1000, "Idle".to_owned()),
            Close::GoingAway => (1001, "Going away".to_owned()),
            Close::Gone => return None,
        };
        // A close frame carries at most 123 bytes of reason (RFC 6455, section 5.5.1).
        let mut reason = reason;
        while reason.len() > 123 {
            reason.pop();
        }
        Some(CloseFrame {
            code,
            reason: reason.into(),
        })
    }
}

/// Takes the socket and runs it until it closes.
pub(super) fn accept(
    upgrade: WebSocketUpgrade,
    transport: Transport,
    arrival: Arrival,
    caller: Caller,
    seat: Seat,
) -> Response {
    let limit = transport.0.settings.body_bytes;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(limit)
        .max_frame_size(limit);
    upgrade.on_upgrade(move |mut socket| async move {
        metrics::gauge!("graphql_sockets").increment(1.0);
        let close = if speaks_protocol(&socket) {
            Session::new(transport, arrival, caller, seat)
                .run(&mut socket)
                .await
        } else {
            Close::OtherProtocol
        };
        let farewell = async {
            if let Some(frame) = close.frame() {
                tracing::debug!(socket.code = frame.code, "closing a socket");
                socket.send(Message::Close(Some(frame))).await?;
            }
            // Both sides say goodbye: hanging up earlier could take the reason away from the peer,
            // or leave its own close unanswered.
            while let Some(message) = socket.recv().await {
                message?;
            }
            Ok::<_, axum::Error>(())
        };
        // Whether the peer still hears it makes no difference.
        _ = timeout(FAREWELL, farewell).await;
        metrics::gauge!("graphql_sockets").decrement(1.0);
    })
}

fn speaks_protocol(socket: &WebSocket) -> bool {
    socket.protocol().is_some_and(|protocol| protocol == PROTOCOL)
}
