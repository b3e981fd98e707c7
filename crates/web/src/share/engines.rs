//! What search engines read: which pages there are (sitemaps.org, protocol 0.9), and which are nothing for them.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

use super::xml::text;
use crate::{
    Site,
    failure::Failure,
    graphql::{CampaignOrderField, CampaignState, OrderDirection, schema},
    pages::{
        discover::{CampaignFilter, CampaignOrder},
        help,
    },
    visit::Visit,
};

/// Pages of a hundred campaigns that are listed: the newest thousand.
const PAGES: usize = 10;

/// States in which a campaign has been launched.
const LAUNCHED: [CampaignState; 10] = [
    CampaignState::Live,
    CampaignState::Paused,
    CampaignState::Collecting,
    CampaignState::Grace,
    CampaignState::ShortfallDecision,
    CampaignState::Funded,
    CampaignState::FinanceReview,
    CampaignState::Paying,
    CampaignState::Completed,
    CampaignState::Failed,
];

#[derive(cynic::QueryVariables, Debug)]
struct ListVariables {
    after: Option<String>,
    filter: CampaignFilter,
    order: CampaignOrder,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct SitemapQuery {
    #[arguments(first: 100, after: $after, filter: $filter, orderBy: $order)]
    campaigns: Campaigns,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignConnection")]
struct Campaigns {
    page_info: PageInfo,
    nodes: Vec<Listed>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct Listed {
    slug: String,
    launched_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

/// `GET /sitemap.xml`: the public pages in both languages, with the newest thousand campaigns.
pub(crate) async fn sitemap(visit: Visit) -> Response {
    match written(&visit).await {
        Ok(map) => (
            [
                (CONTENT_TYPE, "application/xml; charset=utf-8"),
                (CACHE_CONTROL, "public, max-age=3600"),
            ],
            map,
        )
            .into_response(),
        Err(Failure::RateLimited) => StatusCode::TOO_MANY_REQUESTS.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn written(visit: &Visit) -> Result<String, Failure> {
    let site = &visit.site.settings.public_url;
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let fixed = ["", "/campaigns", "/help"].map(str::to_owned);
    let helps = help::PAGES.iter().map(|page| format!("/help/{page}"));
    for path in fixed.into_iter().chain(helps) {
        page(&mut out, site, &path, None);
    }
    let mut after = None;
    for _ in 0..PAGES {
        let variables = ListVariables {
            after: after.take(),
            filter: CampaignFilter {
                state_in: Some(LAUNCHED.to_vec()),
                ..CampaignFilter::default()
            },
            order: CampaignOrder {
                field: CampaignOrderField::Newest,
                direction: OrderDirection::Desc,
            },
        };
        let found: SitemapQuery = visit.query(variables).await?;
        for campaign in &found.campaigns.nodes {
            let changed = campaign.ended_at.or(campaign.launched_at);
            page(&mut out, site, &format!("/campaigns/{}", campaign.slug), changed);
        }
        after = found.campaigns.page_info.end_cursor;
        if !found.campaigns.page_info.has_next_page || after.is_none() {
            break;
        }
    }
    out.push_str("</urlset>\n");
    Ok(out)
}

/// A page in each language, each naming the others.
fn page(out: &mut String, site: &str, path: &str, changed: Option<DateTime<Utc>>) {
    let address = |prefix: &str| text(&format!("{site}{prefix}{path}"));
    let alternates: String = [("en", "/en"), ("zh-Hans", "/zh"), ("x-default", "/en")]
        .iter()
        .map(|(language, prefix)| {
            let href = address(prefix);
            format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{href}\"/>")
        })
        .collect();
    let changed = changed.map_or(String::new(), |at| {
        format!("<lastmod>{}</lastmod>", at.format("%Y-%m-%d"))
    });
    for prefix in ["/en", "/zh"] {
        out.push_str(&format!(
            "<url><loc>{}</loc>{changed}{alternates}</url>\n",
            address(prefix)
        ));
    }
}

/// `GET /robots.txt`: people's own pages and what only takes a form are nothing for search engines (RFC 9309).
pub(crate) async fn robots(State(site): State<Site>) -> Response {
    let mut out = String::from("User-agent: *\n");
    for language in ["/en", "/zh"] {
        for path in [
            "/sign-in",
            "/sign-up",
            "/pledges",
            "/portfolio",
            "/following",
            "/unfollow/",
            "/notifications",
            "/questions/",
            "/founder",
            "/review",
            "/finance",
            "/sandbox/",
            "/dev/",
        ] {
            // The public pages of founders begin with the same letters as their own.
            let end = if path == "/founder" { "$" } else { "" };
            out.push_str(&format!("Disallow: {language}{path}{end}\n"));
        }
        out.push_str(&format!("Disallow: {language}/founder/\n"));
    }
    out.push_str("Disallow: /graphql\nDisallow: /graphiql\n");
    out.push_str(&format!("\nSitemap: {}/sitemap.xml\n", site.settings.public_url));
    (
        [
            (CONTENT_TYPE, "text/plain; charset=utf-8"),
            (CACHE_CONTROL, "public, max-age=3600"),
        ],
        out,
    )
        .into_response()
}
