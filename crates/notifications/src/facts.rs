//! The facts of a notification, kept as they stood when it was made.

use chrono::{DateTime, Utc};
use kernel::{LocalizedText, Money};
use serde::{Deserialize, Serialize};

/// A campaign, as far as a notification speaks of it: kept with it, so that a page of notifications asks for nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignFacts {
    /// What it is called.
    pub title: LocalizedText,
    /// The zone its times are shown in: an IANA name.
    pub zone: String,
    /// Its readable address; none in what was told before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
}

/// Which of several ways something went, where a sentence depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A payment waits for another card.
    Card,
    /// A payment waits for the investor's bank.
    Bank,
    /// What was collected is accepted.
    Accepted,
    /// What was collected goes back.
    Returned,
    /// All of a pledge went back.
    Whole,
    /// A part of a pledge went back.
    Part,
    /// The campaign was ended before its deadline.
    Ended,
    /// The card was saved too late.
    TooLate,
    /// There is a day until which it must be done.
    Dated,
    /// Nobody said until when.
    Undated,
    /// Nothing was charged yet.
    Uncharged,
    /// The card was charged before.
    Charged,
    /// The investor did not confirm after a change of the patents.
    Unconfirmed,
    /// Investors are asked to confirm.
    Asked,
    /// Payouts wait.
    Held,
    /// It is worth knowing; nothing follows.
    Noted,
    /// For a third party's claim.
    Claim,
    /// By staff.
    Staff,
    /// A claim is looked into.
    TakenUp,
    /// A claim was not looked into.
    Dismissed,
    /// A claim was found wrong.
    Rejected,
    /// A claim was found right.
    Upheld,
    /// A claim was taken back.
    Withdrawn,
    /// A claim was overtaken by the end of the campaign.
    Moot,
    /// By bank transfer, where the card did not take it.
    ByHand,
    /// It is not shown any more whose the patents are.
    Unproven,
    /// A patent is gone.
    Gone,
    /// A rule of the law says no.
    Refused,
}

impl Way {
    /// Every way.
    pub const ALL: [Way; 28] = [
        Way::Card,
        Way::Bank,
        Way::Accepted,
        Way::Returned,
        Way::Whole,
        Way::Part,
        Way::Ended,
        Way::TooLate,
        Way::Dated,
        Way::Undated,
        Way::Uncharged,
        Way::Charged,
        Way::Unconfirmed,
        Way::Asked,
        Way::Held,
        Way::Noted,
        Way::Claim,
        Way::Staff,
        Way::TakenUp,
        Way::Dismissed,
        Way::Rejected,
        Way::Upheld,
        Way::Withdrawn,
        Way::Moot,
        Way::ByHand,
        Way::Unproven,
        Way::Gone,
        Way::Refused,
    ];

    /// The word by which a message chooses its sentence.
    pub const fn as_str(self) -> &'static str {
        match self {
            Way::Card => "card",
            Way::Bank => "bank",
            Way::Accepted => "accepted",
            Way::Returned => "returned",
            Way::Whole => "whole",
            Way::Part => "part",
            Way::Ended => "ended",
            Way::TooLate => "too_late",
            Way::Dated => "dated",
            Way::Undated => "undated",
            Way::Uncharged => "uncharged",
            Way::Charged => "charged",
            Way::Unconfirmed => "unconfirmed",
            Way::Asked => "asked",
            Way::Held => "held",
            Way::Noted => "noted",
            Way::Claim => "claim",
            Way::Staff => "staff",
            Way::TakenUp => "taken_up",
            Way::Dismissed => "dismissed",
            Way::Rejected => "rejected",
            Way::Upheld => "upheld",
            Way::Withdrawn => "withdrawn",
            Way::Moot => "moot",
            Way::ByHand => "by_hand",
            Way::Unproven => "unproven",
            Way::Gone => "gone",
            Way::Refused => "refused",
        }
    }
}

/// So many of something a pledge chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFacts {
    /// What it is called.
    pub title: LocalizedText,
    /// How many.
    pub quantity: i32,
}

/// What a notification may say. Its kind tells which of these it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<CampaignFacts>,
    /// How much it is about: a pledge, a refund, a payout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What came together: promised, or collected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// The campaign's goal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Money>,
    /// Until when, or when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Which way it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
    /// The patent right, by its number as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patent: Option<String>,
    /// What changed of it: a kind of change as stored, of which there is a label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// The number of an update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// What an update is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<LocalizedText>,
    /// What somebody signed in with, and from where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// What the pledge chose, or what of that goes back. A mail lists it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemFacts>,
    /// What the reader ends it by, if it is told because they follow something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave: Option<String>,
}

/// The name of a fact, as words ask for it: `$amount`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// The campaign's title.
    Campaign,
    /// How much it is about.
    Amount,
    /// What came together.
    Total,
    /// The campaign's goal.
    Goal,
    /// Until when, or when.
    Until,
    /// Which way it went.
    Way,
    /// The number of the patent right.
    Patent,
    /// What changed of the patent right.
    Change,
    /// The number of an update.
    Number,
    /// What an update is called.
    Heading,
    /// What somebody signed in with, and from where.
    Device,
}

impl Facts {
    /// Whether this fact is there.
    pub(crate) fn have(&self, fact: Fact) -> bool {
        match fact {
            Fact::Campaign => self.campaign.is_some(),
            Fact::Amount => self.amount.is_some(),
            Fact::Total => self.total.is_some(),
            Fact::Goal => self.goal.is_some(),
            Fact::Until => self.until.is_some(),
            Fact::Way => self.way.is_some(),
            Fact::Patent => self.patent.is_some(),
            Fact::Change => self.change.is_some(),
            Fact::Number => self.number.is_some(),
            Fact::Heading => self.heading.is_some(),
            Fact::Device => self.device.is_some(),
        }
    }
}
