//! What pledges tells the rest of the platform.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, Money, PledgeId, RewardId, UserId};
use serde::{Deserialize, Serialize};

use crate::{EndReason, Pledge};

/// What a campaign was promised after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// How much.
    pub pledged: Money,
    /// By how many.
    pub investor_count: i64,
}

macro_rules! pledge_events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The pledge.
            pub pledge_id: PledgeId,
            /// What is to be funded.
            pub campaign_id: CampaignId,
            /// Who promised.
            pub investor_id: UserId,
            /// What it earns.
            pub reward_id: Option<RewardId>,
            /// How much is promised.
            pub amount: Money,
            /// When it happened.
            pub at: DateTime<Utc>,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            pub(crate) fn of(pledge: &Pledge, at: DateTime<Utc>, $($field: $type),*) -> Self {
                let Pledge { id: pledge_id, campaign_id, investor_id, reward_id, amount, .. } = *pledge;
                Self { pledge_id, campaign_id, investor_id, reward_id, amount, at, $($field),* }
            }
        }

        impl db::Event for $name {
            const KIND: &'static str = $kind;
        }
    )*};
}

pledge_events! {
    /// A pledge was placed; it waits for a card.
    PledgePlaced = "pledge_placed" {}

    /// A card is saved; the pledge counts.
    PledgeCommitted = "pledge_committed" {
        /// What the campaign is promised now.
        totals: Totals,
    }

    /// The investor took a pledge back, or did not complete it in time.
    PledgeCancelled = "pledge_cancelled" {
        /// Why.
        reason: EndReason,
        /// What the campaign is promised now.
        totals: Totals,
    }

    /// A pledge was given up without charge because its campaign ended otherwise.
    PledgeReleased = "pledge_released" {
        /// Why.
        reason: EndReason,
        /// What the campaign is promised now.
        totals: Totals,
    }
}
