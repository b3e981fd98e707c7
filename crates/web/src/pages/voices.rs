//! What is told, asked and changed of a campaign: the further parts of its page.

mod calls;
pub(crate) mod changes;
pub(crate) mod questions;
#[cfg(test)]
mod tests;
pub(crate) mod updates;

/// Where a page of a list ends.
#[derive(cynic::QueryFragment, Debug)]
pub(crate) struct PageInfo {
    pub(crate) has_next_page: bool,
    pub(crate) end_cursor: Option<String>,
}

use crate::graphql::schema;
