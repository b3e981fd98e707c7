//! The parts of a campaign's page that have addresses of their own.

use crate::graphql::schema;

/// How many there are of something.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignUpdateConnection")]
pub(crate) struct UpdateCount {
    pub(crate) total_count: i32,
}

/// How many there are of something.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "QuestionConnection")]
pub(crate) struct QuestionCount {
    pub(crate) total_count: i32,
}

/// Which part is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Campaign,
    Updates,
    Questions,
    Changes,
}

/// The parts of a campaign's page.
#[derive(Debug)]
pub(crate) struct Tabs {
    pub(crate) slug: String,
    pub(crate) updates: i32,
    pub(crate) questions: i32,
    pub(crate) at: Tab,
}

impl Tabs {
    pub(crate) fn is_at(&self, tab: Tab) -> bool {
        self.at == tab
    }
}
