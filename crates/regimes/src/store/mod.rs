//! Rows of regimes: one file for each group of tables.

pub(crate) mod commitments;
pub(crate) mod declarations;
pub(crate) mod licences;
pub(crate) mod offerings;

use kernel::{Regime, UnknownWord};

/// A regime as stored.
fn regime(word: &str) -> db::Result<Regime> {
    word.parse()
        .map_err(|unknown: UnknownWord| db::Error::corrupt(unknown))
}
