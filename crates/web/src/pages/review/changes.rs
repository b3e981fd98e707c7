//! Changes of patents that matter to those who pledged: what is being dealt with, and one at a time.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use http::StatusCode;

use super::reviewer;
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{MaterialChangeOutcome, MaterialChangeSeverity, Uuid, schema},
    pages::founder::at,
    parts::{material_change::MaterialChange, user_errors::PledgeUserError},
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct ChangesQuery {
    material_changes: Vec<Change>,
}

/// A change with what reviewers see of it.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "MaterialChange")]
struct Change {
    #[cynic(spread)]
    what: MaterialChange,
    campaign: Option<ChangedCampaign>,
    answers: Option<MaterialChangeAnswers>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct ChangedCampaign {
    slug: String,
    title: String,
    viewer_can_edit: bool,
}

#[derive(cynic::QueryFragment, Debug)]
struct MaterialChangeAnswers {
    asked: i32,
    kept: i32,
    declined: i32,
    silent: i32,
}

#[derive(cynic::InputObject, Debug)]
struct MaterialChangeReclassifyInput {
    change_id: cynic::Id,
    severity: MaterialChangeSeverity,
    reason: String,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct ReclassifyVariables {
    input: MaterialChangeReclassifyInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ReclassifyVariables")]
struct Reclassify {
    #[arguments(input: $input)]
    material_change_reclassify: Option<MaterialChangeReclassifyPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct MaterialChangeReclassifyPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "review_changes.html")]
struct ChangesPage {
    shell: Shell,
    changes: Vec<Change>,
    is_done: bool,
}

#[derive(askama::Template)]
#[template(path = "review_change.html")]
struct ChangePage {
    shell: Shell,
    c: Change,
    fields: Fields,
    problems: Problems,
    key: String,
}

impl Change {
    /// What it could be classed as instead, if it may be now.
    fn other(&self) -> Option<MaterialChangeSeverity> {
        if self
            .campaign
            .as_ref()
            .is_none_or(|campaign| campaign.viewer_can_edit)
        {
            return None;
        }
        match (self.what.severity, self.what.outcome) {
            (MaterialChangeSeverity::Major, None) if !self.what.reclassified => {
                Some(MaterialChangeSeverity::Minor)
            }
            (MaterialChangeSeverity::Minor, None | Some(MaterialChangeOutcome::Informed)) => {
                Some(MaterialChangeSeverity::Major)
            }
            _ => None,
        }
    }
}

/// `GET /review/changes`
pub(crate) async fn list(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    match all(&visit).await {
        Ok(changes) => {
            let page = ChangesPage {
                shell: Shell::new(&visit, "changes-title"),
                changes,
                is_done: query.get("done").is_some(),
            };
            shell::page(&page, StatusCode::OK)
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `GET /review/changes/{id}`
pub(crate) async fn change(visit: Visit, Path(id): Path<String>) -> Response {
    match shown(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /review/changes/{id}`
pub(crate) async fn reclassify(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/review/changes/{id}"));
    match reclassified(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn all(visit: &Visit) -> Result<Vec<Change>, Failure> {
    reviewer(visit)?;
    let found: ChangesQuery = visit.query(()).await?;
    Ok(found.material_changes)
}

async fn shown(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    let mut found = all(visit).await?.into_iter();
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = ChangePage {
        shell: Shell::new(visit, "change-title"),
        c: found
            .find(|change| change.what.id.inner() == id)
            .ok_or(Failure::NotFound)?,
        fields,
        problems,
        key: visit.new_key(),
    };
    Ok(shell::page(&page, status))
}

async fn reclassified(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    reviewer(visit)?;
    let severity = match fields.shown("severity") {
        "MAJOR" => MaterialChangeSeverity::Major,
        _ => MaterialChangeSeverity::Minor,
    };
    let input = MaterialChangeReclassifyInput {
        change_id: cynic::Id::new(id),
        severity,
        reason: fields.shown("reason").to_owned(),
        idempotency_key: visit.key_of(&fields),
    };
    let answer: Reclassify = visit.act(ReclassifyVariables { input }).await?;
    let errors = answer
        .material_change_reclassify
        .ok_or(Failure::Fault)?
        .user_errors;
    if errors.is_empty() {
        return Ok(done(&visit.url("/review/changes?done=1")));
    }
    // The reason is the only text of the form.
    let errors = errors.into_iter().map(|error| PledgeUserError {
        field: Some(vec!["reason".to_owned()]),
        ..error
    });
    shown(visit, id, fields, Problems::of(errors)).await
}
