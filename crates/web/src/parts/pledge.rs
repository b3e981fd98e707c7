//! A pledge, as its investor sees it.

use chrono::{DateTime, Utc};

use crate::graphql::{Money, PaymentSetupStatus, PledgeState, schema};

/// A pledge in a list.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Pledge")]
pub(crate) struct PledgeRow {
    pub(crate) id: cynic::Id,
    pub(crate) state: PledgeState,
    pub(crate) amount: Money,
    pub(crate) placed_at: DateTime<Utc>,
    pub(crate) reserved_until: Option<DateTime<Utc>>,
    pub(crate) cancellable: bool,
    pub(crate) setup: Option<CardSetup>,
    pub(crate) reward: Option<RewardTitle>,
    pub(crate) campaign: Option<PledgedCampaign>,
}

/// The card being saved for it.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "PaymentSetup")]
pub(crate) struct CardSetup {
    pub(crate) status: PaymentSetupStatus,
    pub(crate) card_brand: Option<String>,
    pub(crate) card_last4: Option<String>,
}

/// The reward it earns.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Reward")]
pub(crate) struct RewardTitle {
    pub(crate) title: String,
}

/// What it was pledged to.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Campaign")]
pub(crate) struct PledgedCampaign {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) ends_at: Option<DateTime<Utc>>,
    pub(crate) zone: String,
}

impl PledgeRow {
    /// What its investor has to do next: the page of that step, if there is one. A payment that failed
    /// is repaired by another card only once the investor has asked for it.
    pub(crate) fn next_step(&self) -> Option<&'static str> {
        match self.state {
            PledgeState::Reserved | PledgeState::Errored => self.entry(),
            PledgeState::ActionRequired => Some("confirm"),
            _ => None,
        }
    }

    /// The page on which a card is entered for it, or confirmed: its next step, or that of replacing a card that is saved.
    pub(crate) fn card_step(&self) -> Option<&'static str> {
        match self.state {
            PledgeState::Committed => self.entry(),
            _ => self.next_step(),
        }
    }

    /// The page on which the card that is being entered is gone on with.
    fn entry(&self) -> Option<&'static str> {
        use PaymentSetupStatus as S;
        match self.setup.as_ref()?.status {
            S::RequiresCard | S::Failed | S::Created => Some("card"),
            S::RequiresAction => Some("confirm"),
            S::Succeeded | S::Canceled => None,
        }
    }

    /// Whether another card may take the place of the one that is saved.
    pub(crate) fn may_replace_card(&self) -> bool {
        self.setup.is_some() && self.state == PledgeState::Committed
    }

    /// Whether a card may be entered for it.
    pub(crate) fn takes_card(&self) -> bool {
        self.is_reserved() || self.needs_repair() || self.may_replace_card()
    }

    /// Whether it waits for its first card.
    pub(crate) fn is_reserved(&self) -> bool {
        self.state == PledgeState::Reserved
    }

    /// Whether its payment waits for something that only its investor can do.
    pub(crate) fn needs_repair(&self) -> bool {
        self.setup.is_some() && matches!(self.state, PledgeState::Errored | PledgeState::ActionRequired)
    }
}
