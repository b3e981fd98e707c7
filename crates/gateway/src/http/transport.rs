//! The transport put together: what it was given, and what it keeps.

use std::sync::Arc;

use kernel::{Clock, IdSource};
use tokio_util::sync::CancellationToken;

use super::{
    Authenticate, Executor, RateLimit, Settings,
    documents::{Persisted, TrustedDocuments},
    guard::CostModel,
    seats::Seats,
};

/// What the transport is made of.
pub struct Parts {
    /// The schema.
    pub executor: Arc<dyn Executor>,
    /// Tells who is asking.
    pub authenticate: Arc<dyn Authenticate>,
    /// The callers' budgets.
    pub rate_limit: Arc<dyn RateLimit>,
    /// The operations of our own clients.
    pub trusted: TrustedDocuments,
    /// Fields priced apart: `("Mutation.signIn", 50)`.
    pub prices: Vec<(String, u32)>,
    /// What the operator set.
    pub settings: Settings,
    /// The time, for request ids.
    pub clock: Arc<dyn Clock>,
    /// Request ids.
    pub ids: Arc<dyn IdSource>,
    /// Cancelled when the server stops: streams and sockets end.
    pub shutdown: CancellationToken,
}

/// Why the transport could not be put together: always a fault of the program.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The schema's own SDL was not understood.
    #[error("the schema's SDL cannot be read")]
    Sdl(#[source] async_graphql_parser::Error),
    /// A price for a field the schema does not have.
    #[error("prices name fields that the schema does not have: {0}")]
    UnknownPrice(String),
}

/// The transport. Clones share everything.
#[derive(Clone)]
pub struct Transport(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) executor: Arc<dyn Executor>,
    pub(super) authenticate: Arc<dyn Authenticate>,
    pub(super) rate_limit: Arc<dyn RateLimit>,
    pub(super) trusted: TrustedDocuments,
    pub(super) persisted: Persisted,
    /// The operations of our pages, parsed once.
    pub(super) pages: Persisted,
    pub(super) model: CostModel,
    pub(super) settings: Settings,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn IdSource>,
    pub(super) shutdown: CancellationToken,
    pub(super) seats: Seats,
}

impl Transport {
    /// Reads the schema and checks the prices.
    ///
    /// # Errors
    /// [`SetupError`], at the start of the program.
    pub fn new(parts: Parts) -> Result<Self, SetupError> {
        let mut model = CostModel::from_sdl(&parts.executor.sdl()).map_err(SetupError::Sdl)?;
        for (field, points) in &parts.prices {
            model = model.price(field, *points);
        }
        let unknown = model.unknown_prices();
        if !unknown.is_empty() {
            return Err(SetupError::UnknownPrice(unknown.join(", ")));
        }
        Ok(Self(Arc::new(Inner {
            executor: parts.executor,
            authenticate: parts.authenticate,
            rate_limit: parts.rate_limit,
            trusted: parts.trusted,
            persisted: Persisted::default(),
            pages: Persisted::default(),
            model,
            seats: Seats::new(&parts.settings.streams),
            settings: parts.settings,
            clock: parts.clock,
            ids: parts.ids,
            shutdown: parts.shutdown,
        })))
    }

    /// The settings it runs with.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
}
