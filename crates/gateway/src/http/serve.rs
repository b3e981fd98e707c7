//! The listener: HTTP/1.1 and WebSocket, with a time limit on everything a peer can hold back.
//!
//! `axum::serve` waits for ever for headers that trickle in; here the connection is closed. Whoever
//! ends TLS in front of this speaks HTTP/1.1 to it: HTTP/2 in the clear would bring nothing but
//! the streams of one connection to count as well.

use std::{io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::stall::Impatient;

/// What a connection may hold back, and how many there may be.
#[derive(Debug, Clone)]
pub struct ListenerLimits {
    /// How long the head of a request may take, the wait between two requests included.
    pub header_timeout: Duration,
    /// How long a peer may leave an answer unread.
    pub write_timeout: Duration,
    /// Connections at once. More wait to be accepted.
    pub connections: usize,
    /// How long requests may go on after the stop was asked for.
    pub drain: Duration,
}

impl Default for ListenerLimits {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(30),
            connections: 4_096,
            drain: Duration::from_secs(30),
        }
    }
}

/// Bytes of a request's head: a GET may carry a document of 16 KiB, three bytes for one.
const HEAD_BYTES: usize = 64 * 1024;

/// Serves until `shutdown`, then lets the requests under way finish. Returns how many connections
/// had to be cut off.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ListenerLimits,
    shutdown: CancellationToken,
) -> usize {
    let room = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    loop {
        let (stream, peer, seat) = tokio::select! {
            () = shutdown.cancelled() => break,
            Some(_ended) = connections.join_next() => continue,
            accepted = accept(&listener, &room) => accepted,
        };
        let service = service_fn({
            let router = router.clone();
            move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(ConnectInfo(peer));
                router.clone().oneshot(request.map(Body::new))
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_timeout)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(
                TokioIo::new(Impatient::new(stream, limits.write_timeout)),
                service,
            )
            .with_upgrades();
        let shutdown = shutdown.clone();
        connections.spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = shutdown.cancelled() => {
                    // The request under way is answered; no other is taken.
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(peer.address = %peer, error.message = %error, "connection ended");
            }
            drop(seat);
        });
    }
    drop(listener);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    if timeout(limits.drain, all_ended).await.is_ok() {
        return 0;
    }
    let cut = connections.len();
    tracing::warn!(
        connections = cut,
        "cut off connections that did not finish in time"
    );
    connections.shutdown().await;
    cut
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<tokio::sync::OwnedSemaphorePermit>) {
    // The semaphore is never closed.
    let seat = room.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are small: waiting to fill a packet only delays them.
                _ = stream.set_nodelay(true);
                return (stream, peer, seat);
            }
            Err(error) if is_of_connection(&error) => {}
            Err(error) => {
                // Out of file handles, most likely: closing connections will free some.
                tracing::error!(error.message = %error, "cannot accept connections");
                sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
