#![doc = include_str!("../README.md")]

mod follow;
mod followee;
pub mod ports;
mod read;
mod store;

use std::sync::Arc;

use db::Db;
use ports::Followable;

pub use follow::{FollowError, MOST};
pub use followee::{Followee, FolloweeKind};
pub use read::{Follow, Follower, ListFollowsError};

/// What people follow. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Investors {
    db: Db,
    followable: Arc<dyn Followable>,
}

impl Investors {
    /// The service over a database, with somebody who knows what may be followed.
    pub fn new(db: Db, followable: Arc<dyn Followable>) -> Self {
        Self { db, followable }
    }
}
