//! What investors ask of others.

use async_trait::async_trait;
use kernel::Caller;

use crate::Followee;

/// Knows what may be followed.
#[async_trait]
pub trait Followable: std::fmt::Debug + Send + Sync {
    /// Whether there is such a thing and the caller may see it.
    async fn is_there(&self, caller: &Caller, followee: Followee) -> db::Result<bool>;
}
