//! What a founder is told of a campaign.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, Money, PayoutId};
use notifications::{About, Facts, Kind, Notice, Way};
use pledges::{
    ChangeScope,
    events::{
        CampaignSettled, DisputeOpened, MaterialChangeNotified, PayoutFailed, PayoutPaid,
        SettledWithoutPayout, ShortfallFound,
    },
};
use projects::{
    Campaign,
    events::{CampaignApproved, CampaignChangesRequested, CampaignClosed},
};

use super::{Tells, Told, about, facts};

/// A notice to the founder; of two of one kind with one `key` the founder is told one.
fn to_founder(campaign: &Campaign, kind: Kind, facts: Facts, key: &str, at: DateTime<Utc>) -> Notice {
    Notice {
        to: campaign.founder_id,
        kind,
        about: about(campaign),
        facts,
        key: format!("{kind}:{key}"),
        at,
    }
}

impl Tells for CampaignApproved {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let (campaign, kind) = (told.campaign, Kind::CampaignApproved);
        vec![to_founder(campaign, kind, facts(campaign), &told.once, told.now)]
    }
}

impl Tells for CampaignChangesRequested {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let (campaign, kind) = (told.campaign, Kind::CampaignChangesRequested);
        vec![to_founder(campaign, kind, facts(campaign), &told.once, told.now)]
    }
}

/// Told to the founder here; to the investors, who are many, by a job of its own.
impl Tells for CampaignClosed {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let kind = if self.reached {
            Kind::GoalReached
        } else {
            Kind::GoalMissed
        };
        let facts = Facts {
            total: Some(self.pledged),
            ..facts(told.campaign)
        };
        vec![to_founder(
            told.campaign,
            kind,
            facts,
            &self.campaign_id.to_string(),
            self.closed_at,
        )]
    }
}

/// Told to the founder here; investors who are not asked one by one are told as a crowd.
impl Tells for MaterialChangeNotified {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let facts = Facts {
            way: Some(way_of(self.scope)),
            ..facts(told.campaign)
        };
        let key = self.change_id.to_string();
        vec![to_founder(
            told.campaign,
            Kind::PatentsChanged,
            facts,
            &key,
            told.now,
        )]
    }
}

/// What follows from a change of the patents, as it is told.
pub(super) fn way_of(scope: ChangeScope) -> Way {
    match scope {
        ChangeScope::Reconfirm => Way::Asked,
        ChangeScope::Payout => Way::Held,
        ChangeScope::Inform => Way::Noted,
    }
}

impl Tells for ShortfallFound {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let facts = Facts {
            total: Some(self.collected),
            goal: Some(self.goal),
            until: Some(self.until),
            ..facts(told.campaign)
        };
        // A change of the patents may have the money collected again, and the question asked again.
        let each_time = format!("{}:{}", self.campaign_id, self.until.timestamp_micros());
        vec![to_founder(
            told.campaign,
            Kind::ShortfallFound,
            facts,
            &each_time,
            told.now,
        )]
    }
}

impl Tells for CampaignSettled {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let facts = Facts {
            total: Some(self.collected),
            way: Some(if self.accepted {
                Way::Accepted
            } else {
                Way::Returned
            }),
            ..facts(told.campaign)
        };
        vec![to_founder(
            told.campaign,
            Kind::CampaignSettled,
            facts,
            &self.campaign_id.to_string(),
            told.now,
        )]
    }
}

/// A notice about a payout to the founder.
fn of_payout(
    campaign: &Campaign,
    kind: Kind,
    payout: (PayoutId, Money),
    key: &str,
    at: DateTime<Utc>,
) -> Notice {
    let (payout_id, amount) = payout;
    let facts = Facts {
        amount: Some(amount),
        ..facts(campaign)
    };
    let notice = to_founder(campaign, kind, facts, key, at);
    let about = About {
        payout_id: Some(payout_id),
        ..notice.about
    };
    Notice { about, ..notice }
}

impl Tells for PayoutPaid {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let payout = (self.payout_id, self.amount);
        let once = self.payout_id.to_string();
        vec![of_payout(told.campaign, Kind::PayoutPaid, payout, &once, self.at)]
    }
}

impl Tells for PayoutFailed {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let payout = (self.payout_id, self.amount);
        let each_time = format!("{}:{}", self.payout_id, self.at.timestamp_micros());
        vec![of_payout(
            told.campaign,
            Kind::PayoutFailed,
            payout,
            &each_time,
            self.at,
        )]
    }
}

impl Tells for SettledWithoutPayout {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let (campaign, kind) = (told.campaign, Kind::SettledWithoutPayout);
        let once = self.campaign_id.to_string();
        vec![to_founder(campaign, kind, facts(campaign), &once, self.at)]
    }
}

/// Told to the founder here; to finance, who answers the bank, by a handler of its own. Which pledge it is, and so who
/// contests, is not for the founder to know.
impl Tells for DisputeOpened {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let facts = Facts {
            amount: Some(self.contested),
            ..facts(told.campaign)
        };
        let each_time = format!("{}:{}", self.pledge_id, self.at.timestamp_micros());
        vec![to_founder(
            told.campaign,
            Kind::DisputeOpened,
            facts,
            &each_time,
            self.at,
        )]
    }
}
