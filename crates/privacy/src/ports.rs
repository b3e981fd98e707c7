//! What privacy asks of the other parts. Answered where the platform is wired.

use async_trait::async_trait;
use db::Tx;
use kernel::{Locale, UserId};

/// Why an account cannot be erased yet. Each says in the words of the page what there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obligation {
    /// Pledges that may still be charged: cancel them, or wait for the end of their campaigns.
    PledgesOpen,
    /// Campaigns that are not over: cancel them, or bring them to their end.
    CampaignsOpen,
    /// Money that is still to be paid out: wait until it has arrived.
    PayoutsOpen,
    /// Money that is still to go back to the person: wait until it has arrived.
    RefundsOpen,
    /// Charges that are contested at the bank: wait for its answer.
    DisputesOpen,
    /// Claims against campaigns that are not decided on: take them back, or wait.
    ClaimsOpen,
    /// The account is locked: staff look into something.
    AccountLocked,
    /// There is no other administrator: make somebody else one first.
    LastAdministrator,
}

impl Obligation {
    /// Every one, in the order in which they are shown.
    pub const ALL: [Obligation; 8] = [
        Obligation::PledgesOpen,
        Obligation::CampaignsOpen,
        Obligation::PayoutsOpen,
        Obligation::RefundsOpen,
        Obligation::DisputesOpen,
        Obligation::ClaimsOpen,
        Obligation::AccountLocked,
        Obligation::LastAdministrator,
    ];

    /// Its key among the words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Obligation::PledgesOpen => "pledges-open",
            Obligation::CampaignsOpen => "campaigns-open",
            Obligation::PayoutsOpen => "payouts-open",
            Obligation::RefundsOpen => "refunds-open",
            Obligation::DisputesOpen => "disputes-open",
            Obligation::ClaimsOpen => "claims-open",
            Obligation::AccountLocked => "account-locked",
            Obligation::LastAdministrator => "last-administrator",
        }
    }
}

/// Something that stands in the way of an erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What.
    pub what: Obligation,
    /// How often: so many pledges, so many campaigns.
    pub count: u64,
}

/// Knows what the platform and a person still owe one another.
#[async_trait]
pub trait Obligations: std::fmt::Debug + Send + Sync {
    /// What stands in the way of erasing a person, as it is inside the transaction; the person's row is locked.
    async fn of(&self, tx: &Tx, person: UserId) -> db::Result<Vec<Standing>>;
}

/// Knows people's accounts.
#[async_trait]
pub trait People: std::fmt::Debug + Send + Sync {
    /// Locks a person's row until the end of the transaction. The language they read, or nothing if there is nobody.
    async fn lock(&self, tx: &Tx, person: UserId) -> db::Result<Option<Locale>>;

    /// Whether a text is the mail address of the person, in any spelling of it.
    async fn is_address_of(&self, person: UserId, typed: &str) -> db::Result<bool>;

    /// Writes to a person for the last time, while they still have an address. Sent again it is the same mail (`message`).
    ///
    /// # Errors
    /// What stands in the way; it may work another time.
    async fn farewell(&self, person: UserId, message: &str) -> Result<(), String>;

    /// The words that stand where a name and a text were: in the person's language.
    fn words(&self, locale: Locale) -> (String, String);
}
