//! A founder's own pages: their campaigns, and the editor of one of them.
//!
//! The editor is one form. Whatever of its buttons is pressed, everything that was typed is saved first,
//! so that no button loses what another field holds.

pub(crate) mod backers;
mod begin;
pub(crate) mod calls;
mod carry;
pub(crate) mod choices;
pub(crate) mod claims;
pub(crate) mod dashboard;
pub(crate) mod documents;
pub(crate) mod draft;
mod editor;
mod input;
mod launch;
mod list;
pub(crate) mod money;
pub(crate) mod offering;
pub(crate) mod ownership;
mod places;
mod shown;
#[cfg(test)]
mod tests;
pub(crate) mod typed;
mod update_calls;
pub(crate) mod updates;

use std::str::FromStr;

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use kernel::CampaignId;

pub(crate) use begin::{begin, join};
pub(crate) use editor::owner_mark;
pub(crate) use list::list;

use crate::{failure::Failure, form::Fields, visit::Visit};
use carry::{Act, carry_out};

/// `GET /founder/{id}`
pub(crate) async fn edit(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    editor::show(&visit, id, &query).await
}

/// `POST /founder/{id}`: what was typed is kept.
pub(crate) async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::Save).await
}

/// `POST /founder/{id}/patents`: a right is looked up and attached.
pub(crate) async fn attach(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::Attach).await
}

/// `POST /founder/{id}/patents/remove`
pub(crate) async fn detach(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::Detach).await
}

/// `POST /founder/{id}/rewards`
pub(crate) async fn add_reward(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::AddReward).await
}

/// `POST /founder/{id}/rewards/remove`
pub(crate) async fn remove_reward(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::RemoveReward).await
}

/// `POST /founder/{id}/pools`
pub(crate) async fn add_pool(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::AddPool).await
}

/// `POST /founder/{id}/pools/limit`
pub(crate) async fn edit_pool(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::EditPool).await
}

/// `POST /founder/{id}/pools/remove`
pub(crate) async fn remove_pool(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::RemovePool).await
}

/// `POST /founder/{id}/submit`: handed in for review.
pub(crate) async fn submit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::Submit).await
}

/// `POST /founder/{id}/launch`: now, or at a moment to come.
pub(crate) async fn launch(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::Launch).await
}

/// `POST /founder/{id}/cancel`: the campaign ends, nobody is charged.
pub(crate) async fn cancel(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    carry_out(visit, id, fields, Act::Cancel).await
}

/// A visit to a form's address as one to the page that shows the form: its links lead there, and
/// whoever has to sign in first comes back to it.
pub(crate) fn at(visit: Visit, path: String) -> Visit {
    Visit { path, ..visit }
}

/// The id of a campaign in an address. What is none is nothing's address.
pub(crate) fn campaign_id(id: &str) -> Result<cynic::Id, Failure> {
    CampaignId::from_str(id)
        .map(|id| cynic::Id::new(id.to_string()))
        .map_err(|_| Failure::NotFound)
}
