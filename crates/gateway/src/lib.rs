//! The gateway: GraphQL over HTTP, WebSocket and server-sent events.

pub mod http;
