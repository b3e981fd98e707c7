//! What is told, asked and changed of a campaign: the further parts of its page.

mod calls;
pub(crate) mod changes;
pub(crate) mod questions;
#[cfg(test)]
mod tests;
pub(crate) mod updates;

use crate::graphql::schema;

/// Where a page of a list ends.
#[derive(cynic::QueryFragment, Debug, Default)]
pub(crate) struct PageInfo {
    pub(crate) has_next_page: bool,
    pub(crate) end_cursor: Option<String>,
}

impl PageInfo {
    /// Where the page that follows begins, if there is one.
    pub(crate) fn next(&self) -> Option<&str> {
        self.end_cursor.as_deref().filter(|_| self.has_next_page)
    }
}
