//! What the visitor follows: the list, the button, and the link of a mail that ends it.

#[cfg(test)]
mod tests;

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{CampaignState, PatentNumber, schema},
    pages::sign::is_ours,
    parts::{
        patent::{PatentStatus, slug},
        user_errors::FollowingUserError,
    },
    routes::done,
    shell::{self, Shell},
    visit::Visit,
    words::Words,
};

/// Things on a page.
const PAGE: i32 = 20;

#[derive(cynic::QueryVariables, Debug)]
struct ListVariables {
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct FollowingQuery {
    viewer: Option<ListViewer>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer", variables = "ListVariables")]
struct ListViewer {
    #[arguments(first: $first, after: $after)]
    following: Follows,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "FollowingConnection")]
struct Follows {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Follow>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Following")]
struct Follow {
    followed_id: cynic::Id,
    followed_at: DateTime<Utc>,
    followed: Followed,
}

/// What is followed; nothing of it is there if the visitor may not see it any more.
#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct Followed {
    campaign: Option<Campaign>,
    founder: Option<Founder>,
    patent: Option<Patent>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    slug: String,
    title: String,
    state: CampaignState,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PublicProfile")]
struct Founder {
    id: cynic::Id,
    display_name: String,
}

#[derive(cynic::QueryFragment, Debug)]
struct Patent {
    number: PatentNumber,
    title: String,
    status: PatentStatus,
}

impl Patent {
    fn slug(&self) -> String {
        slug(&self.number.0)
    }
}

impl Follow {
    fn since(&self, w: &Words) -> String {
        w.day(&self.followed_at.date_naive())
    }
}

impl Followed {
    /// What it is called; nothing where it cannot be seen.
    fn name(&self) -> Option<&str> {
        let campaign = self.campaign.as_ref().map(|campaign| campaign.title.as_str());
        let founder = self.founder.as_ref().map(|founder| founder.display_name.as_str());
        let patent = self.patent.as_ref().map(|patent| patent.number.0.as_str());
        campaign.or(founder).or(patent)
    }
}

#[derive(askama::Template)]
#[template(path = "following.html")]
struct FollowingPage {
    shell: Shell,
    list: Follows,
}

/// `GET /following`
pub(crate) async fn list(visit: Visit) -> Response {
    match list_page(&visit).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn list_page(visit: &Visit) -> Result<FollowingPage, Failure> {
    visit.signed_in()?;
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let after = Fields::read(query.as_bytes()).get("after").map(str::to_owned);
    let found: FollowingQuery = visit.query(ListVariables { first: PAGE, after }).await?;
    Ok(FollowingPage {
        shell: Shell::new(visit, "following-title"),
        list: found.viewer.ok_or(Failure::SignIn)?.following,
    })
}

#[derive(cynic::InputObject, Debug)]
struct FollowingStartInput {
    id: cynic::Id,
}

#[derive(cynic::InputObject, Debug)]
struct FollowingEndInput {
    id: cynic::Id,
}

#[derive(cynic::QueryVariables, Debug)]
struct StartVariables {
    input: FollowingStartInput,
}

#[derive(cynic::QueryVariables, Debug)]
struct EndVariables {
    input: FollowingEndInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "StartVariables")]
struct StartFollow {
    #[arguments(input: $input)]
    following_start: Option<FollowingStartPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "EndVariables")]
struct EndFollow {
    #[arguments(input: $input)]
    following_end: Option<FollowingEndPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct FollowingStartPayload {
    user_errors: Vec<FollowingUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct FollowingEndPayload {
    user_errors: Vec<FollowingUserError>,
}

/// `POST /follow`: the thing named by `id` is followed, or with `end` no longer; then back to `next`.
pub(crate) async fn change(visit: Visit, fields: Fields) -> Response {
    match changed(&visit, &fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn changed(visit: &Visit, fields: &Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let id = cynic::Id::new(fields.get("id").ok_or(Failure::BadRequest)?);
    let errors = if fields.has("end") {
        let input = FollowingEndInput { id };
        let answer: EndFollow = visit.act(EndVariables { input }).await?;
        answer.following_end.ok_or(Failure::Fault)?.user_errors
    } else {
        let input = FollowingStartInput { id };
        let answer: StartFollow = visit.act(StartVariables { input }).await?;
        answer.following_start.ok_or(Failure::Fault)?.user_errors
    };
    if !errors.is_empty() {
        let page = RefusedPage {
            shell: Shell::new(visit, "following-title"),
            problems: Problems::of(errors),
        };
        return Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let next = fields.get("next").filter(|next| is_ours(next));
    Ok(done(&visit.url(next.unwrap_or("/following"))))
}

/// Why something cannot be followed.
#[derive(askama::Template)]
#[template(path = "follow_refused.html")]
struct RefusedPage {
    shell: Shell,
    problems: Problems,
}

#[derive(cynic::QueryVariables, Debug)]
struct BySecret {
    secret: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BySecret")]
struct FollowedByMailQuery {
    #[arguments(secret: $secret)]
    followed_by_mail: Option<Followed>,
}

#[derive(cynic::InputObject, Debug)]
struct FollowingEndByMailInput {
    secret: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct EndByMailVariables {
    input: FollowingEndByMailInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "EndByMailVariables")]
struct EndFollowByMail {
    #[arguments(input: $input)]
    following_end_by_mail: Option<FollowingEndByMailPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct FollowingEndByMailPayload {
    followed: Option<Followed>,
}

#[derive(askama::Template)]
#[template(path = "unfollow.html")]
struct UnfollowPage {
    shell: Shell,
    secret: String,
    followed: Option<Followed>,
    is_done: bool,
}

/// `GET /unfollow/{secret}`: asks first, for programs that look through mails open every link.
pub(crate) async fn leave(visit: Visit, Path(secret): Path<String>) -> Response {
    let found = visit.query::<FollowedByMailQuery, _>(BySecret {
        secret: secret.clone(),
    });
    match found.await {
        Ok(found) => left(&visit, secret, found.followed_by_mail, false),
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /unfollow/{secret}`: from the page, or by a mail program itself (RFC 8058), signed in or not.
pub(crate) async fn leave_sent(visit: Visit, Path(secret): Path<String>) -> Response {
    let input = FollowingEndByMailInput {
        secret: secret.clone(),
    };
    match visit
        .act::<EndFollowByMail, _>(EndByMailVariables { input })
        .await
    {
        Ok(answer) => {
            let followed = answer.following_end_by_mail.and_then(|payload| payload.followed);
            left(&visit, secret, followed, true)
        }
        Err(failure) => failure.respond(&visit),
    }
}

fn left(visit: &Visit, secret: String, followed: Option<Followed>, is_done: bool) -> Response {
    // Ended before, by the same link perhaps: the wish is fulfilled.
    let is_done = is_done || followed.is_none();
    let page = UnfollowPage {
        shell: Shell::new(visit, "unfollow-title"),
        secret,
        followed,
        is_done,
    };
    shell::page(&page, StatusCode::OK)
}
