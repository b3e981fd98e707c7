//! What an investor is told of a pledge.

use kernel::{CampaignId, Money};
use notifications::{About, Facts, Kind, Notice, Way};
use pledges::{
    EndReason,
    events::{
        PaymentFailed, PaymentReminder, PledgeAdjusted, PledgeCollected, PledgeCommitted, PledgeDropped,
        PledgeReconfirmed, PledgeRefunded, PledgeReleased, ReconfirmationAsked,
    },
};
use projects::Campaign;

use super::{Tells, Things, Told, facts};

/// A notice to the investor of `$event` about the pledge, told once for each `$key`.
macro_rules! to_investor {
    ($event:expr, $told:expr, $kind:ident, $key:expr $(, $fact:ident: $value:expr)*) => {
        Notice {
            to: $event.investor_id,
            kind: Kind::$kind,
            about: About {
                campaign_id: Some($event.campaign_id),
                pledge_id: Some($event.pledge_id),
                ..About::default()
            },
            facts: Facts {
                $($fact: $value,)*
                items: $told.items.clone(),
                ..promised($event.amount, $told.campaign)
            },
            key: format!("{}:{}{}", Kind::$kind, $event.pledge_id, $key),
            at: $event.at,
        }
    };
}

/// What is said of every pledge.
fn promised(amount: Money, campaign: &Campaign) -> Facts {
    Facts {
        amount: Some(amount),
        ..facts(campaign)
    }
}

/// Where a payment that failed is put right.
fn repaired_by(authenticate: bool) -> Option<Way> {
    Some(if authenticate { Way::Bank } else { Way::Card })
}

impl Tells for PledgeCommitted {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn things(&self) -> Things {
        Things::Chosen(self.pledge_id)
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        vec![to_investor!(self, told, PledgeCommitted, "", until: told.campaign.deadline_at)]
    }
}

impl Tells for PledgeAdjusted {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn things(&self) -> Things {
        Things::Chosen(self.pledge_id)
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let each_time = format!(":{}", self.at.timestamp_micros());
        vec![to_investor!(self, told, PledgeAdjusted, each_time, until: told.campaign.deadline_at)]
    }
}

impl Tells for PledgeReleased {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let way = match self.reason {
            EndReason::CampaignCancelled => Way::Ended,
            EndReason::CampaignClosed => Way::TooLate,
            EndReason::NotReconfirmed => Way::Unconfirmed,
            // A campaign that missed its goal is told of once, to all its investors; who ended a pledge, or let it
            // expire, knows.
            EndReason::CampaignFailed | EndReason::ByInvestor | EndReason::Expired => return Vec::new(),
        };
        vec![to_investor!(self, told, PledgeReleased, "", way: Some(way))]
    }
}

impl Tells for ReconfirmationAsked {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let each_change = format!(":{}", self.change_id);
        let way = Some(if self.charged {
            Way::Charged
        } else {
            Way::Uncharged
        });
        vec![to_investor!(self, told, ReconfirmationAsked, each_change, until: Some(self.until), way: way)]
    }
}

impl Tells for PledgeReconfirmed {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let each_change = format!(":{}", self.change_id);
        vec![to_investor!(self, told, PledgeReconfirmed, each_change)]
    }
}

impl Tells for PledgeCollected {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn things(&self) -> Things {
        Things::Chosen(self.pledge_id)
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        vec![to_investor!(self, told, PledgeCollected, "")]
    }
}

impl Tells for PaymentFailed {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let each_time = format!(":{}", self.at.timestamp_micros());
        let (until, way) = (Some(self.until), repaired_by(self.authenticate));
        vec![to_investor!(self, told, PaymentFailed, each_time, until: until, way: way)]
    }
}

impl Tells for PaymentReminder {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let each_time = format!(":{}", self.number);
        let (until, way) = (Some(self.until), repaired_by(self.authenticate));
        vec![to_investor!(self, told, PaymentReminder, each_time, until: until, way: way)]
    }
}

impl Tells for PledgeDropped {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        vec![to_investor!(self, told, PledgeDropped, "")]
    }
}

impl Tells for PledgeRefunded {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn things(&self) -> Things {
        self.refund_id
            .map_or(Things::Nothing, |refund| Things::Refunded(refund, self.pledge_id))
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let each_part = format!(":{}:{}", self.at.timestamp_micros(), self.refunded.minor);
        let way = Some(if self.by_hand {
            Way::ByHand
        } else if self.whole && self.refunded == self.amount {
            Way::Whole
        } else {
            Way::Part
        });
        vec![to_investor!(self, told, PledgeRefunded, each_part, amount: Some(self.refunded), way: way)]
    }
}
