//! What a regulated campaign offers, and the rules it keeps.

use chrono::{DateTime, Utc};

use crate::{
    graphql::{Money, OversubscriptionMethod, Regime, schema},
    pages::verification::percent,
};

/// The terms of a security, and its information sheets.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Offering {
    pub(crate) security: String,
    pub(crate) unit_price: Money,
    pub(crate) method: OversubscriptionMethod,
    pub(crate) maximum: Option<Money>,
    pub(crate) existing_holders: Option<i32>,
    pub(crate) platform_pay_bps: i32,
    pub(crate) information_sheets: Vec<InformationSheet>,
}

/// A version of a key investment information sheet.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct InformationSheet {
    pub(crate) version: i32,
    pub(crate) pages: i32,
    pub(crate) reason: String,
    pub(crate) published_at: DateTime<Utc>,
}

/// A rule in words.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct RegimeRule {
    pub(crate) rule: String,
    pub(crate) text: String,
    pub(crate) sources: Vec<String>,
    pub(crate) confirmed: bool,
}

impl Offering {
    /// The platform's fee in percent.
    pub(crate) fn fee_percent(&self) -> String {
        percent(self.platform_pay_bps)
    }
}

/// Whether anything beyond the rules of every campaign holds.
pub(crate) fn is_regulated(regime: Regime) -> bool {
    regime != Regime::Reward
}
