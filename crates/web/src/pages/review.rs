//! A reviewer's pages: what waits, and one case at a time.

mod case;
pub(crate) mod changes;
pub(crate) mod checks;
mod decision;
pub(crate) mod declarations;
pub(crate) mod documents;
pub(crate) mod ip_claims;
pub(crate) mod ownership;
mod pause;
pub(crate) mod questions;
mod queue;
#[cfg(test)]
mod tests;
pub(crate) mod verifications;
mod waiting;

pub(crate) use case::case;
pub(crate) use decision::{claim, decide};
pub(crate) use pause::{pause, resume};
pub(crate) use queue::queue;

use crate::{
    failure::Failure,
    graphql::{Role, schema},
    visit::Visit,
};

/// Somebody, told from others of the same name.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "PublicProfile")]
pub(super) struct Person {
    pub(super) id: cynic::Id,
    pub(super) display_name: String,
}

/// The visitor's own id.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Viewer")]
pub(super) struct Me {
    pub(super) id: cynic::Id,
}

/// Passes if a reviewer asks.
fn reviewer(visit: &Visit) -> Result<(), Failure> {
    visit.signed_in()?;
    visit.is(Role::Reviewer).then_some(()).ok_or(Failure::Forbidden)
}
