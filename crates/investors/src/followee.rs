//! What may be followed.

use kernel::{CampaignId, PatentId, UserId};
use uuid::Uuid;

/// Something that may be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Followee {
    /// A campaign.
    Campaign(CampaignId),
    /// Somebody who runs campaigns.
    Founder(UserId),
    /// A patent right.
    Patent(PatentId),
}

/// The kind of a thing that may be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FolloweeKind {
    /// A campaign.
    Campaign,
    /// Somebody who runs campaigns.
    Founder,
    /// A patent right.
    Patent,
}

impl FolloweeKind {
    /// Every kind.
    pub const ALL: [FolloweeKind; 3] = [
        FolloweeKind::Campaign,
        FolloweeKind::Founder,
        FolloweeKind::Patent,
    ];

    /// The kind as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            FolloweeKind::Campaign => "campaign",
            FolloweeKind::Founder => "founder",
            FolloweeKind::Patent => "patent",
        }
    }

    /// The column that holds the id of such a thing.
    pub(crate) const fn column(self) -> &'static str {
        match self {
            FolloweeKind::Campaign => "campaign_id",
            FolloweeKind::Founder => "founder_id",
            FolloweeKind::Patent => "patent_id",
        }
    }

    /// The thing of this kind with that id.
    pub(crate) fn with(self, id: Uuid) -> Followee {
        match self {
            FolloweeKind::Campaign => Followee::Campaign(id.into()),
            FolloweeKind::Founder => Followee::Founder(id.into()),
            FolloweeKind::Patent => Followee::Patent(id.into()),
        }
    }
}

impl Followee {
    /// Its kind.
    pub fn kind(self) -> FolloweeKind {
        match self {
            Followee::Campaign(_) => FolloweeKind::Campaign,
            Followee::Founder(_) => FolloweeKind::Founder,
            Followee::Patent(_) => FolloweeKind::Patent,
        }
    }

    /// Its id, whatever it is.
    pub fn uuid(self) -> Uuid {
        match self {
            Followee::Campaign(id) => id.uuid(),
            Followee::Founder(id) => id.uuid(),
            Followee::Patent(id) => id.uuid(),
        }
    }
}
