//! The files that pages load: style, script, icons. Compiled into the program; addresses carry a hash
//! of all of them, so browsers may keep each for ever.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use sha2::{Digest, Sha256};

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

macro_rules! assets {
    ($($name:literal is $kind:expr),* $(,)?) => {
        &[$(Asset { name: $name, kind: $kind, bytes: include_bytes!(concat!("../assets/", $name)) }),*]
    };
}

const JS: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml";

static ASSETS: &[Asset] = assets!(
    "farsight.css" is CSS,
    "farsight.js" is JS,
    "htmx.min.js" is JS,
    "hx-sse.min.js" is JS,
    "icons.svg" is SVG,
    "mark.svg" is SVG,
);

static BUILD: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    for asset in ASSETS {
        hasher.update(Sha256::digest(asset.bytes));
    }
    hex::encode(&hasher.finalize()[..6])
});

/// The address of a file.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *BUILD)
}

/// `GET /assets/{build}/{name}`.
pub(crate) async fn serve(Path((build, name)): Path<(String, String)>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) if build == *BUILD => (
            [
                (CONTENT_TYPE, asset.kind),
                (CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.bytes,
        )
            .into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_libraries_are_those_that_were_published() {
        let pinned = include_str!("../assets/SHA256SUMS");
        for line in pinned.lines() {
            let (hash, name) = line.split_once("  ").unwrap();
            let asset = ASSETS.iter().find(|asset| asset.name == name).unwrap();
            assert_eq!(hex::encode(Sha256::digest(asset.bytes)), hash, "{name}");
        }
        assert_eq!(pinned.lines().count(), 2);
    }

    #[test]
    fn own_script_and_style_keep_to_their_budgets() {
        let size = |name: &str| {
            ASSETS
                .iter()
                .find(|asset| asset.name == name)
                .unwrap()
                .bytes
                .len()
        };
        assert!(size("farsight.js") <= 10_000);
        assert!(size("farsight.css") <= 40_000);
    }
}
