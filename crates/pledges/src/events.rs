//! What pledges tells the rest of the platform.

use chrono::{DateTime, Utc};
use kernel::{
    CampaignId, MaterialChangeId, Money, PayoutId, PledgeId, ReconciliationId, RefundId, RewardId, UserId,
};
use serde::{Deserialize, Serialize};

use crate::{
    ChangeOutcome, ChangeScope, ChangeSeverity, EndReason, MaterialChange, Payout, Pledge, Reconciliation,
    RefundReason, Settlement,
};

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

    /// What a pledge promises or earns was changed.
    PledgeAdjusted = "pledge_adjusted" {
        /// How much was promised before.
        before: Money,
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

    /// The money of a pledge arrived.
    PledgeCollected = "pledge_collected" {}

    /// The card was declined, or the investor's bank asks them to confirm.
    PaymentFailed = "payment_failed" {
        /// Whether the bank waits for the investor; else another card is needed.
        authenticate: bool,
        /// The provider's code.
        failure: Option<String>,
        /// Until when it may be repaired.
        until: DateTime<Utc>,
    }

    /// An investor is reminded of a payment that failed.
    PaymentReminder = "payment_reminder" {
        /// Which reminder it is, from 1.
        number: i32,
        /// Whether the bank waits for the investor; else another card is needed.
        authenticate: bool,
        /// Until when it may be repaired.
        until: DateTime<Utc>,
    }

    /// The money of a pledge could not be collected in time.
    PledgeDropped = "pledge_dropped" {}

    /// Money went back to the card it came from, or by hand in another way.
    PledgeRefunded = "pledge_refunded" {
        /// How much.
        refunded: Money,
        /// Why.
        reason: RefundReason,
        /// Whether nothing is left of the pledge.
        whole: bool,
        /// Whether it was paid by hand, since the provider or the bank would not.
        #[serde(default)]
        by_hand: bool,
        /// The refund, which may name what it is for; none in what was told before refunds did.
        #[serde(default)]
        refund_id: Option<RefundId>,
    }

    /// A payer contests a charge at the bank, or the bank asks about it.
    DisputeOpened = "dispute_opened" {
        /// How much is contested.
        contested: Money,
        /// The bank's reason, in the provider's word.
        reason: String,
        /// Until when evidence may be handed in.
        due_at: Option<DateTime<Utc>>,
    }

    /// A contest was decided.
    DisputeClosed = "dispute_closed" {
        /// How much was contested.
        contested: Money,
        /// Whether the payer got it.
        lost: bool,
    }

    /// The patents changed: the investor is asked to confirm the pledge.
    ReconfirmationAsked = "reconfirmation_asked" {
        /// What changed.
        change_id: MaterialChangeId,
        /// Whether the card had been charged: then silence gives the money back.
        charged: bool,
        /// Until when.
        until: DateTime<Utc>,
    }

    /// The investor confirmed the pledge.
    PledgeReconfirmed = "pledge_reconfirmed" {
        /// What had changed.
        change_id: MaterialChangeId,
    }

    /// Money that was to go back did not: somebody must see to it.
    RefundFailed = "refund_failed" {
        /// How much.
        refund: Money,
        /// The provider's code.
        failure: Option<String>,
    }
}

macro_rules! settlement_events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The campaign.
            pub campaign_id: CampaignId,
            /// Who runs it.
            pub founder_id: UserId,
            /// The goal.
            pub goal: Money,
            /// What was promised at the deadline.
            pub pledged: Money,
            /// What arrived.
            pub collected: Money,
            /// What could not be collected.
            pub dropped: Money,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            pub(crate) fn of(settlement: &Settlement, $($field: $type),*) -> Self {
                let Settlement { campaign_id, founder_id, goal, pledged, collected, dropped, .. } = *settlement;
                Self { campaign_id, founder_id, goal, pledged, collected, dropped, $($field),* }
            }
        }

        impl db::Event for $name {
            const KIND: &'static str = $kind;
        }
    )*};
}

settlement_events! {
    /// Less was collected than the goal; the founder is to decide.
    ShortfallFound = "shortfall_found" {
        /// Until when.
        until: DateTime<Utc>,
    }

    /// Every card had its tries, and it is decided what becomes of the money.
    CampaignSettled = "campaign_settled" {
        /// Whether it is accepted; else it goes back.
        accepted: bool,
    }
}

macro_rules! change_events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The change.
            pub change_id: MaterialChangeId,
            /// The campaign.
            pub campaign_id: CampaignId,
            /// Who runs it.
            pub founder_id: UserId,
            /// What it is to those who pledged.
            pub severity: ChangeSeverity,
            /// What follows from it.
            pub scope: ChangeScope,
            /// How it ended, once it did.
            pub outcome: Option<ChangeOutcome>,
            /// Until when investors may answer.
            pub until: Option<DateTime<Utc>>,
        }

        impl $name {
            pub(crate) fn of(change: &MaterialChange) -> Self {
                let MaterialChange { id, campaign_id, founder_id, severity, scope, outcome, reconfirm_until, .. } = *change;
                Self { change_id: id, campaign_id, founder_id, severity, scope, outcome, until: reconfirm_until }
            }
        }

        impl db::Event for $name {
            const KIND: &'static str = $kind;
        }
    )*};
}

change_events! {
    /// Everybody who pledged was told that the patents changed, or asked to confirm.
    MaterialChangeNotified = "material_change_notified"

    /// A change of the patents is dealt with.
    MaterialChangeClosed = "material_change_closed"
}

/// The books and the payment provider do not agree about something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BooksDiffer {
    /// The comparison that found it.
    pub reconciliation_id: ReconciliationId,
    /// When it was made.
    pub at: DateTime<Utc>,
}

impl BooksDiffer {
    pub(crate) fn of(made: &Reconciliation) -> Self {
        Self {
            reconciliation_id: made.id,
            at: made.reconciled_at,
        }
    }
}

impl db::Event for BooksDiffer {
    const KIND: &'static str = "books_differ";
}

macro_rules! payout_events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The payout.
            pub payout_id: PayoutId,
            /// What was funded.
            pub campaign_id: CampaignId,
            /// Who is paid.
            pub founder_id: UserId,
            /// How much.
            pub amount: Money,
            /// When it happened.
            pub at: DateTime<Utc>,
        }

        impl $name {
            pub(crate) fn of(payout: &Payout, at: DateTime<Utc>) -> Self {
                let Payout { id: payout_id, campaign_id, founder_id, amount, .. } = *payout;
                Self { payout_id, campaign_id, founder_id, amount, at }
            }
        }

        impl db::Event for $name {
            const KIND: &'static str = $kind;
        }
    )*};
}

payout_events! {
    /// A payout was ordered; somebody else must approve it.
    PayoutRequested = "payout_requested"

    /// Money arrived at a founder's.
    PayoutPaid = "payout_paid"

    /// Money did not go to a founder.
    PayoutFailed = "payout_failed"
}

/// What was to be paid to a founder first was taken up by losses and debts: nothing is paid out but perhaps the reserve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledWithoutPayout {
    /// What was funded.
    pub campaign_id: CampaignId,
    /// Who is not paid.
    pub founder_id: UserId,
    /// When it was found.
    pub at: DateTime<Utc>,
}

impl SettledWithoutPayout {
    pub(crate) fn of(settlement: &Settlement, at: DateTime<Utc>) -> Self {
        Self {
            campaign_id: settlement.campaign_id,
            founder_id: settlement.founder_id,
            at,
        }
    }
}

impl db::Event for SettledWithoutPayout {
    const KIND: &'static str = "settled_without_payout";
}
