//! Who is asking: a bearer token in a header, or the web client's cookie.

use accounts::{Accounts, SessionKind};
use async_trait::async_trait;
use axum_extra::extract::CookieJar;
use kernel::Caller;

use crate::http::{Arrival, AuthProblem, Authenticate};

/// The cookie of the web client: only over TLS, only for this host.
pub const SESSION_COOKIE: &str = "__Host-farsight";
/// The same on plain http, for loopback addresses alone.
pub const SESSION_COOKIE_PLAIN: &str = "farsight";

/// Tells who is asking by the accounts' tokens.
#[derive(Debug, Clone)]
pub struct Bearer {
    accounts: Accounts,
    /// Which cookie is read: over TLS only the prefixed one.
    cookie: &'static str,
}

impl Bearer {
    /// By these accounts; `is_tls` says whether the site is reached over TLS.
    pub fn new(accounts: Accounts, is_tls: bool) -> Self {
        Self {
            accounts,
            cookie: if is_tls {
                SESSION_COOKIE
            } else {
                SESSION_COOKIE_PLAIN
            },
        }
    }

    fn token(&self, arrival: &Arrival) -> Option<(String, SessionKind)> {
        let header = arrival
            .headers
            .get(::http::header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        if let Some(header) = header {
            let (scheme, token) = header.split_once(' ')?;
            return scheme
                .eq_ignore_ascii_case("bearer")
                .then(|| (token.trim().to_owned(), SessionKind::Bearer));
        }
        let jar = CookieJar::from_headers(&arrival.headers);
        jar.get(self.cookie)
            .map(|cookie| (cookie.value().to_owned(), SessionKind::Cookie))
    }
}

#[async_trait]
impl Authenticate for Bearer {
    async fn caller(&self, arrival: &Arrival) -> Result<Caller, AuthProblem> {
        let Some((token, kind)) = self.token(arrival) else {
            return Ok(arrival.anonymous());
        };
        let who = self.accounts.caller_by_token(&token).await.map_err(|error| {
            tracing::warn!(error = %error, "a token could not be looked up");
            AuthProblem::Unavailable
        })?;
        match who {
            // A cookie's token in a header, or the other way round, was stolen from its place.
            Some(who) if who.kind == kind => {
                let saved = who.locale;
                let caller = who.caller(arrival.request_id.clone(), arrival.address);
                Ok(Caller {
                    agent: arrival.agent(),
                    locale: arrival.locale.unwrap_or(saved),
                    ..caller
                })
            }
            // A browser whose cookie has ended is a visitor; a program with a bad token is told.
            _ if kind == SessionKind::Cookie => Ok(arrival.anonymous()),
            _ => Err(AuthProblem::Invalid),
        }
    }

    async fn again(&self, caller: &Caller) -> Option<Caller> {
        self.accounts.again(caller).await.ok().flatten()
    }

    async fn still_valid(&self, caller: &Caller) -> bool {
        self.accounts.is_still_good(caller).await.unwrap_or(false)
    }
}
