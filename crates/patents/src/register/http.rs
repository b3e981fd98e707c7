//! The network: HTTPS, with limits on time and size.

use async_trait::async_trait;
use reqwest::{Client, Url, redirect};
use secrecy::ExposeSecret;

use super::{Method, Request, RequestBody, Response, Transport, TransportError};
use crate::source::MAX_BODY;

/// How long making a connection may take.
const CONNECT_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);
/// How many redirections within one host are followed.
const MOST_REDIRECTIONS: usize = 3;

/// Requests over the network. Clones share their connections.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: Client,
    max_body: usize,
}

impl HttpTransport {
    /// A transport with its own connections.
    ///
    /// # Errors
    /// If the machine's TLS set-up cannot be used.
    pub fn new() -> Result<Self, TransportError> {
        // The provider of the whole process; whoever comes second finds it there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("farsight/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(redirect::Policy::custom(within_its_host))
            .build()
            .map_err(connection)?;
        Ok(Self {
            client,
            max_body: MAX_BODY,
        })
    }

    /// The same, reading at most so many bytes of a body.
    #[cfg(test)]
    pub(crate) fn reading_at_most(self, max_body: usize) -> Self {
        Self { max_body, ..self }
    }
}

/// Keys travel in headers of our own, which would be sent on to any host: only the same one is followed.
fn within_its_host(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let first = attempt.previous().first();
    let stays = first.is_some_and(|first| first.origin() == attempt.url().origin());
    if stays && attempt.previous().len() <= MOST_REDIRECTIONS {
        attempt.follow()
    } else {
        attempt.stop()
    }
}

/// Whether keys may be sent there: by https, or to a program on this machine.
pub(crate) fn is_secure(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => true,
        ("http", Some(host)) => {
            let bare = host.trim_start_matches('[').trim_end_matches(']');
            host == "localhost"
                || bare
                    .parse()
                    .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        _ => false,
    }
}

/// The error without its address, which may hold a key.
fn connection(error: reqwest::Error) -> TransportError {
    if error.is_timeout() {
        return TransportError::TimedOut;
    }
    let error = error.without_url();
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
    TransportError::Connection(format!("{error}{}", cause.unwrap_or_default()))
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let url = format!("{}{}", request.base, request.path);
        let mut url = Url::parse(&url).map_err(|_| TransportError::NotSecure(request.base.clone()))?;
        if !is_secure(&url) {
            return Err(TransportError::NotSecure(request.base));
        }
        if let Some((name, secret)) = &request.secret_query {
            url.query_pairs_mut().append_pair(name, secret.expose_secret());
        }
        let mut builder = match request.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
        }
        .timeout(request.timeout);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value.expose_secret());
        }
        builder = match &request.body {
            None => builder,
            Some(RequestBody::Json(text)) => builder
                .header("content-type", "application/json")
                .body(text.clone()),
            Some(RequestBody::Form(fields)) => {
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(name, value)| (*name, value.expose_secret()))
                    .collect();
                builder.form(&fields)
            }
        };
        let mut answer = builder.send().await.map_err(connection)?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let too_large = TransportError::TooLarge { max: self.max_body };
        if answer
            .content_length()
            .is_some_and(|length| length > self.max_body as u64)
        {
            return Err(too_large);
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(connection)? {
            if body.len() + chunk.len() > self.max_body {
                return Err(too_large);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status,
            headers,
            body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_to_https_or_this_machine_and_nowhere_else() {
        let is_secure = |url: &str| is_secure(&Url::parse(url).unwrap());
        assert!(is_secure("https://ops.epo.org/3.2"));
        assert!(
            is_secure("http://127.0.0.1:8080")
                && is_secure("http://[::1]/")
                && is_secure("http://localhost/")
        );
        assert!(!is_secure("http://ops.epo.org/3.2"));
        assert!(!is_secure("http://127.0.0.1.example.org/"));
        assert!(!is_secure("ftp://ops.epo.org/"));
    }
}
