//! The service.

use std::sync::Arc;

use chrono::TimeDelta;
use db::{Db, Vault};
use files::{Files, Objects};

use crate::{link::Signer, ports::Obligations, ports::People};

/// What an operator may set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long an erasure waits, in which it can be taken back.
    pub cooling: TimeDelta,
    /// How long an export can be fetched.
    pub export_kept: TimeDelta,
    /// How long the address of an export leads to it.
    pub link_for: TimeDelta,
    /// How many exports one person may ask for in 24 hours.
    pub exports_per_day: u64,
}

impl Default for Settings {
    /// A week to think better of it; a week to fetch an export, by an address of fifteen minutes; three exports a day.
    fn default() -> Self {
        Self {
            cooling: TimeDelta::days(7),
            export_kept: TimeDelta::days(7),
            link_for: TimeDelta::minutes(15),
            exports_per_day: 3,
        }
    }
}

/// What privacy works with.
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Whoever holds the master key.
    pub vault: Vault,
    /// Where exports are kept.
    pub objects: Objects,
    /// What people uploaded.
    pub files: Files,
    /// What people and platform owe one another.
    pub obligations: Arc<dyn Obligations>,
    /// People's accounts.
    pub people: Arc<dyn People>,
    /// What the operator set.
    pub settings: Settings,
}

/// What is kept about people: shown to them, erased, and removed when its time is over. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Privacy {
    parts: Arc<Parts>,
    pub(crate) signer: Signer,
}

impl std::ops::Deref for Privacy {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl Privacy {
    /// The service over these parts.
    pub fn new(parts: Parts) -> Self {
        Self {
            signer: Signer::new(parts.vault.derived("addresses of exports")),
            parts: Arc::new(parts),
        }
    }
}
