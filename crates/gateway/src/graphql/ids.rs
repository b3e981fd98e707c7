//! Ids, in and out.

use async_graphql::{ID, Result};
use kernel::{Id, IdKind};

use crate::http::{ErrorCode, problem};

/// The typed id in an argument.
///
/// # Errors
/// `BAD_USER_INPUT` if it is the id of something else or none at all.
pub(super) fn typed<K: IdKind>(id: &ID) -> Result<Id<K>> {
    id.parse()
        .map_err(|error: kernel::ParseIdError| problem(ErrorCode::BadUserInput, error.to_string()))
}

/// The id as the client sees it.
pub(super) fn opaque<K: IdKind>(id: Id<K>) -> ID {
    ID(id.to_string())
}

/// A version as GraphQL's 32-bit `Int`: no row is changed two thousand million times.
pub(super) fn version(version: i64) -> i32 {
    i32::try_from(version).unwrap_or(i32::MAX)
}
