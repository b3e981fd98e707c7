//! What is stated and recorded of a campaign that sells a security.

use chrono::{DateTime, Utc};
use kernel::{BasisPoints, CampaignId, FileId, Money, UserId};
use serde::{Deserialize, Serialize};

use kernel::words;

words! {
    /// What is done with commitments above the target (Form C).
    pub enum OversubscriptionMethod {
        /// Nothing above the target is taken.
        None = "none",
        /// Commitments are taken in the order in which they come, up to the maximum.
        FirstCome = "first_come",
        /// Each gets a part.
        ProRata = "pro_rata",
        /// Some other way.
        Other = "other",
    }
}

words! {
    /// Whom a background check is of (17 CFR 227.301(c)).
    pub enum CheckParty {
        /// The issuer.
        Issuer = "issuer",
        /// Its officers and directors.
        Officers = "officers",
        /// Those who hold a fifth or more.
        Holders = "holders",
    }
}

/// The terms of an offering, as its founder states them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferingTerms {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The kind of security, in the words investors read.
    pub security: String,
    /// The price of one.
    pub unit_price: Money,
    /// What is done with commitments above the target.
    pub method: OversubscriptionMethod,
    /// The most that is taken; the target, where nothing above it is.
    pub maximum: Option<Money>,
    /// How many hold a part of the issuer already and did not come by the platform, where the regime counts holders (CN2).
    pub existing_holders: Option<u32>,
}

/// The terms of an offering in one of their versions; the last before the launch counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offering {
    /// What is stated.
    pub terms: OfferingTerms,
    /// What the issuer pays the platform of what is raised: the platform's own fee at that moment.
    pub platform_pay: BasisPoints,
    /// Counts up from 1.
    pub version: i32,
    /// Who stated it.
    pub stated_by: UserId,
    /// When.
    pub stated_at: DateTime<Utc>,
}

/// What a background check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordCheck {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Whom it is of.
    pub party: CheckParty,
    /// Whether nothing speaks against them; a reasonable suspicion of fraud does.
    pub passed: bool,
    /// Where the check is kept: the provider's number of it.
    pub reference: String,
}

/// The latest outcome for one party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedParty {
    /// Whom the check is of.
    pub party: CheckParty,
    /// Whether nothing speaks against them.
    pub passed: bool,
}

/// A version of a key investment information sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Counts up from 1.
    pub version: i32,
    /// The document.
    pub file_id: FileId,
    /// How many sides of A4 it has.
    pub pages: u32,
    /// What changed; of the first version, that it is the first.
    pub reason: String,
    /// Who published it.
    pub published_by: UserId,
    /// When.
    pub published_at: DateTime<Utc>,
}
