#![doc = include_str!("../README.md")]

mod audit;
mod audit_search;
mod connect;
mod erased;
mod error;
mod idempotency;
pub mod inbox;
pub mod jobs;
mod keyset;
mod master_key;
mod outbox;
mod seal;
mod sealed;
mod snapshot;
mod sql;
mod tx;
mod vault;

pub use audit::{Act, AuditFault, AuditRecord, AuditReport};
pub use audit_search::{AuditFilter, AuditOrder};
pub use connect::{Db, Options};
pub use erased::ERASED_DOMAIN;
pub use error::{Error, Result};
pub use idempotency::{IdempotencyKey, hash_request};
pub use jobs::{Job, JobError, JobHandler, JobResult, NewJob, Runner};
pub use keyset::{Before, FirstOfEach};
pub use master_key::{Held, MasterKeyError};
pub use outbox::Event;
pub use seal::{Sealer, Unopened};
pub use sealed::PersonKey;
pub use snapshot::Snapshot;
pub use sql::sql;
pub use tx::Tx;
pub use vault::{MasterKeyTooShort, Vault};
