//! What an operator can set.

use std::{net::IpAddr, time::Duration};

use ipnet::IpNet;

use super::guard::Limits;

/// The transport's settings. The defaults are those of production behind nothing: no other origin,
/// no proxy trusted.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Limits on documents, variables and cost.
    pub limits: Limits,
    /// Bytes of a request body.
    pub body_bytes: usize,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
    /// How long it may take to find out who calls.
    pub authenticate_timeout: Duration,
    /// How long a query or mutation may run.
    pub request_timeout: Duration,
    /// Origins beside our own that may call with credentials and read the answer:
    /// `https://app.example`.
    pub allowed_origins: Vec<String>,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Run trusted documents only.
    pub only_trusted: bool,
    /// Whether the schema may be asked for. It is published on purpose.
    pub introspection: bool,
    /// Whether `/graphiql` is served.
    pub graphiql: bool,
    /// Streams: sockets, server-sent events, multipart.
    pub streams: StreamLimits,
}

/// Limits on what stays open.
#[derive(Debug, Clone)]
pub struct StreamLimits {
    /// How long a socket may wait before `connection_init`.
    pub init_timeout: Duration,
    /// Operations at once on one socket.
    pub operations: usize,
    /// Sockets and event streams at once of one user.
    pub per_user: usize,
    /// Sockets and event streams at once from one address, of those who have not signed in.
    pub per_address: usize,
    /// Sockets and event streams at once in this process.
    pub total: usize,
    /// How often the sign-in behind a stream is checked again.
    pub recheck: Duration,
    /// How long a socket may stay without operations.
    pub idle: Duration,
    /// How often an open stream shows a sign of life; a peer silent for two of these is gone.
    pub heartbeat: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            body_bytes: 64 * 1024,
            body_timeout: Duration::from_secs(10),
            // Whatever hangs behind us, every request is answered within five seconds.
            authenticate_timeout: Duration::from_secs(3),
            request_timeout: Duration::from_secs(5),
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            only_trusted: false,
            introspection: true,
            graphiql: true,
            streams: StreamLimits::default(),
        }
    }
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self {
            init_timeout: Duration::from_secs(10),
            operations: 20,
            per_user: 5,
            per_address: 50,
            total: 2_000,
            recheck: Duration::from_secs(60),
            idle: Duration::from_secs(300),
            heartbeat: Duration::from_secs(25),
        }
    }
}

impl Settings {
    /// The client's address: the last hop of `X-Forwarded-For` that is not a proxy of ours, and
    /// only if a proxy of ours sent it.
    pub fn client_address(&self, peer: Option<IpAddr>, headers: &http::HeaderMap) -> Option<IpAddr> {
        let ours = |address: &IpAddr| self.trusted_proxies.iter().any(|net| net.contains(address));
        let mut address = peer.map(|p| p.to_canonical())?;
        if !ours(&address) {
            return Some(address);
        }
        let hops: Vec<_> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|v| v.to_str().ok())
            .collect();
        for hop in hops.iter().rev().flat_map(|line| line.split(',').rev()) {
            // Whatever stands left of something unreadable is not to be believed.
            let Ok(hop) = hop.trim().parse::<IpAddr>() else {
                break;
            };
            address = hop.to_canonical();
            if !ours(&address) {
                break;
            }
        }
        Some(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_is_believed_only_from_a_proxy_of_ours() {
        let settings = Settings {
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            ..Settings::default()
        };
        let mut headers = http::HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            "6.6.6.6, 198.51.100.7, 10.0.0.9".parse().unwrap(),
        );
        let address = |peer: &str| {
            settings
                .client_address(Some(peer.parse().unwrap()), &headers)
                .unwrap()
                .to_string()
        };
        assert_eq!(address("10.0.0.1"), "198.51.100.7");
        assert_eq!(address("203.0.113.5"), "203.0.113.5");
        assert_eq!(address("::ffff:10.0.0.1"), "198.51.100.7");
    }
}
