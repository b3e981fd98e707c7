//! What a pledge chose: its reward and add-ons, each with its price.

mod choose;
mod refund;
mod stock;
pub(crate) mod store;

use kernel::{Money, PledgeId, RewardId};
use serde::{Deserialize, Serialize};

pub use choose::ItemsError;
pub(crate) use choose::{Choice, choose, sum};
pub use refund::RefundedAlready;
pub(crate) use refund::judge_refund;

/// A wish for an add-on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemWish {
    /// Which.
    pub reward_id: RewardId,
    /// How many.
    pub quantity: i32,
}

/// Something a pledge chose: its reward, or an add-on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What.
    pub reward_id: RewardId,
    /// How many.
    pub quantity: i32,
    /// What one of them costs since it was first chosen.
    pub unit: Money,
}

/// Something a pledge chose, and how many of them went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeItem {
    /// The pledge.
    pub pledge_id: PledgeId,
    /// What it chose.
    pub item: Item,
    /// Of how many the money goes back, or went back, by refunds that name them.
    pub refunded: i32,
}

impl PledgeItem {
    /// Of how many it does not.
    pub fn left(&self) -> i32 {
        (self.item.quantity - self.refunded).max(0)
    }
}
