//! What founders and claimants are told of third parties' claims, and founders of the pauses of their campaigns. Investors and
//! followers, who are many, are told of a pause as a crowd.

use chrono::{DateTime, Utc};
use db::Runner;
use kernel::{CampaignId, UserId};
use notifications::{Facts, Kind, Notice, Way};
use projects::{
    Campaign, IpClaimState, PauseReason,
    events::{
        CampaignLaunchWaits, CampaignPaused, CampaignResumed, CampaignSuspended, IpClaimOpened,
        IpClaimSettled, LaunchWait,
    },
};

use super::{Tells, Told, about, facts};
use crate::App;

impl App {
    pub(super) fn tell_ip_claims(&self, runner: &mut Runner) {
        self.telling::<IpClaimOpened>(runner, "tell.ip_claim_opened");
        self.telling::<IpClaimSettled>(runner, "tell.ip_claim_settled");
        self.telling::<CampaignPaused>(runner, "tell.campaign_paused");
        self.telling::<CampaignResumed>(runner, "tell.campaign_resumed");
        self.telling::<CampaignLaunchWaits>(runner, "tell.campaign_launch_waits");
        self.telling::<CampaignSuspended>(runner, "tell.campaign_suspended");
    }
}

fn notice(to: UserId, campaign: &Campaign, kind: Kind, facts: Facts, key: &str, at: DateTime<Utc>) -> Notice {
    Notice {
        to,
        kind,
        about: about(campaign),
        facts,
        key: format!("{kind}:{key}"),
        at,
    }
}

impl Tells for IpClaimOpened {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let asked = Facts {
            until: Some(self.answer_until),
            ..facts(told.campaign)
        };
        let taken_up = Facts {
            way: Some(Way::TakenUp),
            ..facts(told.campaign)
        };
        let (campaign, claim) = (told.campaign, self.claim_id.to_string());
        let begun = format!("{claim}:inquiry");
        vec![
            notice(
                self.founder_id,
                campaign,
                Kind::IpClaimRaised,
                asked,
                &claim,
                self.at,
            ),
            notice(
                self.claimant_id,
                campaign,
                Kind::IpClaimTold,
                taken_up,
                &begun,
                self.at,
            ),
        ]
    }
}

/// Who took a claim back knows of it; that a campaign was ended, its founder is told by the end itself.
impl Tells for IpClaimSettled {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let claim = self.claim_id.to_string();
        let tell = |to: UserId, kind: Kind, way: Way| {
            let facts = Facts {
                way: Some(way),
                ..facts(told.campaign)
            };
            notice(to, told.campaign, kind, facts, &claim, self.at)
        };
        let to_claimant = match self.state {
            IpClaimState::Dismissed => Some(Way::Dismissed),
            IpClaimState::Rejected => Some(Way::Rejected),
            IpClaimState::Upheld => Some(Way::Upheld),
            IpClaimState::Moot => Some(Way::Moot),
            IpClaimState::Withdrawn
            | IpClaimState::Submitted
            | IpClaimState::Inquiry
            | IpClaimState::Answered => None,
        };
        let to_founder = match self.state {
            IpClaimState::Rejected => Some(Way::Rejected),
            IpClaimState::Withdrawn => Some(Way::Withdrawn),
            _ => None,
        };
        let claimant = to_claimant.map(|way| tell(self.claimant_id, Kind::IpClaimTold, way));
        let founder = self
            .founder_id
            .zip(to_founder)
            .map(|(founder, way)| tell(founder, Kind::IpClaimOver, way));
        claimant.into_iter().chain(founder).collect()
    }
}

/// How a pause is told of.
pub(super) fn way_of(reason: PauseReason) -> Way {
    match reason {
        PauseReason::IpClaim => Way::Claim,
        PauseReason::Staff => Way::Staff,
    }
}

/// The same for all who are told of one pause, or of its end.
pub(super) fn key_of(campaign: CampaignId, at: DateTime<Utc>) -> String {
    format!("{campaign}:{}", at.timestamp_micros())
}

/// Of a pause for a claim the founder is told with the claim.
impl Tells for CampaignPaused {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        if self.reason != PauseReason::Staff {
            return Vec::new();
        }
        let (campaign, key) = (told.campaign, key_of(self.campaign_id, self.at));
        let facts = facts(campaign);
        vec![notice(
            self.founder_id,
            campaign,
            Kind::OwnPaused,
            facts,
            &key,
            self.at,
        )]
    }
}

impl Tells for CampaignResumed {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        if self.reason != PauseReason::Staff {
            return Vec::new();
        }
        let facts = Facts {
            until: Some(self.deadline_at),
            ..facts(told.campaign)
        };
        let key = key_of(self.campaign_id, self.at);
        vec![notice(
            self.founder_id,
            told.campaign,
            Kind::OwnResumed,
            facts,
            &key,
            self.at,
        )]
    }
}

impl Tells for CampaignLaunchWaits {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let way = match self.reason {
            LaunchWait::OwnerUnproven => Way::Unproven,
            LaunchWait::RightLost => Way::Gone,
            LaunchWait::RuleRefused => Way::Refused,
        };
        let facts = Facts {
            way: Some(way),
            ..facts(told.campaign)
        };
        vec![notice(
            self.founder_id,
            told.campaign,
            Kind::OwnLaunchWaits,
            facts,
            &told.once,
            self.at,
        )]
    }
}

impl Tells for CampaignSuspended {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let campaign = told.campaign;
        let at = campaign.ended_at.unwrap_or(told.now);
        let key = self.campaign_id.to_string();
        vec![notice(
            campaign.founder_id,
            campaign,
            Kind::OwnSuspended,
            facts(campaign),
            &key,
            at,
        )]
    }
}
