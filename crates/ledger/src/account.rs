//! The chart of accounts.

use kernel::{CampaignId, UserId};
use uuid::Uuid;

/// The side on which an account normally stands. Debits are positive, so an account of the
/// credit side stands at or below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// What we have or are owed, and what things cost.
    Debit,
    /// What we owe, and what we earn.
    Credit,
}

impl Side {
    /// The side as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Side::Debit => "debit",
            Side::Credit => "credit",
        }
    }
}

macro_rules! account_kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal $side:ident $overdraw:literal),* $(,)?) => {
        /// What an account stands for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum AccountKind {
            $($(#[$doc])* $name),*
        }

        impl AccountKind {
            /// Every kind.
            pub const ALL: &[AccountKind] = &[$(AccountKind::$name),*];

            /// The kind as stored.
            pub const fn as_str(self) -> &'static str {
                match self { $(AccountKind::$name => $text),* }
            }

            /// The side on which accounts of this kind stand.
            pub const fn normal_side(self) -> Side {
                match self { $(AccountKind::$name => Side::$side),* }
            }

            /// Whether an account of this kind may stand on its other side.
            pub const fn may_overdraw(self) -> bool {
                match self { $(AccountKind::$name => $overdraw),* }
            }
        }
    };
}

account_kinds! {
    /// What an investor's card is being charged and has not yet yielded.
    InvestorReceivable = "investor_receivable" Debit false,
    /// Our money at the payment provider. A dispute may take it below zero.
    PlatformClearing = "platform_clearing" Debit true,
    /// What the payment provider keeps of each charge.
    ProcessorFee = "processor_fee" Debit false,
    /// Collected money held for a campaign until its payout.
    CampaignHeld = "campaign_held" Credit false,
    /// What a founder is to be paid.
    FounderPayable = "founder_payable" Credit false,
    /// What a founder owes back: refunds and lost disputes after the payout.
    FounderReceivable = "founder_receivable" Debit false,
    /// What was approved to be paid out and did not arrive yet.
    PayoutInTransit = "payout_in_transit" Credit false,
    /// What the platform earned, less what it bore in place of founders, which may be more.
    PlatformFee = "platform_fee" Credit true,
    /// Tax collected for an authority.
    Tax = "tax" Credit false,
    /// Money of a campaign set aside for refunds and disputes after its payout.
    DisputeReserve = "dispute_reserve" Credit false,
    /// What an investor is to get back.
    RefundPayable = "refund_payable" Credit false,
    /// What rounding between currencies left over, either way.
    FxRounding = "fx_rounding" Credit true,
    /// Money that matches nothing yet, either way. Anything here raises an alarm.
    Suspense = "suspense" Credit true,
    /// Memorandum: what the investors of a campaign promised.
    InvestorCommitment = "investor_commitment" Debit false,
    /// Memorandum: what a campaign was promised. Always equal to the campaign's public total.
    CampaignCommitment = "campaign_commitment" Credit false,
}

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// The platform itself.
    Platform,
    /// One campaign.
    Campaign(CampaignId),
    /// One person.
    User(UserId),
}

impl Owner {
    /// The owner's kind, as stored.
    pub const fn kind(self) -> &'static str {
        match self {
            Owner::Platform => "platform",
            Owner::Campaign(_) => "campaign",
            Owner::User(_) => "user",
        }
    }

    /// The owner's id, as stored. The platform's is all zeros.
    pub const fn uuid(self) -> Uuid {
        match self {
            Owner::Platform => Uuid::nil(),
            Owner::Campaign(id) => id.uuid(),
            Owner::User(id) => id.uuid(),
        }
    }
}

/// An account: one kind of balance of one owner. It has a separate balance in each currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    /// What it stands for.
    pub kind: AccountKind,
    /// Whose it is.
    pub owner: Owner,
}

impl Account {
    /// An account of the platform.
    pub const fn platform(kind: AccountKind) -> Self {
        Self {
            kind,
            owner: Owner::Platform,
        }
    }

    /// An account of a campaign.
    pub const fn campaign(kind: AccountKind, id: CampaignId) -> Self {
        Self {
            kind,
            owner: Owner::Campaign(id),
        }
    }

    /// An account of a person.
    pub const fn user(kind: AccountKind, id: UserId) -> Self {
        Self {
            kind,
            owner: Owner::User(id),
        }
    }
}
