#![doc = include_str!("../README.md")]

mod account;
mod entry;
pub mod invariants;
mod journal;
mod moved;
mod page;
mod statement;
mod store;
mod verify;

pub use account::{Account, AccountKind, Owner, Side};
pub use entry::{Entry, EntryError, Posting, Reference};
pub use moved::Moved;
pub use page::Place;
pub use statement::{Scope, Statement, StatementLine};
pub use store::{Ledger, LedgerError, PostedEntry};
pub use verify::{Report, Totals};
