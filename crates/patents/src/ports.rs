//! What patents ask of others.

use std::{collections::HashMap, fmt::Debug};

use async_trait::async_trait;
use kernel::PatentId;

use crate::watch::Horizon;

/// What campaigns rely on rights for: it decides how closely a right is watched.
#[async_trait]
pub trait Reliance: Debug + Send + Sync {
    /// The horizon of each of these rights: of several campaigns the one that needs it most. A right that no campaign
    /// stands on may be left out.
    async fn horizons(&self, ids: &[PatentId]) -> db::Result<HashMap<PatentId, Horizon>>;
}

/// Nothing relies on any right.
#[derive(Debug)]
pub(crate) struct Nobody;

#[async_trait]
impl Reliance for Nobody {
    async fn horizons(&self, _: &[PatentId]) -> db::Result<HashMap<PatentId, Horizon>> {
        Ok(HashMap::new())
    }
}
