//! The parts notifications work with.

use std::sync::Arc;

use db::Db;
use mail::Mailer;

use crate::Recipients;

/// What notifications are given by whoever wires the platform.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Where they are kept.
    pub db: Db,
    /// Who carries their mails.
    pub mailer: Arc<dyn Mailer>,
    /// To whom mails go.
    pub recipients: Arc<dyn Recipients>,
    /// The address people reach the site at, without a slash at its end: links of mails begin with it.
    pub site: String,
}

/// What people are told of what concerns them, and the mails that say the same. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Notifications(Arc<Parts>);

impl std::ops::Deref for Notifications {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Notifications {
    /// Notifications that work with these parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}
