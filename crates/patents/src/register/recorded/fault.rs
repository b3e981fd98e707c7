//! What can go wrong with a register, on demand.

use std::{path::Path, time::Duration};

use super::{
    super::{Request, Response, TransportError},
    bodies::{self, with_header},
    layout::{self, Service},
};

/// One way in which a register fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The quota is used up, as each service says it.
    QuotaExceeded,
    /// OPS reports how much of its quota of a week is used.
    WeekUsed {
        /// In bytes.
        bytes: u64,
    },
    /// OPS answers, and reports that one of its services is near its limit.
    RedLight {
        /// `inpadoc`, `retrieval`, `other`.
        service: &'static str,
    },
    /// OPS suspends all its services for a while.
    BlackThrottle {
        /// The pause it asks for, in milliseconds as it writes it.
        retry_after_ms: u64,
    },
    /// Too many requests.
    TooManyRequests,
    /// The token is no longer good.
    ExpiredToken,
    /// The key is not accepted.
    BadKey,
    /// The body breaks off in its middle.
    TruncatedBody,
    /// A success without a body.
    EmptySuccess,
    /// Some proxy's page instead of the register's words.
    ForeignPage {
        /// The HTTP status.
        status: u16,
    },
    /// The answer takes this long.
    Slow(Duration),
    /// HTTP status 503.
    Down,
    /// The connection breaks.
    Broken,
    /// The answer to another call: a body about another right, with every sign of success.
    Lie {
        /// The path of that call.
        path: String,
    },
}

/// What a request meets instead of, or together with, the answer that it would get.
pub(super) async fn inflict(
    fault: &Fault,
    folder: &Path,
    service: Service,
    request: &Request,
    mut response: Response,
) -> Result<Response, TransportError> {
    let throttling = |state: &str| with_header(Response::default(), "X-Throttling-Control", state).headers;
    Ok(match fault {
        Fault::QuotaExceeded => bodies::quota_exceeded(service),
        Fault::WeekUsed { bytes } => {
            with_header(response, "X-RegisteredQuotaPerWeek-Used", &bytes.to_string())
        }
        Fault::RedLight { service } => {
            response
                .headers
                .extend(throttling(&format!("busy ({service}=red:10)")));
            response
        }
        Fault::BlackThrottle { retry_after_ms } => {
            let mut refused =
                bodies::response(403, "<error><code>403</code><message>suspended</message></error>");
            refused.headers = throttling("overloaded (inpadoc=black:0, other=black:0, retrieval=black:0)");
            with_header(refused, "Retry-After", &retry_after_ms.to_string())
        }
        Fault::TooManyRequests => bodies::too_many(service),
        Fault::ExpiredToken => bodies::no_key(service),
        Fault::BadKey => bodies::bad_key(service),
        Fault::TruncatedBody => {
            response.body.truncate(response.body.len() / 2);
            response
        }
        Fault::EmptySuccess => bodies::response(200, ""),
        Fault::ForeignPage { status } => bodies::response(*status, "<html><body>Not Found</body></html>"),
        Fault::Slow(wait) => {
            tokio::time::sleep((*wait).min(request.timeout)).await;
            if *wait >= request.timeout {
                return Err(TransportError::TimedOut);
            }
            response
        }
        Fault::Down => bodies::response(503, "<html><body>Service Unavailable</body></html>"),
        Fault::Broken => return Err(TransportError::Connection("the connection was reset".to_owned())),
        Fault::Lie { path } => {
            let file = layout::file(folder, path, "");
            match file.and_then(|file| std::fs::read(file).ok()) {
                Some(body) => bodies::response(200, body),
                None => bodies::not_there(service),
            }
        }
    })
}
