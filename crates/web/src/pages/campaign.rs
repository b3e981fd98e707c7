//! A campaign, with the state of its patents before everything else.

#[cfg(test)]
mod tests;

use std::convert::Infallible;

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::StreamExt;
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

use crate::{
    cover,
    failure::Failure,
    graphql::{
        ById, ByIdFields, CampaignState, CountryCode, HistoricalCampaignState, Money, Regime, Role,
        ShortfallRule, TechnologyField, schema,
    },
    markdown,
    parts::{
        collection::Collection,
        follow::FollowButton,
        funding::{Funding, FundingBox},
        items::AddOn,
        material_change::MaterialChange,
        offering::{Offering, RegimeRule, is_regulated},
        patent::IpPanel,
        pause::CampaignPause,
        tabs::{QuestionCount, Tab, Tabs, UpdateCount},
    },
    shell::{self, Shell},
    visit::Visit,
    words::Words,
};

/// The one thing asked for by its readable address.
#[derive(cynic::QueryVariables, Debug)]
pub(crate) struct BySlug {
    pub(crate) slug: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BySlug")]
struct CampaignQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<Campaign>,
}

/// Everything that is shown of a campaign.
#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct Campaign {
    pub(crate) id: cynic::Id,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) blurb: String,
    pub(crate) story: String,
    pub(crate) risks: String,
    pub(crate) team: String,
    pub(crate) cover: String,
    pub(crate) field: TechnologyField,
    pub(crate) country: Option<CountryCode>,
    pub(crate) is_sample: bool,
    pub(crate) viewer_can_edit: bool,
    pub(crate) founder: CampaignFounder,
    pub(crate) viewer_follows: bool,
    pub(crate) follower_count: i32,
    #[cynic(spread)]
    pub(crate) funding: Funding,
    pub(crate) pause: Option<CampaignPause>,
    pub(crate) shortfall_rule: ShortfallRule,
    pub(crate) collection: Option<Collection>,
    pub(crate) material_changes: Vec<MaterialChange>,
    #[arguments(first: 1)]
    pub(crate) updates: UpdateCount,
    #[arguments(first: 1)]
    pub(crate) questions: QuestionCount,
    pub(crate) rewards: Vec<Reward>,
    pub(crate) add_ons: Vec<AddOn>,
    pub(crate) ip_panel: IpPanel,
    pub(crate) regime: Regime,
    pub(crate) regime_rules: Vec<RegimeRule>,
    pub(crate) offering: Option<Offering>,
    pub(crate) viewer_pledge: Option<OwnPledge>,
    #[arguments(first: 3)]
    pub(crate) comparables: Comparables,
}

/// Who runs it.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PublicProfile")]
pub(crate) struct CampaignFounder {
    pub(crate) id: cynic::Id,
    pub(crate) display_name: String,
}

/// What a pledge earns.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Reward {
    pub(crate) id: cynic::Id,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) amount: Money,
    pub(crate) remaining: Option<i32>,
    pub(crate) claimed: i32,
    pub(crate) deliver_on: Option<NaiveDate>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Pledge")]
pub(crate) struct OwnPledge {
    pub(crate) id: cynic::Id,
    pub(crate) amount: Money,
}

/// Past campaigns of other platforms that resemble it.
#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct Comparables {
    pub(crate) count: i32,
    pub(crate) success_percent: Option<i32>,
    pub(crate) median_raised_percent: Option<i32>,
    pub(crate) campaigns: Vec<HistoricalCampaign>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct HistoricalCampaign {
    pub(crate) name: String,
    pub(crate) goal: Money,
    pub(crate) pledged: Money,
    pub(crate) state: HistoricalCampaignState,
}

impl Reward {
    /// Whether nobody can choose it any more.
    pub(crate) fn is_gone(&self) -> bool {
        self.remaining == Some(0)
    }
}

impl Campaign {
    /// The address of its picture.
    pub(crate) fn cover_url(&self) -> String {
        cover::address(self.field, &self.cover)
    }

    /// Whether it sells a security: whoever invests declares something first.
    pub(crate) fn is_regulated(&self) -> bool {
        is_regulated(self.regime)
    }

    pub(crate) fn follow(&self) -> FollowButton {
        FollowButton::new(&self.id, self.viewer_follows, self.follower_count)
    }

