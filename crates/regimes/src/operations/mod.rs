//! What people do with licences, offerings and declarations, and what other parts ask before they act: one file for each.

mod commit;
mod decide;
mod declare;
mod licences;
mod list;
mod offering;
mod reads;
mod release;
mod steps;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use db::{Db, Tx, Vault};
use kernel::{BasisPoints, Caller, CampaignId, Refusal, RefusalCode, Regime, RuleId, UserId, policy};
use uuid::Uuid;

use crate::{
    Bank, Error, Numbers, Pack, Packs, Result,
    ports::{CampaignFacts, Campaigns},
    rules::{Decision, months_before},
    store,
};

pub use commit::{Cleared, Commitment};
pub use decide::DecideDeclaration;
pub use declare::Declare;
pub use list::Listing;
pub use offering::PublishSheet;
pub use release::CancelRule;
pub use steps::Step;

/// What regimes work with.
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Whoever holds the master key.
    pub vault: Vault,
    /// The numbers.
    pub packs: Packs,
    /// The questions.
    pub bank: Bank,
    /// What the platform takes of what is raised.
    pub platform_pay: BasisPoints,
    /// The campaigns.
    pub campaigns: Arc<dyn Campaigns>,
}

/// Regimes: their licences and rules, what is stated of offerings, what investors declare. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Regimes {
    pub(crate) db: Db,
    pub(crate) vault: Vault,
    packs: Arc<Packs>,
    bank: Arc<Bank>,
    pub(crate) platform_pay: BasisPoints,
    pub(crate) campaigns: Arc<dyn Campaigns>,
}

impl Regimes {
    /// The service over its parts.
    pub fn new(parts: Parts) -> Self {
        Self {
            db: parts.db,
            vault: parts.vault,
            packs: Arc::new(parts.packs),
            bank: Arc::new(parts.bank),
            platform_pay: parts.platform_pay,
            campaigns: parts.campaigns,
        }
    }

    /// The numbers of all regimes.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// The questions investors answer.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// A regulated regime's pack and its numbers at a moment, by the day of UTC.
    ///
    /// # Errors
    /// A refusal if the regime has no rules then.
    pub fn on(&self, regime: Regime, now: DateTime<Utc>) -> Result<(&Pack, &Numbers), Refusal> {
        self.packs.on(regime, now.date_naive())
    }

    /// Since when what was raised and invested counts against the limits of a regime at a moment; nothing where it has none.
    pub fn counts_since(&self, regime: Regime, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let months = match self.on(regime, now).ok()?.1 {
            Numbers::RegCf(numbers) => numbers.rolling_months,
            Numbers::Ecspr(numbers) => numbers.rolling_months,
            Numbers::CnPrivate(_) => return None,
        };
        Some(months_before(now, months))
    }

    /// Passes if a licence for the regime is in force at a moment; a campaign for rewards needs none.
    ///
    /// # Errors
    /// [`RefusalCode::LicenceMissing`].
    pub async fn licensed(&self, tx: &Tx, regime: Regime, now: DateTime<Utc>) -> db::Result<Decision> {
        if !regime.is_regulated() {
            return Ok(Ok(()));
        }
        let on = now.date_naive();
        let licences = store::licences::confirmed(&**tx, regime).await?;
        let in_force = |licence: &crate::Licence| licence.state(on) == crate::LicenceState::InForce;
        Ok(if licences.iter().any(in_force) {
            Ok(())
        } else {
            let refusal = Refusal::new(RuleId::Licence, RefusalCode::LicenceMissing);
            Err(refusal.with("regime", regime).with("day", on))
        })
    }

    /// Locks a campaign for an act on what is stated of it, if the caller may do it.
    async fn locked(
        &self,
        tx: &Tx,
        caller: &Caller,
        campaign: CampaignId,
        act: impl Fn(UserId) -> policy::Action,
    ) -> Result<CampaignFacts> {
        let Some(facts) = self.campaigns.lock(tx, campaign).await? else {
            // The answer is the one for another's, so that ids cannot be tried out.
            policy::can(caller, act(UserId::from_uuid(Uuid::nil())))?;
            return Err(Error::NotFound);
        };
        policy::can(caller, act(facts.founder_id))?;
        Ok(facts)
    }
}
