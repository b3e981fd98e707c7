//! Who is asking: the hook into sign-in, and what the transport itself can tell.

use std::net::IpAddr;

use async_trait::async_trait;
use http::{
    HeaderMap,
    header::{ACCEPT_LANGUAGE, USER_AGENT},
};
use kernel::{Caller, Locale};

/// Characters of a program's name for itself that are kept.
const AGENT: usize = 200;

/// What is known of a request before anybody has signed in.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The headers. For a socket those of its handshake, with the `Authorization` of its
    /// `connection_init` payload, if it sent one.
    pub headers: HeaderMap,
    /// The request's id.
    pub request_id: String,
    /// Where it came from, proxies we know of taken away.
    pub address: Option<IpAddr>,
    /// The best of `Accept-Language`, if the client stated one we speak.
    pub locale: Option<Locale>,
}

impl Arrival {
    /// A caller who shows nothing: the request's own id, address and language.
    pub fn anonymous(&self) -> Caller {
        Caller {
            locale: self.locale.unwrap_or_default(),
            request_id: self.request_id.clone(),
            address: self.address,
            agent: self.agent(),
            ..Caller::anonymous()
        }
    }

    /// What the program that sent it calls itself.
    pub fn agent(&self) -> Option<String> {
        let agent = self.headers.get(USER_AGENT)?.to_str().ok()?;
        Some(agent.chars().take(AGENT).collect())
    }
}

/// Why nobody could be signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthProblem {
    /// The token or cookie is unknown, expired or revoked.
    Invalid,
    /// Whoever knows is not answering.
    Unavailable,
}

/// Tells who is asking.
#[async_trait]
pub trait Authenticate: Send + Sync + 'static {
    /// The caller behind a request. `arrival.locale` wins over a saved one.
    ///
    /// # Errors
    /// [`AuthProblem`] if credentials were sent and are no good. No credentials is no error.
    async fn caller(&self, arrival: &Arrival) -> Result<Caller, AuthProblem>;

    /// The caller of an open stream, as they stand now; nobody if the sign-in behind it has ended.
    async fn again(&self, caller: &Caller) -> Option<Caller> {
        Some(caller.clone())
    }

    /// Whether the sign-in behind an open stream still holds. Asked every minute.
    async fn still_valid(&self, caller: &Caller) -> bool {
        let _ = caller;
        true
    }
}

/// Nobody signs in: for tests, and for a server that only shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

#[async_trait]
impl Authenticate for Nobody {
    async fn caller(&self, arrival: &Arrival) -> Result<Caller, AuthProblem> {
        Ok(arrival.anonymous())
    }
}

/// The first language of `Accept-Language` that we speak, by quality.
pub fn accepted_locale(headers: &HeaderMap) -> Option<Locale> {
    let mut best: Option<(f32, Locale)> = None;
    let ranges = headers
        .get_all(ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|v| v.to_str().ok());
    for range in ranges.flat_map(|v| v.split(',')) {
        let (tag, quality) = range.split_once(';').unwrap_or((range, ""));
        let quality = quality
            .trim()
            .strip_prefix("q=")
            .and_then(|q| q.parse().ok())
            .unwrap_or(1.0);
        if let Ok(locale) = tag.trim().parse::<Locale>()
            && quality > 0.0
            && best.is_none_or(|(known, _)| quality > known)
        {
            best = Some((quality, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_language_we_speak_is_chosen() {
        let locale = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, text.parse().unwrap());
            accepted_locale(&headers)
        };
        assert_eq!(locale("zh-CN,zh;q=0.9,en;q=0.8"), Some(Locale::ZhHans));
        assert_eq!(locale("fr, zh;q=0.3, en-GB;q=0.5"), Some(Locale::En));
        assert_eq!(locale("fr"), None);
    }
}