    pub(crate) fn tabs(&self) -> Tabs {
        Tabs {
            slug: self.slug.clone(),
            updates: self.updates.total_count,
            questions: self.questions.total_count,
            at: Tab::Campaign,
        }
    }

    pub(crate) fn story_html(&self) -> String {
        markdown::html(&self.story)
    }

    pub(crate) fn risks_html(&self) -> String {
        markdown::html(&self.risks)
    }

    pub(crate) fn team_html(&self) -> String {
        markdown::html(&self.team)
    }

    /// The change of its patents that those who pledged are asked about now.
    pub(crate) fn open_change(&self) -> Option<&MaterialChange> {
        let mut changes = self.material_changes.iter();
        changes.find(|change| change.asks() && !change.is_over())
    }

    /// Whether somebody may say that it takes what is theirs.
    pub(crate) fn may_be_claimed_against(&self) -> bool {
        let open = matches!(self.funding.state, CampaignState::Live | CampaignState::Paused);
        open && !self.viewer_can_edit
    }

    /// Whether the public can see it already.
    pub(crate) fn is_before_launch(&self) -> bool {
        matches!(
            self.funding.state,
            CampaignState::Draft
                | CampaignState::InReview
                | CampaignState::ChangesRequested
                | CampaignState::Approved
                | CampaignState::Scheduled
        )
    }
}

#[derive(Template)]
#[template(path = "campaign.html")]
struct CampaignPage {
    shell: Shell,
    c: Campaign,
    now: DateTime<Utc>,
    is_reviewer: bool,
}

/// `GET /campaigns/{slug}`
pub(crate) async fn show(visit: Visit, Path(slug): Path<String>) -> Response {
    match page(&visit, slug).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, slug: String) -> Result<CampaignPage, Failure> {
    let c = find(visit, slug).await?;
    let shell = Shell::titled(visit, c.title.clone())
        .public(Some(c.blurb.clone()))
        .pictured(visit.url(&format!("/campaigns/{}/card.png", c.slug)))
        .fed(visit.url(&format!("/campaigns/{}/feed.atom", c.slug)));
    Ok(CampaignPage {
        shell: Shell {
            is_public: !c.is_before_launch(),
            ..shell
        },
        now: visit.site.clock.now(),
        is_reviewer: visit.is(Role::Reviewer),
        c,
    })
}

/// The campaign at this address.
pub(crate) async fn find(visit: &Visit, slug: String) -> Result<Campaign, Failure> {
    let found: CampaignQuery = visit.query(BySlug { slug }).await?;
    found.campaign_by_slug.ok_or(Failure::NotFound)
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BySlug")]
struct FundingQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<FundingId>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct FundingId {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Subscription", variables = "ById")]
struct FundingChanges {
    #[arguments(id: $id)]
    campaign_funding: Funding,
}

/// `GET /campaigns/{slug}/funding`: the figures of the funding box, again whenever they change.
pub(crate) async fn funding(visit: Visit, Path(slug): Path<String>) -> Response {
    match changes(&visit, slug).await {
        Ok(response) => response,
        // Whoever follows is a script: it needs the status, not a page.
        Err(Failure::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(Failure::RateLimited) => StatusCode::TOO_MANY_REQUESTS.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn changes(visit: &Visit, slug: String) -> Result<Response, Failure> {
    let found: FundingQuery = visit.query(BySlug { slug }).await?;
    let id = found.campaign_by_slug.ok_or(Failure::NotFound)?.id;
    let (w, clock) = (visit.words(), visit.site.clock.clone());
    let changes = visit.follow::<FundingChanges, _>(ById { id }).await?;
    let events = changes.map(move |change| {
        let event = event(w, &change.campaign_funding, clock.now());
        Ok::<_, Infallible>(event)
    });
    let mut response = Response::new(Body::from_stream(events));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that buffer would hold every event back.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

/// A fragment as a server-sent event: each of its lines is a line of data.
fn event(w: Words, f: &Funding, now: DateTime<Utc>) -> String {
    let html = FundingBox { w, f, now }.render().unwrap_or_default();
    let mut event = String::with_capacity(html.len() + 64);
    for line in html.lines() {
        event.push_str("data: ");
        event.push_str(line);
        event.push('\n');
    }
    event.push('\n');
    event
}
