//! The parts pledging works with.

use std::sync::Arc;

use db::Db;
use kernel::Caller;
use payments::{Escrow, PaymentProvider};

use crate::{
    Correspondence, Founders, FundingTerms, IpDossier, PledgeLimits, RegimeRules, SettleRules, collect::Pace,
};

/// What pledging is given by whoever wires the platform.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Where pledges are kept.
    pub db: Db,
    /// Campaigns and their rewards.
    pub terms: Arc<dyn FundingTerms>,
    /// The patents of campaigns.
    pub dossier: Arc<dyn IpDossier>,
    /// The people who are paid.
    pub founders: Arc<dyn Founders>,
    /// What people were written.
    pub correspondence: Arc<dyn Correspondence>,
    /// The rules of regulated campaigns.
    pub rules: Arc<dyn RegimeRules>,
    /// Who keeps the money of regulated campaigns until it may be released.
    pub escrow: Arc<dyn Escrow>,
    /// Who saves cards.
    pub provider: Arc<dyn PaymentProvider>,
    /// Bounds and intervals of pledging.
    pub limits: PledgeLimits,
    /// Intervals and rates of collecting and paying out.
    pub settle: SettleRules,
}

/// Pledges: placing them, saving and charging their cards, giving back and paying out.
#[derive(Debug, Clone)]
pub struct Pledges {
    parts: Arc<Parts>,
    pub(crate) pace: Arc<Pace>,
}

impl std::ops::Deref for Pledges {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl Pledges {
    /// Pledges that work with these parts. Cheap to clone.
    pub fn new(parts: Parts) -> Self {
        let pace = Arc::new(Pace::per_second(parts.settle.charges_per_second));
        Self {
            parts: Arc::new(parts),
            pace,
        }
    }

    /// On whose behalf jobs act.
    pub(crate) fn platform() -> Caller {
        Caller::system("pledges")
    }
}
