//! A campaign in a list.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    cover,
    graphql::{CampaignState, Money, Named, Office, TechnologyField, schema},
    parts::patent::PatentStatus,
    words::Words,
};

/// What a card shows.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Campaign")]
pub(crate) struct Card {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) blurb: String,
    pub(crate) cover: String,
    pub(crate) field: TechnologyField,
    pub(crate) state: CampaignState,
    pub(crate) raised: Money,
    pub(crate) raised_percent: i32,
    pub(crate) ends_at: Option<DateTime<Utc>>,
    pub(crate) is_sample: bool,
    pub(crate) ip_panel: CardPanel,
}

/// Its patents in a line.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "IpPanel")]
pub(crate) struct CardPanel {
    pub(crate) patents: Vec<CardPatent>,
}

/// One of its patents.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Patent")]
pub(crate) struct CardPatent {
    pub(crate) office: Office,
    pub(crate) status: PatentStatus,
    pub(crate) expires_on: Option<NaiveDate>,
}

impl CardPatent {
    /// The office's code (WIPO ST.3).
    pub(crate) fn office_code(&self) -> String {
        self.office.name()
    }
}

impl Card {
    pub(crate) fn cover_url(&self) -> String {
        cover::address(self.field, &self.cover)
    }

    /// The bar's length: never over its frame.
    pub(crate) fn bar(&self) -> i32 {
        self.raised_percent.clamp(0, 100)
    }

    pub(crate) fn left(&self, w: &Words, now: &DateTime<Utc>) -> Option<String> {
        let left = i18n::days_left(w.0, *now, self.ends_at?);
        left.map(|(_, text)| text)
    }

    pub(crate) fn is_live(&self) -> bool {
        self.state == CampaignState::Live
    }
}
