//! The registers, asked over the network: each behind one trait, each with its own limits.
//!
//! A [`PatentSource`] knows which [`Call`]s tell about a right, and makes one call at a time. What comes back is a
//! body that was read and is about the right that was asked for, or a [`FetchError`] that says whether and when to
//! ask again. Nothing here guesses: an answer that is late, cut off, empty or about another right is an error.
//! A page never waits for a register: sources are asked by jobs, outside of transactions.

mod answers;
mod assignment_center;
mod breaker;
mod budget;
mod call;
mod error;
mod http;
mod jpo;
mod judge;
mod kipris;
mod limiter;
mod odp;
mod ops;
pub mod recorded;
mod settings;
mod sources;
#[cfg(test)]
mod tests;
mod token;
mod transport;
mod truth;
mod wire;

use std::fmt::Debug;

use async_trait::async_trait;

pub use answers::{Fetched, Reply};
pub use assignment_center::AssignmentCenter;
pub use breaker::{Breaker, BreakerState};
pub use call::{Call, Lane, Method, Priority};
pub use error::{FetchError, Trouble};
pub use http::HttpTransport;
pub use jpo::Jpo;
pub use kipris::Kipris;
pub use limiter::{Light, Limiter};
pub use odp::{FilePart, Odp};
pub use ops::Ops;
pub use recorded::{Fault, RecordedTransport};
pub use settings::{JpoSettings, KiprisSettings, OdpSettings, OpsSettings, RegisterSettings, SettingsError};
pub use sources::{Sources, SourcesError};
pub use transport::{Request, RequestBody, Response, Transport, TransportError};

use crate::{
    number::PatentNumber,
    source::{Answer, Register},
};

/// A service of a patent office that can be asked about rights.
#[async_trait]
pub trait PatentSource: Debug + Send + Sync {
    /// The source's own name, as [`Call::source`] gives it.
    fn name(&self) -> &'static str;

    /// Which register its answers are of: the name among the evidence.
    fn register(&self) -> Register;

    /// What to ask to learn all that this source knows of a right, the most telling first. Empty if it does not cover
    /// the number.
    fn calls_for(&self, number: &PatentNumber) -> Vec<Call>;

    /// What an answer makes it possible to ask: the file of an application that a search has found.
    fn follow_ups(&self, call: &Call, answer: &Answer) -> Vec<Call> {
        let _ = (call, answer);
        Vec::new()
    }

    /// About how many bytes the answer will have, for budgets that count bytes.
    fn cost(&self, call: &Call) -> u64;

    /// Makes a call, unless the source's limits or its breaker forbid it at this moment.
    ///
    /// # Errors
    /// [`FetchError`]; [`FetchError::retry_at`] tells when to ask again.
    async fn fetch(&self, call: &Call) -> Result<Reply, FetchError>;

    /// Whether the source is being asked at all, after failures.
    fn breaker(&self) -> BreakerState;
}
