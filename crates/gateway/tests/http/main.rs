//! The transport from outside: requests in, answers out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod attacks;
mod harness;
mod http;
mod listener;
mod persisted;
mod schema;
mod sockets;
mod streams;
