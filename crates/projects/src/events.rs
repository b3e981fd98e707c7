//! What projects tell others.

use chrono::{DateTime, Utc};
use kernel::{
    CampaignId, CampaignUpdateId, IpClaimId, LocalizedText, Money, OwnershipClaimId, PatentId, ProjectId,
    QuestionId, UserId,
};
use serde::{Deserialize, Serialize};

use crate::{campaign::PauseReason, ip_claim::IpClaimState};

/// Why a scheduled campaign is not launched though its moment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaunchWait {
    /// It is not shown any more whose its patents are.
    OwnerUnproven,
    /// One of its patents is gone.
    RightLost,
    /// A rule of the law it raises money under says no.
    RuleRefused,
}

impl LaunchWait {
    /// The word as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnerUnproven => "owner_unproven",
            Self::RightLost => "right_lost",
            Self::RuleRefused => "rule_refused",
        }
    }
}

macro_rules! events {
    ($($(#[$meta:meta])* $name:ident = $kind:literal { $($(#[$doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The campaign.
            pub campaign_id: CampaignId,
            $($(#[$doc])* pub $field: $type),*
        }

        impl db::Event for $name {
            const KIND: &'static str = $kind;
        }
    )*};
}

events! {
    /// A draft was begun.
    CampaignDrafted = "campaign_drafted" {
        /// What it funds.
        project_id: ProjectId,
        /// Who began it.
        founder_id: UserId,
    }
    /// It ends early, if its goal is reached then: those who pledged are told, and may take their pledges back in time.
    CampaignClosingEarly = "campaign_closing_early" {
        /// When.
        closes_at: DateTime<Utc>,
        /// Its deadline without.
        deadline_before: DateTime<Utc>,
    }
    /// Its words, terms or rewards changed.
    CampaignEdited = "campaign_edited" {
        /// Its version after the change.
        version: i64,
    }
    /// A document by which its founder claims one of its rights was decided on.
    OwnershipClaimDecided = "ownership_claim_decided" {
        /// The claim.
        claim_id: OwnershipClaimId,
        /// Who claims it.
        founder_id: UserId,
        /// Whether the document shows it.
        approved: bool,
    }
    /// A document by which its founder claims one of its rights shows nothing any more: the register tells of another owner.
    OwnershipClaimOutdated = "ownership_claim_outdated" {
        /// The claim.
        claim_id: OwnershipClaimId,
        /// Who claims it.
        founder_id: UserId,
    }
    /// A right was attached to it.
    CampaignPatentAttached = "campaign_patent_attached" {
        /// The right.
        patent_id: PatentId,
    }
    /// A right was taken off it.
    CampaignPatentDetached = "campaign_patent_detached" {
        /// The right.
        patent_id: PatentId,
    }
    /// It was handed in for review.
    CampaignSubmitted = "campaign_submitted" {
        /// Who handed it in.
        founder_id: UserId,
    }
    /// A reviewer let it through.
    CampaignApproved = "campaign_approved" {
        /// Who runs it.
        founder_id: UserId,
    }
    /// A reviewer asked for changes.
    CampaignChangesRequested = "campaign_changes_requested" {
        /// Who runs it.
        founder_id: UserId,
    }
    /// It will be launched at a set moment.
    CampaignScheduled = "campaign_scheduled" {
        /// When.
        starts_at: DateTime<Utc>,
    }
    /// It takes pledges.
    CampaignLaunched = "campaign_launched" {
        /// Who runs it.
        founder_id: UserId,
        /// When pledging ends.
        deadline_at: DateTime<Utc>,
    }
    /// Its deadline was moved, so that those who pledged have time to confirm.
    CampaignDeadlineExtended = "campaign_deadline_extended" {
        /// When pledging ends now.
        deadline_at: DateTime<Utc>,
    }
    /// Its deadline is near: told once for each deadline.
    CampaignEnding = "campaign_ending" {
        /// When pledging ends.
        deadline_at: DateTime<Utc>,
    }
    /// Its clock was stopped: no pledges are taken.
    CampaignPaused = "campaign_paused" {
        /// Who runs it.
        founder_id: UserId,
        /// Why.
        reason: PauseReason,
        /// When.
        at: DateTime<Utc>,
    }
    /// Its clock goes on.
    CampaignResumed = "campaign_resumed" {
        /// Who runs it.
        founder_id: UserId,
        /// Why it had been stopped.
        reason: PauseReason,
        /// When pledging ends now.
        deadline_at: DateTime<Utc>,
        /// When.
        at: DateTime<Utc>,
    }
    /// A reviewer looks into a third party's claim and asks its founder.
    IpClaimOpened = "ip_claim_opened" {
        /// The claim.
        claim_id: IpClaimId,
        /// Who is asked.
        founder_id: UserId,
        /// Who filed it.
        claimant_id: UserId,
        /// Until when the founder may answer.
        answer_until: DateTime<Utc>,
        /// When.
        at: DateTime<Utc>,
    }
    /// A third party's claim was decided on, taken back or overtaken.
    IpClaimSettled = "ip_claim_settled" {
        /// The claim.
        claim_id: IpClaimId,
        /// Who filed it.
        claimant_id: UserId,
        /// Who was asked; nobody, if it never came so far.
        founder_id: Option<UserId>,
        /// What became of it.
        state: IpClaimState,
        /// When.
        at: DateTime<Utc>,
    }
    /// Its deadline came.
    CampaignClosed = "campaign_closed" {
        /// Whether the goal was reached, decided once.
        reached: bool,
        /// What was promised.
        pledged: Money,
        /// When it was decided.
        closed_at: DateTime<Utc>,
    }
    /// Its founder ended it: nothing is charged.
    CampaignCancelled = "campaign_cancelled" {
        /// Whether it had been live.
        launched: bool,
    }
    /// Its moment has come and it cannot be launched: told once for each reason.
    CampaignLaunchWaits = "campaign_launch_waits" {
        /// Who runs it.
        founder_id: UserId,
        /// Why.
        reason: LaunchWait,
        /// When it was found.
        at: DateTime<Utc>,
    }
    /// The platform ended it: nothing is charged.
    CampaignSuspended = "campaign_suspended" {
        /// Whether it had been live.
        launched: bool,
    }
    /// Its founder published an update: told once.
    CampaignUpdatePublished = "campaign_update_published" {
        /// The update.
        update_id: CampaignUpdateId,
        /// Its number.
        number: i32,
        /// Whether it is for backers only.
        for_backers: bool,
        /// What it is called.
        title: LocalizedText,
        /// When.
        at: DateTime<Utc>,
    }
    /// Somebody asked its founder something.
    QuestionAsked = "question_asked" {
        /// The question.
        question_id: QuestionId,
        /// Who is asked.
        founder_id: UserId,
        /// When.
        at: DateTime<Utc>,
    }
    /// Its founder answered a question, for the first time.
    QuestionAnswered = "question_answered" {
        /// The question.
        question_id: QuestionId,
        /// Who asked.
        asker_id: UserId,
        /// When.
        at: DateTime<Utc>,
    }
    /// A question was hidden.
    QuestionHidden = "question_hidden" {
        /// The question.
        question_id: QuestionId,
        /// Who asked.
        asker_id: UserId,
        /// When.
        at: DateTime<Utc>,
    }
    /// What is shown of its patents changed.
    CampaignProtectionChanged = "campaign_protection_changed" {
        /// Their number.
        patent_count: u32,
    }
}
