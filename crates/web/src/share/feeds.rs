//! Feeds (Atom, RFC 4287): new campaigns, and the updates of one.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

use super::xml::text;
use crate::{
    failure::Failure,
    graphql::{CampaignOrderField, OrderDirection, schema},
    markdown,
    pages::{
        campaign::{BySlug, BySlugFields},
        discover::{CampaignFilter, CampaignOrder},
    },
    visit::Visit,
};

/// Something in a feed.
struct Entry {
    /// Its address, without the site and the language: what it is known by, in whatever language.
    path: String,
    title: String,
    at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    summary: String,
    /// What it says, as HTML; nothing where there is only a summary.
    html: Option<String>,
    author: String,
}

/// A feed as it is written out.
fn feed(visit: &Visit, title: &str, page: &str, own: &str, entries: &[Entry]) -> String {
    let (w, site) = (visit.words(), &visit.site.settings.public_url);
    let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let newest = entries.iter().map(|entry| entry.changed_at).max();
    // An empty feed has not changed since it could have had anything.
    let updated = moment(newest.unwrap_or(DateTime::UNIX_EPOCH));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
         <id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{id}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n",
        lang = w.lang(),
        id = text(&format!("{site}{}", w.url(own))),
        title = text(title),
        page = text(&format!("{site}{}", w.url(page))),
    );
    for entry in entries {
        let url = text(&format!("{site}{}", w.url(&entry.path)));
        out.push_str(&format!(
            "<entry>\n<id>{url}</id>\n<title>{}</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n\
             <published>{}</published>\n<updated>{}</updated>\n<author><name>{}</name></author>\n<summary>{}</summary>\n",
            text(&entry.title),
            moment(entry.at),
            moment(entry.changed_at),
            text(&entry.author),
            text(&entry.summary),
        ));
        if let Some(html) = &entry.html {
            out.push_str(&format!("<content type=\"html\">{}</content>\n", text(html)));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn answer(made: Result<String, Failure>) -> Response {
    match made {
        Ok(feed) => (
            [
                (CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
                (CACHE_CONTROL, "public, max-age=300"),
            ],
            feed,
        )
            .into_response(),
        // Whoever reads a feed is a program: it needs the status, not a page.
        Err(Failure::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(Failure::RateLimited) => StatusCode::TOO_MANY_REQUESTS.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[derive(cynic::QueryVariables, Debug)]
struct NewVariables {
    filter: CampaignFilter,
    order: CampaignOrder,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "NewVariables")]
struct NewCampaignsQuery {
    #[arguments(first: 30, filter: $filter, orderBy: $order)]
    campaigns: Campaigns,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignConnection")]
struct Campaigns {
    nodes: Vec<NewCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct NewCampaign {
    slug: String,
    title: String,
    blurb: String,
    launched_at: Option<DateTime<Utc>>,
    founder: crate::graphql::Profile,
}

/// `GET /feed.atom`: the campaigns launched last that take pledges.
pub(crate) async fn campaigns(visit: Visit) -> Response {
    answer(new_campaigns(&visit).await)
}

async fn new_campaigns(visit: &Visit) -> Result<String, Failure> {
    let variables = NewVariables {
        filter: CampaignFilter::default(),
        order: CampaignOrder {
            field: CampaignOrderField::Newest,
            direction: OrderDirection::Desc,
        },
    };
    let found: NewCampaignsQuery = visit.query(variables).await?;
    let entries: Vec<Entry> = found.campaigns.nodes.into_iter().filter_map(entry).collect();
    let title = visit.words().t("feed-campaigns");
    Ok(feed(visit, &title, "/campaigns", "/feed.atom", &entries))
}

fn entry(campaign: NewCampaign) -> Option<Entry> {
    let at = campaign.launched_at?;
    Some(Entry {
        path: format!("/campaigns/{}", campaign.slug),
        title: campaign.title,
        at,
        changed_at: at,
        summary: campaign.blurb,
        html: None,
        author: campaign.founder.display_name,
    })
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BySlug")]
struct UpdatesFeedQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<ToldCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct ToldCampaign {
    slug: String,
    title: String,
    launched_at: Option<DateTime<Utc>>,
    #[arguments(first: 30)]
    updates: Updates,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdateConnection")]
struct Updates {
    nodes: Vec<ToldUpdate>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdate")]
struct ToldUpdate {
    number: Option<i32>,
    title: String,
    body: Option<String>,
    audience: crate::graphql::CampaignUpdateAudience,
    published_at: Option<DateTime<Utc>>,
    edited_at: Option<DateTime<Utc>>,
    author: crate::graphql::Profile,
}

/// `GET /campaigns/{slug}/feed.atom`: what its founder told.
pub(crate) async fn updates(visit: Visit, Path(slug): Path<String>) -> Response {
    answer(told(&visit, slug).await)
}

async fn told(visit: &Visit, slug: String) -> Result<String, Failure> {
    let found: UpdatesFeedQuery = visit.query(BySlug { slug }).await?;
    let c = found.campaign_by_slug.ok_or(Failure::NotFound)?;
    if c.launched_at.is_none() {
        return Err(Failure::NotFound);
    }
    let w = visit.words();
    let entries = c.updates.nodes.into_iter().filter_map(|update| {
        let (number, at) = (update.number?, update.published_at?);
        // The same for everybody, for caches keep it: what is for backers is read on the page.
        let is_open = update.audience == crate::graphql::CampaignUpdateAudience::Everyone;
        let summary = if is_open {
            w.t1("update-number", "number", number)
        } else {
            w.t("update-locked")
        };
        Some(Entry {
            path: format!("/campaigns/{}/updates/{number}", c.slug),
            title: update.title,
            at,
            changed_at: update.edited_at.unwrap_or(at),
            summary,
            html: update.body.filter(|_| is_open).map(|body| markdown::html(&body)),
            author: update.author.display_name,
        })
    });
    let entries: Vec<Entry> = entries.collect();
    let title = w.t1("updates-title", "campaign", &c.title);
    let page = format!("/campaigns/{}/updates", c.slug);
    let own = format!("/campaigns/{}/feed.atom", c.slug);
    Ok(feed(visit, &title, &page, &own, &entries))
}
