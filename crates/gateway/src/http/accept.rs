//! Chooses the media type of the answer.

use http::{HeaderMap, header::ACCEPT};

/// The two media types of a GraphQL answer (GraphQL over HTTP, "Media Types").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status code speaks for the document too.
    GraphqlResponse,
    /// `application/json`, for clients older than the specification.
    Json,
}

impl Media {
    /// The `Content-Type` of the answer.
    pub const fn content_type(self) -> &'static str {
        match self {
            Media::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Media::Json => "application/json; charset=utf-8",
        }
    }
}

/// What the client wants to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// One answer.
    Once(Media),
    /// A stream of server-sent events.
    EventStream,
    /// A stream of parts (`multipart/mixed` with `subscriptionSpec`).
    Multipart,
    /// A page for a person.
    Page,
    /// Nothing that is sent here.
    Nothing,
}

/// Reads `Accept`. Absent, `*/*` and `application/*` mean `application/json`, as the audits want.
pub(super) fn wanted(headers: &HeaderMap) -> Wanted {
    let mut best: Option<(u16, Wanted)> = None;
    let mut asked = false;
    for range in headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
    {
        let mut parts = range.split(';').map(str::trim);
        let Some(name) = parts.next().filter(|name| !name.is_empty()) else {
            continue;
        };
        asked = true;
        let parameters: Vec<_> = parts.collect();
        let quality = quality(&parameters);
        let subscribes = parameters
            .iter()
            .any(|p| p.to_ascii_lowercase().starts_with("subscriptionspec="));
        let meant = match name.to_ascii_lowercase().as_str() {
            "application/graphql-response+json" => Wanted::Once(Media::GraphqlResponse),
            "application/json" | "application/*" | "*/*" => Wanted::Once(Media::Json),
            "text/event-stream" => Wanted::EventStream,
            "multipart/mixed" if subscribes => Wanted::Multipart,
            "text/html" => Wanted::Page,
            _ => continue,
        };
        // At equal quality the first named wins; a stream named beside plain JSON is only for
        // subscriptions, which the first place tells.
        if quality > 0 && best.is_none_or(|(known, _)| quality > known) {
            best = Some((quality, meant));
        }
    }
    match best {
        Some((_, wanted)) => wanted,
        None if asked => Wanted::Nothing,
        None => Wanted::Once(Media::Json),
    }
}

/// The media type of an answer that must be given in any case, an error before anything else.
pub(super) fn media(headers: &HeaderMap) -> Media {
    match wanted(headers) {
        Wanted::Once(media) => media,
        _ => Media::Json,
    }
}

/// `q` in thousandths.
fn quality(parameters: &[&str]) -> u16 {
    let value = parameters
        .iter()
        .find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")));
    let Some(value) = value.and_then(|value| value.parse::<f32>().ok()) else {
        return 1000;
    };
    // Out of range reads as the nearest end.
    (value.clamp(0.0, 1.0) * 1000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(accept: &str) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        wanted(&headers)
    }

    #[test]
    fn the_best_of_what_is_accepted_is_chosen() {
        assert_eq!(wanted(&HeaderMap::new()), Wanted::Once(Media::Json));
        assert_eq!(of("*/*"), Wanted::Once(Media::Json));
        assert_eq!(
            of("application/graphql-response+json, application/json;q=0.9"),
            Wanted::Once(Media::GraphqlResponse)
        );
        assert_eq!(
            of("application/json;q=0.4, application/graphql-response+json;q=0.5"),
            Wanted::Once(Media::GraphqlResponse)
        );
        assert_eq!(of("text/event-stream"), Wanted::EventStream);
        assert_eq!(of("text/html,application/xhtml+xml,*/*;q=0.8"), Wanted::Page);
        assert_eq!(of("image/png"), Wanted::Nothing);
        assert_eq!(of("application/json;q=0"), Wanted::Nothing);
        assert_eq!(
            of(
                "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9"
            ),
            Wanted::Multipart
        );
    }
}
