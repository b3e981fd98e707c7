#![doc = include_str!("../README.md")]

mod add_on;
mod campaign;
pub mod discover;
mod error;
pub mod events;
pub mod funding;
pub mod history;
mod ip_claim;
mod level;
mod operations;
mod ownership;
mod pause;
mod pool;
pub mod ports;
mod project;
mod projection;
mod question;
mod review;
mod reward;
pub mod search;
mod slug;
pub mod standing;
mod store;
pub mod text;
mod update;
mod validation;
mod weight;
pub mod zone;

pub use campaign::{
    Campaign, CampaignPatent, CampaignState, CampaignTexts, DeadlineTerm, EditCampaign, IllegalTransition,
    Limits, PauseReason, Protection, ShortfallRule, Stage, Transition, missing,
};
pub use error::Error;
pub use ip_claim::{IpClaim, IpClaimKind, IpClaimReason, IpClaimState, IpClaimStep};
pub use level::WatchLevel;
pub use operations::{
    AnswerIpClaim, BeginCampaign, ClaimOwnership, ClosedCampaign, CreateProject, DecideClaim, DecideIpClaim,
    FileIpClaim, IpClaimVerdict, OpenWork, Projects, Reliance, advance, extend_deadline, hold, lift_hold,
};
pub use ownership::{ClaimKind, ClaimReason, ClaimState, OwnerMatch, OwnerProof, Ownership, OwnershipClaim};
pub use pause::Pause;
pub use pool::{AddPool, EditPool, RewardPool};
pub use project::{Field, Project, is_country};
pub use question::{
    Answer, Hidden, Question, QuestionFilter, QuestionReport, ReadQuestion, ReportReason, ReportedQuestion,
};
pub use review::{Decision, Review};
pub use reward::{AddReward, EditReward, Reward, RewardKind};
pub use slug::slugify;
pub use standing::{LegalStatus, Standing};
pub use update::{Audience, CampaignUpdate, ReadUpdate, UpdateState, UpdateVersion, WriteUpdate};
pub use validation::{Violation, ViolationCode};

/// The result of an operation on projects and campaigns.
pub type Result<T, E = Error> = std::result::Result<T, E>;
