//! `GET /campaigns/{slug}/card.png`: the picture of a campaign for shared links.

use std::{
    collections::{HashMap, VecDeque},
    sync::{LazyLock, Mutex},
};

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
};
use sha2::{Digest, Sha256};

use super::picture::{self, Facts};
use crate::{
    failure::Failure,
    graphql::{Money, Profile, WatchLevel, schema},
    pages::campaign::{BySlug, BySlugFields},
    parts::mark,
    visit::Visit,
};

/// Changes whenever the same facts are drawn another way.
const DRAWING: &str = "1";
/// Pictures that are kept drawn.
const KEPT: usize = 128;

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BySlug")]
struct CardQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<Campaign>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    title: String,
    launched_at: Option<DateTime<Utc>>,
    founder: Profile,
    raised: Money,
    raised_percent: i32,
    goal: Option<Money>,
    ip_panel: IpPanel,
}

#[derive(cynic::QueryFragment, Debug)]
struct IpPanel {
    level: Option<WatchLevel>,
}

/// The picture. Whoever has the one it would be gets no other.
pub(crate) async fn serve(visit: Visit, Path(slug): Path<String>, headers: HeaderMap) -> Response {
    match made(&visit, slug, &headers).await {
        Ok(response) => response,
        Err(Failure::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(Failure::RateLimited) => StatusCode::TOO_MANY_REQUESTS.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn made(visit: &Visit, slug: String, headers: &HeaderMap) -> Result<Response, Failure> {
    let found: CardQuery = visit.query(BySlug { slug }).await?;
    let c = found.campaign_by_slug.ok_or(Failure::NotFound)?;
    // What its founder alone sees has no picture that others could keep.
    if c.launched_at.is_none() {
        return Err(Failure::NotFound);
    }
    let w = visit.words();
    let raised = w.whole(&c.raised);
    let facts = Facts {
        brand: w.t("card-brand"),
        by: format!("{}{}{}", w.t("campaign-by"), w.space(), c.founder.display_name),
        patents: w.t1("card-patents-are", "level", w.level(&c.ip_panel.level)),
        tone: mark::of_level(&c.ip_panel.level).tone,
        percent: c.raised_percent,
        money: match &c.goal {
            Some(goal) => w.t2("card-raised", "raised", raised, "goal", w.whole(goal)),
            None => raised,
        },
        title: c.title,
    };
    let tag = tag(&facts);
    let cached = |response: &mut Response| {
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(ETAG, tag);
        }
    };
    let known = headers.get_all(IF_NONE_MATCH).iter();
    if known
        .filter_map(|known| known.to_str().ok())
        .any(|known| known.contains(&tag))
    {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        cached(&mut response);
        return Ok(response);
    }
    let png = match kept(&tag) {
        Some(png) => png,
        None => {
            // It takes some hundredths of a second: not on a thread that others wait for.
            let drawn = tokio::task::spawn_blocking(move || picture::draw(&facts)).await;
            let png = Bytes::from(drawn.ok().flatten().ok_or(Failure::Fault)?);
            keep(tag.clone(), png.clone());
            png
        }
    };
    let mut response = ([(CONTENT_TYPE, "image/png")], png).into_response();
    cached(&mut response);
    Ok(response)
}

/// What stands for these facts: a strong validator (RFC 9110, section 8.8.3).
fn tag(facts: &Facts) -> String {
    let digest = Sha256::digest(format!("{DRAWING}:{facts:?}"));
    format!("\"{}\"", hex::encode(&digest[..12]))
}

/// The pictures drawn last, the oldest first to go.
#[derive(Default)]
struct Drawn {
    pictures: HashMap<String, Bytes>,
    order: VecDeque<String>,
}

static DRAWN: LazyLock<Mutex<Drawn>> = LazyLock::new(Mutex::default);

fn kept(tag: &str) -> Option<Bytes> {
    let drawn = DRAWN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    drawn.pictures.get(tag).cloned()
}

fn keep(tag: String, png: Bytes) {
    let mut drawn = DRAWN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if drawn.pictures.insert(tag.clone(), png).is_none() {
        drawn.order.push_back(tag);
    }
    while drawn.order.len() > KEPT {
        if let Some(oldest) = drawn.order.pop_front() {
            drawn.pictures.remove(&oldest);
        }
    }
}
