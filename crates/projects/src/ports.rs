//! What projects ask of others.

use async_trait::async_trait;
use db::Tx;
use kernel::PatentId;

pub use crate::standing::PatentFacts;

/// Knows the patent rights.
#[async_trait]
pub trait PatentCheck: std::fmt::Debug + Send + Sync {
    /// The facts of these rights as they stand inside the transaction, in any order. A right that
    /// is not there is left out.
    async fn facts(&self, tx: &Tx, ids: &[PatentId]) -> db::Result<Vec<PatentFacts>>;
}
