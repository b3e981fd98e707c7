//! Keeps other sites' pages from acting with our visitors' cookies.

use http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, RETRY_AFTER},
};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::{Refusal, Settings};

/// Passes what carries no cookie, and what our own pages or a listed origin sent.
///
/// `Sec-Fetch-Site` cannot be set by a page's script, and every browser of today sends it; `Origin`
/// covers the others. A request with a cookie and neither header comes from no browser's page.
///
/// # Errors
/// [`Refusal::OtherOrigin`].
pub fn check(headers: &HeaderMap, settings: &Settings) -> Result<(), Refusal> {
    if !headers.contains_key(COOKIE) {
        return Ok(());
    }
    check_form(headers, settings)
}

/// The same for a form of our pages, cookie or none: a sign-in sent from elsewhere would put a visitor
/// into somebody else's account.
///
/// # Errors
/// [`Refusal::OtherOrigin`].
pub(super) fn check_form(headers: &HeaderMap, settings: &Settings) -> Result<(), Refusal> {
    let text = |name: HeaderName| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    let origin = text(ORIGIN);
    if origin.is_some_and(|origin| settings.allowed_origins.iter().any(|allowed| allowed == origin)) {
        return Ok(());
    }
    let ours = match (text(HeaderName::from_static("sec-fetch-site")), origin) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => is_own(origin, text(HOST)),
        (None, None) => true,
    };
    if ours { Ok(()) } else { Err(Refusal::OtherOrigin) }
}

/// Whether an origin names the host the request was sent to.
fn is_own(origin: &str, host: Option<&str>) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    matches!((authority, host), (Some(a), Some(h)) if a.eq_ignore_ascii_case(h))
}

/// Lets the listed origins read answers. `None` if there are none: then nothing is said of CORS.
pub(super) fn cors(settings: &Settings) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = settings
        .allowed_origins
        .iter()
        .filter_map(|o| o.parse().ok())
        .collect();
    if origins.is_empty() {
        return None;
    }
    let named = ["x-request-id", "idempotency-key"].map(HeaderName::from_static);
    let read = [
        "x-request-id",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
    ];
    Some(
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(origins))
            .allow_credentials(true)
            .allow_methods([Method::GET, Method::POST])
            .allow_headers(
                [ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE]
                    .into_iter()
                    .chain(named)
                    .collect::<Vec<_>>(),
            )
            .expose_headers(
                read.map(HeaderName::from_static)
                    .into_iter()
                    .chain([RETRY_AFTER])
                    .collect::<Vec<_>>(),
            )
            .max_age(std::time::Duration::from_secs(600)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(headers: &[(&'static str, &str)]) -> bool {
        let settings = Settings {
            allowed_origins: vec!["https://app.example".to_owned()],
            ..Settings::default()
        };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        check(&map, &settings).is_ok()
    }

    #[test]
    fn a_cookie_acts_only_for_our_own_pages_and_listed_origins() {
        let cookie = ("cookie", "session=1");
        let host = ("host", "farsight.example");
        assert!(passes(&[
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site")
        ]));
        assert!(passes(&[cookie, host]));
        assert!(passes(&[cookie, ("sec-fetch-site", "same-origin")]));
        assert!(passes(&[cookie, host, ("origin", "https://farsight.example")]));
        assert!(passes(&[
            cookie,
            host,
            ("origin", "https://app.example"),
            ("sec-fetch-site", "cross-site")
        ]));
        assert!(!passes(&[cookie, host, ("origin", "https://evil.example")]));
        assert!(!passes(&[cookie, host, ("origin", "null")]));
        assert!(!passes(&[cookie, ("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[cookie, ("sec-fetch-site", "same-site")]));
        // A page cannot hide behind an origin of its own making while the browser says otherwise.
        assert!(!passes(&[
            cookie,
            host,
            ("origin", "https://farsight.example"),
            ("sec-fetch-site", "cross-site")
        ]));
    }
}
