//! How requests travel: over the network, or to a folder of recorded answers.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use super::Method;

/// How long an answer may take. The largest recorded ones take some seconds.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

/// What a request carries. Its `Debug` shows neither headers nor body, for keys and tokens are in them.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Scheme and host, such as `https://ops.epo.org`.
    pub base: String,
    /// Path and query, without secrets.
    pub path: String,
    /// A key that the service wants in the query.
    pub secret_query: Option<(&'static str, SecretString)>,
    /// Headers.
    pub headers: Vec<(&'static str, SecretString)>,
    /// The body.
    pub body: Option<RequestBody>,
    /// How long the answer may take.
    pub timeout: Duration,
}

/// The body of a request.
#[derive(Clone)]
pub enum RequestBody {
    /// JSON.
    Json(String),
    /// A form, as names and values.
    Form(Vec<(&'static str, SecretString)>),
}

impl Request {
    pub(crate) fn new(method: Method, base: &str, path: &str) -> Self {
        Self {
            method,
            base: base.to_owned(),
            path: path.to_owned(),
            secret_query: None,
            headers: Vec::new(),
            body: None,
            timeout: TIMEOUT,
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, SecretString::from(value.into())));
        self
    }

    pub(crate) fn body(self, body: RequestBody) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// The value of a header, in either case of its name.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        let (_, value) = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.expose_secret())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.method, self.base, self.path)
    }
}

/// What came back, whatever its status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers as names and values.
    pub headers: Vec<(String, String)>,
    /// The body, whole.
    pub body: Vec<u8>,
}

impl Response {
    /// The value of a header, in either case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.trim())
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }
}

/// Why nothing came back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// No connection, or it broke before the body was whole.
    #[error("{0}")]
    Connection(String),
    /// The body is larger than any that is read.
    #[error("the body has more than {max} bytes")]
    TooLarge {
        /// The most that is read.
        max: usize,
    },
    /// The address is not one that secrets may be sent to.
    #[error("{0} is neither https nor on this machine")]
    NotSecure(String),
}

/// Sends requests.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    /// [`TransportError`] if no whole answer came. Any status is an answer.
    async fn send(&self, request: Request) -> Result<Response, TransportError>;
}
