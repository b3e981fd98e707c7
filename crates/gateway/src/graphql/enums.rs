//! Enums that mirror those of the domain: a new state does not compile until it is named here.

use async_graphql::Enum;

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::CampaignState")]
pub enum CampaignState {
    /// Being written by its founder.
    Draft,
    /// Waiting for, or before, a reviewer.
    InReview,
    /// Sent back by a reviewer.
    ChangesRequested,
    /// May be launched.
    Approved,
    /// Will be launched at a set moment.
    Scheduled,
    /// Takes pledges until its deadline.
    Live,
    /// Its clock stands still while something is looked into.
    Paused,
    /// The goal was reached; cards are being charged.
    Collecting,
    /// Failed cards are tried again.
    Grace,
    /// The money is in.
    Funded,
    /// Less was collected than the goal: the founder decides.
    ShortfallDecision,
    /// The goal was missed; nothing is charged.
    Failed,
    /// Ended by its founder.
    Cancelled,
    /// Ended by the platform.
    Suspended,
    /// Finance looks at it before money goes out.
    FinanceReview,
    /// Money goes out to the founder.
    Paying,
    /// Everything is paid out.
    Completed,
}

/// A field of technology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::Field")]
pub enum TechnologyField {
    /// Batteries, hydrogen, thermal stores.
    EnergyStorage,
    /// Devices for diagnosis and care.
    MedicalDevices,
    /// Robots and their parts.
    Robotics,
    /// Chips, their making and packaging.
    Semiconductors,
    /// Composites, alloys, coatings, polymers.
    NewMaterials,
    /// Seeds, farming, food.
    Agriculture,
    /// Water and waste water.
    WaterTreatment,
    /// Lenses, lasers, displays, imaging.
    Optics,
    /// Aircraft, drones, space.
    Aerospace,
    /// Software and machine learning.
    SoftwareAi,
    /// Anything else.
    Other,
}

/// What a person may act as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "kernel::Role")]
pub enum Role {
    /// Pledges. Everyone with an account is one.
    Investor,
    /// Lists projects and runs campaigns.
    Founder,
    /// Decides on campaigns under review.
    Reviewer,
    /// Handles payouts, refunds and disputes.
    Finance,
    /// Grants roles, sees the audit trail and the jobs.
    Administrator,
}

/// The direction of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// Smallest, oldest or soonest first.
    Asc,
    /// Largest, newest or latest first.
    Desc,
}
