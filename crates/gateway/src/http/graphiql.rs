//! GraphiQL, served whole from the program: no request leaves the origin.
//!
//! Version 4.1.2 in its UMD build with React 18.3.1, four files verbatim from npm; version 5 needs
//! a bundler and weighs four times as much. The files and their hashes stand in `assets/graphiql`.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{Html, IntoResponse, Response},
};
use sha2::{Digest, Sha256};

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

const JS: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

macro_rules! asset {
    ($name:literal, $kind:expr) => {
        Asset {
            name: $name,
            kind: $kind,
            bytes: include_bytes!(concat!("../../assets/graphiql/", $name)),
        }
    };
}

static ASSETS: [Asset; 6] = [
    asset!("react.production.min.js", JS),
    asset!("react-dom.production.min.js", JS),
    asset!("graphiql.min.js", JS),
    asset!("graphiql.min.css", CSS),
    asset!("page.css", CSS),
    asset!("start.js", JS),
];

/// The page's own policy, looser than that of the web client: GraphiQL writes style attributes.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
    img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Hash of all assets: a new build has new addresses, so the old ones may be kept for ever.
static BUILD: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    for asset in &ASSETS {
        hasher.update(Sha256::digest(asset.bytes));
    }
    hex::encode(&hasher.finalize()[..8])
});

static PAGE: LazyLock<String> = LazyLock::new(|| {
    let tags: String = ASSETS
        .iter()
        .map(|Asset { name, kind, .. }| match *kind {
            CSS => format!("<link rel=\"stylesheet\" href=\"/graphiql/{}/{name}\">\n", *BUILD),
            _ => format!("<script defer src=\"/graphiql/{}/{name}\"></script>\n", *BUILD),
        })
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>Farsight API</title>\n{tags}</head>\n<body>\n\
         <main id=\"graphiql\"><p>Loading GraphiQL. It needs JavaScript; the API itself does not.</p></main>\n\
         </body>\n</html>\n"
    )
});

/// `GET /graphiql`.
pub(super) async fn page() -> Response {
    let mut response = Html(PAGE.as_str()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// `GET /graphiql/{build}/{name}`.
pub(super) async fn asset(Path((build, name)): Path<(String, String)>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) if build == *BUILD => {
            let kept = (CACHE_CONTROL, "public, max-age=31536000, immutable");
            ([(CONTENT_TYPE, asset.kind), kept], asset.bytes).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_those_that_were_published() {
        let pinned = include_str!("../../assets/graphiql/SHA256SUMS");
        for line in pinned.lines() {
            let (hash, name) = line.split_once("  ").unwrap();
            let asset = ASSETS.iter().find(|asset| asset.name == name).unwrap();
            assert_eq!(hex::encode(Sha256::digest(asset.bytes)), hash, "{name}");
        }
        assert_eq!(pinned.lines().count(), 4);
    }

    #[test]
    fn the_page_names_no_other_origin() {
        assert!(!PAGE.contains("://"));
        assert!(!POLICY.contains("http"));
    }
}
