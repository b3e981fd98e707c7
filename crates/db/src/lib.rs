#![doc = include_str!("../README.md")]

mod audit;
mod connect;
mod error;
mod idempotency;
pub mod inbox;
pub mod jobs;
mod outbox;
mod sealed;
mod snapshot;
mod sql;
mod tx;

pub use audit::{Act, AuditFault, AuditRecord, AuditReport};
pub use connect::{Db, Options};
pub use error::{Error, Result};
pub use idempotency::{IdempotencyKey, hash_request};
pub use jobs::{Job, JobError, JobHandler, JobResult, NewJob, Runner};
pub use outbox::Event;
pub use sealed::{MasterKeyTooShort, PersonKey, Unopened, Vault};
pub use snapshot::Snapshot;
pub use sql::sql;
pub use tx::Tx;
