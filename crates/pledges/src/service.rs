//! The parts pledging works with.

use std::sync::Arc;

use db::Db;
use kernel::Caller;
use payments::PaymentProvider;

use crate::{FundingTerms, IpDossier, PledgeLimits};

/// What pledging is given by whoever wires the platform.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Where pledges are kept.
    pub db: Db,
    /// Campaigns and their rewards.
    pub terms: Arc<dyn FundingTerms>,
    /// The patents of campaigns.
    pub dossier: Arc<dyn IpDossier>,
    /// Who saves cards.
    pub provider: Arc<dyn PaymentProvider>,
    /// Bounds and intervals.
    pub limits: PledgeLimits,
}

/// Pledges: placing them, saving their cards, taking them back.
#[derive(Debug, Clone)]
pub struct Pledges(Arc<Parts>);

impl std::ops::Deref for Pledges {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Pledges {
    /// Pledges that work with these parts. Cheap to clone.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// On whose behalf jobs act.
    pub(crate) fn platform() -> Caller {
        Caller::system("pledges")
    }
}
